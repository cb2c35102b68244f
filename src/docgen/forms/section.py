"""One table of a ``form.toml``, read key by key; every mistake is kept with its line.

Reading never stops at a mistake: what is wrong is noted in ``Faults`` and replaced by its
empty value, so that an author sees all mistakes of a file at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from docgen.errors import BadInput, Detail, say
from docgen.forms.characters import nearest, odd_character, shown
from docgen.forms.source import lines_of


@dataclass(slots=True)
class Faults:
    """The mistakes found in one file so far."""

    file: str
    lines: Mapping[tuple[str, ...], int]
    found: list[tuple[int, Detail]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, file: str) -> Faults:
        """No mistakes yet in this text."""
        return cls(file, lines_of(text))

    def add(self, path: tuple[str, ...], text: str, fix: str) -> None:
        """Note a mistake at the key that ``path`` leads to."""
        line = self._line(path)
        place = say("line {line}", line=line) if line else ".".join(map(shown, path))
        self.found.append((line, Detail(text, field=_field_of(path), place=place, fix=fix)))

    def _line(self, path: tuple[str, ...]) -> int:
        ends = range(len(path), 0, -1)
        return next((self.lines[path[:end]] for end in ends if path[:end] in self.lines), 0)

    def refuse(self) -> None:
        """Raise one ``BadInput`` with every mistake, by line, if there are any."""
        if not self.found:
            return
        ordered = sorted(self.found, key=lambda one: one[0])
        line, first = ordered[0]
        raise BadInput(
            say(
                "{file} is not a usable form: {count} fault(s)", file=self.file, count=len(ordered)
            ),
            why=first.text,
            fix=first.fix,
            field=first.field,
            file=self.file,
            line=line,
            details=[detail for _, detail in ordered],
        )


def _field_of(path: tuple[str, ...]) -> str:
    """``items.what`` for anything below ``[field.items.column.what]``; "" outside the fields."""
    names = path[1:2] if path[:1] == ("field",) else ()
    column = path[3:4] if names and path[2:3] == ("column",) else ()
    return ".".join(map(shown, names + column))


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the file: its values and the way to it."""

    data: Mapping[str, object]
    path: tuple[str, ...]
    faults: Faults

    def add(self, key: str, text: str, fix: str) -> None:
        """Note a mistake at one of this table's keys, or at the table itself for ""."""
        self.faults.add((*self.path, key) if key else self.path, text, fix)

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Note every key that is not ``known``, with the nearest that is."""
        known = tuple(known)
        for key in self.data:
            if key in known:
                continue
            self.add(key, say("“{key}” is unknown here", key=shown(key)), meant(key, known))

    def text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A line of text; noted if it is missing though ``required``, or something else."""
        if key not in self.data:
            if required:
                self.add("", say("{key} is missing", key=key), _write_text(key))
            return default
        value = self.data[key]
        if not isinstance(value, str) or (required and not value.strip()):
            self.add(key, say("{key} is not a text", key=key), _write_text(key))
            return default
        if odd := odd_character(value):
            self.add(key, odd, say("type it again on one line"))
            return default
        return value.strip()

    def one_of(self, key: str, known: Iterable[str]) -> str:
        """A required word of a list; "" if it is missing or not in it."""
        known = tuple(known)
        word = self.text(key, required=True)
        if not word or word in known:
            return word
        text = say("{key} “{word}” is unknown", key=key, word=shown(word))
        self.add(key, text, meant(word, known))
        return ""

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self.data.get(key, default)
        if isinstance(value, bool):
            return value
        self.add(key, say("{key} is neither true nor false", key=key), say("write true or false"))
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different lines of text; empty if there is none."""
        value = self.data.get(key, [])
        fix = say('write {key} = ["…", "…"], each text once', key=key)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.add(key, say("{key} is not a list of texts", key=key), fix)
            return ()
        lines = tuple(one.strip() for one in value)
        if not all(lines) or any(map(odd_character, lines)):
            self.add(key, say("{key} holds an empty or broken text", key=key), fix)
            return ()
        if len(set(lines)) < len(lines):
            twice = next(line for line in lines if lines.count(line) > 1)
            self.add(key, say("{key} holds “{twice}” twice", key=key, twice=shown(twice)), fix)
        return lines

    def listed(self, key: str) -> list[Section]:
        """A list of tables, ``copies = [{ to = "…" }]``."""
        value = self.data.get(key, [])
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return [Section(one, (*self.path, key), self.faults) for one in value]
        text = say("{key} is not a list of tables", key=key)
        self.add(key, text, say('write {key} = [{{ … = "…" }}]', key=key))
        return []

    def named(self, key: str) -> list[tuple[str, Section]]:
        """The tables below this one, ``[field.name]``, in their order."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            text = say("{key} is not a group of tables", key=key)
            self.add(key, text, say("write a line [{key}.name] for each", key=key))
            return []
        sections = []
        for name, data in value.items():
            path = (*self.path, key, name)
            if isinstance(data, dict):
                sections.append((name, Section(data, path, self.faults)))
            else:
                text = say("“{name}” is not a table", name=shown(name))
                self.faults.add(path, text, say("write a line [{key}.name] for it", key=key))
        return sections

    def below(self, key: str, name: str) -> Section:
        """The table ``[….key.name]``, which ``named`` has found before."""
        group = self.data[key]
        data = group[name] if isinstance(group, dict) else {}
        return Section(data, (*self.path, key, name), self.faults)


def meant(word: str, known: Iterable[str]) -> str:
    """What to write instead of an unknown word: the nearest known one, or all of them."""
    known = tuple(known)
    if near := nearest(word, known):
        return say("did you mean “{near}”?", near=near)
    return say("use one of: {known}", known=", ".join(known))


def _write_text(key: str) -> str:
    return say('write {key} = "…" with the text in straight quotes', key=key)
