"""From the tree of an expression to a term that fits one form: names found, kinds compared.

Everything that can be wrong with an expression is found here, when the form is read, so that
running it can only fail on a number or a day beyond all bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.errors import say
from docgen.forms import reckoning
from docgen.forms.characters import shown
from docgen.forms.choosing import given, pick, score
from docgen.forms.comparing import compared, listed_in, negated
from docgen.forms.form import Column, Field
from docgen.forms.functions import DAY, FLAG, FUNCTIONS, LENGTH, NUMBER, TABLE, TEXT, kind_of
from docgen.forms.nodes import Answer, Cell, Cells, Constant, OfOccasion
from docgen.forms.operations import applied, counted, gathered, joined, lengthened
from docgen.forms.section import meant
from docgen.forms.syntax import COMPARING, Literal, Name, Operation, Syntax, parse
from docgen.forms.term import Term, refuse_columns, refuse_kind, said_kind
from docgen.forms.wrong import WrongValueError

_LOOKING: Mapping[str, Callable[[Sequence[Term]], Term]] = {"pick": pick, "given": given}
_KNOWN = (*FUNCTIONS, *_LOOKING, "score")
_OPERATIONS: Mapping[str, Callable[[str, Sequence[Term]], Term]] = {
    **dict.fromkeys("+-*/", counted),
    **dict.fromkeys(COMPARING, compared),
    "in": listed_in,
    "not": negated,
    "and": joined,
    "or": joined,
}


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may name: the fields of a form, and the columns beside it in a table."""

    fields: Mapping[str, Field]
    table: Field | None = None

    def bind(self, text: str) -> Term:
        """The term for an expression.

        Raises:
            WrongValueError: It is none, names something unknown, or mixes kinds.
        """
        return self.fit(parse(text), text)

    def fit(self, tree: Syntax, text: str) -> Term:
        """The same for a tree that was read before."""
        term = self._bound(tree)
        refuse_columns([term])
        if term.kind in (TABLE, LENGTH):
            kind = said_kind(term.kind)
            raise WrongValueError(
                say("“{text}” is {kind}, not one value", text=shown(text), kind=kind),
                say("count the rows with count(…), or put a length after a day and +"),
            )
        return replace(term, text=text)

    def _bound(self, tree: Syntax) -> Term:
        if isinstance(tree, Literal):
            return _literal(tree.value)
        if isinstance(tree, Name):
            return self._named(tree.name)
        if tree.how == "call":
            return self._called(tree.name, tree.parts)
        if tree.name == "where":
            raise _stray_where()
        parts = [self._bound(part) for part in tree.parts]
        refuse_columns(parts)
        if tree.how == "length":
            return lengthened(tree.name, parts[0])
        return _OPERATIONS[tree.name](tree.name, parts)

    def _named(self, name: str) -> Term:
        if name == "today":
            return Term(
                kind=DAY, node=OfOccasion(reckoning.today), uses=("today()",), spoken="今天"
            )
        if "." in name:
            return self._column(name)
        asked = self._beside(name)
        if asked and self.table:
            return _asked(asked, f"{self.table.name}.{name}", Cell(name))
        if name in self.fields:
            return _asked(self.fields[name], name, Answer(name))
        raise self._unknown(name)

    def _beside(self, name: str) -> Column | None:
        columns = self.table.columns if self.table else ()
        return next((one for one in columns if one.name == name), None)

    def _column(self, name: str) -> Term:
        table_name, _, column = name.partition(".")
        table = self.fields.get(table_name)
        if table is None or not table.columns:
            raise self._unknown(name)
        found = next((one for one in table.columns if one.name == column), None)
        if found is None:
            text = say("“{table}” has no column “{column}”", table=table_name, column=column)
            raise WrongValueError(text, meant(column, (one.name for one in table.columns)))
        term = _asked(found, name, Cells(table_name, column))
        return replace(term, many=True, spoken=f"{table.label}·{found.label}")

    def _unknown(self, name: str) -> WrongValueError:
        known = [column.name for column in self.table.columns] if self.table else []
        for one in self.fields.values():
            known += [one.name, *(f"{one.name}.{column.name}" for column in one.columns)]
        return WrongValueError(say("there is no field “{name}”", name=name), meant(name, known))

    def _called(self, name: str, parts: Sequence[Syntax]) -> Term:
        if name not in _KNOWN:
            text = say("there is no function “{name}”", name=name)
            raise WrongValueError(text, meant(name, _KNOWN))
        if name in FUNCTIONS and FUNCTIONS[name].gathers:
            return gathered(name, [self._gatherable(part) for part in parts])
        terms = [self._bound(part) for part in parts]
        refuse_columns(terms)
        if name == "score":
            return score(terms, self._scores(parts[0]))
        return _LOOKING[name](terms) if name in _LOOKING else applied(name, terms)

    def _scores(self, part: Syntax) -> Mapping[str, int]:
        name = part.name if isinstance(part, Name) else ""
        asked = self._beside(name) or self.fields.get(name)
        return asked.scores if asked else {}

    def _gatherable(self, part: Syntax) -> Term:
        if not (isinstance(part, Operation) and part.name == "where"):
            return self._bound(part)
        what, condition = part.parts
        term = self._bound(what)
        if not isinstance(term.node, Cells):
            raise _stray_where()
        where = Names(self.fields, self.fields[term.node.table])._bound(condition)  # noqa: SLF001
        refuse_kind("where", where, FLAG)
        return replace(
            term,
            node=replace(term.node, where=where.node),
            uses=term.uses + where.uses,
            spoken=f"{where.spoken}的{term.spoken}",
        )


def _stray_where() -> WrongValueError:
    return WrongValueError(
        say("where does not follow a table or its column"),
        say("write it like sum(items.amount where kind == '…')"),
    )


def _literal(value: object) -> Term:
    kind, spoken = NUMBER, str(value)
    if isinstance(value, str):
        kind, spoken = TEXT, f"“{value}”"
    outcomes = (value,) if isinstance(value, str) else ()
    return Term(kind=kind, node=Constant(value), outcomes=outcomes, literal=True, spoken=spoken)


def _asked(asked: Column, key: str, node: Answer | Cell | Cells) -> Term:
    if asked.kind == "signature":
        raise WrongValueError(
            say("“{name}” is signed on the paper", name=asked.name),
            say("a signature has no value to compute with"),
        )
    kind = kind_of(asked.kind)
    return Term(
        kind=kind,
        node=Cells(asked.name) if kind == TABLE else node,
        uses=(key,),
        outcomes=asked.choices,
        spoken=asked.label,
    )
