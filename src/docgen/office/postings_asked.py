"""What the papers of posted staff ask, with what is known of the posting; for a screen."""

from __future__ import annotations

from dataclasses import replace

from docgen.office import knowing, postings_facts, postings_papers, postings_rows, writing
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
    known = knowing.known(office, who, form, filled, customer=row.dossier.customer)
    fields = tuple(one for one in form.fields if not one.compute)
    return Asked(replace(form, fields=fields), known | filled, form.title)
