"""Taking in a bag: what was exported comes back as it was, and what is not taken is told."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.support.bad_bags import BUILDERS
from tests.support.desks import Cast, at, cast, log
from tests.support.destruction import room
from tests.support.offices import customer, founder, new_office, person, reopen

from docgen.archive.bag_write import new_bag
from docgen.errors import BadInput, NotFound
from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.office import (
    aids,
    describing,
    destroying,
    dossiers,
    filing,
    permits,
    taking_in,
)
from docgen.office.bag_import import Given, planning
from docgen.office.desk import Office
from docgen.office.exporting import export
from docgen.office.taking_in import How, Outcome
from docgen.register.models import Item, Person

DAY = datetime(2021, 3, 4, 2, tzinfo=UTC)
Sent = tuple[Path, list[tuple[Any, ...]]]
GIVEN = Given(dossier="", customer="K000001", opening="", group="other")


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aids, "printed_each", lambda _, words: [b"%PDF"] * len(words))


def take(
    office: Office,
    bag: Path,
    given: Given = GIVEN,
    *,
    who: Person | None = None,
    dry_run: bool = False,
    again: bool = False,
) -> Outcome:
    how = How(dry_run, again, None, lambda *_: None)
    with ExitStack() as stack:
        make = planning(office, who or founder(), bag, given, stack)
        return taking_in.carry_out(office, who or founder(), make, how)


def facts(item: Item, office: Office) -> tuple[Any, ...]:
    """What must be the same here and there."""
    told = describing.facts(office, item)
    return (
        *(told.title, told.responsible, told.number, told.made_on, told.pages, told.carrier),
        *(item.title, item.group, item.rank, item.dated),
        [(one["path"], one["sha512"]) for one in item.versions.get(n=item.head).files],
    )


def all_facts(office: Office) -> list[tuple[Any, ...]]:
    rows = Item.objects.select_related("dossier", "description").filter(state="filed")
    return [facts(item, office) for item in rows.order_by("pk")]


def permit(office: Office, item: str) -> None:
    """Leave to take a paper of the highest grade out."""
    asked = permits.request(office, founder(), item, Act.EXPORT, "legal", "移交")
    permits.approve(office, person(office, "zhou", "manager", clearance="A"), asked.code)


@cache
def sender() -> Sent:
    """A bag of another office, and what was known of its papers there; made once."""
    folder = Path(tempfile.mkdtemp(prefix="docgen-bag-"))
    office = at(new_office(folder / "office"), DAY)
    me, known = founder(), customer(office)
    row = dossiers.open_dossier(office, me, known)
    for turn, (title, group, grade) in enumerate(
        [
            ("供热合同", "sales", Grade.C),
            ("维修记录", "repair", Grade.B),
            ("评估", "other", Grade.A),
        ]
    ):
        new = filing.NewPaper(
            {"正文.txt": f"第{turn}件".encode(), "附/表.txt": b"x" * (turn + 1)},
            *(title, group, "字"),
            grade=grade,
        )
        filing.file(office, me, row, new)
    wanted = describing.Wanted(
        made_up=True, responsible="工程部", doc_number="工〔2021〕7号", pages=4, carrier="photo"
    )
    describing.describe(office, me, [f"{row}-0002"], wanted)
    told = all_facts(office)
    permit(office, f"{row}-0003")
    export(office, me, str(row), folder / "bag", purpose="legal")
    return folder / "bag", told


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    """A copy of that bag."""
    bag, told = sender()
    shutil.copytree(bag, tmp_path / "bag")
    return tmp_path / "bag", told


@pytest.fixture
def here(sent: Sent, tmp_path: Path) -> Office:
    """An empty office with a customer; made after the sender's, so that its register is open."""
    assert sent
    office = new_office(tmp_path / "receiver")
    customer(office)
    return office


def test_what_was_exported_comes_back_as_it_was(sent: Sent, here: Office) -> None:
    bag, told = sent

    done = take(here, bag)

    assert all_facts(here) == told
    assert [one.item for one in done.taken] == [f"0000000001-000{n}" for n in (1, 2, 3)]
    assert done.not_taken == []


