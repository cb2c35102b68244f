"""Checks a template as a colleague would, before anybody uses it.

    T001  markup is broken, or says what a template may not say
    T002  the document asks for a field the form lacks
    T003  the form asks for something the document never uses
    T004  the example does not answer the form
    T005  the example cannot be written
    T006  the example no longer reads as expected.txt
    T007  a table's column is not in the form
    T008  tracked changes or comments are left
    T009  a font that neither this machine nor fonts.conf knows
    T010  {% tr with a blank
    T011  more than two ifs inside each other

Headers, footers, notes and text boxes are looked at like the body (T012 is that promise). Every
code has a folder in tests/bad-templates. Nothing here changes a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, zip_longest

from lxml import etree

from docgen.errors import BadInput, Detail, Said, say
from docgen.forms.characters import nearest
from docgen.forms.form import Field, Form
from docgen.render.docx import fill, words
from docgen.render.example import RESERVED, example_context
from docgen.render.folder import DOCX, EXAMPLE, EXPECTED, FORM, TemplateFolder
from docgen.render.fonts import fonts_of, installed_fonts, known_fonts
from docgen.render.package import Package, local
from docgen.render.story import Story, place, stories, where_of
from docgen.render.usage import Use, if_depth, uses
from docgen.render.words import paragraph_text

_NOT_PRINTED = frozenset({"signature", "file", "image"})
_IFS = 2
_SHOWN = 5
_AROUND = 8
_TRACKED = frozenset(
    {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "numberingChange"}
    | {f"{each}PrChange" for each in ("r", "p", "tbl", "tr", "tc", "sect")}
)
# While one of these stands, the example is not even tried.
_FILL_WOULD_FAIL = frozenset({"T001", "T002", "T007", "T010"})


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of the check: its code, what is wrong, where, and what to do."""

    code: str
    text: str
    place: str
    fix: str

    def __str__(self) -> str:
        """Two lines, as the terminal shows it in English."""
        where = f" ({self.place})" if self.place else ""
        return f"{self.code} {self.text}{where}\n     → {self.fix}"


def check_template(folder: TemplateFolder) -> list[Remark]:
    """Everything that is wrong with a template, in the order of the codes."""
    package = Package.read(folder.docx, DOCX)
    read = stories(package)
    used = [use for story in read for use in uses(story)]
    remarks = [
        *_markup(read),
        *_fields(folder.form, used),
        *_unused(folder.form, used if all(story.tree for story in read) else None),
        *_leftovers(package),
        *_fonts(package),
        *_nesting(read),
    ]
    found = {remark.code for remark in remarks}
    remarks += _example(folder, writable=not found & _FILL_WOULD_FAIL)
    return sorted(remarks, key=lambda remark: remark.code)


def _markup(read: list[Story]) -> Iterator[Remark]:
    for story in read:
        for fault in story.faults:
            yield _remark(fault.code, fault.detail)


def _fields(form: Form, used: list[Use]) -> Iterator[Remark]:
    tables = {field.name: {column.name for column in field.columns} for field in form.fields}
    for use in _first_of_each(used):
        if use.field in RESERVED:
            continue
        if use.field not in tables:
            yield _unknown_field(use, [*tables, *RESERVED])
        elif use.column and use.column not in tables[use.field]:
            yield _unknown_column(use, form, tables[use.field])


def _first_of_each(used: list[Use]) -> list[Use]:
    return list({(use.field, use.column): use for use in reversed(used)}.values())[::-1]


def _unknown_field(use: Use, known: list[str]) -> Remark:
    return Remark(
        "T002",
        say("the document asks for “{name}”, which is not in the form", name=use.field),
        use.place,
        _meant(nearest(use.field, known)),
    )


def _unknown_column(use: Use, form: Form, columns: set[str]) -> Remark:
    label = form.labels[use.field]
    text = say("“{label}” has no column “{column}”", label=label, column=use.column)
    return Remark("T007", text, use.place, _meant(nearest(use.column, sorted(columns))))


def _meant(near: str) -> Said:
    if near:
        return say("did you mean “{near}”?", near=near)
    return say("correct it in Word, or add it to form.toml")


def _unused(form: Form, used: list[Use] | None) -> Iterator[Remark]:
    """Questions whose answer appears nowhere, not even in a condition; ``None``: nobody knows."""
    asked = {(use.field, use.column) for use in used or ()}
    names = {field for field, _ in asked}
    for field in form.fields if used is not None else ():
        if field.name not in names:
            if field.kind not in _NOT_PRINTED:
                yield _never_used(field.label, _mark_of(field))
            continue
        for column in field.columns:
            if (field.name, column.name) not in asked and column.kind not in _NOT_PRINTED:
                yield _never_used(column.label, f"{{{{ row.{column.name} }}}}")


