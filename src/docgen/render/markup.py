"""The template language: docxtpl's marks, Jinja's grammar, and a short list of what may be said.

A template is somebody's upload, so it may name fields and parts of table rows, choose with ``if``,
repeat with ``for`` and use the filters of ``forms.wording``. Everything else, calls above all, is
refused when it is read; at run time Jinja's immutable sandbox sees plain data only. The known
escapes (CVE-2024-56326, CVE-2025-27516) all need a call or an attribute that this list lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NoReturn

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from docgen.errors import BadInput, Detail, Said, say
from docgen.forms.characters import nearest
from docgen.forms.wording import FILTERS, join, long_date, long_datetime, yesno_mark

TESTS = ("odd", "even")
LOOP = frozenset({"index", "index0", "revindex", "first", "last", "length"})
_DAY = frozenset({"year", "month", "day"})
_LOOPS_INSIDE_EACH_OTHER = 2
_WORD_SIGNS = {
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.List),
    *(nodes.Getattr, nodes.Getitem, nodes.If, nodes.For, nodes.CondExpr, nodes.Filter, nodes.Test),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.Tuple),
    *(nodes.Add, nodes.Sub, nodes.Neg),
)


class _Hole(StrictUndefined):
    """A name without a value; its error says the name alone, after a dot if it is a part."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        dot = "" if self._undefined_obj is missing else "."
        return f"{dot}{self._undefined_name}"


class TemplateLanguage(ImmutableSandboxedEnvironment):
    """Jinja with plain data, our filters and no calls.

    Args:
        write: Turns a value into text; ``write_word`` or ``write_line``.
    """

    def __init__(self, write: Callable[[object], Markup]) -> None:
        super().__init__(autoescape=True, undefined=_Hole, finalize=write)
        self.globals.clear()
        self.filters = dict(FILTERS)
        self.tests = {name: self.tests[name] for name in TESTS}

    def getattr(self, obj: object, attribute: str) -> object:
        """A column of a row, a loop's counter or a date's part; never a method or an inside."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        known = LOOP if isinstance(obj, LoopContext) else _DAY if isinstance(obj, date) else ()
        if attribute in known:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """A column by its name, or a row by its place from 0."""
        if isinstance(obj, list) and isinstance(argument, int) and 0 <= argument < len(obj):
            return obj[argument]
        return self.getattr(obj, str(argument))

    def call(self, *_args: object, **_named: object) -> NoReturn:
        """Refuse; reached only if a call got past ``refusals``."""
        raise SecurityError("calls are refused")


def write_word(value: object) -> Markup:
    """A value as the inside of Word's ``<w:t>``: escaped, line breaks and tabs as Word has them."""
    text = str(Markup.escape(_text(value)))
    for sign, word in _WORD_SIGNS.items():
        text = text.replace(sign, word)
    return Markup(text)  # noqa: S704 - escaped above; what was added is ours


def write_line(value: object) -> Markup:
    """A value on one line, for the file's properties such as its title."""
    return Markup.escape(" ".join(_text(value).split()))


def _text(value: object) -> str:
    """How a value reads without a filter: dates as 2026年3月5日, yes and no as 是 and 否."""
    if isinstance(value, (str, Undefined)):
        return str(value)  # an undefined value raises here
    if isinstance(value, bool):
        return yesno_mark(value)
    if isinstance(value, datetime):
        return long_datetime(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, (int, Decimal)):
        return format(value, "f" if isinstance(value, Decimal) else "d")
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return join(value)
    raise BadInput(
        say("A table or an inside of the template language cannot be written as one value"),
        why=say("the template asks for the whole of it"),
        fix=say("repeat a row with {%tr for row in … %} and write {{ row.column }} in it"),
    )


def refusals(tree: nodes.Template) -> list[tuple[int, Detail]]:
    """What a template says that it may not say, each with its line."""
    found: list[tuple[int, Detail]] = []
    _walk(tree, found, loops=0)
    return found


def _walk(node: nodes.Node, found: list[tuple[int, Detail]], *, loops: int) -> None:
    loops += isinstance(node, nodes.For)
    fault = _fault(node, loops)
    if fault is not None:
        # Jinja gives some of its own nodes no line, whatever its types say.
        found.append((node.lineno or 1, fault))
        return
    for child in node.iter_child_nodes():
        _walk(child, found, loops=loops)


def _fault(node: nodes.Node, loops: int) -> Detail | None:
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        text = say("there is no filter “{name}”", name=node.name)
        return Detail(text, fix=_instead(node.name, FILTERS))
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        text = say("there is no test “is {name}”", name=node.name)
        return Detail(text, fix=_instead(node.name, TESTS))
    if isinstance(node, nodes.For) and (loops > _LOOPS_INSIDE_EACH_OTHER or node.recursive):
        text = say("more than two loops stand inside each other")
        return Detail(text, fix=say("make two templates of it"))
    if isinstance(node, nodes.Call):
        return _refused(say("a call with brackets is not allowed"))
    if type(node) not in _ALLOWED:
        return _refused(say("“{word}” is not allowed", word=type(node).__name__.lower()))
    return None


def _refused(text: Said) -> Detail:
    fix = say("use fields, their columns, if, for, and these filters: {all}", all=_listed(FILTERS))
    return Detail(text, fix=fix)


def _instead(name: str, known: Mapping[str, object] | tuple[str, ...]) -> Said:
    near = nearest(name, known)
    if near:
        return say("did you mean “{near}”?", near=near)
    return say("use one of: {all}", all=_listed(known))


def _listed(names: Mapping[str, object] | tuple[str, ...]) -> str:
    return " ".join(sorted(names))
