"""Names that a template can use, and the lists of kinds."""

from __future__ import annotations

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docgen.forms.kinds import COLUMN_KINDS, FAMILIES, FITS, KINDS, name_fault
from docgen.forms.questions import KIND_WORDS


@pytest.mark.parametrize("name", ["a", "customer_name", "items", "copy", "line2", "a" * 40])
def test_a_name_for_a_field(name: str) -> None:
    assert name_fault(name) == ""


@pytest.mark.parametrize(
    "name",
    ["", "Amount", "2nd", "_a", "a-b", "a b", "客户", "a.b", "a" * 41, "a\n", "é"],
)
def test_what_is_no_name(name: str) -> None:
    assert name_fault(name).startswith("a name is 1 to 40 small letters")


@pytest.mark.parametrize("name", ["if", "for", "loop", "not", "none", "true", "tr", "p", "r"])
def test_a_word_of_the_template_language_is_no_name(name: str) -> None:
    assert name_fault(name) == f"“{name}” is a word of the template language"


@pytest.mark.parametrize("name", ["number", "grade_mark", "company", "today", "seq"])
def test_a_reserved_name_is_docgens(name: str) -> None:
    assert name_fault(name) == f"“{name}” is set by docgen in every form"
    assert name_fault(name, column=True) == ""


@pytest.mark.parametrize("name", ["items", "values", "keys", "get", "pop", "update", "copy"])
def test_a_column_named_like_a_method_would_not_print(name: str) -> None:
    environment = ImmutableSandboxedEnvironment()

    printed = environment.from_string(f"{{{{ row.{name} }}}}").render(row={name: "right"})

    assert printed != "right"
    assert "would not print" in name_fault(name, column=True)


@pytest.mark.parametrize("name", ["what", "number", "today", "note", "item"])
def test_a_column_that_may_be_named_so_prints(name: str) -> None:
    environment = ImmutableSandboxedEnvironment()

    printed = environment.from_string(f"{{{{ row.{name} }}}}").render(row={name: "right"})

    assert name_fault(name, column=True) == ""
    assert printed == "right"


def test_every_kind_is_known_everywhere() -> None:
    assert len(set(KINDS)) == len(KINDS) == 21
    assert set(KINDS) - set(COLUMN_KINDS) == {"table"}
    assert set().union(*FITS.values()) <= set(KINDS)
    assert set(KIND_WORDS) == set(KINDS)
    assert len(FAMILIES) == 8
