"""``rules/handover.toml`` at its edges: days of notice, and lines called by their key."""

from __future__ import annotations

import tomllib

import pytest

from docgen.errors import BadInput
from docgen.model import handover_acts as acts
from docgen.model.handover import Kind, State
from docgen.model.handover_file import Rules, parse_handover


def parsed(text: str) -> Rules:
    return parse_handover(tomllib.loads(text), file="handover.toml")


@pytest.mark.parametrize("days", [0, 1, 30, 366])
def test_a_notice_may_be_nothing_or_a_leap_year(days: int) -> None:
    rules = parsed(f"days = {days}")

    assert (rules.days_of("站长"), rules.lines, rules.notice) == (days, (), {})


def test_a_kind_of_staff_has_its_own_days_even_if_these_are_none() -> None:
    rules = parsed('days = 30\n[notice]\n"物业外服人员" = 0\n"站长" = 366')

    assert [rules.days_of(one) for one in ("物业外服人员", "站长", "站长 ", "")] == [0, 366, 30, 30]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("days = '30'", "a whole number from 0 to 366"),
        ("days = 30.0", "a whole number from 0 to 366"),
        ("days = 30\n[notice]\nx = true", "a whole number from 0 to 366"),
        ("days = 30\n[notice]\nx = 367", "a whole number from 0 to 366"),
        ("days = 30\nnotice = []", "it must be a table"),
        ("days = 30\n[line]\nkey = 'x'", "it must be a table"),
        ("days = 30\nline = [1]", "it must be a table"),
        ("days = 30\n[[line]]\nkey = ' '\ntitle = 'x'", "a text of 1 to 100 characters"),
        ("days = 30\n[[line]]\nkey = 'x'\ntitle = '　'", "a text of 1 to 100 characters"),
        ("days = 30\n[[line]]\nkey = 7\ntitle = 'x'", "a text of 1 to 100 characters"),
        (f"days = 30\n[[line]]\nkey = 'x'\ntitle = '{'长' * 101}'", "a text of 1 to 100"),
        (
            "days = 30\n[[line]]\nkey='x'\ntitle='a'\n[[line]]\nkey=' x '\ntitle='b'",
            "x stands there",
        ),
    ],
)
def test_a_mistake_says_why(text: str, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        parsed(text)

    assert why in caught.value.why
    assert caught.value.what.startswith("The rules of handovers are not right: ")


def test_a_line_written_with_blanks_can_still_be_handed_over() -> None:
    [thing] = parsed("days = 30\n[[line]]\nkey = ' badge '\ntitle = ' 工牌 '").lines
    fact = acts.begin(Kind.LEAVING, giver="gao", receiver="tan", supervisor="qiao", things=[thing])

    handed = acts.hand(fact, "badge", by="gao")

    assert (thing.label, handed.state) == ("工牌", State.HANDED)


def test_the_longest_title_is_taken() -> None:
    [thing] = parsed(f"days = 30\n[[line]]\nkey = 'x'\ntitle = '{'长' * 100}'").lines

    assert (thing.kind, len(thing.label), thing.due) == ("line", 100, None)
