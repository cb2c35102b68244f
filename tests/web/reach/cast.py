"""The office in which reach is played: a person for each role, and one of everything.

Whatever somebody may have typed is hostile in it: names, titles and reasons carry markup, a
template's braces and a spreadsheet's formula. No page may let any of it work.
"""

from __future__ import annotations

import atexit
import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support import pdfs
from tests.support.cases import at as moment
from tests.support.desks import at, example, paper
from tests.support.offices import as_made, founder, new_office, person

import docgen.web.setup as web
from docgen.model.copies import Copy as Held
from docgen.model.outside_kinds import Kind
from docgen.office import (
    cases_opening,
    copies,
    customers,
    disposal,
    dossiers,
    drafts,
    filing,
    handovers,
    holds,
    jobs,
    loans,
    opening,
    outside_requesting,
    people,
    postings,
    postings_areas,
    regrading,
    shortening,
    transfers,
    writing,
)
from docgen.office.desk import Office
from docgen.office.outside_wanted import Visitor, Wanted
from docgen.register.connect import connect
from docgen.register.models import Customer, Dossier, Item, Loan, Person
from docgen.register.models_cases import Case
from docgen.register.models_copies import Copy
from docgen.register.models_custody import Transfer
from docgen.register.models_disposal import DestructionList, Hold
from docgen.register.models_duties import OwedDuty
from docgen.register.models_keeping import Shortening
from docgen.register.models_outside import OutsideRequest
from docgen.register.models_postings import Handover, Posting
from docgen.register.models_regrading import Regrading
from docgen.web import desk

