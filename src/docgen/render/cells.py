"""The cells of an Excel workbook, straight from its XML (ECMA-376 part 1, SpreadsheetML).

Values as Excel stored them; a cell whose value would have to be guessed is handed on as an ``Odd``
one: a formula that nobody has calculated, an error, a number that Excel has already cut. Days are
odd too, so that whoever asked for a text can say that Excel holds a day there. Sheets are read as
a stream, because a hundred thousand formatted but empty rows are nothing unusual. Runs in the
child process only: see ``workbook``.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from docgen.render.celldates import calendar_text, look_of
from docgen.render.package import Package, attribute, local
from docgen.render.sheet import DAY, ERROR, FORMULA, LONG, Cell, tidy

# Excel keeps 15 digits of a number; an 18-digit identity number has lost its last three.
DIGITS = 15
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)
# Excel's own way to write a sign that XML cannot hold; half a surrogate pair is none.
_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a workbook: the name on its tab, whether it is hidden, and its part."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row that holds something: its number, whether it is hidden, its cells by column."""

    number: int
    hidden: bool
    cells: dict[int, Cell]


class Book:
    """A workbook whose sheets can be read one after the other."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main()
        self._parts = {one.id: one for one in package.relations(self._main)}
        self._words = list(self._shared())
        self._looks = self._formats()
        self._from_1904 = self._epoch()
        self._days: dict[tuple[str, str], str] = {}

    def leaves(self) -> list[Leaf]:
        """The sheets with cells, in the order of their tabs; charts are none."""
        leaves = []
        for node in self._package.xml(self._main).iter("{*}sheet"):
            relation = self._parts.get(attribute(node, "id"))
            if relation and relation.kind == "worksheet" and relation.target in self._package.parts:
                hidden = node.get("state", "visible") != "visible"
                leaves.append(Leaf(node.get("name", ""), hidden, relation.target))
        return leaves

    def lines(self, leaf: Leaf, areas: list[str]) -> Iterator[Line]:
        """The rows that hold something; ``areas`` gets the merged ones when all are read."""
        number = 0
        for node in _stream(self._package.parts[leaf.part], "row", "mergeCell"):
            if local(node) == "mergeCell":
                areas.append(node.get("ref", ""))
                continue
            number = int(node.get("r") or number + 1)
            if not 0 < number <= _MOST_ROWS:
                raise ValueError(number)
            if cells := dict(self._cells(node)):
                yield Line(number, node.get("hidden") in {"1", "true"}, cells)

    def _cells(self, row: etree._Element) -> Iterator[tuple[int, Cell]]:
        tag = str(row.tag).removesuffix("row")
        value, formula, inline = tag + "v", tag + "f", tag + "is"
        if next(row.iter(value, formula, inline), None) is None:
            return  # formatted, but empty: most rows of many a sheet
        column = 0
        for node in row:
            ref = node.get("r")
            column = column_number(ref.rstrip("0123456789")) if ref else column + 1
            text, counted = "", False
            for part in node:
                if part.tag == value:
                    text = part.text or ""
                elif part.tag == formula:
                    counted = True
                elif part.tag == inline:
                    text = _joined(part)
            if (text or counted) and (cell := self._cell(node, text, counted=counted)):
                yield column, cell

    def _cell(self, node: etree._Element, text: str, *, counted: bool) -> Cell:
        kind = node.get("t", "n")
        if kind == "s":
            return self._words[int(text)]
        if kind in {"str", "inlineStr"}:
            return _word(text)
        if counted and not text:
            return [FORMULA, ""]
        return self._number(text.strip(), node.get("s", "0")) if kind == "n" else _odd(kind, text)

    def _number(self, text: str, style: str) -> Cell:
        look = self._looks.get(style, "")
        if look:
            key = (look, text)
            if key not in self._days:
                self._days[key] = calendar_text(float(text), look, from_1904=self._from_1904)
            if self._days[key]:
                return [DAY, self._days[key]]
        if len(text) <= DIGITS and _PLAIN.fullmatch(text):
            return text
        return number_text(float(text))

    def _shared(self) -> Iterator[str]:
        for one in self._parts.values():
            if one.kind == "sharedStrings" and one.target in self._package.parts:
                for node in _stream(self._package.parts[one.target], "si"):
                    yield _word(_joined(node))

    def _formats(self) -> dict[str, str]:
        """What each style shows instead of a number: a day or a time."""
        for one in self._parts.values():
            if one.kind == "styles" and one.target in self._package.parts:
                root = self._package.xml(one.target)
                own = {each.get("numFmtId", ""): each for each in root.iter("{*}numFmt")}
                codes = {key: each.get("formatCode", "") for key, each in own.items()}
                styles = root.iterfind("{*}cellXfs/{*}xf")
                ids = [each.get("numFmtId", "0") for each in styles]
                looks = {str(at): look_of(id_, codes.get(id_, "")) for at, id_ in enumerate(ids)}
                return {style: look for style, look in looks.items() if look}
        return {}

    def _epoch(self) -> bool:
        found = self._package.xml(self._main).find("{*}workbookPr")
        return found is not None and found.get("date1904") in {"1", "true"}


def number_text(value: float) -> Cell:
    """A number as a person would type it: no idle ``.0``, no power of ten, 15 digits."""
    spelled = format(Decimal(format(value, f".{DIGITS}g")).normalize(), "f")
    return [LONG, spelled] if abs(value) >= 10**DIGITS else spelled


def _word(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return tidy(text)


@functools.lru_cache(maxsize=_MOST_COLUMNS)
def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
    if not 0 < number <= _MOST_COLUMNS:
        raise ValueError(letters)
    return number


def _odd(kind: str, text: str) -> Cell:
    if kind == "e":
        return [ERROR, text]
    if kind == "b":
        return "true" if text in {"1", "true"} else "false"
    if kind == "d":
        return [DAY, text.replace("T", " ").removesuffix("Z")]
    raise ValueError(kind)


def _joined(node: etree._Element) -> str:
    """The text of a string with formatted runs, without the reading aids of Japanese."""
    if len(node) == 1 and local(node[0]) == "t":
        return node[0].text or ""
    runs = [each for each in node if local(each) != "rPh"]
    return "".join(each.text or "" for run in runs for each in run.iter("{*}t"))


def _stream(data: bytes, *tags: str) -> Iterator[etree._Element]:
    found = etree.iterparse(
        io.BytesIO(data),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for _, node in found:
        yield node
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]
