"""What is under way in a demo office, so that no page of it is empty.

A complaint that is late, papers that are lent, kept too long, waited and asked for, a court's
request, a posting, a form half filled and a search that is kept. The duties come by themselves.
The office was founded some weeks ago by its own clock: what was lent then is overdue today, and
the log's times run from then to now.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.cli.printing import out
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.office.writing import Filled
    from docgen.register.models import Loan, Person

#: A form's title and its customer, to the number under which it was filed.
Numbers = Mapping[tuple[str, str], str]
_AGO = dt.timedelta(weeks=4)


def weeks_ago() -> dt.datetime:
    """The clock by which the office was founded and its papers were filed."""
    return dt.datetime.now(dt.UTC) - _AGO


def meanwhile(
    office: Office, people: Mapping[str, Person], facts: Mapping[str, Any], filed: Numbers
) -> Office:
    """Lend an original that nobody brings back, and let the weeks go by; the office of today."""
    from docgen.office.desk import utc_now

    row = _lent(office, people, "lin", _number(filed, facts["kept"]), "service")
    out(say("   {who} borrows an original until {day}", who=people["lin"].name, day=row.due))
    out(say("   Four weeks go by, and it is not back"))
    return replace(office, now=utc_now)


def begin(
    office: Office, people: Mapping[str, Person], facts: Mapping[str, Any], filed: Numbers
) -> None:
    """Begin all of it; ``facts`` is ``data/demo/desk.toml``."""
    out(say("7. What is under way today"))
    _case(office, people["lin"], facts["case"])
    _loans(office, people, facts["loans"], filed)
    _outside(office, people["shen"], facts["outside"], filed)
    _posting(office, people["lin"], facts["posting"])
    _unfinished(office, people["lin"], facts)


def numbers_of(papers: list[dict[str, Any]], filled: list[Filled]) -> Numbers:
    """Under which number each form of a customer was filed."""
    return {
        (one.title, paper["customer"]): str(one.filed.item)
        for paper, one in zip(papers, filled, strict=True)
        if one.filed
    }


def _case(office: Office, clerk: Person, facts: Mapping[str, Any]) -> None:
    """A complaint of some days ago: one step is done, the others are late."""
    from docgen.office import cases, cases_opening

    came = office.local(office.now()) - dt.timedelta(days=facts["days"])
    wish = cases_opening.Intake(
        profile=facts["profile"], customer=facts["customer"], given=facts["given"], received=came
    )
    row = cases_opening.open_case(office, clerk, wish).row
    sent = (came + dt.timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M")
    cases.step(office, clerk, row.number, "dispatch", {"dispatched_at": sent})
    out(say("   {who} works on the complaint {number}", who=clerk.name, number=row.number))


def _loans(
    office: Office, people: Mapping[str, Person], facts: Mapping[str, Any], filed: Numbers
) -> None:
    """One original is out and waited for; another is asked for and waits for approval."""
    from docgen.office import loans

    lent, wanted = (_number(filed, facts[name]) for name in ("lent", "wanted"))
    row = _lent(office, people, "gu", lent, "legal")
    out(say("   {who} has an original until {day}", who=people["gu"].name, day=row.due))
    loans.reserve(office, people["lin"], lent, "service")
    asked = loans.request(office, people["lin"], wanted, "service", "paper")
    out(say("   {who} asks for another: {loan}", who=people["lin"].name, loan=asked.code))


def _lent(
    office: Office, people: Mapping[str, Person], login: str, item: str, purpose: str
) -> Loan:
    """An original that was asked for, approved and handed over."""
    from docgen.office import loans

    loan = loans.request(office, people[login], item, purpose, "paper")
    loans.approve(office, people["zhou"], loan.code)
    return loans.hand_over(office, people["shen"], loan.code)[0]


def _number(filed: Numbers, paper: Mapping[str, str]) -> str:
    return filed[paper["title"], paper["customer"]]


def _outside(office: Office, archivist: Person, facts: Mapping[str, Any], filed: Numbers) -> None:
    """A court asks to see a paper; the legal department has not decided yet."""
    from docgen.model.outside_kinds import Kind
    from docgen.office import outside_requesting
    from docgen.office.outside_wanted import Visitor, Wanted

    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / "scan.png"
        _white(scan)
        wanted = Wanted(
            kind=Kind.OFFICIAL,
            body=facts["body"],
            branch=facts["branch"],
            visitors=tuple(Visitor(**one, scan=scan) for one in facts["officers"]),
            papers=(_number(filed, facts),),
            scope=facts["scope"],
            notice=facts["notice"],
            notice_on=office.today - dt.timedelta(days=facts["days"]),
            notice_scan=scan,
        )
        row = outside_requesting.request(office, archivist, wanted)
    out(say("   {body} asks to see a paper: {code}", body=row.body, code=row.code))


def _posting(office: Office, clerk: Person, facts: Mapping[str, Any]) -> None:
    from docgen.office import postings

    plan = {name: facts[name] for name in ("staff", "kind", "scope", "host")}
    starts = office.today + dt.timedelta(days=7)
    ends = starts + dt.timedelta(days=facts["days"])
    row = postings.open_posting(office, clerk, postings.Plan(**plan, starts=starts, ends=ends))
    out(say("   {name} is to be posted: {code}", name=row.name, code=row.code))


def _unfinished(office: Office, clerk: Person, facts: Mapping[str, Any]) -> None:
    """A form that is half filled, and a search that is kept."""
    from docgen.office import drafts, saved_searches

    about = facts["draft"]
    draft = drafts.begin(office, clerk, about["template"], customer=about["customer"])
    answers = {**draft.answers, **about["given"]}
    drafts.keep(office, clerk, draft, answers, version=draft.version, window="")
    saved_searches.save(office, clerk, facts["search"]["name"], facts["search"]["text"])
    out(say("   {who} has a draft and a saved search", who=clerk.name))


def _white(file: Path) -> None:
    """An empty page in place of a scan."""
    from PIL import Image

    Image.new("L", (595, 842), 255).save(file)
