"""Which office is meant, and as whom one acts in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import cast
from tests.support.offices import new_office
from tests.support.shell import Inside, Shell

from docgen.cli import main
from docgen.cli.base import os_login


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Another office, where K000001 is not there."""
    cast(new_office(tmp_path / "second"))
    return tmp_path / "second"


def test_the_office_is_named_or_in_the_environment_or_above(
    inside: Inside,
    folder: Path,
    second: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """--office goes before DOCGEN_OFFICE, that before the folder one stands in."""
    del inside

    def customers(*args: str) -> bool:
        capsys.readouterr()
        assert main._run([*args]) == 0
        return "K000001" in capsys.readouterr().out

    monkeypatch.chdir(folder / "templates" / "complaint")
    assert customers("customer", "list")
    monkeypatch.setenv("DOCGEN_OFFICE", str(second))
    assert not customers("customer", "list")
    assert customers("--office", str(folder), "customer", "list")
    assert customers("customer", "list", "--office", str(folder))


@pytest.mark.parametrize("named", [["--office", "nowhere"], []])
def test_no_office_is_said_with_what_to_do(
    inside: Inside, tmp_path: Path, capsys: pytest.CaptureFixture[str], named: list[str]
) -> None:
    assert inside.office.parent == tmp_path

    code = main._run([*named, "customer", "list"])

    err = capsys.readouterr().err
    assert code == 5
    assert "docgen init" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[office]\ncompany = ", "docgen.toml"),
        ('[office]\ncompany = "x"\nfolder_version = 99', "folder_version"),
        ('[office]\ncompany = "x"\nlanguage = "fr"', "language"),
        ('[office]\ncompany = "x"\ntime_zone = "Asia/Nowhere"', "time_zone"),
        ("[office]\ncompany = 5", "company"),
        ('[office]\ncompny = "x"', "compny"),
        ('[office]\nlanguage = "zh"', "company"),
        ('[offce]\ncompany = "x"', "offce"),
        ('[office]\ncompany = "x"\n[pdf]\npdf_seconds = 0', "pdf_seconds"),
        ('[office]\ncompany = "x"\n[intake]\nmax_megabytes = -1', "max_megabytes"),
        ('[office]\ncompany = "x"\n[company]\nfone = "1"', "fone"),
        ("company", "docgen.toml"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_says_which(
    inside: Inside, folder: Path, text: str, named: str
) -> None:
    (folder / "docgen.toml").write_text(text, "utf-8")

    said = inside.run("customer", "list", "--json")

    assert said.code == 3
    assert said.problem["file"].endswith("docgen.toml")
    assert named in {said.problem.get("field"), "docgen.toml"}


def test_nobody_becomes_somebody_else_by_a_variable(shell: Shell) -> None:
    pretended = shell.run("user", "list", "--json", LOGNAME="mira", USER="mira")
    entries = shell.run("log", "list", "--last", "1", "--json").data

    assert pretended.code == 0
    assert {entry["who"] for entry in entries} == {"p-0001"}


def test_an_unknown_user_of_the_machine_is_nobody(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.cli.base.os_login", lambda: "mallory")

    said = inside.run("customer", "list", who="")

    assert said.code == 4
    assert "mallory is nobody in this office" in said.err
    assert "R1:" in said.err
    assert "--os-login mallory" in said.err


def test_acting_as_somebody_else_is_for_demo_offices(inside: Inside, folder: Path) -> None:
    assert inside.run("customer", "list", who="mira").code == 0
    assert inside.run("customer", "list", who="nobody").code == 5

    file = folder / "docgen.toml"
    file.write_text(file.read_text("utf-8").replace("act_as = true", "act_as = false"), "utf-8")

    said = inside.run("customer", "list", who="mira")
    assert said.code == 2
    assert "demo offices only" in said.err
    assert inside.run("customer", "list", who="").code == 0


def test_the_log_says_how_somebody_came_in(inside: Inside) -> None:
    inside.run("find", "漏水", who="jonas")
    inside.run("find", "漏水", who="")

    entries = inside.run("log", "list", "--act", "archive.searched", "--json", who="jonas").data

    assert [entry["via"] for entry in entries] == ["demo", "os"]


def test_a_new_office_is_ready_for_its_founder(shell: Shell, tmp_path: Path) -> None:
    made = shell.run("init", "mine", "--company", "某某公司", "--json")
    again = shell.run("init", "mine")
    used = shell.run("customer", "list", "--json", DOCGEN_OFFICE="mine")

    founder = os_login()
    assert made.data == {"office": str(tmp_path / "mine"), "company": "某某公司", "person": founder}
    assert (again.code, "is not empty" in again.err) == (3, True)
    assert (used.code, used.data) == (0, [])


def test_a_demo_never_replaces_what_is_no_demo(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine", "utf-8")

    said = inside.run("demo", "--dir", tmp_path / "mine", who="")

    assert said.code == 3
    assert "is no demo office" in said.err
    assert (tmp_path / "mine" / "letter.txt").read_text("utf-8") == "mine"


def test_a_bug_is_a_sentence_and_a_traceback_for_developers_only(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_: object) -> None:
        raise ZeroDivisionError("one by zero")

    monkeypatch.setattr("docgen.office.finding.search", bug)

    plain = inside.run("find", "漏水")
    monkeypatch.setenv("DOCGEN_DEBUG", "1")
    debugged = inside.run("find", "漏水")

    assert (plain.code, "docgen itself failed" in plain.err) == (7, True)
    assert "Traceback" not in plain.err
    assert "Traceback" in debugged.err
