"""Rolling fixity: the oldest first, everything in time, and a run that cannot finish says so."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.desks import Cast, filed, log
from tests.support.offices import person

from docgen.archive import layout
from docgen.errors import BadInput, NotAllowed
from docgen.office import rolling
from docgen.office.desk import Office
from docgen.office.rolling import Rolled
from docgen.register.models import Customer, Item

START = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def papers(office: Office, folk: Cast, known: Customer) -> list[Item]:
    return [filed(office, folk.mira, known) for _ in range(6)]


def _run(office: Office, folk: Cast, day: int, days: int = 3, minutes: float = 0) -> Rolled:
    later = replace(office, now=lambda: START + dt.timedelta(days=day))
    return rolling.roll(later, folk.jonas, days=days, minutes=minutes)


def _content(office: Office, item: Item) -> Path:
    place = office.folder / "archive" / layout.object_path(f"urn:docgen:{item}")
    return next((place / "v1" / "content").glob("*.txt"))


def _book(office: Office) -> list[str]:
    lines = (office.folder / "work" / "fixity-checked").read_text("utf-8").splitlines()
    return [line.split("\t")[0][-4:] for line in lines]


def test_the_first_run_reads_everything(office: Office, folk: Cast, papers: list[Item]) -> None:
    rolled = _run(office, folk, 0)

    assert (rolled.total, rolled.checked, rolled.overdue) == (len(papers), 6, 0)
    assert rolled.is_right
    last = log()[-1]
    assert (last["act"], last["more"]["read"]) == ("archive.checked", 6)


@pytest.mark.usefixtures("papers")
def test_later_runs_read_an_even_share_each_day_and_all_in_time(office: Office, folk: Cast) -> None:
    _run(office, folk, 0)

    shares = [_run(office, folk, day).checked for day in (1, 1, 2, 3, 4)]

    assert shares == [3, 0, 3, 3, 3]
    assert set(_book(office)[6:]) == {f"{turn:04d}" for turn in range(1, 7)}


@pytest.mark.usefixtures("papers")
def test_the_oldest_come_first(office: Office, folk: Cast) -> None:
    _run(office, folk, 0)

    _run(office, folk, 1)

    assert _book(office)[6:] == ["0001", "0002", "0003"]


@pytest.mark.usefixtures("papers")
def test_a_run_that_runs_out_of_time_says_what_is_overdue(
    office: Office, folk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, *(0.0,) * 4, *(100.0,) * 10])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))

    first = _run(office, folk, 0, minutes=1)
    monkeypatch.undo()
    second = _run(office, folk, 0)

    assert (first.checked, first.overdue, first.is_right) == (4, 2, False)
    assert log()[-2]["more"] == {"read": 4, "overdue": 2}
    assert (second.checked, second.overdue) == (2, 0)


@pytest.mark.usefixtures("papers")
def test_a_run_that_is_cut_off_has_not_worked_for_nothing(office: Office, folk: Cast) -> None:
    def cut(done: int, _of: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    later = replace(office, now=lambda: START)
    with pytest.raises(KeyboardInterrupt):
        rolling.roll(later, folk.jonas, told=cut)

    assert log()[-1]["more"] == {"read": 4, "overdue": 2}
    assert _run(office, folk, 0).checked == 2


@pytest.mark.usefixtures("papers")
def test_a_line_that_was_torn_off_counts_as_not_read(office: Office, folk: Cast) -> None:
    _run(office, folk, 0)
    book = office.folder / "work" / "fixity-checked"
    book.write_bytes(book.read_bytes()[:-4])

    assert _run(office, folk, 0).checked == 1
    assert _run(office, folk, 0).checked == 0


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\n", b"urn\tyesterday\n", b"x\n" * 3000])
def test_a_lost_or_foreign_book_only_makes_everything_due(
    office: Office, folk: Cast, data: bytes
) -> None:
    (office.folder / "work" / "fixity-checked").write_bytes(data)

    assert _run(office, folk, 0).checked == 6


@pytest.mark.usefixtures("papers")
def test_a_clock_that_went_backwards_leaves_nothing_unread(office: Office, folk: Cast) -> None:
    _run(office, folk, 1000)

    assert _run(office, folk, 0).checked == 6


def test_damage_is_found_named_and_found_again(
    office: Office, folk: Cast, papers: list[Item]
) -> None:
    file = _content(office, papers[2])
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-1] + b"!")

    first, second = _run(office, folk, 0), _run(office, folk, 0)

    assert [one.code for one in first.findings] == ["E092"]
    assert str(papers[2]) in first.findings[0].urn
    assert (second.checked, len(second.findings), second.is_right) == (1, 1, False)


@pytest.mark.usefixtures("papers")
def test_who_may_not_keep_house_may_not_run_it(office: Office, folk: Cast) -> None:
    with pytest.raises(NotAllowed):
        rolling.roll(office, person(office, "guest"))

    assert folk.jonas
    assert not (office.folder / "work" / "fixity-checked").exists()


def test_no_day_is_too_few(office: Office, folk: Cast) -> None:
    with pytest.raises(BadInput, match="too few"):
        rolling.roll(office, folk.jonas, days=0)