def _mark_of(field: Field) -> str:
    return f"{{%tr for row in {field.name} %}}" if field.columns else f"{{{{ {field.name} }}}}"


def _never_used(label: str, mark: str) -> Remark:
    return Remark(
        "T003",
        say("the form asks “{label}” but the document never uses it", label=label),
        FORM,
        say("write {mark} in the document, or drop the question", mark=mark),
    )


def _leftovers(package: Package) -> Iterator[Remark]:
    for part in package.stories():
        marks = [node for node in package.xml(part).iter() if local(node) in _TRACKED]
        notes = [node for node in package.xml(part).iter() if local(node) == "commentReference"]
        where = where_of(package, part)
        for at in dict.fromkeys(place(where, _paragraph_of(node)) for node in marks):
            yield Remark(
                "T008",
                say("a tracked change is left in the document"),
                at,
                say("accept or reject all changes in Word (Review)"),
            )
        for at in dict.fromkeys(place(where, _paragraph_of(node)) for node in notes):
            yield Remark(
                "T008",
                say("a comment is left in the document"),
                at,
                say("delete all comments in Word (Review)"),
            )


def _paragraph_of(node: etree._Element) -> str:
    above = next(node.iterancestors("{*}p"), None)
    return "" if above is None else paragraph_text(above)


def _fonts(package: Package) -> Iterator[Remark]:
    known = known_fonts() | installed_fonts()
    for font, part in fonts_of(package).items():
        if font.casefold() not in known:
            yield Remark(
                "T009",
                say("this machine has no font “{font}” and none to stand in for it", font=font),
                part,
                say("use 宋体, 仿宋, 楷体 or 黑体, or add the font to fonts.conf"),
            )


def _nesting(read: list[Story]) -> Iterator[Remark]:
    for story in read:
        if story.tree is not None and if_depth(story.tree) > _IFS:
            yield Remark(
                "T011",
                say("more than two ifs stand inside each other"),
                story.part,
                say("make two templates of it"),
            )


def _example(folder: TemplateFolder, *, writable: bool) -> Iterator[Remark]:
    try:
        context = example_context(folder)
    except BadInput as problem:
        yield from _problem("T004", problem, EXAMPLE)
        return
    if not writable:
        return
    try:
        got = words(fill(folder.docx, context, labels=folder.form.labels))
    except BadInput as problem:
        yield from _problem("T005", problem, DOCX)
    else:
        yield from _differences(folder.expected.splitlines(), got.splitlines())


def _problem(code: str, problem: BadInput, file: str) -> Iterator[Remark]:
    if not problem.details:
        line = say("{file}, line {line}", file=file, line=problem.line)
        at = line if problem.line else file
        yield Remark(
            code, say("{what}: {why}", what=problem.what, why=problem.why), at, problem.fix
        )
    for detail in problem.details:
        yield _remark(code, detail, file)


def _remark(code: str, detail: Detail, file: str = "") -> Remark:
    at = ", ".join(each for each in (file, detail.place) if each)
    text = detail.text
    if detail.label and detail.label not in detail.text:
        text = say("{label}: {text}", label=detail.label, text=detail.text)
    return Remark(code, text, at, detail.fix)


def _differences(expected: list[str], got: list[str]) -> Iterator[Remark]:
    """The first five lines that differ, shown by the words that differ."""
    for number, want, have in islice(_pairs(expected, got), _SHOWN):
        wanted, had = _core(want, have)
        yield Remark(
            "T006",
            say("the example says “{had}” where “{wanted}” is expected", had=had, wanted=wanted),
            say("{file}, line {line}", file=EXPECTED, line=number),
            say("correct the document; if it is right, take its words over into expected.txt"),
        )


def _pairs(expected: list[str], got: list[str]) -> Iterator[tuple[int, str, str]]:
    """Lines that do not say the same: number in expected.txt, what it says, what the form says."""
    for same, start, end, first, last in SequenceMatcher(
        None, expected, got, autojunk=False
    ).get_opcodes():
        if same != "equal":
            both = zip_longest(expected[start:end], got[first:last], fillvalue="")
            yield from ((number, *pair) for number, pair in enumerate(both, start=start + 1))


def _core(want: str, have: str) -> tuple[str, str]:
    """The two lines without most of what they begin and end with in common."""
    shorter = min(len(want), len(have))
    start = next((n for n in range(shorter) if want[n] != have[n]), shorter)
    rest = shorter - start
    end = next((n for n in range(rest) if want[-1 - n] != have[-1 - n]), rest)
    first, last = max(0, start - _AROUND), max(0, end - _AROUND)
    return want[first : len(want) - last], have[first : len(have) - last]
