"""Reading ``rules/approvals.toml`` into a ``Policy``; every mistake names file and key.

``docs/spec/access.md`` shows the file. A row counts for its grade and all above it, so that a
higher grade never asks for less.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from docgen.errors import BadInput, say
from docgen.model.access_facts import Freshness, Need, Policy
from docgen.model.access_roles import ROLE_ACTS, Act
from docgen.model.access_rules import TAKING_OUT
from docgen.model.grades import Grade
from docgen.model.people import Role

_TOP = ("an_hour", "beyond", "approval", "sign_in")
_APPROVAL = ("acts", "from", "by", "count")
_SIGN_IN = ("from", "minutes", "second_factor")
#: Whoever may decide on a permit.
_FITTING = frozenset(role for role in Role if Act.DECIDE_PERMIT in ROLE_ACTS[role])
_MOST = 100_000


def parse_policy(table: Mapping[str, Any], *, file: str) -> Policy:
    """Who must approve what, and how fresh a sign-in must be; ``BadInput`` names file and key."""
    return _Reader(file).policy(table)


class _Reader:
    """Reads the tables of one file, whose name stands in every mistake."""

    def __init__(self, file: str) -> None:
        self._file = file

    def policy(self, table: Mapping[str, Any]) -> Policy:
        """The whole file."""
        self._known("", table, _TOP)
        approvals: dict[tuple[Act, int], tuple[Need, ...]] = {}
        for row in self._rows(table, "approval", _APPROVAL):
            count = self._number("approval.count", row.get("count", 1))
            need = Need(self._roles("approval.by", row.get("by")), count)
            for rank in self._ranks("approval", row):
                for act in self._acts(row):
                    approvals[act, rank] = (*approvals.get((act, rank), ()), need)
        return Policy(
            approvals,
            self._sign_in(table),
            self._number("an_hour", table.get("an_hour")),
            Need(self._roles("beyond", table.get("beyond"))),
        )

    def _sign_in(self, table: Mapping[str, Any]) -> dict[int, Freshness]:
        """The strictest of the rows that count for a grade."""
        found: dict[int, Freshness] = {}
        for row in self._rows(table, "sign_in", _SIGN_IN):
            second = row.get("second_factor", False)
            if not isinstance(second, bool):
                why = say("it is true or false")
                raise self._wrong("sign_in.second_factor", why, "second_factor = true")
            minutes = self._number("sign_in.minutes", row.get("minutes"))
            for rank in self._ranks("sign_in", row):
                old = found.get(rank, Freshness(minutes))
                found[rank] = Freshness(
                    min(old.minutes, minutes), second_factor=old.second_factor or second
                )
        return found

    def _rows(
        self, table: Mapping[str, Any], name: str, known: tuple[str, ...]
    ) -> Iterable[Mapping[str, Any]]:
        rows = table.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise self._wrong(name, say("it must be a table"), f"[[{name}]]")
        for row in rows:
            self._known(name, row, known)
            yield row

    def _known(self, part: str, row: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in row:
            if key not in known:
                near = (get_close_matches(key, known, 1) or [", ".join(known)])[0]
                raise self._wrong(f"{part}.{key}".lstrip("."), say("there is no such key"), near)

    def _ranks(self, part: str, row: Mapping[str, Any]) -> range:
        """The ranks that a row counts for: its own and all above."""
        try:
            lowest = Grade.parse(str(row.get("from", ""))).rank
        except ValueError as error:
            why = say("it is one of: {grades}", grades=", ".join(one.code for one in Grade))
            raise self._wrong(f"{part}.from", why, 'from = "A"') from error
        return range(lowest, len(Grade))

    def _acts(self, row: Mapping[str, Any]) -> list[Act]:
        return [Act(name) for name in self._names("approval.acts", row.get("acts"), TAKING_OUT)]

    def _roles(self, key: str, names: object) -> frozenset[Role]:
        return frozenset(Role(name) for name in self._names(key, names, _FITTING))

    def _names(self, key: str, names: object, known: Collection[str]) -> list[str]:
        if not isinstance(names, list) or not names or not all(one in [*known] for one in names):
            why = say("it must be a list of: {names}", names=", ".join(sorted(known)))
            raise self._wrong(key, why, f'{key.rpartition(".")[2]} = ["{min(known)}"]')
        return names

    def _number(self, key: str, value: object) -> int:
        if type(value) is not int or not 1 <= value <= _MOST:
            why = say("it must be a whole number from 1")
            raise self._wrong(key, why, f"{key.rpartition('.')[2]} = 1")
        return value

    def _wrong(self, key: str, why: str, instead: str) -> BadInput:
        return BadInput(
            say("The approval rules' {key} is not right", key=key),
            why=why,
            fix=say("write for instance: {instead}", instead=instead),
            file=self._file,
            field=key,
        )
