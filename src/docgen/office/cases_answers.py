"""The answers of a step or of a case's form, from wherever they come; see ``answering``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docgen.errors import BadInput, say
from docgen.model.case_profile import HEADWORK
from docgen.office import answering, cases, cases_rows
from docgen.office.cases_opening import form_of
from docgen.office.desk import Office
from docgen.register.models import Person


def of_step(
    office: Office, who: Person, number: str, key: str, data: Path | None, sets: Sequence[str]
) -> dict[str, object]:
    """The answers given in a step: of its paper, or of the case's own form."""
    case = cases_rows.fact_of(office, cases_rows.find(office, who, number))
    name = cases.rule_of(case, key).form
    if name in ("", cases.OWN):
        name = cases.form(office, case).name
    return dict(answering.read(office, who, name, data, sets).answers)


def of_form(
    office: Office,
    who: Person,
    number: str,
    *,
    lost: bool | None,
    data: Path | None,
    sets: Sequence[str],
) -> dict[str, object]:
    """The answers of a case's form; of the other one if the question about loss is answered."""
    case = cases_rows.fact_of(office, cases_rows.find(office, who, number))
    own = cases.form(office, case).name
    name = own if lost is None else form_of(case.profile, lost=lost)
    return dict(answering.read(office, who, name, data, sets).answers)


def deciding_step(office: Office, who: Person, number: str) -> str:
    """The decision whose turn it is."""
    case = cases_rows.fact_of(office, cases_rows.find(office, who, number))
    found = [one.key for one in case.turn if case.rule(one).does in HEADWORK]
    if found:
        return found[0]
    raise BadInput(
        say("There is nothing to decide in case {number} now", number=number),
        why=say("next is: {steps}", steps=", ".join(one.key for one in case.turn) or "-"),
        fix=say("see what is next").by("docgen case show CASE"),
        field="case",
    )
