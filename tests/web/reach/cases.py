"""Who reaches complaint cases, duties and the calendar."""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.reach import Reach
from tests.web.reach.cast import Cast

#: Whoever takes complaints in, and whoever may only look.
_WORKS = "clerk archivist manager stranger"
_LOOKS = f"{_WORKS} legal"
_KNOWS = "clerk archivist manager legal"
_OWES = "clerk archivist manager legal stranger auditor"


def _case(cast: Cast) -> Mapping[str, object]:
    return {"code": cast.case}


def _nowhere(_: Cast) -> Mapping[str, object]:
    return {"code": "999999"}


REACH = {
    "cases": Reach(gets=_LOOKS, log="case.listed"),
    "case-new": Reach(gets=_WORKS, posts=_WORKS, log="case.opened"),
    "case-customers": Reach(query="customer=样例", gets=_LOOKS, log="customer.listed"),
    "case-overdue": Reach(gets=_LOOKS, posts="clerk archivist stranger", log="case.listed"),
    "case-review": Reach(gets=_LOOKS, log="case.listed"),
    "case-register": Reach(gets=_LOOKS, log="case.listed"),
    "case": Reach(_case, gets=_KNOWS, missing=_nowhere),
    "case-step": Reach(
        lambda cast: {"code": cast.case, "step": "contact"},
        gets=_KNOWS,
        posts="clerk archivist manager",
        missing=lambda _: {"code": "999999", "step": "contact"},
    ),
    "case-turn": Reach(
        lambda cast: {"code": cast.case, "turn": "raise"},
        gets=_KNOWS,
        posts="clerk archivist manager",
        missing=lambda _: {"code": "999999", "turn": "raise"},
    ),
    "duties": Reach(gets=_OWES, log="duty.listed"),
    "duties-export": Reach(gets=_OWES, log="duty.listed"),
    "duty-rules": Reach(gets="everyone", posts=_LOOKS),
    "duty": Reach(
        lambda cast: {"code": cast.duty},
        gets="archivist manager auditor",
        posts="manager",
        data={"waive": "1"},
    ),
    "calendar": Reach(gets=_OWES, log="duty.listed"),
}
