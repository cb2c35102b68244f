"""What can be done with a loan as it stands, and what speaks against this person's doing it.

For whoever looks at a loan before he does anything: nothing is asked and nothing written. Each
verb asks for itself again. What nobody of his roles ever does is not offered to him.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.errors import Reason
from docgen.model.access import Act
from docgen.model.loan import NOT_YET, Kind, State
from docgen.model.loan_outcome import Outcome, queue
from docgen.office import gate, loan_clock, loan_rows, loans
from docgen.office.desk import Office
from docgen.register.models import Loan, Person

_ENDED = frozenset({State.OUT, State.LOST, State.WRITTEN_OFF})
#: Each act of the desk, the leave it needs of whoever is not the borrower, and from which states.
ACTS: Mapping[str, tuple[Act, frozenset[State]]] = {
    "approve": (Act.DECIDE_LOAN, frozenset({State.REQUESTED})),
    "hand-over": (Act.HAND_OVER, frozenset({State.REQUESTED, State.APPROVED})),
    "return": (Act.TAKE_BACK, _ENDED),
    "settle": (Act.DECIDE_LOAN, frozenset({State.LOST})),
    "renew": (Act.HAND_OVER, frozenset({State.OUT})),
    "refuse": (Act.DECIDE_LOAN, frozenset({State.REQUESTED, State.WAITING})),
    "recall": (Act.RECALL_LOAN, frozenset({State.OUT})),
    "lost": (Act.TAKE_BACK, frozenset({State.OUT})),
    "cancel": (Act.TAKE_BACK, NOT_YET),
}
#: What a borrower does himself.
_OWN = frozenset({"renew", "cancel"})


@dataclass(frozen=True, slots=True)
class Possible:
    """An act that fits the loan's state, and what is against it; nothing if he may."""

    name: str
    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        """Whether he may."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Facts:
    """A loan with what is beside it when somebody decides.

    Args:
        row: The loan.
        outcome: What the desk's rules say, in four classes.
        acts: What can be done now.
        pages: How many pages the paper has by its description.
        title: The paper's title; "" where it is not to be known.
        open: How many other loans the borrower has open.
        late: How many papers he brought back late, or has overdue, in the time that counts.
        queue: Who waits for the same original.
        days_over: By how many days it is late.
    """

    row: Loan
    outcome: Outcome
    acts: Sequence[Possible]
    pages: int | None
    title: str
    open: int
    late: int
    queue: int
    days_over: int

    @property
    def unsaid(self) -> tuple[Reason, ...]:
        """What a rule wants confirmed and nobody has confirmed yet."""
        known = self.row.confirmed.get("rules", ())
        return tuple(one for one in self.outcome.confirm if one.rule not in known)


def facts(office: Office, who: Person, code: str) -> Facts:
    """One loan with all that is worth knowing beside it; one's own, or any for the desk."""
    row = loans.show(office, who, code)
    asked = loan_rows.asked(office, row)
    loan = loan_clock.lent(office, row)
    paper = gate.paper_of(row.item)
    knows = gate.weigh(office, who, Act.VIEW, paper=paper, loan=loan).allow
    return Facts(
        row,
        loans.outcome(office, row),
        tuple(possible(office, who, row)),
        loans.pages_of(row.item),
        row.item.title if knows else "",
        len(asked.own),
        asked.borrower.late,
        len(queue(asked)),
        max(0, asked.loan.days_over(asked.today)),
    )


def possible(office: Office, who: Person, row: Loan) -> Iterator[Possible]:
    """The acts that fit a loan's state, the one that comes next first."""
    acting, loan = gate.as_acting(who), loan_clock.lent(office, row)
    needs_word = loan_rows.terms(office, row).approval
    own = row.borrower_id == who.pk
    for name, (act, states) in ACTS.items():
        early = name == "hand-over" and row.state == State.REQUESTED and needs_word
        on_screen = name == "lost" and row.kind == Kind.ELECTRONIC
        if row.state not in states or early or on_screen:
            continue
        decision = gate.weigh_as(
            office,
            acting,
            Act.REQUEST_LOAN if own and name in _OWN else act,
            paper=gate.paper_of(row.item),
            purpose=row.purpose,
            loan=loan,
        )
        against = () if decision.allow else decision.reasons
        if not any(reason.rule == "R0" for reason in against):
            yield Possible(name, against)
