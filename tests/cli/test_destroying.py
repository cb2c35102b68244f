"""A destruction from the appraisal to the certificate, as people call it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.support.desks import dossier_of
from tests.support.offices import person, reopen
from tests.support.shell import Inside

from docgen.register.models import Customer, Item
from docgen.render import docx

ITEM = "0000000001-0001"


@pytest.fixture(autouse=True)
def _an_old_paper(folder: Path) -> None:
    """The made office's paper becomes an old one of a project's dossier; a fourth person."""
    office = reopen(folder)
    person(office, "legal", "legal", clearance="A")
    Item.objects.update(retention="1 year", filed_at=datetime(2020, 5, 3, 2, tzinfo=UTC))
    dossier = dossier_of(Customer.objects.get())
    dossier.type = "project"
    dossier.save()


def propose(inside: Inside) -> str:
    said = inside.run("destroy", "propose", ITEM, "--opinion", "期满，无保存价值", "--json")
    assert said.code == 0, said.err
    return str(said.data["list"])


def test_from_the_list_to_the_certificate(inside: Inside, folder: Path) -> None:
    due = inside.run("retention", "due", "--json").data
    assert [one["item"] for one in due] == [ITEM]
    number = propose(inside)
    assert inside.run("destroy", "approve", number).code == 4
    for who in ("jonas", "legal"):
        assert inside.run("destroy", "approve", number, who=who).code == 0
    assert inside.run("destroy", "carry-out", number, who="jonas").code == 4
    for who in ("shen", "legal"):
        assert inside.run("destroy", "witness", number, who=who).code == 0
    assert inside.run("backup", folder.with_name("backup"), who="jonas").code == 0

    done = inside.run("destroy", "carry-out", number, "--json", who="jonas")

    assert (done.code, done.data["state"]) == (0, "done")
    assert done.err.startswith("1 backup(s) made from")
    got = inside.run("get", ITEM, "--purpose", "service", "--out", "x", "--json")
    assert got.code == 5
    assert number in got.problem["why"]
    shown = inside.run("item", "show", ITEM, "--json").data
    assert shown["state"] == "destroyed"
    assert shown["destroyed"]["list"] == number
    for asked in (("item", "show", ITEM), ("dossier", "show", "0000000001"), ("destroy", "list")):
        assert number in inside.run(*asked).out
    catalogue = inside.run("dossier", "catalogue", "0000000001", "--json").data
    assert number in catalogue["rows"][0]["remark"]
    assert inside.run("find", "漏水", "--json").data["total"] == 0
    printed = inside.run("destroy", "certificate", number, "--out", str(folder.parent), "--json")
    words = docx.words(Path(printed.data["files"][0]).read_bytes())
    for expected in (number, ITEM, "期满", "1年／", "同意销毁。jonas", "监 销 人\t沈砚", "legal"):
        assert expected in words, expected


def test_the_certificate_is_the_same_each_time(inside: Inside, folder: Path) -> None:
    number = propose(inside)
    files = []
    for _ in range(2):
        said = inside.run("destroy", "certificate", number, "--out", str(folder.parent), "--json")
        files += [Path(name) for name in said.data["files"]]

    assert files[0] != files[1]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_holds_are_set_listed_and_released(inside: Inside) -> None:
    held = inside.run(
        *("retention", "hold", "0000000001", "--name", "诉讼示0101号"),
        *("--reason", "案件未结", "--json"),
        who="jonas",
    ).data
    assert held["on"] == "0000000001"

    refused = inside.run("destroy", "propose", ITEM, "--opinion", "期满", "--json")
    assert refused.code == 4
    assert [one["rule"] for one in refused.problem["reasons"]] == ["hold"]
    assert inside.run("retention", "due", "--json").data[0]["holds"] == [held["hold"]]

    assert (
        inside.run("retention", "release", held["hold"], "--reason", "已结", who="legal").code == 0
    )
    assert inside.run("retention", "list", "--json").data == []
    assert len(inside.run("retention", "list", "--all", "--json").data) == 1
    assert inside.run("retention", "release", "H9", "--reason", "x", who="legal").code == 5


def test_a_period_only_grows(inside: Inside) -> None:
    words = ("retention", "lengthen", ITEM)
    longer = inside.run(*words, "10 years", "--reason", "保修", "--json", who="jonas")
    assert longer.data["retention"] == "10 years"

    shorter = inside.run(*words, "1 year", "--json", who="jonas")

    assert shorter.code == 4
    assert inside.run("item", "show", ITEM, "--json").data["retention"] == "10 years"
    assert inside.run(*words, "11 years", who="jonas").code == 5


def test_a_wrong_schedule_is_refused_with_its_line(inside: Inside, folder: Path) -> None:
    file = folder / "rules" / "retention.toml"
    file.write_text(file.read_text("utf-8").replace("years  = 10", "years  = 5"), "utf-8")

    said = inside.run("retention", "due", "--json")

    assert said.code == 3
    assert said.problem["field"] == "years"
    assert file.read_text("utf-8").splitlines()[said.problem["line"] - 1] == "years  = 5"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("destroy", "show", "D7"), 5),
        (("destroy", "approve", "nothing"), 5),
        (("destroy", "propose", "0000000009-0001", "--opinion", "x"), 5),
        (("destroy", "propose", ITEM, "--opinion", " "), 3),
        (("destroy", "propose", ITEM, "--opinion", "重复", "--kind", "duplicate"), 4),
        (("retention", "hold", "nobody", "--name", "x", "--reason", "y"), 5),
        (("retention", "hold", ITEM, "--name", " ", "--reason", "y"), 3),
        (("retention", "hold", ITEM, "--name", "x", "--reason", "y"), 4),  # a clerk sets none
    ],
)
def test_what_is_refused_says_why(inside: Inside, words: tuple[str, ...], code: int) -> None:
    said = inside.run(*words, "--json")

    assert said.code == code
    assert said.problem["why"]
    assert said.problem["fix"]
