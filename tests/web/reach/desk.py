"""Who reaches the loan desk, outside requests and approvals.

A slip carries a receipt of what is durable; here everything is taken back, so its row names a
loan that nobody has, and ``test_loans`` plays the good end.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.reach import Reach
from tests.web.reach.cast import Cast

#: Whoever borrows: everybody who may read at all.
BORROWING = "clerk archivist manager legal stranger"
#: Whoever sees outside requests.
LISTING = "archivist manager legal auditor"


def _loan(cast: Cast) -> Mapping[str, object]:
    return {"code": cast.asked}


def _outside(cast: Cast) -> Mapping[str, object]:
    return {"code": cast.outside}


REACH = {
    "loans": Reach(gets=f"{BORROWING} auditor", log="loan.listed"),
    "loan-new": Reach(query=lambda cast: f"item={cast.item}", gets=BORROWING, posts=BORROWING),
    "loan-scan": Reach(posts=f"{BORROWING} auditor"),
    "loan-register": Reach(query="as=docx", gets=f"{BORROWING} auditor"),
    "loan-remind": Reach(posts="archivist"),
    "loan": Reach(kwargs=_loan, gets="clerk archivist manager auditor"),
    "loan-slip": Reach(kwargs=lambda _: {"code": "L999999"}),
    "loan-sheet": Reach(kwargs=_loan, query="as=docx", gets="clerk archivist manager auditor"),
    "loan-act": Reach(
        kwargs=lambda cast: {**_loan(cast), "act": "refuse"}, posts="archivist manager"
    ),
    "outside": Reach(gets=LISTING, log="outside.listed"),
    "outside-new": Reach(gets="archivist", posts="archivist", log="outside.requested"),
    "outside-register": Reach(query="as=docx", gets=LISTING),
    "outside-request": Reach(kwargs=_outside, gets=LISTING),
    "outside-form": Reach(kwargs=_outside, query="as=docx", gets="archivist manager legal"),
    "outside-serve": Reach(kwargs=_outside, posts="archivist"),
    "outside-act": Reach(kwargs=lambda cast: {**_outside(cast), "act": "refuse"}, posts="legal"),
    "approvals": Reach(gets=BORROWING, log="approval.listed"),
    "approval-decide": Reach(
        kwargs=lambda cast: {"kind": "loan", "code": cast.asked}, posts="archivist manager"
    ),
}
