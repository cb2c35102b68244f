"""What is known of a posting, as answers of its forms; what was answered by hand always wins."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.forms.characters import is_blank
from docgen.forms.form import Column, Field, Form
from docgen.model.posting_areas import Area, class_of
from docgen.model.posting_rules import SCOPES
from docgen.office import postings_rows
from docgen.office.desk import Office
from docgen.register.models_postings import Area as AreaRow
from docgen.register.models_postings import Posting as Row
from docgen.register.models_postings import PostingFact


def answers(office: Office, row: Row, form: Form, given: Mapping[str, object]) -> dict[str, object]:
    """A form's answers: what is known of the posting, and over it what was given."""
    known = facts(office, row)
    fields = {one.name: one for one in form.fields}
    found = {
        name: value
        for name, value in known.items()
        if name in fields and not is_blank(value) and _takes(fields[name], value)
    }
    return found | dict(given)


def facts(office: Office, row: Row) -> dict[str, object]:
    """All that is known of a posting, by the names that its forms have for it."""
    area, scope = area_facts(office, row.area), SCOPES[row.scope]
    approval = _newest(row, "approval")
    approved = office.local(row.approved_at).date() if row.approved_at else None
    person = {"name": row.name, "unit": row.unit, "staff_class": row.kind}
    return {
        **person,
        **area,
        "people": [{**person, "region": row.host}],
        "staff_no": row.staff_number,
        "person_name": row.name,
        "posting_kind": scope,
        "place": row.host,
        "start_on": row.starts_on,
        "end_on": row.ends_on,
        "departs_on": row.starts_on,
        "area_since": row.area_since or row.departed_on,
        "approval_no": approval.item.form_number if approval and approval.item else "",
        "approval_on": approved,
        "contact_hours": postings_rows.rules(office).contact_hours,
        "post": row.kind,
    }


def area_facts(office: Office, area: AreaRow | None) -> dict[str, object]:
    """An area's name and class."""
    if area is None:
        return {}
    rule = class_of(postings_rows.rules(office).classes, fact_of(area))
    return {"area": area.title, "area_class": rule.title}


def fact_of(area: AreaRow) -> Area:
    """An area's row as the rules see it."""
    return Area(area.key, area.title, area.sales, area.high_failure, area.one_stop)


def _newest(row: Row, key: str) -> PostingFact | None:
    return row.facts.filter(key=key).select_related("item__dossier").order_by("-pk").first()


def _takes(one: Field, value: object) -> bool:
    """Whether a field can have a value: a choice only one of its words, in a table's rows too."""
    if isinstance(value, list):
        columns = {column.name: column for column in one.columns}
        return all(
            name not in columns or _is_word(columns[name], cell)
            for row in value
            if isinstance(row, Mapping)
            for name, cell in row.items()
        )
    return _is_word(one, value)


def _is_word(one: Field | Column, value: object) -> bool:
    return not one.choices or str(value) in one.choices
