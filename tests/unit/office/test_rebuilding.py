"""A register that is lost comes back whole from the files, or says what did not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.desks import Cast, filed, paper
from tests.support.offices import founder, person, reopen
from tests.support.whole import whole

from docgen.errors import BadInput, Integrity, NotAllowed, NotFound
from docgen.office import amending, auditing, daybook, finding, lending, loans, people, rebuilding
from docgen.office.desk import Office
from docgen.office.rebuilding import Rebuilt
from docgen.register.models import Customer, Person


def as_founder(office: Office) -> tuple[Office, Person]:
    return office, founder()


def lose(office: Office) -> None:
    """What a disk may lose: the register and the index."""
    (office.folder / "register.sqlite3").unlink()
    shutil.rmtree(office.folder / "index")


def rebuilt(office: Office) -> Rebuilt:
    lose(office)
    return rebuilding.rebuild(office.folder, as_founder)


def edit(file: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(change(lines)), "utf-8")


@pytest.fixture
def busy(office: Office, folk: Cast, known: Customer) -> Office:
    """An office in which papers were filed, lent and read, and somebody was granted a dossier."""
    first = filed(office, folk.mira, known)
    for _ in range(3):
        last = filed(office, folk.mira, known)
    amending.add_version(office, folk.mira, last, paper("另一份。"), base=1, why="更正")
    gu = person(office, "gu", "legal", unit="法律室")
    loan = loans.request(office, gu, str(first), "legal")
    loans.approve(office, folk.jonas, loan.code)
    loans.hand_over(office, folk.jonas, loan.code)
    lending.open(office, gu, str(first), "legal")
    people.grant(office, founder(), "lena", first.dossier)
    auditing.checkpoint(office, founder())
    return office


def test_everything_comes_back(busy: Office) -> None:
    before = whole(busy.folder)

    lose(busy)
    done = rebuilding.rebuild(busy.folder, as_founder)

    after = whole(busy.folder)
    # The rebuilding itself stands in the log: two entries more, and the head that counts them.
    count = len(before["register_log_entry"])
    assert done.lost == []
    assert done.papers == 4
    assert after["register_log_entry"][:count] == before["register_log_entry"]
    assert len(after["register_log_entry"]) == count + 2
    for table in before.keys() - {"register_log_entry", "register_log_head"}:
        assert after[table] == before[table], table
    assert len(before["register_loan"]) == len(before["register_grant"]) == 1
    assert len(before["register_item_version"]) == 5


def test_work_goes_on_afterwards(busy: Office, known: Customer) -> None:
    rebuilt(busy)
    office = reopen(busy.folder)

    item = filed(office, people.by_login("mira"), known)

    assert str(item).endswith("-0005")
    assert finding.search(office, people.by_login("mira"), "空调漏水").total == 4
    assert auditing.verify(office, founder()).is_whole


def test_a_second_loss_finds_nothing_missing_either(busy: Office, known: Customer) -> None:
    rebuilt(busy)
    filed(reopen(busy.folder), people.by_login("mira"), known)

    assert rebuilt(busy).lost == []


def test_passwords_are_in_no_file(busy: Office) -> None:
    Person.objects.update(password="argon2$geheim")  # noqa: S106  invented
    daybook.begin_anew()

    assert "geheim" not in (busy.folder / "log" / daybook.REGISTER).read_text("utf-8")
    rebuilt(busy)
    assert not founder().check_password("geheim")


def test_a_register_that_is_there_is_left_alone(busy: Office) -> None:
    before = (busy.folder / "register.sqlite3").read_bytes()

    with pytest.raises(BadInput, match=r"mv .*register\.sqlite3"):
        rebuilding.rebuild(busy.folder, as_founder)

    assert (busy.folder / "register.sqlite3").read_bytes() == before


def test_without_the_file_there_is_nothing_to_rebuild_from(busy: Office) -> None:
    lose(busy)
    (busy.folder / "log" / daybook.REGISTER).unlink()

    with pytest.raises(NotFound, match=r"register\.jsonl"):
        rebuilding.rebuild(busy.folder, as_founder)


def test_who_may_not_keep_order_may_not_rebuild(busy: Office) -> None:
    lose(busy)

    with pytest.raises(NotAllowed):
        rebuilding.rebuild(busy.folder, lambda office: (office, people.by_login("mira")))

    assert not (busy.folder / "register.sqlite3").exists()
    assert '"res":"deny"' in (busy.folder / "log" / daybook.ENTRIES).read_text().splitlines()[-1]


def test_a_file_of_a_newer_docgen_is_refused(busy: Office) -> None:
    def newer(lines: list[str]) -> list[str]:
        head = json.loads(lines[0])
        head["migrations"].append("9999_tomorrow")
        return [json.dumps(head) + "\n", *lines[1:]]

    lose(busy)
    edit(busy.folder / "log" / daybook.REGISTER, newer)

    with pytest.raises(Integrity, match="another docgen"):
        rebuilding.rebuild(busy.folder, as_founder)

    assert not (busy.folder / "register.sqlite3").exists()
    assert list((busy.folder / "work").glob("rebuild-*")) == []


@pytest.mark.parametrize("first", ["", "{}\n", "[]\n", '{"docgen":"register","form":1}\n', "\0\n"])
def test_a_file_that_is_none_is_refused(busy: Office, first: str) -> None:
    lose(busy)
    edit(busy.folder / "log" / daybook.REGISTER, lambda lines: [first, *lines[1:]])

    with pytest.raises(Integrity, match="does not begin"):
        rebuilding.rebuild(busy.folder, as_founder)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lines: [*lines[:10], "what?\n", *lines[11:]], "line 11 of register.jsonl"),
        (lambda lines: [*lines[:-3], *lines[-1:]], "changes"),
        (lambda lines: [*lines, lines[-1][:30]], "cannot be read"),
        (lambda lines: [*lines, lines[-1].replace("register_", "sqlite_")], "does not fit"),
        (lambda lines: [*lines, lines[-1].replace('"row":{', '"row":{"x":1,')], "does not fit"),
    ],
)
def test_what_is_damaged_is_told(
    busy: Office, change: Callable[[list[str]], list[str]], told: str
) -> None:
    edit(busy.folder / "log" / daybook.REGISTER, change)

    lost = rebuilt(busy).lost

    assert any(told in text for text in lost), lost


def test_a_shortened_log_is_found_by_its_checkpoint(busy: Office) -> None:
    edit(busy.folder / "log" / daybook.ENTRIES, lambda lines: lines[:-4])

    lost = rebuilt(busy).lost

    assert any("access log" in text for text in lost), lost


def test_a_paper_that_the_archive_lost_is_told(busy: Office) -> None:
    shutil.rmtree(busy.folder / "archive/00/00/00/00/01/0000000001-0002")

    lost = rebuilt(busy).lost

    assert [text for text in lost if "0000000001-0002" in text] == lost != []


def test_a_paper_that_the_files_do_not_tell_of_is_told(busy: Office) -> None:
    office = reopen(busy.folder)
    stage = office.store.stage({"a.txt": b"x"})
    sealed = stage.seal(
        "urn:docgen:0000000001-0009", message="m", user=("a", "b:c"), created=office.now()
    )
    office.store.publish(sealed.name)

    lost = rebuilt(busy).lost

    assert any("0000000001-0009 lies in the archive" in text for text in lost), lost
