"""The tree of an expression."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.forms.syntax import Literal, Name, Operation, Syntax, parse
from docgen.forms.wrong import WrongValueError


def sign(name: str, *parts: Syntax) -> Operation:
    """A sign or word over its parts."""
    return Operation("sign", name, parts)


A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("12", Literal(12)),
        ("0.50", Literal(Decimal("0.50"))),
        ("'特殊'", Literal("特殊")),
        ('"特殊"', Literal("特殊")),
        ("a + b * c", sign("+", A, sign("*", B, C))),
        ("(a + b) * c", sign("*", sign("+", A, B), C)),
        ("a - b - c", sign("-", sign("-", A, B), C)),
        ("-a", sign("-", Literal(0), A)),
        ("a <= b + c", sign("<=", A, sign("+", B, C))),
        ("a and b or c", sign("or", sign("and", A, B), C)),
        ("not a == b", sign("not", sign("==", A, B))),
        ("a in ('x', 'y')", sign("in", A, Literal("x"), Literal("y"))),
        ("'x' in a", sign("in", Literal("x"), A)),
        ("a + 3 workdays", sign("+", A, Operation("length", "workdays", (Literal(3),)))),
        ("days(a, b)", Operation("call", "days", (A, B))),
        ("a + days", sign("+", A, Name("days"))),
        ("sum(t.a)", Operation("call", "sum", (Name("t.a"),))),
        ("sum(t.a where b)", Operation("call", "sum", (sign("where", Name("t.a"), B),))),
    ],
)
def test_an_expression_is_read_as_it_is_meant(text: str, tree: Syntax) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "breaks off"),
        ("a +", "breaks off"),
        ("(a", "breaks off"),
        ("sum()", "at “)”"),
        ("a b", "at “b”"),
        ("a,b", "at “,”"),
        ("a == b == c", "at “==”"),
        ("a = b", "“= b” cannot be read"),
        ("a，b", "“，b” cannot be read"),
        ("a.b.c", "“.c” cannot be read"),
        ("a[0]", "“[0]” cannot be read"),
        ("--a", "at “-”"),
        ("and", "at “and”"),
        ("'特殊", "cannot be read"),
        ("__import__('os')", "cannot be read"),
        ("(" * 30 + "a" + ")" * 30, "nested too deep"),
        ("a+" * 300 + "a", "601 characters"),
    ],
)
def test_what_is_no_expression_is_said_with_its_place(text: str, said: str) -> None:
    with pytest.raises(WrongValueError) as caught:
        parse(text)

    assert said in caught.value.text
    assert caught.value.fix


@given(st.text(alphabet="ab1.'\"()+-*/<>=, \nnotdysumwher中", max_size=60))
def test_any_text_is_a_tree_or_a_sentence(text: str) -> None:
    try:
        found: object = parse(text)
    except WrongValueError as wrong:
        found = (wrong.text, wrong.fix)

    assert found
    assert found != ("", "")
