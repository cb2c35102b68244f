"""What is asked when a case is opened and in each of its steps, with what is known already.

For whoever fills it in on a screen: the command line takes the same answers by name
(``cases_answers``). Which answers a step takes is for ``cases_facts`` to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from docgen.errors import Problem, say
from docgen.forms.form import Field, Form
from docgen.model.access import Act
from docgen.model.case import Case
from docgen.model.case_profile import Profile, StepRule
from docgen.office import (
    cases,
    cases_facts,
    cases_rules,
    customers,
    gate,
    knowing,
    writing,
)
from docgen.office.cases_keeping import EVENT
from docgen.office.cases_opening import form_of
from docgen.office.desk import Office
from docgen.register.models import Customer, Person
from docgen.register.models_cases import Case as Row

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", re.ASCII)
#: How the facts are called that a case's own form need not have a field for.
_FACTS = {
    "outcome": say("decision"),
    "lost": say("anything lost"),
    "tracked": say("improvement tracked"),
    "acceptance": say("the customer's answer"),
    "informed_at": say("told at"),
    "informed_by": say("told by"),
    "responsible_unit": say("responsible unit"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions, and what is known of their answers.

    Args:
        form: The questions, as a form that has no others.
        values: What is known, by name.
        makes: The paper that is made of the answers; "" for none.
    """

    form: Form
    values: Mapping[str, object] = field(default_factory=dict)
    makes: str = ""

    @property
    def slug(self) -> str:
        """The name of the form within its family."""
        return self.form.name.partition("/")[2]


def to_open(
    office: Office, who: Person, profile: str, customer: str = "", *, lost: bool | None = None
) -> tuple[Profile, Asked]:
    """What is asked to open a case of this kind; later steps ask for the rest."""
    refuse_strangers(office, who)
    kind = cases_rules.profile(office, profile)
    form = writing.template(office, form_of(kind, lost=lost)).form
    later = {name for one in kind.steps for name in (*one.fields, *one.needs)} | {*kind.fill}
    asked = tuple(one for one in form.fields if not one.compute and one.name not in later)
    known = knowing.known(office, who, form, {}, customer=_customer(who, customer))
    return kind, Asked(replace(form, fields=asked), known, form.title)


def refuse_strangers(office: Office, who: Person) -> None:
    """``NotAllowed`` for whoever opens no cases; the refusal is logged."""
    gate.ask(office, who, Act.WORK_CASE, EVENT)


def in_step(office: Office, who: Person, row: Row, case: Case, key: str) -> Asked:
    """What is asked in a step: answers of the case's own form, then those of its paper."""
    rule = cases.rule_of(case, key)
    own = cases.form(office, case)
    fields = [_own_field(own, rule, name) for name in dict.fromkeys((*rule.fields, *rule.needs))]
    values = {one.name: case.facts.get(one.name, "") for one in fields}
    if rule.form in ("", cases.OWN):
        return Asked(replace(own, fields=tuple(fields)), values, own.title if rule.form else "")
    paper = writing.template(office, rule.form).form
    filled = cases_facts.fill(rule.fill, cases_facts.sources(office, case, row), paper)
    known = knowing.known(office, who, paper, filled, customer=row.customer)
    fields += [one for one in paper.fields if not one.compute]
    return Asked(replace(paper, fields=tuple(fields)), values | known | filled, paper.title)


def answered(office: Office, case: Case) -> list[tuple[str, str]]:
    """What was answered so far, in the order of the case's own form, tables left out."""
    labels = cases.form(office, case).labels | _FACTS
    return [
        (labels[name], _shown(value))
        for name, value in case.facts.items()
        if name in labels and value not in ("", []) and not _is_table(value)
    ]


def _shown(value: object) -> str:
    text = "、".join(value) if isinstance(value, list) else str(value)
    return text[:16].replace("T", " ") if _MOMENT.match(text) else text


def _is_table(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def of_form(
    office: Office, who: Person, name: str, customer: Customer | None, kept: Mapping[str, object]
) -> Asked:
    """What a form asks, with what is known of the customer and what is kept already."""
    form = writing.template(office, name).form
    fields = tuple(one for one in form.fields if not one.compute)
    names = {one.name for one in fields}
    known = knowing.known(office, who, form, kept, customer=customer)
    known |= {one: kept[one] for one in kept if one in names}
    return Asked(replace(form, fields=fields), known, form.title)


def of_visit(
    office: Office, who: Person, name: str, customer: str, kept: Mapping[str, object]
) -> Asked:
    """What a paper of visiting asks, of a customer if he is known already."""
    gate.ask(office, who, Act.WORK_VISIT, "visit.reported")
    return of_form(office, who, name, _customer(who, customer), kept)


def _own_field(own: Form, rule: StepRule, name: str) -> Field:
    """A question of the case's own form; one that it has no field for is made of the fact."""
    asked, needed = own.field(name), name in rule.needs
    words = cases_facts.FACTS.get(name, ())
    if asked is None:
        kind = "choice" if words else ("datetime" if name.endswith("_at") else "text")
        return Field(
            name=name, label=_FACTS.get(name, name), kind=kind, choices=words, required=needed
        )
    return replace(asked, required=needed)


def _customer(who: Person, text: str) -> Customer | None:
    try:
        return customers.resolve(who, text) if text else None
    except Problem:
        return None  # whoever opens the case hears of it then
