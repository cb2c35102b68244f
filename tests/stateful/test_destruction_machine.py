"""Papers, holds, loans and destruction lists, worked on by five people in any order.

Whatever is destroyed at the end was free to go at that moment and had its people; whatever was
not destroyed is whole.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.support.desks import at, filed
from tests.support.destruction import NOW, Room, room
from tests.support.offices import customer, founder, reopen

from docgen.archive.check import check_root
from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.disposal import Kind
from docgen.office import (
    audit_reconcile,
    auditing,
    destroying,
    disposal,
    holds,
    lending,
    loans,
    people,
)
from docgen.office.desk import Office
from docgen.register.models import Item, Loan, Person
from docgen.register.models_disposal import DestructionList, Hold, Tombstone

WHO = st.sampled_from(["shen", "mira", "jonas", "lena", "legal"])
PERIODS = st.sampled_from(["1 year", "1 year", "10 years", "permanent", "external"])
SIGN = {"approve": disposal.approve, "witness": disposal.witness, "withdraw": disposal.withdraw}
WHICH = st.integers(0, 9)


class DestructionMachine(RuleBasedStateMachine):
    """A refusal changes nothing; an act that goes through leaves what must hold."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="docgen-destruction-"))
        self.place: Room = room(self.base / "office")
        self.moment = NOW

    @property
    def now(self) -> Office:
        """The office with its clock where the machine has put it."""
        return at(self.place.office, self.moment)

    @initialize()
    def papers(self) -> None:
        """Two of which one is the other's twin, a permanent one, and a customer's."""
        for retention in ("1 year", "1 year", "permanent"):
            self.place.old("同一份文字", retention=retention)
        theirs = filed(at(self.place.office, NOW), founder(), customer(self.place.office))
        Item.objects.filter(pk=theirs.pk).update(
            retention="1 year", filed_at=NOW - timedelta(days=4000)
        )

    @contextlib.contextmanager
    def may_be_refused(self) -> Iterator[None]:
        destroyed, problem = Tombstone.objects.count(), None
        try:
            yield
        except (NotAllowed, BadInput, NotFound) as refused:
            problem = refused
        if problem is not None:
            assert problem.why
            assert Tombstone.objects.count() == destroyed

    @rule(text=st.sampled_from(["同一份文字", "另一份"]), retention=PERIODS)
    def file(self, text: str, retention: str) -> None:
        self.place.old(text, retention=retention)

    @rule(who=WHO, on=st.sampled_from(["item", "dossier", "customer"]), which=WHICH)
    def hold(self, who: str, on: str, which: int) -> None:
        item = self.item(which)
        where = {
            "item": str(item),
            "dossier": str(item.dossier),
            "customer": item.dossier.customer.code,
        }
        with self.may_be_refused():
            holds.put(self.now, people.by_login(who), where[on], "诉讼", "未结")

    @rule(who=WHO, which=WHICH)
    def release(self, who: str, which: int) -> None:
        rows = list(Hold.objects.filter(released_at=None))
        if rows:
            with self.may_be_refused():
                code = rows[which % len(rows)].code
                holds.release(self.now, people.by_login(who), code, "已结")

    @rule(which=WHICH, back=st.booleans())
    def lend(self, which: int, back: bool) -> None:  # noqa: FBT001  hypothesis passes by name
        rows = list(Loan.objects.filter(state="out"))
        with self.may_be_refused():
            if back and rows:
                loans.take_back(self.now, self.place.folk.jonas, rows[0].code)
            else:
                who = self.place.folk.mira
                code = loans.request(self.now, who, str(self.item(which)), "service").code
                loans.approve(self.now, self.place.folk.jonas, code)
                loans.hand_over(self.now, self.place.folk.jonas, code)

    @rule(who=WHO, which=st.lists(WHICH, min_size=1, max_size=3), kind=st.sampled_from(Kind))
    def propose(self, who: str, which: list[int], kind: Kind) -> None:
        numbers = [str(self.item(one)) for one in which]
        with self.may_be_refused():
            acting = people.by_login(who)
            disposal.propose(self.now, acting, numbers, kind=kind, opinion="清理")

    @rule(who=WHO, which=WHICH, step=st.sampled_from(sorted(SIGN)))
    def sign(self, who: str, which: int, step: str) -> None:
        with self.may_be_refused():
            SIGN[step](self.now, people.by_login(who), self.list_of(which))

    @rule(who=WHO, which=WHICH)
    def carry_out(self, who: str, which: int) -> None:
        self._carried_out(people.by_login(who), self.list_of(which))

    @rule(which=WHICH, proposer=st.sampled_from(["shen", "mira"]))
    def the_straight_way(self, which: int, proposer: str) -> None:
        """Everybody signs whatever he may; then it is carried out."""
        with self.may_be_refused():
            row = disposal.propose(
                self.now, people.by_login(proposer), [str(self.item(which))], opinion="期满"
            )
            for step in (disposal.approve, disposal.approve, disposal.witness):
                for who in ("jonas", "legal", "mira", "shen"):
                    with contextlib.suppress(NotAllowed, BadInput):
                        step(self.now, people.by_login(who), row.code)
            self._carried_out(self.place.folk.jonas, row.code)

    @rule(days=st.integers(1, 3))
    def wait(self, days: int) -> None:
        self.moment += timedelta(days=days)

    @rule()
    def open_again(self) -> None:
        reopen(self.place.office.folder)

    def _carried_out(self, who: Person, code: str) -> None:
        held = {hold.pk for hold in Hold.objects.filter(released_at=None)}
        out = set(
            Loan.objects.filter(state__in=["requested", "approved", "out"]).values_list(
                "item", flat=True
            )
        )
        with self.may_be_refused():
            row = destroying.carry_out(self.now, who, code)
            assert row.state == "done"
            for stone in row.tombstones.select_related("item__dossier"):
                item = stone.item
                on = (item.holds, item.dossier.holds, item.dossier.customer.holds)
                assert not held & {hold.pk for some in on for hold in some.all()}
                assert item.pk not in out

    @invariant()
    def nothing_went_that_had_to_stay(self) -> None:
        for stone in Tombstone.objects.select_related("item__dossier", "list"):
            item, row = stone.item, stone.list
            assert item.state == "destroyed"
            if row.kind == "expired":
                assert item.retention == "1 year"
                assert item.dossier.type != "customer"

    @invariant()
    def nothing_went_without_its_people(self) -> None:
        for row in DestructionList.objects.filter(state__in=["under-way", "done"]):
            signed = list(row.signatures.all())
            approvers = {one.person_id for one in signed if one.part == "approval"}
            present = {
                one.person_id
                for one in signed
                if one.part == "witness" and one.at.date() == (row.carried_out_at or NOW).date()
            } - {row.carried_out_by_id}
            assert row.proposed_by_id not in approvers | present
            assert len(approvers) >= (2 if row.kind == "expired" else 1)
            assert len(present) >= (2 if row.kind == "expired" else 0)

    @invariant()
    def the_last_copy_of_a_permanent_paper_stays(self) -> None:
        permanent = Item.objects.filter(retention="permanent")
        for dossier in {item.dossier_id for item in permanent}:
            bodies = {self.digest(item) for item in permanent.filter(dossier=dossier)}
            there = Item.objects.filter(dossier=dossier, state="filed")
            assert bodies <= {self.digest(item) for item in there}

    @invariant()
    def what_is_filed_is_there_and_nothing_else(self) -> None:
        filed_now = {f"urn:docgen:{item}" for item in Item.objects.filter(state="filed")}
        assert set(self.place.office.store.urns()) == filed_now

    def teardown(self) -> None:
        try:
            assert auditing.verify(self.now, founder()).is_whole
            assert audit_reconcile.findings() == []
            root = self.place.office.folder / "archive"
            assert list(check_root(root, fixity=True, patience=0)) == []
            for item in Item.objects.filter(state="filed", dossier=self.place.dossier):
                assert lending.open(self.now, founder(), str(item), "service").files
        finally:
            shutil.rmtree(self.base, ignore_errors=True)

    @staticmethod
    def digest(item: Item) -> str:
        return str(item.versions.get(n=1).files[0]["sha512"])

    @staticmethod
    def item(which: int) -> Item:
        rows = list(Item.objects.select_related("dossier__customer").order_by("pk"))
        return rows[which % len(rows)]

    @staticmethod
    def list_of(which: int) -> str:
        rows = list(DestructionList.objects.order_by("-pk"))
        return rows[which % len(rows)].code if rows else "D000001"


TestDestruction = DestructionMachine.TestCase
TestDestruction.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
