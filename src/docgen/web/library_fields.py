"""The questions of a form as its page in the library tells them: kinds and sources in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.errors import Said, say
from docgen.forms.form import Column, Field

KINDS: dict[str, Said] = {
    "text": say("a line"),
    "longtext": say("several lines"),
    "date": say("day"),
    "datetime": say("day and time"),
    "integer": say("whole number"),
    "decimal": say("a number"),
    "money": say("amount"),
    "choice": say("one of a list"),
    "choices": say("some of a list"),
    "yesno": say("yes or no"),
    "phone": say("telephone"),
    "idcard": say("identity number"),
    "credit_code": say("credit code"),
    "email": say("e-mail address"),
    "person": say("person"),
    "department": say("unit"),
    "customer": say("customer"),
    "file": say("file"),
    "table": say("table"),
    "image": say("picture"),
    "signature": say("signature"),
}
_ROOTS: dict[str, Said] = {
    "customer": say("the customer's record"),
    "dossier": say("the dossier"),
    "person": say("who fills it"),
    "previous": say("an earlier paper"),
    "company": say("the company"),
    "today": say("the day"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: itself, its kind in words, where it is known from, a table's columns."""

    field: Column
    kind: Said
    known_from: Sequence[Said]
    columns: Sequence[Asked]


def asked_of(field: Field) -> Asked:
    """A question of a form."""
    roots = dict.fromkeys(one.partition(".")[0] for one in field.prefill)
    columns = [Asked(one, KINDS[one.kind], (), ()) for one in field.columns]
    return Asked(field, KINDS[field.kind], [_ROOTS[one] for one in roots], columns)
