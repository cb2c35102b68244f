"""Taking in papers: every file is looked at before one is filed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.desks import COMPLAINT, Cast, assert_whole, filed, holding, log
from tests.support.offices import customer

from docgen.errors import BadInput, NotAllowed, NotFound, OutsideFailed, Problem
from docgen.office import filing, finding, intake
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.register.models import Customer, Item, Person


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "回执.txt"
    path.write_text("客户签收回执", "utf-8")
    return path


def test_each_file_becomes_an_item_and_is_found(
    office: Office, folk: Cast, known: Customer, good: Path
) -> None:
    form = office.folder / "templates" / COMPLAINT / "template.docx"

    done = intake.bring(office, folk.mira, known.code, [good, form], group="repair")

    assert [str(one.filed.item) for one in done] == ["0000000001-0001", "0000000001-0002"]
    assert [one.filed.item.title for one in done] == ["回执", "template"]
    assert {one.filed.item.group for one in done} == {"repair"}
    assert finding.search(office, folk.mira, "签收回").total == 1
    assert_whole(office)


def test_a_failure_says_what_was_filed_before_it(
    office: Office, folk: Cast, known: Customer, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [good, good.with_name("二.txt"), good.with_name("三.txt")]
    for paper in papers[1:]:
        paper.write_text(paper.name, "utf-8")
    write, full = filing.file, OutsideFailed("The disk is full.", why="w", fix="f")

    def fill_up(
        desk: Office,
        who: Person,
        place: Unopened,
        paper: filing.NewPaper,
        then: Callable[[filing.Filed], None] | None,
    ) -> filing.Filed:
        if Item.objects.count() == 2:
            raise full
        return write(desk, who, place, paper, then=then)

    monkeypatch.setattr(filing, "file", fill_up)

    with pytest.raises(OutsideFailed) as caught:
        intake.bring(office, folk.mira, known.code, papers)

    assert [detail.text for detail in caught.value.details] == [
        "回执.txt was filed before that, as 0000000001-0001",
        "二.txt was filed before that, as 0000000001-0002",
    ]
    assert_whole(office)


def test_title_and_grade_are_the_papers_own(
    office: Office, folk: Cast, known: Customer, good: Path
) -> None:
    (one,) = intake.bring(office, folk.jonas, known.code, [good], title="签收", grade="b")

    assert (one.filed.item.title, one.filed.item.rank) == ("签收", 2)


def _missing(good: Path) -> Path:
    return good.with_name("nothing.txt")


def _folder(good: Path) -> Path:
    return good.parent


def _large(good: Path) -> Path:
    path = good.with_name("large.txt")
    path.write_bytes(b"x" * 50_000_001)
    return path


def _strange(good: Path) -> Path:
    path = good.with_name("run.exe")
    path.write_bytes(b"MZ")
    return path


@pytest.mark.parametrize("make", [_missing, _folder, _large, _strange])
def test_one_wrong_file_stops_all(
    office: Office, folk: Cast, known: Customer, good: Path, make: object
) -> None:
    assert callable(make)
    wrong = make(good)
    before = holding(office)

    with pytest.raises(BadInput) as refused:
        intake.bring(office, folk.mira, known.code, [good, wrong])

    assert wrong.name in refused.value.file
    assert holding(office) == before
    entry = log()[-1]
    assert (entry["act"], entry["res"]) == ("item.filed", "deny")
    assert wrong.name not in str(entry)


@pytest.mark.parametrize(
    ("place", "more", "kind"),
    [
        ("K000009", {}, NotFound),
        ("77", {}, NotFound),
        ("样例", {}, BadInput),
        ("K000001", {"grade": "X"}, BadInput),
        ("K000001", {"group": "sale"}, BadInput),
    ],
)
def test_a_place_group_or_grade_that_is_not_there(
    office: Office,
    folk: Cast,
    known: Customer,
    good: Path,
    place: str,
    more: dict[str, Any],
    kind: type[Problem],
) -> None:
    customer(office, "样例二公司")
    assert known.code == "K000001"

    with pytest.raises(kind) as refused:
        intake.bring(office, folk.mira, place, [good], **more)

    assert refused.value.field in {"customer", "dossier", "grade", "group"}
    assert (log()[-1]["act"], log()[-1]["res"]) == ("item.filed", "deny")
    assert not Item.objects.exists()


def test_a_person_outside_is_refused_once(
    office: Office, folk: Cast, known: Customer, good: Path
) -> None:
    filed(office, folk.mira, known)
    size = len(log())

    with pytest.raises(NotAllowed):
        intake.bring(office, folk.mira, "1", [good], grade="A")

    assert [entry["res"] for entry in log()[size:]] == ["deny"]
