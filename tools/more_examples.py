"""Writes further examples for templates whose first example leaves branches out (T020).

    python tools/more_examples.py [family/name …]

Tries answers that are blank, chosen otherwise, or compared with in the document, keeps those that
come to a new branch, and writes only what differs from ``example.toml``. What it cannot reach is
printed: such a branch wants an example written by hand, or can never be printed at all.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from jinja2 import nodes

from docgen.errors import BadInput
from docgen.forms.answers import check, parse_answers
from docgen.forms.form import Column, Field
from docgen.forms.samples import sample
from docgen.forms.stand_ins import with_stand_ins
from docgen.render.branches import Branch, unentered
from docgen.render.docx import fill
from docgen.render.example import OCCASION, further_answers, sample_values
from docgen.render.folder import EXAMPLE, MORE, TemplateFolder, list_templates, read_unjudged
from docgen.render.package import Package
from docgen.render.reachable import solid_names
from docgen.render.story import stories

LIBRARY = Path(__file__).parent.parent / "templates"
TRIES = 400
NOTE = "# 只写与 example.toml 不同的答案，使表单的其他分支也有示例。\n"
Answers = dict[str, object]
Key = tuple[str, int]


class Search:
    """Looks for answers to one template that come to branches nobody came to yet."""

    def __init__(self, folder: TemplateFolder) -> None:
        self.folder = folder
        self.stories = stories(Package.read(folder.docx))
        self.first: Answers = dict(parse_answers(folder.example, file=EXAMPLE))
        self.solid = solid_names(folder.form)
        self.dice = random.Random(folder.name)  # noqa: S311  not a secret
        self.domains = {one.name: list(self._domain(one)) for one in folder.form.fields}
        self.bases: list[Answers] = [{}]
        self.left = self.unentered({})
        for other in further_answers(folder):
            missing = self.unentered(other)
            if self.left and missing is not None:
                self.left = {key: self.left[key] for key in self.left.keys() & missing.keys()}

    def unentered(self, other: Mapping[str, object]) -> dict[Key, Branch] | None:
        """The branches left out by the first answers with these others; ``None`` if wrong."""
        try:
            raw = with_stand_ins(self.folder.form, {**self.first, **other})
            answers = check(self.folder.form, raw, file=EXAMPLE, occasion=OCCASION)
            values = {**answers, **sample_values(self.folder)}
            fill(self.folder.docx, values, labels=self.folder.form.labels)
        except BadInput:
            return None
        return {
            (branch.story.part, branch.number): branch
            for story in self.stories
            for branch in unentered(story, [values], self.solid)
        }

    def run(self) -> Iterator[Answers]:
        """Further examples, each the best of many tries and reduced to the answers it needs."""
        done = 0
        while self.left and done < TRIES:
            best: Answers = {}
            gained: set[Key] = set()
            for _ in range(TRIES // 8):
                done += 1
                other = self._guess(done)
                missing = self.unentered(other)
                new = set() if missing is None else self.left.keys() - missing.keys()
                if len(new) > len(gained):
                    best, gained = other, new
            if gained:
                done = 0
                self.bases.append(self._reduced(best, gained))
                yield self.bases[-1]
                self.left = {key: self.left[key] for key in self.left.keys() - gained}

    def _reduced(self, other: Answers, gained: set[Key]) -> Answers:
        for name in list(other):
            fewer = {key: value for key, value in other.items() if key != name}
            missing = self.unentered(fewer)
            if missing is not None and not gained & missing.keys():
                other = fewer
        return other

    def _guess(self, turn: int) -> Answers:
        if turn == 1:
            return {name: values[0] for name, values in self.domains.items() if values}
        share = self.dice.choice((0.1, 0.3, 0.6, 1))
        guess = {
            name: self.dice.choice(values)
            for name, values in self.domains.items()
            if values and self.dice.random() < share
        }
        return self._with_needed(guess)

    def _with_needed(self, other: Answers) -> Answers:
        """These answers with a sample for each that they make necessary (``required_if``)."""
        try:
            check(self.folder.form, {**self.first, **other}, occasion=OCCASION)
        except BadInput as fault:
            fields = [self.folder.form.field(detail.field) for detail in fault.details]
            return other | {one.name: sample(one) for one in fields if one and one.need}
        return other

    def _domain(self, one: Field) -> Iterator[object]:
        if one.kind in {"signature", "image"} or one.compute:
            return
        if one.kind == "table":
            yield from self._tables(one)
            return
        yield from self._values(one)

    def _values(self, one: Column) -> Iterator[object]:
        if not one.required:
            yield ""
        if one.kind == "choices":
            yield from ([choice] for choice in one.choices)
            yield list(one.choices)
        yield from one.choices if one.kind == "choice" else ()
        if one.kind == "yesno":
            yield from (False, True)
        yield from (bound for bound in (one.minimum, one.maximum) if bound is not None)
        yield from self._compared(one.name)
        if sample(one) is not None:
            yield sample(one)

    def _tables(self, one: Field) -> Iterator[object]:
        if not one.required:
            yield []
        rows = self.first.get(one.name) or [sample(one)]
        first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
        blank = {
            column.name: ""
            for column in one.columns
            if not column.required and column.kind not in {"signature", "image"}
        }
        yield [{**first, **blank}]
        for column in one.columns:
            for value in self._values(column) if not column.compute else ():
                yield [{**first, column.name: value}]
        yield [sample_row(one)]

    def _compared(self, name: str) -> Iterator[object]:
        """What the document compares this answer with, and numbers beside it."""
        for story in self.stories:
            for node in story.tree.find_all(nodes.Compare) if story.tree else ():
                names = {each.name for each in node.find_all(nodes.Name)}
                names |= {each.attr for each in node.find_all(nodes.Getattr)}
                for const in node.find_all(nodes.Const) if name in names else ():
                    value = const.value
                    whole = isinstance(value, int) and not isinstance(value, bool)
                    yield from (value - 1, value, value + 1) if whole else (value,)


def sample_row(one: Field) -> Answers:
    """A row with something in every column."""
    columns = [column for column in one.columns if not column.compute]
    return {column.name: sample(column) for column in columns if sample(column) is not None}


def written(answers: Answers) -> str:
    """Answers as TOML: single values first, then the rows of tables."""
    rows = {key: value for key, value in answers.items() if _is_table(value)}
    lines = ["[[example]]"]
    lines += [f"{key} = {_toml(value)}" for key, value in answers.items() if key not in rows]
    for key, value in rows.items():
        for row in value if isinstance(value, list) else ():
            cells = (f"{name} = {_toml(each)}" for name, each in row.items())
            lines += [f"[[example.{key}]]", *cells]
    return "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def main(names: list[str]) -> None:
    """Write the further examples of the templates named, or of all."""
    for name in names or list_templates(LIBRARY):
        path = LIBRARY / name
        search = Search(read_unjudged(path, name))
        if found := [written(answers) for answers in search.run()]:
            more = path / MORE
            before = more.read_text("utf-8") if more.exists() else NOTE
            more.write_text("\n".join([before, *found]), "utf-8")
        for branch in (search.left or {}).values():
            place = branch.story.place(branch.line)
            print(f"{name}: {branch.word} {place}")


if __name__ == "__main__":
    main(sys.argv[1:])
