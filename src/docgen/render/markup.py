"""The template language: docxtpl's marks, Jinja's grammar, and a short list of what may be said.

A template is somebody's upload, so it may name fields and parts of table rows, choose with ``if``,
repeat with ``for`` and use the filters of ``forms.wording``. Everything else, calls above all, is
refused when it is read; at run time Jinja's immutable sandbox sees plain data only. The known
escapes (CVE-2024-56326, CVE-2025-27516) all need a call or an attribute that this list lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from typing import NoReturn

from jinja2 import StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from docgen.errors import Detail, Said, say
from docgen.forms.characters import nearest
from docgen.forms.codes import CODES
from docgen.forms.gaps import Gap
from docgen.forms.wording import FILTERS

TESTS = ("odd", "even")
_FILTERS: Mapping[str, Callable[..., object]] = {**FILTERS, **CODES}
LOOP = frozenset({"index", "index0", "revindex", "first", "last", "length"})
_DAY = frozenset({"year", "month", "day"})
_LOOPS_INSIDE_EACH_OTHER = 2
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


class _BytesGenerator(CodeGenerator):
    """Jinja's own generator of Python, except that the code it makes yields bytes.

    What stands in the template is encoded once, now; a value is escaped and encoded in one call.
    Only ``yield`` is made so: whatever would gather output (macros, ``set``) is refused before.
    """

    def write_commons(self) -> None:
        """Begin a function with what it needs at hand."""
        super().write_commons()
        self.writeline("write = environment.write")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, *_: object) -> str:
        if isinstance(node, nodes.TemplateData):
            return node.data
        write: Callable[[object], bytes] = vars(self.environment)["write"]
        return write(node.as_const(frame.eval_ctx)).decode()

    def _output_const_repr(self, group: Iterable[str]) -> str:
        # Line breaks stand in the source only to count its paragraphs; values have Word's.
        return repr("".join(group).replace("\n", "").encode())

    def _output_child_pre(self, *_: object) -> None:
        self.write("write(")

    def _output_child_post(self, *_: object) -> None:
        self.write(")")


class TemplateLanguage(ImmutableSandboxedEnvironment):
    """Jinja with plain data, our filters and no calls; its templates yield bytes.

    Args:
        write: Turns a value into escaped bytes; ``word_bytes`` or ``line_bytes``.
    """

    code_generator_class = _BytesGenerator

    def __init__(self, write: Callable[[object], bytes]) -> None:
        super().__init__(autoescape=True, undefined=_Hole)
        self.write = write
        self.globals.clear()
        self.filters = {name: _past_gaps(name, one) for name, one in _FILTERS.items()}
        self.tests = {name: self.tests[name] for name in TESTS}

    def getattr(self, obj: object, attribute: str) -> object:
        """A column of a row, a loop's counter or a date's part; never a method or an inside."""
        if type(obj) is dict and attribute in obj:  # nearly always
            return obj[attribute]
        if isinstance(obj, LoopContext):
            known: Container[str] = LOOP
        else:
            known = _DAY if isinstance(obj, date) else ()
        if attribute in known:
            return getattr(obj, attribute)
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """A column by its name, or a row by its place from 0."""
        if isinstance(obj, list) and isinstance(argument, int) and 0 <= argument < len(obj):
            return obj[argument]
        return self.getattr(obj, str(argument))

    def call(self, *_args: object, **_named: object) -> NoReturn:
        """Refuse; reached only if a call got past ``refusals``."""
        raise SecurityError("calls are refused")


def _past_gaps(name: str, written: Callable[..., object]) -> Callable[..., object]:
    """A filter that hands on the place of a missing answer; a box is drawn all the same."""
    if name == "checkbox":
        return written

    def filtered(value: object, *arguments: object) -> object:
        return value if type(value) is Gap else written(value, *arguments)

    return filtered


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
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        text = say("there is no filter “{name}”", name=node.name)
        return Detail(text, fix=_instead(node.name, _FILTERS))
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
    fix = say("use fields, their columns, if, for, and these filters: {all}", all=_listed(_FILTERS))
    return Detail(text, fix=fix)


def _instead(name: str, known: Mapping[str, object] | tuple[str, ...]) -> Said:
    near = nearest(name, known)
    if near:
        return say("did you mean “{near}”?", near=near)
    return say("use one of: {all}", all=_listed(known))


def _listed(names: Mapping[str, object] | tuple[str, ...]) -> str:
    return " ".join(sorted(names))
