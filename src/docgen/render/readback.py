"""Reads a paper that was edited by hand back into answers. See ``docs/spec/read-back.md``.

The paper is opened in a child process, which tells only its words and where its controls and
bookmarks stand (``trace``). Then each field is looked for by tag, by bookmark and by the
template's words (``evidence``), its value settled (``settle``, ``tableread``), and what the paper
never printed taken from its record, which is said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from docgen.errors import BadInput, Detail, Said, say
from docgen.forms.form import Field, Form
from docgen.forms.kinds import PICTURES, RESERVED
from docgen.render import sandbox
from docgen.render.before import before
from docgen.render.differences import compare
from docgen.render.docx import fill
from docgen.render.embed import record_in
from docgen.render.evidence import Evidence, evidence, reckoned
from docgen.render.package import Package
from docgen.render.plan import Plan, plan
from docgen.render.preflight import preflight
from docgen.render.reading import Found, How, Reading, Reckoned
from docgen.render.record import Origin, Record
from docgen.render.seen import Seen, seen
from docgen.render.settle import UNKNOWN, Settled, settle
from docgen.render.tableread import settle_rows
from docgen.render.trace import Drawn, Span, Trace, Unit, trace

__all__ = ["compare", "read", "reckoned_in"]

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
        stored: The checked answers it was filled with, for a paper that lost its record, and
            for what a record does not tell because the paper shows it only masked.

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
        values, filled = record.values(form, digests=True), Trace()
    else:
        values = _filled(stored or {}, record.values(form, digests=True) if record else {})
        filled = _before(form, template, {**(record.answers if record else {}), **values})
    old = before(filled, by)
    places = old.news(evidence(traced, by, record))
    pictures = _pictures(docx, template, traced, filled, by, record)
    found: dict[str, Found] = {}
    questions: list[Detail] = []
    for field in form.fields:
        one = _settled(field, places, values, by, old.printed, pictures)
        found[field.name] = Found(field.name, field.label, one.value, one.how, one.place)
        questions += one.questions
    warnings += pictures.left(one.value for one in found.values())
    texts = tuple(reckoned(traced, by))
    return Reading(found, tuple(questions), record, tuple(warnings), texts)


def reckoned_in(filled: bytes, form: Form, template: bytes) -> tuple[Reckoned, ...]:
    """What a form that docgen just filled shows of values that cannot be read from their text."""
    return tuple(reckoned(trace(Package.read(filled)), plan(template, form)))


def _filled(stored: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """What a paper was filled with: as its record says; what that keeps back, as it is stored."""
    return {**stored, **{name: _fuller(stored.get(name), value) for name, value in own.items()}}


def _fuller(known: object, own: object) -> object:
    """A value of the record; what is stored says more: masked columns, the bytes of pictures."""
    if known == own:
        return known
    if isinstance(known, list) and isinstance(own, list) and len(known) == len(own):
        return [_fuller(one, other) for one, other in zip(known, own, strict=True)]
    if isinstance(known, dict) and isinstance(own, dict):
        return {**known, **{name: _fuller(known.get(name), one) for name, one in own.items()}}
    return own


def told(docx: bytes, name: str) -> bytes:
    """The paper's trace and record, as JSON (in the child)."""
    preflight(docx, name)
    package = Package.read(docx, name)
    found = trace(package)
    spans = [[s.kind, s.name, s.unit, s.start, s.place, s.text, s.is_long] for s in found.spans]
    units = [[unit.text, unit.place] for unit in found.units]
    pictures = [[p.around, p.label, p.sha256, p.unit, p.place] for p in found.pictures]
    told = {"units": units, "spans": spans, "pictures": pictures, "record": record_in(package)}
    return json.dumps(told).encode()


def _told(answer: bytes) -> tuple[Trace, str]:
    got = json.loads(answer)
    units = [Unit(text, tuple(place)) for text, place in got["units"]]
    spans = [
        Span(kind, name, unit, start, tuple(place), text, is_long)
        for kind, name, unit, start, place, text, is_long in got["spans"]
    ]
    pictures = [
        Drawn(around, label, digest, unit, tuple(place))
        for around, label, digest, unit, place in got["pictures"]
    ]
    return Trace(units, spans, pictures), got["record"]


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


def _settled(
    field: Field,
    places: Sequence[Evidence],
    stored: Mapping[str, object],
    by: Plan,
    printed: frozenset[str],
    pictures: Seen,
) -> Settled:
    mine = [one for one in places if one.mark.field == field.name]
    known = stored.get(field.name, UNKNOWN)
    if field.pictured:
        return pictures.settle(field.name, field, known, mine)
    if field.kind in PICTURES:  # signed by hand
        return Settled("", How.NOWHERE)
    if mine and field.columns:
        return settle_rows(field, mine, known, by, pictures)
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


def _before(form: Form, template: bytes, answers: Mapping[str, object]) -> Trace:
    """The paper as it was filled with these; nothing if that cannot be known."""
    if not answers:
        return Trace()
    blank = {field.name: [] if field.kind in {"table", "choices"} else "" for field in form.fields}
    values = {**dict.fromkeys(RESERVED, ""), **blank, **answers}
    try:
        again = fill(template, values, labels=form.labels, origin=_NOBODY)
    except (BadInput, TypeError):
        return Trace()
    return trace(Package.read(again))


def _pictures(
    docx: bytes, template: bytes, traced: Trace, filled: Trace, by: Plan, record: Record | None
) -> Seen:
    if not traced.pictures and not by.pictured:
        return Seen()
    wanted = {one.sha256 for one in traced.pictures}
    parts = Package.read(docx).parts.values() if wanted else ()
    files = {name: data for data in parts if (name := sha256(data).hexdigest()) in wanted}
    own = trace(Package.read(template))
    return seen(traced, by, record, (own, filled), files)
