"""The loan desk of an office worked at by five people while the clock jumps years both ways.

Loans are asked for, approved, renewed, recalled, reserved, lost and found; grants are taken away
and accounts closed in between. What must hold holds after every step.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.support.desks import at, cast, filed, log
from tests.support.offices import customer, founder, new_office, person

from docgen.errors import BadInput, NotAllowed
from docgen.model.loan import State
from docgen.office import lending, loan_changes, loan_losses, loans, people
from docgen.office.desk import Office
from docgen.register.models import Grant, Item, Loan, Person

WHO = st.sampled_from(["shen", "mira", "jonas", "gu", "li"])
DESK = st.sampled_from(["shen", "jonas"])
WHICH = st.integers(0, 30)
KINDS = st.sampled_from(["paper", "in-place", "copy", "electronic"])
Step = Callable[[Office, Person, str], object]
STEPS: dict[str, Step] = {
    "approve": loans.approve,
    "approve all the same": lambda office, who, code: loans.approve(office, who, code, "急用"),
    "refuse": lambda office, who, code: loans.refuse(office, who, code, "正在整理"),
    "hand over": loans.hand_over,
    "take back": loans.take_back,
    "renew": loan_changes.renew,
    "recall": lambda office, who, code: loan_changes.recall(office, who, code, "年度清点"),
    "cancel": loan_changes.cancel,
    "lose": lambda office, who, code: loan_losses.report(office, who, code, "公文包被盗"),
    "settle": lambda office, who, code: loan_losses.settle(office, who, code, "检讨", "打印件"),
}
#: The steps that bring a loan on, by where it stands.
NEXT = {
    "requested": ["approve", "approve all the same"],
    "approved": ["hand over"],
    "out": ["take back", "renew", "recall", "lose"],
    "lost": ["settle", "take back"],
    "written-off": ["take back"],
}
START = datetime(2026, 11, 23, 2, tzinfo=UTC)


class LoanMachine(RuleBasedStateMachine):
    """The desk; ``seen`` is the last day that the log had an entry of while a loan was out."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="docgen-loans-"))
        self.office = new_office(self.base / "office")
        self.moment = START
        folk = cast(self.office)
        for login in ("gu", "li"):
            person(self.office, login, "legal", unit="法务室")
        known = customer(self.office)
        for grade in ("P", "C", "B"):
            filed(self.office, folk.jonas, known, grade=grade)
        people.grant(self.office, founder(), "gu", known.dossiers.get())
        self.told = self.snapshot()
        self.entries = len(log())
        self.seen: dict[int, date] = {}
        self.dues: dict[int, date] = {}

    @property
    def now(self) -> Office:
        """The office with its clock where the machine has put it."""
        return at(self.office, self.moment)

    @contextlib.contextmanager
    def may_be_refused(self) -> Iterator[None]:
        """A refusal says why and changes no loan."""
        before, problem = self.snapshot(), None
        try:
            yield
        except (NotAllowed, BadInput) as refused:
            problem = refused
        if problem is not None:
            assert problem.why
            assert problem.fix
            assert self.snapshot() == before

    # ---- what people do

    @rule(who=WHO, which=st.integers(0, 2), kind=KINDS, waits=st.booleans())
    def ask(self, who: str, which: int, kind: str, *, waits: bool) -> None:
        item = list(Item.objects.order_by("pk"))[which]
        verb = loans.reserve if waits else loans.request
        with self.may_be_refused():
            verb(self.now, people.by_login(who), str(item), "legal", kind)

    @precondition(lambda _: Loan.objects.exists())
    @rule(who=WHO, which=WHICH, step=st.sampled_from(sorted(STEPS)))
    def any_step(self, who: str, which: int, step: str) -> None:
        rows = list(Loan.objects.order_by("pk"))
        with self.may_be_refused():
            STEPS[step](self.now, people.by_login(who), rows[which % len(rows)].code)

    @precondition(lambda _: Loan.objects.filter(state__in=NEXT).exists())
    @rule(who=DESK, which=WHICH, dice=WHICH)
    def a_step_in_turn(self, who: str, which: int, dice: int) -> None:
        rows = list(Loan.objects.filter(state__in=NEXT).order_by("pk"))
        row = rows[which % len(rows)]
        steps = NEXT[row.state]
        with self.may_be_refused():
            STEPS[steps[dice % len(steps)]](self.now, people.by_login(who), row.code)

    @rule(who=st.sampled_from(["gu", "li"]), which=st.integers(0, 2))
    def read(self, who: str, which: int) -> None:
        """Gu and Li read under a grant or a loan alone, and no loan outlives its day."""
        item, reader = list(Item.objects.order_by("pk"))[which], people.by_login(who)
        known = reader.grants.exists()
        row = Loan.objects.filter(borrower=reader, item=item, state="out").first()
        try:
            lending.open(self.now, reader, str(item), "legal")
        except NotAllowed:
            return
        assert reader.active
        assert item.rank <= reader.clearance
        if not known:
            assert row is not None
            assert row.due is not None
            assert self.first(row) <= self.now.today <= row.due
            assert self.seen[row.pk] <= row.due

    # ---- what changes around them

    @rule(days=st.integers(0, 12))
    def wait(self, days: int) -> None:
        self.moment += timedelta(days)

    @rule(days=st.sampled_from([-3650, -400, -30, -5, 30, 400, 3650]))
    def the_clock_jumps(self, days: int) -> None:
        self.moment += timedelta(days)
        if not 2010 < self.moment.year < 2080:
            self.moment = START

    @precondition(lambda _: Grant.objects.exists())
    @rule(dice=st.integers(1, 4))
    def a_grant_is_taken_away(self, dice: int) -> None:
        if dice == 1:
            Grant.objects.all().delete()

    @rule(whom=st.sampled_from(["gu", "li"]), dice=st.integers(1, 10))
    def an_account_is_closed(self, whom: str, dice: int) -> None:
        if dice == 1:
            people.close(self.now, founder(), whom)

    # ---- what always holds

    @invariant()
    def a_change_of_state_is_one_entry_and_no_row_is_lost(self) -> None:
        after, news = self.snapshot(), log()[self.entries :]
        changed = [code for code, version in after.items() if self.told.get(code) != version]
        moved = [one for one in news if one["act"].startswith("loan.") and one["res"] == "allow"]

        assert set(self.told) <= set(after)
        assert len(moved) == len(changed)
        assert {str(one["obj"]) for one in moved} == {
            str(Loan.objects.get(pk=int(code[1:])).item) for code in changed
        }
        self.no_day_is_put_off()
        if news:
            self.see_the_day()
        self.told, self.entries = after, self.entries + len(news)

    def no_day_is_put_off(self) -> None:
        """A recall shortens; a renewal lengthens, before the day has come that was seen here."""
        for row in Loan.objects.filter(state=State.OUT):
            assert row.due is not None
            before = self.dues.get(row.pk, row.due)
            assert row.due <= before or self.seen[row.pk] <= before
            self.dues[row.pk] = row.due

    def see_the_day(self) -> None:
        """The log has an entry of today."""
        for row in Loan.objects.filter(state=State.OUT):
            self.seen[row.pk] = max(self.seen.get(row.pk, self.now.today), self.now.today)

    @invariant()
    def one_person_has_an_original(self) -> None:
        with_somebody = Loan.objects.filter(kind__in=["paper", "in-place"], state="out")
        counted = Counter(with_somebody.values_list("item", flat=True))
        assert max(counted.values(), default=0) <= 1

    @invariant()
    def nobody_decides_or_serves_his_own(self) -> None:
        for row in Loan.objects.all():
            others = {row.decided_by_id, row.handed_by_id, row.taken_by_id, row.settled_by_id}
            assert row.borrower_id not in others

    @invariant()
    def a_loan_is_renewed_once_and_a_secret_stays_in_the_room(self) -> None:
        for row in Loan.objects.select_related("item"):
            assert row.renewals <= self.office.rules.terms.renewals
            assert row.item.rank <= 1 or row.kind == "in-place"
            assert (row.due is not None) == (row.out_index is not None)

    def first(self, row: Loan) -> date:
        """The day a loan began."""
        assert row.out_at is not None
        return self.office.local(row.out_at).date()

    @staticmethod
    def snapshot() -> dict[str, int]:
        """Every loan with the number of its newest state."""
        return {row.code: row.version for row in Loan.objects.all()}

    def teardown(self) -> None:
        shutil.rmtree(self.base, ignore_errors=True)


FEW = settings(
    max_examples=4,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestLoans = LoanMachine.TestCase
TestLoans.settings = FEW


@pytest.mark.slow
def test_many_histories() -> None:
    if "DOCGEN_LONG" not in os.environ:
        pytest.skip("the long version: make slow")
    run_state_machine_as_test(LoanMachine, settings=settings(FEW, max_examples=100))
