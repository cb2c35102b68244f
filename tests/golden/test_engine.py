"""What filling makes of a template stays the same to the byte, or ``ENGINE`` is raised.

Papers that were filed are verified by filling them again; see ``docs/spec/provenance.md``.
"""

from __future__ import annotations

from pathlib import Path

import engine_parts
import pytest

from docgen.office.provenance import ENGINE
from docgen.render.folder import list_templates, read_template

ENGINE_THEN, LINES = engine_parts.kept(engine_parts.PAGE.read_text("ascii"))
NAMES = list_templates(engine_parts.LIBRARY)
AGAIN = "run tools/engine_parts.py"


def test_the_page_is_of_this_engine_and_this_library() -> None:
    assert ENGINE_THEN == ENGINE, f"the engine was raised: {AGAIN}"
    assert list(LINES) == NAMES, f"templates came or went: {AGAIN}"


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_are_those_of_this_engine(name: str) -> None:
    folder = read_template(engine_parts.LIBRARY / name, name)

    template, parts = engine_parts.line(folder)

    then = LINES.get(name, ("", ""))
    assert template == then[0], f"the template was edited: {AGAIN}"
    assert parts == then[1], f"filled otherwise than before: raise ENGINE, then {AGAIN}"


def test_a_changed_engine_is_noticed_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = NAMES[0]
    folder = read_template(engine_parts.LIBRARY / name, name)
    page = tmp_path / "engine.txt"
    monkeypatch.setattr(engine_parts, "PAGE", page)
    monkeypatch.setattr(engine_parts, "list_templates", lambda _: [name])
    assert engine_parts.main() == 0
    right = page.read_text("ascii")
    assert engine_parts.kept(right) == (ENGINE, {name: engine_parts.line(folder)})

    template = folder.sha256
    wrong = f"engine {ENGINE}\n{name} {template} {'0' * 64}\n"
    page.write_text(wrong, "ascii")
    assert engine_parts.main() == 1
    assert "raise ENGINE" in capsys.readouterr().err
    assert page.read_text("ascii") == wrong

    for old in (
        f"engine {ENGINE - 1}\n{name} {template} {'0' * 64}\n",
        f"engine {ENGINE}\n{name} {'0' * 64} {'0' * 64}\n",
    ):
        page.write_text(old, "ascii")
        assert engine_parts.main() == 0
        assert page.read_text("ascii") == right