def test_where_it_came_from_stays_with_it(sent: Sent, here: Office) -> None:
    take(here, sent[0])

    (file, *_) = sorted((here.folder / "archive").rglob("v1/content/item.json"))
    came = json.loads(file.read_bytes())["made"]["came"]
    assert (came["item"], came["version"]) == ("0000000001-0001", 1)
    assert came["organisation"] == "样例客户服务有限公司"
    assert came["was"]["title"] == "供热合同"


def test_an_exported_bag_of_what_came_back_has_the_same_catalogue(
    sent: Sent, here: Office, tmp_path: Path
) -> None:
    take(here, sent[0])
    permit(here, "0000000001-0003")

    export(here, founder(), "0000000001", tmp_path / "again", purpose="legal")

    own = {"filed_at", "filed_by", "versions", "register"}
    one, two = (
        [
            {key: value for key, value in item.items() if key not in own}
            for item in json.loads((bag / "catalogue.json").read_bytes())["items"]
        ]
        for bag in (sent[0], tmp_path / "again")
    )
    assert one == two


def test_a_dry_run_files_nothing(sent: Sent, here: Office) -> None:
    done = take(here, sent[0], dry_run=True)

    assert [(one.paper.title, one.paper.group) for one in done.taken] == [
        *(("供热合同", "sales"), ("维修记录", "repair"), ("评估", "other"))
    ]
    assert not Item.objects.exists()
    assert log("item.filed") == []


def test_the_second_time_nothing_is_filed_twice(sent: Sent, here: Office) -> None:
    take(here, sent[0])
    done = take(reopen(here.folder), sent[0])

    assert (done.before, len(done.taken), Item.objects.count()) == (3, 3, 3)


@pytest.mark.parametrize(("wanted", "ranks"), [("P", [1, 2, 3]), ("B", [2, 2, 3])])
def test_no_grade_is_lower_than_the_bags(
    sent: Sent, here: Office, wanted: str, ranks: list[int]
) -> None:
    take(here, sent[0], replace(GIVEN, grade=Grade.parse(wanted)))

    assert list(Item.objects.order_by("pk").values_list("rank", flat=True)) == ranks


def test_who_is_not_cleared_takes_in_the_others(sent: Sent, here: Office) -> None:
    folk: Cast = cast(here)

    done = take(here, sent[0], who=folk.mira)

    assert [one.paper.title for one in done.taken] == ["供热合同"]
    assert [one.source for one in done.not_taken] == ["0000000001-0002", "0000000001-0003"]
    assert {entry["res"] for entry in log("item.filed")} == {"allow", "deny"}


def test_a_group_that_is_not_there_becomes_the_one_given(sent: Sent, here: Office) -> None:
    change(sent[0], lambda told: told["items"][0].update(group="nowhere"))

    take(here, sent[0], replace(GIVEN, group="media"))

    assert Item.objects.order_by("pk").values_list("group", flat=True)[0] == "media"


def test_what_is_gone_or_left_out_or_old_is_told(tmp_path: Path) -> None:
    there = room(tmp_path / "sender")
    gone = there.old(title="已毁材料")
    destroying.carry_out(there.office, founder(), there.witnessed(gone).code)
    there.old("别的")
    new = filing.NewPaper({"a.txt": b"x"}, "评估", "other", "x", grade=Grade.A)
    filing.file(there.office, founder(), there.dossier, new)
    export(
        *(there.office, there.folk.mira, str(there.dossier), tmp_path / "bag"),
        purpose="legal",
        leave_out=True,
    )
    here = new_office(tmp_path / "receiver")
    customer(here)

    done = take(here, tmp_path / "bag")

    assert {one.source[-4:]: one.why for one in done.not_taken} == {
        "0001": "it was destroyed there; only its tombstone is in the bag",
        "0003": "the sender left it out: R2, R11",
    }


def change(bag: Path, how: Callable[[dict[str, Any]], object]) -> None:
    """Change a bag's catalogue and make the bag whole again."""
    told = json.loads((bag / "catalogue.json").read_bytes())
    how(told)
    rewrite(bag, json.dumps(told).encode())


