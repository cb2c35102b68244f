"""What the printed form and the register of outside requests say in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docgen.model.grades import Grade
from docgen.model.outside_kinds import Kind
from docgen.office.aid_facts import Values, frame
from docgen.office.desk import Office
from docgen.office.outside import Seen
from docgen.office.outside_facts import outside_rules, paper_of

EVENT = "outside.printed"


def framed(office: Office, found: Sequence[Seen]) -> Values:
    """A paper with names on it is as secret as the most secret paper it speaks of."""
    least = outside_rules(office).grade.rank
    ranks = [paper_of(one.row).rank for one in found]
    return frame(office, Grade.of_rank(max([least, *ranks])).rank)


def asker(one: Seen) -> str:
    """What kind of body asked, as it stands on the form."""
    kind = Kind(one.row.kind)
    return one.row.branch if kind is Kind.OFFICIAL else kind.word


def names(each: Iterable[str]) -> str:
    """Names in a line, each once."""
    return "、".join(dict.fromkeys(each))
