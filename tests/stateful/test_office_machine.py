"""A small office, worked in by four people in any order: what must hold holds after every step."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.support.desks import assert_whole, at, cast, dossier_of, filed, log, paper
from tests.support.offices import new_office, reopen

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.grades import Grade
from docgen.office import (
    amending,
    audit_reconcile,
    auditing,
    customers,
    dossiers,
    filing,
    finding,
    lending,
    loans,
    people,
)
from docgen.office.customers import NewCustomer
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Item, Loan, Person

WHO = st.sampled_from(["shen", "mira", "jonas", "lena"])
NAMES = st.sampled_from(["样例公司", "样 例 公司", "虚构公司", "示范公司"])
TEXTS = ("空调漏水", "漏水已修", "合同续签", "客户很满意")
WORDS = st.sampled_from(["漏", "漏水", "合同", "客户", "没有"])
GRADES = st.sampled_from(list(Grade))
STEPS: dict[str, Callable[[Office, Person, str], object]] = {
    "approve": loans.approve,
    "refuse": lambda office, who, code: loans.refuse(office, who, code, "正在整理"),
    "hand over": loans.hand_over,
    "take back": loans.take_back,
}
#: The step that brings a loan on.
NEXT = {"requested": "approve", "approved": "hand over", "out": "take back"}


def knows(who: Person, item: Item) -> bool:
    """Whether somebody may know of a paper, said again in plain words for comparison."""
    readers = {"clerk", "archivist", "manager", "legal"}
    if not who.active or not readers & set(who.roles) or item.rank > who.clearance:
        return False
    granted = who.grants.filter(dossier=item.dossier_id).exists()
    return "archivist" in who.roles or who.unit == item.dossier.unit or granted


class OfficeMachine(RuleBasedStateMachine):
    """The office; what a person may not do ends in a problem and changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="docgen-machine-"))
        self.office = new_office(self.base / "office")
        self.moment = datetime(2026, 11, 23, 2, tzinfo=UTC)
        cast(self.office)
        self.checkpoints: list[Path] = []

    @property
    def now(self) -> Office:
        """The office with its clock where the machine has put it."""
        return at(self.office, self.moment)

    @contextlib.contextmanager
    def may_be_refused(self) -> Iterator[None]:
        """A refusal says why and what to do; a denial is an entry."""
        size, problem = len(log()), None
        try:
            yield
        except (NotAllowed, BadInput, NotFound) as refused:
            problem = refused
        if problem is not None:
            assert problem.why
            assert problem.fix
        if isinstance(problem, NotAllowed):
            assert problem.reasons
            assert log()[-1]["res"] == "deny"
            assert len(log()) > size

    # ---- what people do

    @initialize(grade=GRADES)
    def two_papers_and_a_loan(self, grade: Grade) -> None:
        """The first paper is with lena, who knows it by her loan alone."""
        people.change(self.now, people.by_login("shen"), "lena", clearance="C")
        row = customers.add(self.now, people.by_login("mira"), NewCustomer("样例公司"))
        for rank in (Grade.C, grade):
            filed(self.now, people.by_login("jonas"), row, grade=rank.code)
        item = "0000000001-0001"
        loan = loans.request(self.now, people.by_login("lena"), item, "service").code
        loans.approve(self.now, people.by_login("jonas"), loan)
        loans.hand_over(self.now, people.by_login("jonas"), loan)

    @rule(who=WHO, name=NAMES)
    def add_customer(self, who: str, name: str) -> None:
        with self.may_be_refused():
            customers.add(self.now, people.by_login(who), NewCustomer(name))

    @rule(who=WHO, which=st.integers(0, 3), text=st.sampled_from(TEXTS), grade=GRADES)
    def file(self, who: str, which: int, text: str, grade: Grade) -> None:
        row = list(Customer.objects.order_by("pk"))[which % Customer.objects.count()]
        with self.may_be_refused():
            place = dossiers.place_for(self.now, people.by_login(who), row.code)
            filing.file(self.now, people.by_login(who), place, paper(text, grade=grade))

    @rule(who=WHO, which=st.integers(0, 9), text=st.sampled_from(TEXTS), behind=st.integers(0, 1))
    def file_a_version(self, who: str, which: int, text: str, behind: int) -> None:
        """Of a paper that nobody has and nobody changed meanwhile."""
        item = self.some_item(which)
        lent = item.loans.filter(state="out").exists()
        done = None
        with self.may_be_refused():
            new, base = paper(text), item.head - behind
            done = amending.add_version(
                self.now, people.by_login(who), item, new, base=base, why="改"
            )
        if done:
            assert not lent
            assert not behind
            assert knows(people.by_login(who), item)

    @rule(word=WORDS)
    def everybody_searches(self, word: str) -> None:
        holding = self.holding(word)
        for person in Person.objects.all():
            with self.may_be_refused():
                result = finding.search(self.now, person, word, limit=50)
                seen = {str(item) for item in holding if knows(person, item)}
                assert {hit.item for hit in result.hits} == seen
                assert result.total == len(seen)

    @rule(who=WHO, which=st.integers(0, 2))
    def read(self, who: str, which: int) -> None:
        item, person = self.some_item(which), people.by_login(who)
        on_loan = Loan.objects.filter(borrower=person, item=item, state="out").first()
        opened = None
        with self.may_be_refused():
            opened = lending.open(self.now, person, str(item), "service")
        if opened:
            due = on_loan.due if on_loan else None
            lent = due is not None and due >= self.now.today
            assert knows(person, item) or (lent and item.rank <= person.clearance)
            assert log()[opened.log_index]["obj"] == str(item)

    @rule(who=WHO, which=st.integers(0, 20), kind=st.sampled_from(["paper", "electronic"]))
    def borrow(self, who: str, which: int, kind: str) -> None:
        item = str(self.some_item(which))
        with self.may_be_refused():
            loans.request(self.now, people.by_login(who), item, "service", kind)

    @precondition(lambda _: Loan.objects.exists())
    @rule(who=WHO, which=st.integers(0, 20), step=st.sampled_from(sorted(STEPS)))
    def any_step(self, who: str, which: int, step: str) -> None:
        with self.may_be_refused():
            STEPS[step](self.now, people.by_login(who), self.some_loan(which).code)

    @precondition(lambda _: Loan.objects.filter(state__in=NEXT).exists())
    @rule(who=st.sampled_from(["shen", "jonas"]), which=st.integers(0, 20))
    def the_step_in_turn(self, who: str, which: int) -> None:
        loan = self.some_loan(which, state__in=NEXT)
        with self.may_be_refused():
            STEPS[NEXT[loan.state]](self.now, people.by_login(who), loan.code)

    # ---- what changes around them

    @rule(who=WHO, whom=WHO, grade=GRADES)
    def clear(self, who: str, whom: str, grade: Grade) -> None:
        with self.may_be_refused():
            people.change(self.now, people.by_login(who), whom, clearance=grade.code)

    @rule(whom=st.sampled_from(["mira", "lena"]), unit=st.sampled_from(["客户服务部", "后勤部"]))
    def move(self, whom: str, unit: str) -> None:
        people.change(self.now, people.by_login("shen"), whom, unit=unit)

    @precondition(lambda _: Dossier.objects.exists())
    @rule(who=WHO, whom=WHO)
    def grant(self, who: str, whom: str) -> None:
        dossier = dossier_of(Customer.objects.filter(dossiers__isnull=False).earliest("pk"))
        with self.may_be_refused():
            people.grant(self.now, people.by_login(who), whom, dossier)

    @rule(who=WHO, whom=st.sampled_from(["mira", "lena"]), dice=st.integers(1, 6))
    def close(self, who: str, whom: str, dice: int) -> None:
        """Seldom, because nothing more comes from whoever has gone."""
        with self.may_be_refused():
            people.close(self.now, people.by_login(who if dice == 6 else "lena"), whom)

    @rule(days=st.integers(0, 12))
    def wait(self, days: int) -> None:
        self.moment += timedelta(days=days)

    @rule()
    def open_again(self) -> None:
        self.office = reopen(self.office.folder)

    @rule()
    def keep_a_checkpoint(self) -> None:
        path = self.base / f"{len(self.checkpoints)}.note"
        path.write_text(auditing.checkpoint(self.now, people.by_login("shen")), "utf-8")
        self.checkpoints.append(path)

    # ---- what always holds

    @invariant()
    def turns_have_no_gap(self) -> None:
        for dossier in Dossier.objects.all():
            turns = list(dossier.items.order_by("turn").values_list("turn", flat=True))
            assert turns == list(range(1, dossier.last_turn + 1))

    @invariant()
    def versions_have_no_gap(self) -> None:
        for item in Item.objects.all():
            numbers = list(item.versions.order_by("n").values_list("n", flat=True))
            assert numbers == list(range(1, item.head + 1))

    @invariant()
    def one_customer_and_one_dossier_of_a_kind(self) -> None:
        names = Customer.objects.values_list("plain_name", flat=True)
        keys = Dossier.objects.filter(state="active").values_list("type", "key")
        assert max(Counter(names).values(), default=0) <= 1
        assert max(Counter(keys).values(), default=0) <= 1

    @invariant()
    def nobody_serves_his_own_loan(self) -> None:
        for loan in Loan.objects.all():
            others = {loan.decided_by_id, loan.handed_by_id, loan.taken_by_id}
            assert loan.borrower_id not in others
            assert loan.due or loan.state not in {"out", "returned"}

    @invariant()
    def a_paper_original_is_with_one_person(self) -> None:
        open_ = Loan.objects.filter(kind="paper", state__in=["requested", "approved", "out"])
        assert max(Counter(open_.values_list("item", flat=True)).values(), default=0) <= 1

    def teardown(self) -> None:
        try:
            report = auditing.verify(self.now, people.by_login("shen"), self.checkpoints)
            assert report.is_whole, report.findings
            assert audit_reconcile.findings() == []
            assert_whole(self.office)
            self.everybody_searches("漏")
        finally:
            shutil.rmtree(self.base, ignore_errors=True)

    def holding(self, word: str) -> list[Item]:
        """The papers whose words hold this one, by looking at each; of grade A the facts alone."""
        rows = Item.objects.select_related("text", "dossier__customer")
        return [
            item
            for item in rows
            if word in item.title
            or word in item.dossier.customer.name
            or (word in item.text.body and item.rank < Grade.A.rank)
        ]

    @staticmethod
    def some_loan(which: int, **wanted: object) -> Loan:
        rows = list(Loan.objects.filter(**wanted).order_by("pk"))
        return rows[which % len(rows)]

    @staticmethod
    def some_item(which: int) -> Item:
        return list(Item.objects.order_by("pk"))[which % Item.objects.count()]


TestOffice = OfficeMachine.TestCase
TestOffice.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
