"""Rules between two answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from docgen.forms.checks import broken
from docgen.forms.definition import parse_form
from docgen.forms.form import Form


def ruled(kind: str, rule: str) -> Form:
    """A form with two fields and one rule."""
    field = "[field.{0}]\nlabel = '{1}'\nkind = '{2}'\n"
    fields = field.format("a", "甲", kind) + field.format("b", "乙", kind)
    text = f"title = 't'\nfamily = 'visit'\ncheck = ['{rule}']\n{fields}"
    return parse_form(text, name="visit/ruled", file="form.toml")


@pytest.mark.parametrize(
    ("rule", "less", "equal", "more"),
    [
        ("a < b", True, False, False),
        ("a <= b", True, True, False),
        ("a > b", False, False, True),
        ("a >= b", False, True, True),
        ("a == b", False, True, False),
    ],
)
@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        ("integer", 1, 2),
        ("money", Decimal("1.00"), Decimal("1.01")),
        ("date", date(2026, 3, 5), date(2026, 3, 6)),
    ],
)
def test_a_rule_holds_or_is_broken(
    kind: str, low: object, high: object, rule: str, *, less: bool, equal: bool, more: bool
) -> None:
    form = ruled(kind, rule)

    assert (not broken(form, {"a": low, "b": high})) == less
    assert (not broken(form, {"a": low, "b": low})) == equal
    assert (not broken(form, {"a": high, "b": low})) == more


@pytest.mark.parametrize("values", [{"a": "", "b": 1}, {"a": 1, "b": ""}, {"a": 1}, {}])
@pytest.mark.parametrize("rule", ["a < b", "a > b", "a == b"])
def test_a_rule_is_silent_without_both_answers(rule: str, values: dict[str, object]) -> None:
    assert broken(ruled("integer", rule), values) == []


def test_numbers_of_different_kinds_compare() -> None:
    text = (
        "title = 't'\nfamily = 'visit'\ncheck = ['a <= b']\n"
        "[field.a]\nlabel = '甲'\nkind = 'integer'\n[field.b]\nlabel = '乙'\nkind = 'money'\n"
    )
    form = parse_form(text, name="visit/ruled", file="form.toml")

    assert broken(form, {"a": 2, "b": Decimal("1.99")})
    assert not broken(form, {"a": 2, "b": Decimal("2.00")})


@pytest.mark.parametrize(
    ("kind", "rule", "low", "high", "text"),
    [
        ("integer", "a < b", 2, 1, "“甲” is not less than “乙” (2 / 1)"),
        ("integer", "a <= b", 2, 1, "“甲” is more than “乙” (2 / 1)"),
        ("integer", "a == b", 2, 1, "“甲” and “乙” differ (2 / 1)"),
        (
            "date",
            "a < b",
            date(2026, 3, 5),
            date(2026, 3, 5),
            "“甲” is not before “乙” (2026-03-05 / 2026-03-05)",
        ),
        (
            "date",
            "a <= b",
            date(2026, 3, 6),
            date(2026, 3, 5),
            "“甲” is after “乙” (2026-03-06 / 2026-03-05)",
        ),
    ],
)
def test_what_is_broken_is_said_in_the_words_of_its_kind(
    kind: str, rule: str, low: object, high: object, text: str
) -> None:
    (detail,) = broken(ruled(kind, rule), {"a": low, "b": high})

    assert detail.text == text
    assert (detail.field, detail.label) == ("a", "甲")
    assert "a, b" in detail.fix
