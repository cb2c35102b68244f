"""An auditor's machine: a folder of his own, the program called as he calls it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.support.logs import contents

from docgen_audit.main import main


@dataclass(frozen=True)
class Said:
    """What one call of the program gave."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """What it printed with ``--json``."""
        return dict(json.loads(self.out or self.err))

    @property
    def found(self) -> set[str]:
        """The codes of its findings."""
        return {finding["code"] for finding in self.data["findings"]}


@dataclass(frozen=True)
class Auditor:
    """Somebody with a folder."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: object) -> Said:
        """Call docgen-audit with this folder."""
        code = main([*map(str, arguments), "--state", str(self.folder)])
        said = self.capsys.readouterr()
        return Said(code, said.out, said.err)

    def good(self) -> dict[str, bytes]:
        """What he relies on: all that his state refers to, byte for byte."""
        kept = contents(self.folder)
        return {name: kept[name] for name in kept if "tile" not in name}
