"""Form numbers: none twice, none lost, each accounted for whatever happens to its form."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desks import Cast, at, log
from tests.support.offices import founder, new_office

from docgen.errors import BadInput
from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.office import numbers, upkeep
from docgen.office.desk import Office
from docgen.register.models import IssuedNumber, Person, Series

NOVEMBER = datetime(2026, 11, 21, 9, tzinfo=UTC)
#: No process of Linux has this number: it is above the largest one.
NOBODY = str(2**22 + 1)


def form(pattern: str = "TS-{year}{month:02}{seq:02}") -> Form:
    number = f'number = "{pattern}"' if pattern else ""
    text = f'title = "登记表"\nfamily = "complaint"\n{number}\n[field.what]\nlabel = "事项"\n'
    return parse_form(text + 'kind = "text"\n', name="complaint/note", file="form.toml")


def give(office: Office, who: Person, pattern: str = "TS-{year}{month:02}{seq:02}") -> str:
    with numbers.reserved(office, who, form(pattern), "complaint/note") as number:
        numbers.issued(number, None)
    return number


def states() -> dict[str, str]:
    return dict(IssuedNumber.objects.order_by("pk").values_list("number", "state"))


def test_numbers_count_up_within_their_month(office: Office, folk: Cast) -> None:
    november, december = (at(office, NOVEMBER.replace(month=month)) for month in (11, 12))

    given = [give(one, folk.mira) for one in (november, november, december, november)]

    assert given == ["TS-20261101", "TS-20261102", "TS-20261201", "TS-20261103"]
    assert set(states().values()) == {"issued"}


def test_the_month_is_the_offices_own(office: Office, folk: Cast) -> None:
    late = at(office, datetime(2026, 11, 30, 17, tzinfo=UTC))  # 1:00 on the first, in Shanghai

    assert give(late, folk.mira) == "TS-20261201"


def test_a_form_without_numbers_has_none(office: Office, folk: Cast) -> None:
    assert give(office, folk.mira, "") == ""
    assert states() == {}


@pytest.mark.parametrize("what", [BadInput("no", why="w", fix="f"), KeyboardInterrupt()])
def test_the_last_number_is_taken_back(office: Office, folk: Cast, what: BaseException) -> None:
    now = at(office, NOVEMBER)

    def fail() -> None:
        with numbers.reserved(now, folk.mira, form(), "complaint/note") as number:
            assert states() == {number: "reserved"}
            raise what

    with pytest.raises(type(what)):
        fail()

    assert states() == {}
    assert not Series.objects.filter(name__startswith="form:").exists()
    assert give(now, folk.mira) == "TS-20261101"


def test_a_number_with_a_later_one_becomes_void(office: Office, folk: Cast) -> None:
    now = at(office, NOVEMBER)

    def fail() -> None:
        with numbers.reserved(now, folk.mira, form(), "complaint/note"):
            give(now, folk.mira)
            raise BadInput("no", why="w", fix="f")

    with pytest.raises(BadInput):
        fail()

    assert states() == {"TS-20261101": "void", "TS-20261102": "issued"}
    assert (log()[-1]["act"], log()[-1]["obj"]) == ("number.voided", "TS-20261101")
    assert give(now, folk.mira) == "TS-20261103"


def test_an_issued_number_is_not_taken_back(office: Office, folk: Cast) -> None:
    number = give(office, folk.mira)

    numbers.release(office, number)
    numbers.release(office, "TS-0")

    assert states() == {number: "issued"}


def test_a_spoiled_number_stays_on_record(office: Office, folk: Cast) -> None:
    number = give(office, folk.mira)

    numbers.void(office, folk.mira, number)
    numbers.void(office, folk.mira, "")

    assert states() == {number: "void"}
    assert len(log("number.voided")) == 1


def test_numbers_of_dead_processes_are_released(office: Office, folk: Cast) -> None:
    now = at(office, NOVEMBER)
    for holder in (NOBODY, NOBODY, str(os.getpid())):
        number = numbers.reserve_each(now, folk.mira, form(), "complaint/note", 1)[0]
        IssuedNumber.objects.filter(number=number).update(holder=holder)

    assert numbers.abandoned() == ["TS-20261102", "TS-20261101"]
    done = upkeep.finish(now)

    assert done.numbers == ("TS-20261102", "TS-20261101")
    assert states() == {
        "TS-20261101": "void",
        "TS-20261102": "void",
        "TS-20261103": "reserved",
    }


def test_a_pattern_that_asks_for_more_than_the_day_is_refused(office: Office, folk: Cast) -> None:
    with pytest.raises(BadInput) as refused:
        give(office, folk.mira, "{dossier}-{seq}")

    assert (refused.value.file, refused.value.field) == ("complaint/note/form.toml", "number")
    assert states() == {}


@settings(max_examples=12, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from("rif"), st.integers(0, 5)), max_size=12))
def test_every_number_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Whatever is reserved, issued or released in any order: 1 … last, each once."""
    folder: Path = tmp_path_factory.mktemp("numbers") / "office"
    office, open_ = at(new_office(folder), NOVEMBER), list[str]()

    for step, which in steps:
        if step == "r":
            open_ += numbers.reserve_each(office, founder(), form(), "complaint/note", 1)
        elif open_:
            number = open_.pop(which % len(open_))
            numbers.issued(number, None) if step == "i" else numbers.release(office, number)

    series = Series.objects.filter(name="form:TS-202611").first()
    rows = list(IssuedNumber.objects.order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, (series.last if series else 0) + 1))
    assert {row.number for row in rows if row.state == "reserved"} == set(open_)


def test_many_numbers_follow_each_other_and_are_taken_back_together(
    office: Office, folk: Cast
) -> None:
    now = at(office, NOVEMBER)
    given = numbers.reserve_each(now, folk.mira, form(), "complaint/note", 5)
    numbers.issued_each(given[:2])

    numbers.release_each(now, [given[4], given[2], *given[:2]])

    assert states() == dict(zip(given[:4], ["issued", "issued", "void", "reserved"], strict=True))
    assert [entry["obj"] for entry in log("number.voided")] == [given[2]]
    assert give(now, folk.mira) == given[4]