#: What is typed wherever words are typed; each begins as a spreadsheet's formula would.
HOSTILE = '=HYPERLINK("//evil.example")<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'
UNIT = "客户服务部"
#: Role → login, unit, clearance.
LOGINS = {
    "clerk": ("mira", UNIT, "A"),
    "archivist": ("jonas", "档案室", "A"),
    "manager": ("qiao", UNIT, "A"),
    "legal": ("wen", "法律室", "A"),
    "auditor": ("ada", "审计部", "P"),
    "administrator": ("root", "信息部", "P"),
    "stranger": ("lena", "后勤部", "P"),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """The office, who is in it, and the numbers of what is in it.

    Args:
        office: The office, served by this process.
        people: Role → account; the stranger too.
        customer, dossier, item, pdf: Whose papers, where they lie; a filed form, and a PDF.
        loan, asked: A loan that is out, and one that waits for approval.
        outside, case, duty, posting, handover, transfer, hold: One of each, at its beginning.
        destruction, shortening, regrading: A list and proposals that wait for approval.
        copy: A copy that somebody holds.
        template: Family and name of a form.
    """

    office: Office
    people: dict[str, Person]
    customer: str
    dossier: str
    item: str
    pdf: str
    loan: str
    asked: str
    outside: str
    case: str
    duty: str
    posting: str
    handover: str
    transfer: str
    hold: str
    destruction: str
    shortening: str
    regrading: str
    copy: str
    template: tuple[str, str] = ("complaint", "complaint-record")


def cast() -> Cast:
    """The cast; made once a process, and served from now on."""
    known = _cast()
    connect(known.office.folder / opening.REGISTER)
    desk.use(known.office)
    return known


@cache
def _cast() -> Cast:
    place = Path(tempfile.mkdtemp(prefix="docgen-reach-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return read(as_made(make, place / "office"))


def read(office: Office) -> Cast:
    """The cast of an office that has one."""
    item, pdf = Item.objects.order_by("pk")[:2]
    out, asked = Loan.objects.order_by("pk")[:2]
    return Cast(
        office=office,
        people={role: people.by_login(one[0]) for role, one in LOGINS.items()},
        customer=Customer.objects.earliest("pk").code,
        dossier=str(Dossier.objects.earliest("pk")),
        item=str(item),
        pdf=str(pdf),
        loan=out.code,
        asked=asked.code,
        outside=OutsideRequest.objects.earliest("pk").code,
        case=Case.objects.earliest("pk").number,
        duty=OwedDuty.objects.earliest("pk").code,
        posting=Posting.objects.earliest("pk").code,
        handover=Handover.objects.earliest("pk").code,
        transfer=Transfer.objects.earliest("pk").code,
        hold=Hold.objects.earliest("pk").code,
        destruction=DestructionList.objects.get().code,
        shortening=Shortening.objects.get().code,
        regrading=Regrading.objects.get().code,
        copy=Copy.objects.earliest("pk").code,
    )


def make(folder: Path) -> None:
    """Make the office in this folder."""
    office = at(new_office(folder), moment("2026-03-02 09:00"))
    folk = {
        role: _joined(office, role, *facts)
        for role, facts in LOGINS.items()
        if role != "administrator"
    }
    clerk, archivist = folk["clerk"], folk["archivist"]
    known = customers.add(
        office,
        founder(),
        customers.NewCustomer(name=f"深圳样例物业{HOSTILE}", phone="0755-55550101"),
        unit=UNIT,
    )
    writing.fill(
        office,
        clerk,
        "complaint/complaint-record",
        {**example(office, "complaint/complaint-record"), "content": HOSTILE},
        customer=known.code,
        file=True,
    )
    place = Dossier.objects.get(customer=known)
    scan = filing.NewPaper(
        files={"扫描件.pdf": pdfs.written("page one", "page two")},
        title=f"扫描件{HOSTILE}",
        text="扫描件",
        group="repair",
    )
    filing.file(office, clerk, place, scan)
    third = filing.file(office, clerk, place, paper(title=f"来信{HOSTILE}")).item
    _lend(office, folk, str(Item.objects.earliest("pk")), str(third))
    _outside(office, str(third))
    _case(office, clerk, known)
    _post(office, folk)
    transfers.propose(office, clerk, days=400)
    people.grant(office, archivist, "wen", place)
    holds.put(office, folk["legal"], str(place), f"诉讼{HOSTILE}"[:80], HOSTILE)
    _dispose(office, folk)
    _keep(office, folk, str(third))
    _joined(office, "administrator", *LOGINS["administrator"])
    drafts.begin(office, clerk, "complaint/complaint-record", customer=known.code)
    facts = {"template": "complaint/complaint-record", "sheet": HOSTILE, "suffix": ".csv"}
    jobs.add(office, clerk, "batch", f"批次{HOSTILE}", {**facts, "step": "check"})
    web.migrate()


def _joined(office: Office, role: str, login: str, unit: str, clearance: str) -> Person:
    held = "clerk" if role == "stranger" else role
    return person(office, login, held, unit=unit, clearance=clearance)


def _lend(office: Office, folk: dict[str, Person], item: str, other: str) -> None:
    loan = loans.request(office, folk["clerk"], item, "service", "paper")
    loans.approve(office, folk["manager"], loan.code)
    loans.hand_over(office, folk["archivist"], loan.code)
    loans.request(office, folk["clerk"], other, "service", "paper")


def _outside(office: Office, item: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / "scan.txt"
        scan.write_text("扫描件", "utf-8")
        visitors = (
            Visitor("庄知遥", "工作证", "示法990117", scan),
            Visitor("桑令仪", "工作证", "示法990264", scan),
        )
        wanted = Wanted(
            kind=Kind.OFFICIAL,
            body=f"样本区人民法院{HOSTILE}",
            visitors=visitors,
            papers=(item,),
            scope=f"来信{HOSTILE}",
            branch="人民法院",
            notice="（2026）示民初990号",
            notice_on=dt.date(2026, 3, 1),
            notice_scan=scan,
        )
        outside_requesting.request(office, founder(), wanted)


def _case(office: Office, clerk: Person, known: Customer) -> None:
    given = {"channel": "来电", "content": f"加油枪计量不准{HOSTILE}"}
    intake = cases_opening.Intake(profile="oil", customer=known.code, given=given)
    cases_opening.open_case(office, clerk, intake)


def _dispose(office: Office, folk: dict[str, Person]) -> None:
    """Two papers of 2020: one on a destruction list, one that may be kept for a shorter time."""
    then = at(office, moment("2020-05-04 09:00"))
    staff = customers.NewCustomer(name="前员工样", kind="staff")
    row = customers.add(office, founder(), staff, unit=UNIT)
    place = dossiers.open_dossier(office, founder(), row)
    old, long = (
        filing.file(then, folk["clerk"], place, paper(title=f"{title}{HOSTILE}")).item
        for title in ("旧材料", "长材料")
    )
    Item.objects.filter(pk=old.pk).update(retention="1 year")
    Item.objects.filter(pk=long.pk).update(retention="30 years")
    disposal.propose(office, folk["clerk"], [str(old)], opinion=HOSTILE)
    shortening.propose(office, folk["archivist"], str(long), "10 years", HOSTILE)


def _keep(office: Office, folk: dict[str, Person], item: str) -> None:
    """A paper that may get another grade, and of which somebody holds a copy."""
    regrading.propose(office, folk["clerk"], item, "B", HOSTILE)
    copies.note(office, folk["clerk"], item, Held(f"财务部{HOSTILE}"[:110], HOSTILE, office.today))


def _post(office: Office, folk: dict[str, Person]) -> None:
    gao = person(office, "gao")
    figures = postings_areas.Figures(title="粤东区域")
    postings_areas.put(office, folk["manager"], "east", figures)
    staff = customers.NewCustomer(name="高远样", kind="staff")
    row = customers.add(office, founder(), staff, unit=UNIT)
    plan = postings.Plan(
        staff=row.code,
        kind="外派技术人员",
        scope="国内异地",
        host=f"汕头办事处{HOSTILE}"[:110],
        starts=dt.date(2026, 1, 5),
        ends=dt.date(2026, 12, 31),
        area="east",
        staff_number="G-01",
        login=gao.login,
    )
    posting = postings.open_posting(office, folk["clerk"], plan)
    Posting.objects.filter(pk=posting.pk).update(
        state="departed", departed_on=dt.date(2026, 1, 5), area_since=dt.date(2026, 1, 5)
    )
    wish = handovers.Wish(
        posting=posting.code,
        kind="leaving",
        to="mira",
        supervisor="qiao",
        day=dt.date(2026, 4, 30),
        reason=HOSTILE,
    )
    handovers.start(office, folk["manager"], wish)