def rewrite(bag: Path, catalogue: bytes) -> None:
    """The same payload under another catalogue."""
    old = bag.rename(bag.with_name("old"))
    with new_bag(bag, packed=False) as made:
        for path in sorted((old / "data").rglob("*")):
            if path.is_file():
                made.add(path.relative_to(old / "data").as_posix(), path.read_bytes())
        made.close([("Bag-Software-Agent", "docgen 9")], {"catalogue.json": catalogue})
    shutil.rmtree(old)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"title": ""}, "a title has 1 to 240"),
        ({"title": "a\nb"}, "which a form cannot hold"),
        ({"title": "长" * 241}, "a title has 1 to 240"),
        ({"pages": -1}, "a paper has 1 to"),
        ({"carrier": "stone"}, "the carriers are"),
        ({"responsible": "长" * 121}, "longer than 120"),
    ],
)
def test_a_wrong_fact_keeps_one_paper_out(
    sent: Sent, here: Office, what: dict[str, object], why: str
) -> None:
    change(sent[0], lambda told: told["items"][0].update(what))

    done = take(here, sent[0])

    assert len(done.taken) == 2
    (wrong,) = [one for one in done.not_taken if one.source == "0000000001-0001"]
    assert why in wrong.why


@pytest.mark.parametrize(
    "catalogue",
    [
        *(b"", b"{", b"[]", b"null", b'"x"', b"[" * 100_000, b"\xff", b'{"docgen": 2}'),
        *(b'{"docgen": 1}', b'{"docgen": 1, "items": [1]}', b'{"docgen": 1, "items": [{}]}'),
        b'{"docgen": 1, "items": [{"item": 1, "state": "filed", "versions": []}]}',
        b'{"docgen": 1, "items": [{"item": 1, "state": [], "versions": []}]}',
    ],
)
def test_a_catalogue_that_is_none_refuses_the_bag(
    sent: Sent, here: Office, catalogue: bytes
) -> None:
    rewrite(sent[0], catalogue)

    with pytest.raises(BadInput, match="catalogue of the bag"):
        take(here, sent[0])

    assert not Item.objects.exists()


def test_a_catalogue_that_nobody_vouches_for_refuses_the_bag(sent: Sent, here: Office) -> None:
    (sent[0] / "tagmanifest-sha512.txt").unlink()

    with pytest.raises(BadInput) as refused:
        take(here, sent[0])

    assert "no manifest vouches" in refused.value.why


def test_a_catalogue_cannot_name_other_bytes(sent: Sent, here: Office) -> None:
    def swap(told: dict[str, Any]) -> None:
        one, two = (told["items"][n]["versions"][0]["files"][0] for n in (0, 1))
        one["in_bag"], two["in_bag"] = two["in_bag"], "../../etc/passwd"

    change(sent[0], swap)

    done = take(here, sent[0])

    assert [one.paper.title for one in done.taken] == ["评估"]
    assert sum("the manifest does not" in one.why for one in done.not_taken) == 2


def test_of_another_bag_each_file_is_a_paper(tmp_path: Path) -> None:
    here = new_office(tmp_path / "receiver")
    customer(here)
    with new_bag(tmp_path / "bag.zip", packed=True) as made:
        made.add("扫描/2019-03-12 服务合同.txt", "服务合同".encode())
        made.add("扫描/Thumbs.db", b"x")
        made.add("空.txt", b"")
        made.close([("Source-Organization", "样例街道办")], {"catalogue.json": b"[]"})

    done = take(here, tmp_path / "bag.zip")

    (item,) = Item.objects.select_related("description", "dossier")
    assert describing.facts(here, item).title == "[2019-03-12 服务合同]"
    assert str(item.dated) == "2019-03-12"
    assert [(one.source, one.why) for one in done.not_taken] == [("data/空.txt", "it is empty")]
    assert dict(done.passed_over) == {"Thumbs.db": 1}


@pytest.mark.parametrize("name", ["B005_dot_dot_in_a_zip", "B009_symbolic_link", "B017_bomb"])
def test_of_a_bad_bag_nothing_is_taken(tmp_path: Path, name: str) -> None:
    here = new_office(tmp_path / "receiver")
    customer(here)

    with pytest.raises(BadInput) as refused:
        take(here, BUILDERS[name](tmp_path))

    assert refused.value.details[0].place.startswith(name[:4])
    assert not Item.objects.exists()
    assert log("archive.imported")[-1]["res"] == "deny"


def test_a_place_that_is_not_there_is_told(sent: Sent, here: Office) -> None:
    with pytest.raises(NotFound):
        take(here, sent[0], Given("0000000009", "", "", "other"))
