"""Controlled copies: a numbered, stamped PDF of a paper, tied to who gets it (R-075, R-092).

The decision, the copy's number, its row in the copies register and the entry ``copy.issued`` are
durable before the first byte is read; see ``docs/spec/controlled-copies.md``. If anything fails
after that, the row is void and an entry says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from docgen.errors import BadInput, NotAllowed, say
from docgen.model.access import Act, Obligation, OutsideFact
from docgen.model.grades import Grade
from docgen.office import gate, issuing, lending
from docgen.office.desk import Office
from docgen.office.issuing import Issue
from docgen.register.models import Item, Person
from docgen.register.models_copies import Copy
from docgen.render import leaves
from docgen.render.pdfjoin import joined
from docgen.render.spool import set_alone
from docgen.render.stamp import Mark
from docgen.render.stamp_lock import password
from docgen.render.stamp_work import Look, copied, mark_of

#: R-092: what stands on everything that leaves.
WARNING = "受控副本，内部资料，严禁外传"


class More(TypedDict, total=False):
    """What else of a paper is opened; see ``lending.open``."""

    every: bool
    beside: Sequence[str]


@dataclass(frozen=True, slots=True)
class Given:
    """A controlled copy as it is handed over.

    Args:
        copy: Its row in the copies register.
        name: A file name for it.
        pdf: The stamped PDF.
        password: What opens it; "" if it is open. It is kept nowhere.
        log_index: The entry ``copy.issued``.
    """

    copy: Copy
    name: str
    pdf: bytes
    password: str
    log_index: int


@dataclass(frozen=True, slots=True)
class Original:
    """A paper's own files as they are handed over, with their row in the copies register."""

    copy: Copy
    files: Mapping[str, bytes]
    log_index: int


def give(  # noqa: PLR0913  the facts of a copy; all but the first four are optional
    office: Office,
    who: Person,
    number: str,
    purpose: str,
    *,
    act: Act = Act.COPY,
    holder: str = "",
    basis: Sequence[str] = (),
    pages: Sequence[int] | None = None,
    outside: OutsideFact | None = None,
) -> Given:
    """Give out a controlled copy of a paper.

    Args:
        office: The office.
        who: Who takes it out or serves it.
        number: The paper.
        purpose: A code of ``model.access.PURPOSES``.
        act: What is asked of the gate: ``COPY``, or ``SERVE_OUTSIDE`` for an outside request.
        holder: For whom it is; else for ``who`` himself.
        basis: Further words for the register: on what it rests, such as a request's number.
        pages: Only these pages, counted from 1; else all.
        outside: The approved outside request it is served under.

    Raises:
        NotAllowed: The rules object; the refusal is an entry.
        BadInput: Nothing of it can be printed, or it has no such page; the copy is void.
        OutsideFailed: LibreOffice or the disk failed; the copy is void if it had a number.
    """
    issue = Issue(office, who, act, "controlled", holder, basis, outside)
    with issuing.or_void(issue):
        paper = opened(issue, number, purpose)
        [row] = issue.rows
        look = look_of(issue, row.log_index, paper.item.rank)
        heading = f"{paper.item} {paper.item.title}"
        whole = _pages(office, paper.files, heading)
        pdf = copied(whole, look, name=heading, pages=pages or ())
    name = f"{paper.item} {issue.number}.pdf"
    return Given(row, name, pdf, look.password, row.log_index)


def take(office: Office, who: Person, number: str, purpose: str) -> Original:
    """Take a paper's own files out: for whoever may edit it; numbered and entered all the same."""
    issue = Issue(office, who, Act.DOWNLOAD, "original")
    with issuing.or_void(issue):
        paper = opened(issue, number, purpose)
    return Original(issue.rows[0], paper.files, paper.log_index)


def takes_originals(office: Office, who: Person, number: str, purpose: str) -> bool:
    """Whether somebody may have the files themselves, be it with an approval; else a copy."""
    item = lending.item_of(number)
    paper = gate.paper_of(item)
    decision = gate.weigh(office, who, Act.DOWNLOAD, paper=paper, purpose=purpose)
    return decision.allow or decision.lacks_approval_only


def look_of(issue: Issue, index: int, rank: int) -> Look:
    """How what leaves must look: marked, made pictures, locked, as its papers ask for."""
    asked = issue.obligations
    return Look(
        mark=_mark(issue, index, Grade.of_rank(rank)),
        raster=Obligation.RASTER in asked,
        restrict=Obligation.RESTRICT in asked,
        password=password() if Obligation.PASSWORD in asked else "",
        prints=Obligation.RASTER not in asked,
    )


def opened(issue: Issue, number: str, purpose: str, **more: Unpack[More]) -> lending.Opened:
    """A paper's files for this taking, entered first."""
    item = lending.item_of(number)
    facts = issue.facts(item, purpose)
    try:
        return lending.open(
            issue.office,
            issue.who,
            str(item),
            purpose,
            act=issue.act,
            event=issuing.EVENT,
            entered=issue.entered,
            facts=facts,
            **more,
        )
    except NotAllowed as refused:
        raise _with_hint(issue.act, item, purpose, refused) from None


def _with_hint(act: Act, item: Item, purpose: str, refused: NotAllowed) -> NotAllowed:
    """The refusal with what would help."""
    rules = {reason.rule for reason in refused.reasons}
    if rules <= {"R11", "R15"}:
        refused.fix = say("ask for a permit").by(
            f"docgen permit request {item} --act {act.value} --purpose {purpose} --why REASON"
        )
    elif act is Act.DOWNLOAD:
        refused.fix = say(
            "the files themselves are for whoever may edit them; take a controlled copy"
        ).by("--copy")
    return refused


def _mark(issue: Issue, index: int, grade: Grade) -> Mark:
    office, who = issue.office, issue.who
    moment = f"{office.local(office.now()):%Y-%m-%d %H:%M}"
    by = issuing.reader(who)
    holder = f"{issue.holder}　经办 {by}" if issue.holder else by
    line = "　".join((holder, moment, issue.number, f"{grade.mark}（{grade.code}）", WARNING))
    words = (issue.holder or f"{who.name} {who.unit}", moment, issue.number, grade.mark)
    across = " ".join(words) if Obligation.MARK in issue.obligations else ""
    return mark_of(issue.number, line, across, issuing.code_of(office, issue.number, index))


def _pages(office: Office, files: Mapping[str, bytes], heading: str) -> bytes:
    """The paper as one PDF: PDF as it is, Word set, pictures and text put on pages."""
    sheets = list(leaves.sheets(files, heading))
    if all(one.is_notice for one in sheets):
        raise BadInput(
            say("No copy can be made of “{name}”", name=heading),
            why=say("nothing of it can be printed"),
            fix=say("ask somebody who may edit it for the files themselves"),
            field="item",
        )
    return joined(set_alone(sheets, office.settings.pdf_seconds))
