"""Sums, and amounts in words, that an edit in Word left behind: asked, with what they should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.support.desks import Cast, example
from tests.support.edited import saved_by_libreoffice, typed_over

from docgen.errors import BadInput
from docgen.office import applying, rereading, writing
from docgen.office.desk import Office
from docgen.office.rereading import Reread
from docgen.register.models import Customer

CLAIM = "service/expense-claim"
Edited = Callable[..., Reread]


@pytest.fixture
def claim(office: Office, folk: Cast, known: Customer) -> bytes:
    """A filed expense claim: 2,033.50 in seven rows, and what comes of it."""
    made = writing.fill(
        office, folk.jonas, CLAIM, example(office, CLAIM), customer=known.code, file=True
    )
    assert made.filed
    return made.docx


@pytest.fixture
def edited(office: Office, folk: Cast, claim: bytes, tmp_path: Path) -> Edited:
    def read(changes: Mapping[str, str], data: bytes = claim) -> Reread:
        path = tmp_path / "edited.docx"
        path.write_bytes(typed_over(data, changes))
        return rereading.read(office, folk.jonas, path)

    return read


def test_a_changed_row_leaves_the_sum_and_its_words_behind(
    edited: Edited, office: Office, folk: Cast
) -> None:
    reread = edited({"460.00": "480.00"})

    assert [one.field for one in reread.changes] == ["items[3].amount"]
    total, words = reread.open
    assert (total.field, total.label, words.field) == ("total", "合计金额", "total")
    assert "2033.50" in total.text
    assert "“2053.50”" in total.text
    assert total.fix == "write 2053.50 there"
    assert "贰仟零叁拾叁元伍角整" in words.text
    assert "贰仟零伍拾叁元伍角整" in words.text
    assert "贰仟零伍拾叁元伍角整" in words.fix
    assert total.place.startswith(words.place.partition(", cell")[0])
    with pytest.raises(BadInput) as refused:
        applying.apply(office, folk.jonas, reread)
    assert refused.value.details == reread.open


def test_when_both_are_right_it_is_filed(edited: Edited, office: Office, folk: Cast) -> None:
    right = {"460.00": "480.00", "2,033.50": "2,053.50", "叁拾叁元伍角": "伍拾叁元伍角"}

    reread = edited(right)

    assert (reread.open, reread.wording) == ((), ())
    assert applying.apply(office, folk.jonas, reread).version == 2


def test_words_that_were_forgotten_are_asked(edited: Edited) -> None:
    (question,) = edited({"460.00": "480.00", "2,033.50": "2,053.50"}).open

    assert "“贰仟零叁拾叁元伍角整”" in question.text
    assert "table" in question.place


def test_a_sum_that_was_typed_over_is_asked(edited: Edited) -> None:
    (question,) = edited({"2,033.50": "9,999.00"}).open

    assert "“9999.00”" in question.text
    assert "“2033.50”" in question.text


def test_a_sum_of_other_answers_is_asked(edited: Edited) -> None:
    reread = edited({"2,016.50": "2,000.00"})

    (question,) = reread.open
    assert (question.field, "“1000.00”" in question.text) == ("balance", True)


def test_the_same_after_libreoffice(edited: Edited, claim: bytes) -> None:
    reread = edited({"460.00": "480.00"}, saved_by_libreoffice(claim))

    assert [one.field for one in reread.open] == ["total", "total"]
    assert "贰仟零伍拾叁元伍角整" in reread.open[1].fix
