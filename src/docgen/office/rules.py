"""The office's rules as data: ``rules/*.toml`` read once into values of ``model``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.errors import BadInput, NotFound, say
from docgen.model.dossier import DossierType, parse_type
from docgen.model.grades import Grade
from docgen.model.loan import Terms


@dataclass(frozen=True, slots=True)
class Rules:
    """Dossier types by name, and the terms on which papers are lent."""

    types: Mapping[str, DossierType]
    terms: Terms

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
        file.stem: parse_type(read_toml(file), name=file.stem, file=str(file))
        for file in sorted((folder / "dossier-types").glob("*.toml"))
    }
    return Rules(types=types, terms=_terms(folder / "loans.toml"))


def read_toml(file: Path) -> dict[str, Any]:
    """A TOML file of the office; ``BadInput`` names the line."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
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
        ) from error


def _terms(file: Path) -> Terms:
    table = read_toml(file)
    try:
        rank = Grade.parse(str(table.get("highest_grade", ""))).rank
    except ValueError as error:
        instead = 'highest_grade = "C"'
        raise wrong_rule(file, "highest_grade", say("there is no such grade"), instead) from error
    return Terms(
        working_days=_number(table, "working_days", file),
        highest_rank=rank,
        at_most=_number(table, "at_most", file),
    )


def _number(table: Mapping[str, Any], key: str, file: Path) -> int:
    value = table.get(key)
    if type(value) is not int or value < 1:
        raise wrong_rule(file, key, say("it must be a whole number from 1"), f"{key} = 7")
    return value


def wrong_rule(file: Path, key: str, why: str, instead: str) -> BadInput:
    """The error for a line of a rules file that is not right."""
    return BadInput(
        say("{file}: {key} is not right", file=file.name, key=key),
        why=why,
        fix=say("write for instance: {instead}", instead=instead),
        file=str(file),
        field=key,
    )
