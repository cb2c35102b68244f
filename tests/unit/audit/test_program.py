"""The auditor's program itself: how small it is, what it imports, what language it speaks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.auditor import Auditor
from tests.support.logs import Log

from docgen_audit import acts, main, state


def test_it_is_small_enough_to_be_read_in_an_afternoon() -> None:
    files = Path(main.__file__).parent.glob("*.py")

    assert sum(len(file.read_text("utf-8").splitlines()) for file in files) <= 500


def test_it_imports_the_ledger_and_little_else() -> None:
    script = "import sys, docgen_audit.main; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    modules = set(done.stdout.split())

    ours = {name for name in modules if name.startswith("docgen.")}
    allowed = ("docgen.errors", "docgen.ledger", "docgen.model")
    roots = {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names)
    assert {name for name in ours if not name.startswith(allowed)} == set()
    assert {name for name in roots if not name.startswith("_")} <= {
        "docgen",
        "docgen_audit",
        "cryptography",
        "sitecustomize",
        "usercustomize",
        "distutils-precedence",
        "cffi",
    }


@pytest.mark.parametrize("name", sorted(main._COMMANDS))
def test_each_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main([name, "--help"])

    assert ended.value.code == 0
    assert "--state" in capsys.readouterr().out
    assert callable(getattr(acts, name))


@pytest.mark.parametrize(
    "arguments",
    [[], ["pull"], ["keep", "x"], ["verify", "x", "--odd"], ["status", "--language", "fr"]],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(arguments)

    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variable", "options", "chinese"),
    [("zh_CN.UTF-8", [], True), ("en_GB.UTF-8", [], False), ("C", ["--language", "zh"], True)],
)
def test_it_speaks_the_auditors_language(
    auditor: Auditor,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    options: list[str],
    chinese: bool,  # noqa: FBT001 - a column of the table
) -> None:
    monkeypatch.setenv("LANG", variable)

    said = auditor.run("pull", "nowhere", *options)

    assert said.code == 5
    assert (re.search("[一-鿿]", said.err) is not None) == chinese


def test_somebody_stops_it(auditor: Auditor, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(state, "load", stopped)

    assert auditor.run("status").code == 130


def test_on_a_terminal_it_says_how_far_it_is(
    auditor: Auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Log.of(300).export(tmp_path / "usb")

    quiet = auditor.run("pull", folder)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    shown = auditor.run("verify", folder)

    assert quiet.err == ""
    assert shown.err.startswith("\r0 … ")
