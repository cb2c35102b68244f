"""Compiles the Chinese catalogue when the package is built or installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogue(BuildHookInterface):  # type: ignore[type-arg]  # generic at type time only
    """``docgen.po`` → ``docgen.mo``, beside it and into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled catalogue before files are collected."""
        del version
        folder = Path(self.root) / "src/docgen/data/locale/zh_Hans/LC_MESSAGES"
        with (folder / "docgen.po").open("rb") as source, (folder / "docgen.mo").open("wb") as to:
            write_mo(to, read_po(source, locale="zh_Hans"))
        build_data["artifacts"].append("src/docgen/data/locale/**/*.mo")
