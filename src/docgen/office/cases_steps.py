"""Which step of a case a paper is, and what the case knows for it: for forms filled on the page."""

from __future__ import annotations

from docgen.forms.form import Form
from docgen.model.case import Case
from docgen.office import cases, cases_facts, cases_rows
from docgen.office.desk import Office
from docgen.register.models import Person


def known(office: Office, who: Person, number: str, form: Form) -> dict[str, object]:
    """What the case knows for this form; nothing if none of its next steps makes it."""
    row = cases_rows.find(office, who, number)
    case = cases_rows.fact_of(office, row)
    if not (key := _step(office, case, form.name)):
        return {}
    rule, known = case.profile.step(key), cases_facts.sources(office, case, row)
    if rule.form != cases.OWN:
        return cases_facts.fill(rule.fill, known, form)
    fields = {one.name for one in form.fields}
    own = {name: value for name, value in case.facts.items() if name in fields}
    return own | cases_facts.fill(case.profile.fill, known, form)


def step_of(office: Office, who: Person, number: str, name: str) -> str:
    """The step whose turn it is and that makes this paper; "" if there is none."""
    row = cases_rows.find(office, who, number)
    return _step(office, cases_rows.fact_of(office, row), name)


def _step(office: Office, case: Case, name: str) -> str:
    for one in case.turn:
        form = case.rule(one).form
        if name == (cases.form(office, case).name if form == cases.OWN else form):
            return one.key
    return ""
