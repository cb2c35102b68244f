"""``docgen check`` as people call it: everything, rolling fixity, and the four properties."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.shell import Inside


@pytest.fixture
def damaged(folder: Path) -> Path:
    """The content of the paper, with its last byte changed."""
    file = next(path for path in folder.glob("archive/*/**/content/*.txt"))
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    return file


@pytest.mark.parametrize("how", [["--fixity"], ["--fixity", "--days", "30"], ["--four"]])
def test_an_honest_office_is_right(inside: Inside, how: list[str]) -> None:
    told = inside.run("check", *how, "--json", who="jonas")

    assert (told.code, told.data["ok"]) == (0, True)


@pytest.mark.usefixtures("damaged")
@pytest.mark.parametrize("how", [["--fixity"], ["--fixity", "--minutes", "5"], ["--four"]])
def test_damage_has_its_own_exit_code(inside: Inside, how: list[str]) -> None:
    told = inside.run("check", *how, who="jonas")

    assert told.code == 6
    assert "E092" in told.out


def test_a_run_that_cannot_finish_fails_and_says_so(inside: Inside) -> None:
    told = inside.run("check", "--fixity", "--minutes", "0.0000001", who="jonas")
    again = inside.run("check", "--fixity", "--minutes", "5", "--json", who="jonas")

    assert told.code == 1
    assert "Not finished: 1 paper(s) are overdue" in told.err
    assert again.data == {"ok": True, "papers": 1, "read": 1, "overdue": 0, "findings": []}


def test_the_four_properties_are_a_table(inside: Inside) -> None:
    told = inside.run("check", "--four", "--stage", "filing", who="jonas")

    assert [name in told.out for name in ("真实性", "完整性", "可用性", "安全性")] == [True] * 4
    assert "A4  not checked" in told.out
    assert "Z5" not in told.out


def test_one_dossier_can_be_looked_at(inside: Inside) -> None:
    told = inside.run("check", "--four", "--dossier", "1", "--json", who="jonas")
    unknown = inside.run("check", "--four", "--dossier", "99", "--json", who="jonas")

    assert {one["code"]: one["checked"] for one in told.data["points"]}["W1"] == 1
    assert unknown.code == 5


@pytest.mark.parametrize("how", [["--four", "--fixity"], ["--days", "3"], ["--minutes", "1"]])
def test_options_that_do_not_belong_together_are_refused(inside: Inside, how: list[str]) -> None:
    told = inside.run("check", *how, who="jonas")

    assert told.code == 3
    assert "do not belong together" in told.err
