"""The auditor's guide: every command in it is run, in its order, on its machine, and ends so."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.offices import customer, new_office

from docgen.cli import main as office
from docgen_audit import main as audit

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "auditor.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"([\w@]+)\$ (.*?)(?:\s+# exit (\d).*)?")
_PLACES = {"auditor": "auditor", "office": "office", "wang@office": "office", "sandbox": "sandbox"}


@dataclass(frozen=True)
class Step:
    """One command of the guide: at whose prompt, and how it ends."""

    prompt: str
    command: str
    code: int


def steps(text: str) -> list[Step]:
    """The commands in the guide's blocks; a line that is none is an error of the guide."""
    found = []
    for kind, block in _BLOCK.findall(text):
        assert kind == "console", block
        for line in block.splitlines():
            step = _LINE.fullmatch(line)
            assert step, line
            found.append(Step(step[1], step[2], int(step[3] or 0)))
    return found


@pytest.fixture(name="machines")
def _machines(tmp_path: Path) -> Path:
    """An office with a customer, an auditor's machine, and a stick."""
    customer(new_office(tmp_path / "office"))
    (tmp_path / "auditor").mkdir()
    (tmp_path / "usb").mkdir()
    return tmp_path


def run(step: Step, machines: Path) -> int:
    """Run a command as the guide says it; docgen and docgen-audit without a process of their own.

    The stick lies in a folder of the test's own, and ``wang@office`` is the account wang.
    """
    command = step.command.replace("/media/usb", str(machines / "usb"))
    if not command.startswith("docgen"):
        return subprocess.run(["bash", "-c", command], check=False).returncode
    words = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {command}"], capture_output=True, text=True, check=True
    )
    program, *arguments = words.stdout.split("\0")[:-1]
    if program == "docgen-audit":
        return audit.main(arguments)
    return office._run(["--as", "wang", *arguments] if "@" in step.prompt else arguments)


def test_every_command_of_the_guide_ends_as_it_says(
    machines: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("LC_ALL", "LANG", "DOCGEN_OFFICE", "DOCGEN_AUDIT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(machines / "auditor"))

    for step in steps(GUIDE):
        monkeypatch.chdir(machines / _PLACES[step.prompt])
        try:
            code = run(step, machines)
        except SystemExit as done:  # argparse ends --help so
            code = int(done.code or 0)

        assert code == step.code, (step, capsys.readouterr())


def test_the_guide_has_each_command_of_the_program() -> None:
    commands = " ".join(step.command for step in steps(GUIDE))

    for name in ("init", "pull", "verify", "receipt", "statement", "status"):
        assert f"docgen-audit {name}" in commands


def test_a_line_that_is_no_command_would_be_noticed() -> None:
    with pytest.raises(AssertionError):
        steps("```console\ndocgen log list\n```\n")


def test_an_exit_code_stands_beside_the_command() -> None:
    assert steps("```console\noffice$ docgen x   # exit 6: so\noffice$ y\n```\n") == [
        Step("office", "docgen x", 6),
        Step("office", "y", 0),
    ]
