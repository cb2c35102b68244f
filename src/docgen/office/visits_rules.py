"""The rules of visiting as the office has them: ``rules/visits.toml``, else docgen's own."""

from __future__ import annotations

from docgen.model.visit_file import parse_visits
from docgen.model.visiting import Visiting
from docgen.office.desk import Office
from docgen.office.rules import own_or_shipped


def rules(office: Office) -> Visiting:
    """Grades, criteria, credit classes, the gift policy and the figures of surveys."""
    return own_or_shipped(office.folder, "visits.toml", parse_visits)
