"""The kinds of outside requests, and the terms on which an office takes them (R-071, G-016).

    official     公安机关、人民检察院、人民法院   two officers, a notice, legal (R-071)
    parent       上级公司检查                     the manager; consultation in place
    audit        内部审计                         the manager; consultation in place
    supervision  档案主管部门监督                 the manager; read-only
    customer     客户本人                         off; only his own file, nobody else's data
    foreign      境外机构                         only with the authority's approval number

The terms are data (``rules/outside.toml``); what a law or the office's own rule book asks at the
least stands here, and no file can ask for less.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from docgen.errors import Said, say
from docgen.model.grades import Grade
from docgen.model.people import Role


class Kind(StrEnum):
    """Who asks; ``word`` as it stands on forms, ``purpose`` as reading is logged."""

    OFFICIAL = "official"
    PARENT = "parent"
    AUDIT = "audit"
    SUPERVISION = "supervision"
    CUSTOMER = "customer"
    FOREIGN = "foreign"

    @property
    def said(self) -> Said:
        """The kind as people say it."""
        return _KINDS[self][0]

    @property
    def word(self) -> str:
        """公检法机关, 上级公司 …."""
        return _KINDS[self][1]

    @property
    def purpose(self) -> str:
        """The code of ``access.PURPOSES`` under which its papers are served."""
        return _KINDS[self][2]


_KINDS: Mapping[Kind, tuple[Said, str, str]] = {
    Kind.OFFICIAL: (say("police, procuratorate or court"), "公检法机关", "legal"),
    Kind.PARENT: (say("inspection by the parent company"), "上级公司", "inspection"),
    Kind.AUDIT: (say("internal audit"), "内部审计", "inspection"),
    Kind.SUPERVISION: (say("supervision of archives"), "档案主管部门", "inspection"),
    Kind.CUSTOMER: (say("the customer himself"), "客户本人", "customer"),
    Kind.FOREIGN: (say("foreign body"), "境外机构", "legal"),
}


#: The bodies that come with an assistance notice; an office may serve some of them or all.
BODIES = ("公安机关", "国家安全机关", "人民检察院", "人民法院", "监察机关")


class Gives(StrEnum):
    """What may leave: a controlled copy, or nothing but what was looked at in the office."""

    COPY = "copy"
    CONSULT = "consult"


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms requests of one kind are taken.

    Args:
        kind: The kind.
        approve: The roles that must approve, each by a person of its own.
        days: How many working days the approval holds; at least 1.
        gives: Whether copies may be taken.
        taken: Whether the office takes such requests at all.
        officers: How many people at least show their papers.
        notice: Whether a notice with number and day is needed (协助调查通知书).
        scans: Whether credentials and notice must be filed as papers.
        permit: Whether the competent authority must have approved, with a number.
        own: Whether only the file of the customer who asks may be opened.
        bodies: The kinds of bodies that count; empty for any.
        source: The rule it is from.
    """

    kind: Kind
    approve: tuple[Role, ...]
    days: int
    gives: Gives
    taken: bool = True
    officers: int = 1
    notice: bool = False
    scans: bool = False
    permit: bool = False
    own: bool = False
    bodies: tuple[str, ...] = ()
    source: str = "G-016"


@dataclass(frozen=True, slots=True)
class OutsideRules:
    """An office's terms by kind, and the grade that scans are filed with at the least."""

    kinds: Mapping[Kind, Terms]
    grade: Grade

    def terms(self, kind: Kind) -> Terms:
        """The terms of a kind; what the file does not name is not taken."""
        return self.kinds.get(kind) or Terms(kind, (), 1, Gives.CONSULT, taken=False)


@dataclass(frozen=True, slots=True)
class Floor:
    """What one key of a kind's terms must be at the least, and by which rule."""

    key: str
    holds: Callable[[Terms], bool]
    least: str
    source: str


_LEGAL, _BOTH = {Role.LEGAL}, {Role.LEGAL, Role.MANAGER}
#: What no file may undercut: R-071, G-016, 数据安全法 第36条.
FLOORS: Mapping[Kind, tuple[Floor, ...]] = MappingProxyType(
    {
        Kind.OFFICIAL: (
            Floor("officers", lambda terms: terms.officers > 1, "officers = 2", "R-071"),
            Floor("notice", lambda terms: terms.notice, "notice = true", "R-071"),
            Floor("scans", lambda terms: terms.scans, "scans = true", "R-071"),
            Floor("approve", lambda terms: {*terms.approve} >= _LEGAL, '["legal"]', "R-071"),
            Floor("bodies", lambda terms: bool(terms.bodies), 'bodies = ["公安机关"]', "R-071"),
        ),
        Kind.SUPERVISION: (
            Floor("gives", lambda terms: terms.gives is Gives.CONSULT, '"consult"', "G-016"),
        ),
        Kind.CUSTOMER: (
            Floor("scans", lambda terms: terms.scans, "scans = true", "G-016"),
            Floor("own", lambda terms: terms.own, "own = true", "G-016"),
        ),
        Kind.FOREIGN: (
            Floor("notice", lambda terms: terms.notice, "notice = true", "DSL-36"),
            Floor("permit", lambda terms: terms.permit, "permit = true", "DSL-36"),
            Floor(
                "approve",
                lambda terms: {*terms.approve} >= _BOTH,
                '["legal", "manager"]',
                "DSL-36",
            ),
        ),
    }
)
