"""The expressions of a ``form.toml``: ``compute``, ``required_if`` and ``check``, read and bound.

Done when every field is known, because an expression may name a field that comes later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docgen.errors import say
from docgen.forms.binding import Names
from docgen.forms.characters import shown
from docgen.forms.form import Column, Field, Rule
from docgen.forms.functions import FLAG, TIME, kind_of
from docgen.forms.kinds import COMPUTED, DAYS
from docgen.forms.section import Section, meant
from docgen.forms.syntax import COMPARING, Operation, parse
from docgen.forms.term import Term, said_kind
from docgen.forms.wrong import WrongValueError

_APART = ("default", "from", "required_if")


def with_rules(pairs: Sequence[tuple[Section, Field]]) -> tuple[Field, ...]:
    """The fields with what is computed, needed and checked; mistakes are noted and left out."""
    names = Names({field.name: field for _, field in pairs})
    return tuple(_field(section, field, names) for section, field in pairs)


def _field(section: Section, field: Field, names: Names) -> Field:
    inside = Names(names.fields, field)
    checks = read_rules(section, inside) if field.kind == "table" else ()
    columns = []
    for column in field.columns:
        data = section.below("column", column.name)
        columns.append(_bound(data, column, inside))
    bound = _bound(section, field, names)
    return replace(
        field,
        compute=bound.compute,
        need=bound.need,
        required=bound.required,
        columns=tuple(columns),
        checks=checks,
    )


def _bound(section: Section, asked: Column, names: Names) -> Column:
    if "compute" in section.data:
        return replace(asked, compute=_compute(section, asked, names))
    if "required_if" not in section.data:
        return asked
    if "required" in section.data:
        text = say("required and required_if both stand here")
        section.add(
            "required_if", text, say("drop required; without the condition it may be empty")
        )
    need = _rule(section, "required_if", section.data["required_if"], names)
    return replace(asked, need=need, required=False)


def _compute(section: Section, asked: Column, names: Names) -> Term | None:
    for key in _APART:
        if key in section.data:
            text = say("{key} does not go with compute", key=key)
            section.add(key, text, say("a computed field is never asked; drop {key}", key=key))
    rule = section.text("compute", required=True)
    if not rule or asked.kind not in COMPUTED:
        return None
    try:
        term = names.bind(rule)
        _refuse_unfit(asked, term)
    except WrongValueError as wrong:
        section.add("compute", say("compute: {fault}", fault=wrong.text), wrong.fix)
        return None
    return term


def _refuse_unfit(asked: Column, term: Term) -> None:
    wanted = kind_of(asked.kind)
    fits = term.kind == wanted or (asked.kind in DAYS and (wanted, term.kind) == ("day", TIME))
    if not fits:
        raise WrongValueError(
            say("“{what}” is {kind}", what=term.spoken, kind=said_kind(term.kind)),
            say(
                "the field is {wanted}; change its kind or the expression", wanted=said_kind(wanted)
            ),
        )
    strange = set(term.outcomes) - set(asked.choices)
    if asked.kind == "choice" and strange:
        first = min(strange)
        text = say("“{text}” is none of the choices", text=shown(first))
        raise WrongValueError(text, meant(first, asked.choices))


def read_rules(section: Section, names: Names) -> tuple[Rule, ...]:
    """The rules of a list ``check``, each a text or ``{ rule = "…", message = "…" }``."""
    value = section.data.get("check", [])
    if not isinstance(value, list):
        section.add("check", say("check is not a list"), say('write check = ["end >= start"]'))
        return ()
    rules = [_rule(section, "check", one, names) for one in value]
    return tuple(rule for rule in rules if rule)


def _rule(section: Section, key: str, value: object, names: Names) -> Rule | None:
    text, message = _worded(value)
    if not text:
        what = say("{key} holds “{value}”, which is no rule", key=key, value=shown(value))
        section.add(key, what, say('write "end >= start", or {{ rule = "…", message = "…" }}'))
        return None
    try:
        return _bound_rule(text, message, names)
    except WrongValueError as wrong:
        fault = say("{key} “{rule}”: {fault}", key=key, rule=shown(text), fault=wrong.text)
        section.add(key, fault, wrong.fix)
        return None


def _worded(value: object) -> tuple[str, str]:
    """The rule and its message; an empty rule if ``value`` is neither form of one."""
    if isinstance(value, str):
        return value.strip(), ""
    if isinstance(value, dict) and set(value) == {"rule", "message"}:
        rule, message = value["rule"], value["message"]
        if isinstance(rule, str) and isinstance(message, str) and message.strip():
            return rule.strip(), message.strip()
    return "", ""


def _bound_rule(text: str, message: str, names: Names) -> Rule:
    tree = parse(text)
    term = names.fit(tree, text)
    if term.kind != FLAG:
        raise WrongValueError(
            say("it is {kind}, neither true nor false", kind=said_kind(term.kind)),
            say("compare it with something, like end >= start, or write given(…)"),
        )
    if not (isinstance(tree, Operation) and tree.name in COMPARING):
        return Rule(text=text, term=term, message=message)
    sides = tuple(names.fit(part, text) for part in tree.parts)
    return Rule(text=text, term=term, message=message, op=tree.name, sides=sides)
