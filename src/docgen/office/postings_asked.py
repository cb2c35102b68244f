"""What the papers of posted staff ask, with what is known of the posting; for a screen."""

from __future__ import annotations

from dataclasses import replace

from docgen.office import (
    assets_papers,
    cases_asked,
    handovers_papers,
    handovers_rows,
    postings_facts,
    postings_papers,
    postings_rows,
    writing,
)
from docgen.office.cases_asked import Asked
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_postings import Posting as Row


def of_need(office: Office, who: Person, row: Row, key: str, form: str = "") -> Asked:
    """What the paper of a need asks."""
    need = postings_rows.rules(office).need(key)
    return of_form(office, who, row, postings_papers.template_of(need, form))


def of_form(office: Office, who: Person, row: Row, name: str) -> Asked:
    """What a form of a posting asks."""
    form = writing.template(office, name).form
    filled = postings_facts.answers(office, row, form, {})
    return cases_asked.of_form(office, who, name, row.dossier.customer, filled)


def of_handover(office: Office, who: Person, code: str, form: str) -> Asked:
    """What a paper of a handover asks, filled from its checklist."""
    row = handovers_rows.find(who, code)
    name = handovers_papers.form_named(form)
    asked = of_form(office, who, row.posting, name)
    known = handovers_papers.FORMS[name](office, row, handovers_rows.current(office, row))
    names = {one.name for one in asked.form.fields}
    return replace(
        asked, values={**asked.values, **{key: known[key] for key in known if key in names}}
    )


def of_things(office: Office, who: Person, holder: str, form: str) -> Asked:
    """What a paper of the things somebody holds asks, filled from what the office knows."""
    posting, known = assets_papers.known(office, who, holder, form)
    asked = of_form(office, who, posting, form)
    names = {one.name for one in asked.form.fields}
    more = {key: value for key, value in known.items() if key in names}
    return replace(asked, values={**asked.values, **more})


def choices(office: Office, name: str, field: str) -> list[tuple[str, str]]:
    """The words that a form has for one of its questions."""
    asked = writing.template(office, name).form.field(field)
    return [(one, one) for one in asked.choices] if asked else []
