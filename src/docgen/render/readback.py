"""Reads a paper that was edited by hand back into answers. See ``docs/spec/read-back.md``.

The paper is opened in a child process, which tells only its words and where its controls and
bookmarks stand (``trace``). Then each field is looked for by tag, by bookmark and by the
template's words (``evidence``), its value settled (``settle``, ``tableread``), and what the paper
never printed taken from its record, which is said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from docgen.errors import BadInput, Detail, Said, say
from docgen.forms.form import Field, Form
from docgen.forms.kinds import PICTURES, RESERVED
from docgen.render import sandbox
from docgen.render.differences import compare
from docgen.render.docx import fill
from docgen.render.embed import record_in
from docgen.render.evidence import Evidence, evidence
from docgen.render.package import Package
from docgen.render.plan import Plan, plan
from docgen.render.preflight import preflight
from docgen.render.reading import Found, How, Reading
from docgen.render.record import Origin, Record
from docgen.render.settle import UNKNOWN, Settled, settle
from docgen.render.tableread import settle_rows
from docgen.render.trace import Span, Trace, Unit, trace

__all__ = ["compare", "read"]

_NOBODY = Origin("", "", "", "")
_ORDER = (How.TAG, How.BOOKMARK, How.PATTERN)


def read(
    docx: bytes,
    form: Form,
    template: bytes,
    *,
    name: str = "document.docx",
    stored: Mapping[str, object] | None = None,
) -> Reading:
    """Read every field of a paper.

    Args:
        docx: The paper; may come from outside, so it is looked at in a child process.
        form: The questions of the template it was filled from.
        template: That template's Word file.
        name: What the paper is called in messages.
        stored: The checked answers it was filled with, for a paper that lost its record.

    Raises:
        BadInput: It is no Word file, is harmful, too hard to read, or of another template.
    """
    traced, text = _told(sandbox.run("docgen.render.readback:told", docx, name=name))
    warnings: list[Said] = []
    record = _record(text, warnings)
    if record is not None and record.origin.template != form.name:
        raise _of_another(name, record.origin.template, form.name)
    by = plan(template, form)
    if record is not None and record.docx_sha256 != by.digest:
        warnings.append(say("the paper was filled from another version of the template"))
        values, before = record.values(form), []
    else:
        values = record.values(form) if record else dict(stored or {})
        before = _before(form, by, template, {**(record.answers if record else {}), **values})
    places = _news(evidence(traced, by, record), before)
    printed = frozenset(one.mark.field for one in before if one.how is How.TAG)
    found: dict[str, Found] = {}
    questions: list[Detail] = []
    for field in form.fields:
        one = _settled(field, places, values, by, printed)
        found[field.name] = Found(field.name, field.label, one.value, one.how, one.place)
        questions += one.questions
    return Reading(found, tuple(questions), record, tuple(warnings))


def told(docx: bytes, name: str) -> bytes:
    """The paper's trace and record, as JSON (in the child)."""
    preflight(docx, name)
    package = Package.read(docx, name)
    found = trace(package)
    spans = [[s.kind, s.name, s.unit, s.start, s.place, s.text, s.is_long] for s in found.spans]
    units = [[unit.text, unit.place] for unit in found.units]
    told = {"units": units, "spans": spans, "record": record_in(package)}
    return json.dumps(told).encode()


def _told(answer: bytes) -> tuple[Trace, str]:
    got = json.loads(answer)
    units = [Unit(text, tuple(place)) for text, place in got["units"]]
    spans = [
        Span(kind, name, unit, start, tuple(place), text, is_long)
        for kind, name, unit, start, place, text, is_long in got["spans"]
    ]
    return Trace(units, spans), got["record"]


def _record(text: str, warnings: list[Said]) -> Record | None:
    if not text:
        return None
    try:
        return Record.from_json(text)
    except BadInput as broken:
        warnings.append(say("{what}: {why}", what=broken.what, why=broken.why))
        return None


def _of_another(name: str, other: str, wanted: str) -> BadInput:
    return BadInput(
        say("“{name}” is no paper of “{form}”", name=name, form=wanted),
        why=say("its record says that it was filled from “{other}”", other=other),
        fix=say("read it against an item of that form"),
        file=name,
    )


def _news(places: Sequence[Evidence], before: Sequence[Evidence]) -> list[Evidence]:
    """The places without those at which the template's words showed a value that was not printed.

    There stand words for a missing value, or a line to write on. Where a value was printed and
    its words are as they were, the place is the ``same``.
    """
    printed = {(one.unit, one.mark.field) for one in before if one.how is How.TAG}
    by_words = [one for one in before if one.how is How.PATTERN]
    shown = {
        (one.mark.key, one.text) for one in by_words if (one.unit, one.mark.field) in printed
    }
    never = {(one.mark.key, one.text) for one in by_words} - shown
    news = []
    for one in places:
        words = one.how is How.PATTERN
        if not (words and (one.mark.key, one.text) in never):
            news.append(replace(one, same=words and (one.mark.key, one.text) in shown))
    return news


def _settled(
    field: Field,
    places: Sequence[Evidence],
    stored: Mapping[str, object],
    by: Plan,
    printed: frozenset[str],
) -> Settled:
    mine = [one for one in places if one.mark.field == field.name]
    known = stored.get(field.name, UNKNOWN)
    if field.kind in PICTURES:
        return Settled("", How.NOWHERE)
    if mine and field.columns:
        return settle_rows(field, mine, known, by)
    if mine:
        how = min((one.how for one in mine), key=_ORDER.index)
        return settle(field.name, field, [one for one in mine if one.how is how], known)
    return _unprinted(field, known, printed)


def _unprinted(field: Field, known: object, printed: frozenset[str]) -> Settled:
    """A field that stands nowhere on the paper."""
    empty: object = [] if field.kind in {"table", "choices"} else ""
    if known is UNKNOWN:
        return Settled(empty, How.NOWHERE)
    if field.name not in printed:
        return Settled(known, How.RECORD)
    if field.columns:
        return Settled([], How.PATTERN)
    text = say("it was printed on the paper and is no longer there")
    fix = say("write it again where it stood, or answer it anew")
    return Settled(known, How.RECORD, None, (Detail(text, field.name, field.label, "", fix),))


def _before(form: Form, by: Plan, template: bytes, answers: Mapping[str, object]) -> list[Evidence]:
    """What the paper showed when it was filled with these; nothing if that cannot be known."""
    if not answers:
        return []
    blank = {field.name: [] if field.kind in {"table", "choices"} else "" for field in form.fields}
    values = {**dict.fromkeys(RESERVED, ""), **blank, **answers}
    try:
        again = fill(template, values, labels=form.labels, origin=_NOBODY)
    except (BadInput, TypeError):
        return []
    return evidence(trace(Package.read(again)), by, None)
