"""The office's rules as data: ``rules/*.toml`` read once into values of ``model``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from docgen.config import shipped
from docgen.errors import BadInput, NotFound, say
from docgen.model.access import Policy
from docgen.model.approvals import parse_policy
from docgen.model.deadlines import Deadlines
from docgen.model.deadlines_file import parse_deadlines
from docgen.model.dossier import DossierType
from docgen.model.dossier_file import parse_type
from docgen.model.loan_file import parse_terms
from docgen.model.loan_terms import Terms
from docgen.office.rule_lines import line_of

_Read_co = TypeVar("_Read_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Rules:
    """Dossier types by name, terms of loans, deadlines of transfers, and who approves what."""

    types: Mapping[str, DossierType]
    terms: Terms
    deadlines: Deadlines
    policy: Policy

    def dossier_type(self, name: str) -> DossierType:
        """The type with this name; ``NotFound`` lists those there are."""
        if name not in self.types:
            raise NotFound(
                say("There is no dossier type {name}", name=name),
                why=say("rules/dossier-types has: {names}", names=", ".join(sorted(self.types))),
                fix=say("choose one of these, or add {name}.toml there", name=name),
                field="type",
            )
        return self.types[name]


def read_rules(office: Path) -> Rules:
    """All rules of the office in this folder; ``BadInput`` names file, line and key."""
    folder = office / "rules"
    types = {
        file.stem: _with_line(file, partial(parse_type, name=file.stem))
        for file in sorted((folder / "dossier-types").glob("*.toml"))
    }
    deadlines = _deadlines(folder / "transfers.toml", types)
    terms = _with_line(folder / "loans.toml", parse_terms)
    policy = own_or_shipped(office, "approvals.toml", parse_policy)
    return Rules(types=types, terms=terms, deadlines=deadlines, policy=policy)


def _deadlines(file: Path, types: Mapping[str, DossierType]) -> Deadlines:
    if not file.is_file():  # docgen's own may name types that this office has not
        return _with_line(shipped("rules") / file.name, parse_deadlines)
    return _with_line(file, partial(parse_deadlines, types=types))


class _Parser(Protocol[_Read_co]):
    """Reads a table of a file; a mistake names the key."""

    def __call__(self, table: Mapping[str, Any], *, file: str) -> _Read_co:
        """Read it."""


def own_or_shipped(office: Path, name: str, parse: _Parser[_Read_co]) -> _Read_co:
    """What a rules file says; an office made before there was one follows docgen's own."""
    own = office / "rules" / name
    return _with_line(own if own.is_file() else shipped("rules") / name, parse)


def _with_line(file: Path, parse: _Parser[_Read_co]) -> _Read_co:
    """What a file says; a mistake names the line of its key, too."""
    table = read_toml(file)
    read = partial(parse, file=str(file))
    try:
        return read(table)
    except BadInput as wrong:
        text = file.read_text("utf-8-sig")
        wrong.line = wrong.line or line_of(text, table, wrong.field, read)
        raise


def read_toml(file: Path) -> dict[str, Any]:
    """A TOML file of the office; ``BadInput`` names the line."""
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise NotFound(
            say("A rules file is missing: {file}", file=file),
            why=say("the office folder should hold it"),
            fix=say("copy it from the program's own rules, or make a new office beside this one"),
            file=str(file),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            say("A rules file cannot be read: {error}", error=error),
            why=say("it is not valid TOML in UTF-8"),
            fix=say("correct it at that place and try again"),
            file=str(file),
            line=_line(error),
        ) from error


def _line(error: tomllib.TOMLDecodeError | UnicodeDecodeError) -> int:
    """The line at which a file cannot be read; 0 if it cannot be told."""
    if isinstance(error, UnicodeDecodeError):
        return error.object.count(b"\n", 0, error.start) + 1
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else 0


def refuse_unknown_templates(office: Path, kind: DossierType) -> None:
    """``BadInput`` if a required paper of a type names a template that is not in the library.

    Asked when a dossier is opened: a template that was taken away stops no other work.
    """
    for wanted in kind.required:
        for name in filter(None, (wanted.template, *wanted.or_templates)):
            if (office / "templates" / name / "form.toml").is_file():
                continue
            file = office / "rules" / "dossier-types" / f"{kind.name}.toml"
            lines = file.read_text("utf-8-sig").splitlines()
            why = say("there is no template {name}", name=name)
            problem = wrong_rule(file, "required.template", why, "template = …")
            problem.line = next((n for n, one in enumerate(lines, 1) if f'"{name}"' in one), 0)
            raise problem


def wrong_rule(file: Path, key: str, why: str, instead: str) -> BadInput:
    """The error for a line of a rules file that is not right."""
    return BadInput(
        say("{file}: {key} is not right", file=file.name, key=key),
        why=why,
        fix=say("write for instance: {instead}", instead=instead),
        file=str(file),
        field=key,
    )
