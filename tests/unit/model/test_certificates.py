"""Days on which certificates run out, found in a form's answers."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from docgen.model.certificates import Certificate, certificates


def test_days_are_found_in_fields_and_rows() -> None:
    answers = {
        "passport_until": "2031-04-30",
        "posted_until": "2026-12-31",
        "papers": [
            {"name": "健康证明", "valid_until": "2026-12-31"},
            {"name": "身份证明", "valid_until": ""},
            {"name": "保险单", "valid_until": "soon"},
        ],
    }

    assert certificates(answers) == [
        Certificate("passport_until", dt.date(2031, 4, 30)),
        Certificate("健康证明", dt.date(2026, 12, 31)),
    ]


def test_the_last_day_still_counts() -> None:
    one = Certificate("健康证明", dt.date(2026, 12, 31))

    assert not one.is_expired(dt.date(2026, 12, 31))
    assert one.is_expired(dt.date(2027, 1, 1))


NAMES = st.sampled_from(["valid_until", "name", "papers", "passport_until", "x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.just("2026-01-01"),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(NAMES, some, max_size=3),
)


@given(st.dictionaries(NAMES, JSON))
def test_any_answers_are_read(answers: dict[str, object]) -> None:
    assert all(isinstance(one.until, dt.date) for one in certificates(answers))
