"""Who reaches posted staff, handovers, what is held, and visits."""

from __future__ import annotations

from tests.web.reach import Reach
from tests.web.reach.cast import Cast

_WORKS = "clerk archivist manager stranger"
_KNOWS = "clerk archivist manager"


def _customer(cast: Cast) -> dict[str, object]:
    return {"code": cast.customer}


REACH = {
    "postings": Reach(gets=_WORKS, log="posting.listed"),
    "posting-new": Reach(gets=_WORKS, posts=_WORKS, log="posting.opened"),
    "posting-areas": Reach(gets=_WORKS, log="posting.listed"),
    "posting-area-put": Reach(posts=_WORKS),
    "posting-leave": Reach(lambda _: {"code": "Q000001"}),
    "posting-ranking": Reach(gets=_WORKS, log="posting.ranked"),
    "posting": Reach(lambda cast: {"code": cast.posting}, gets=_KNOWS),
    "posting-act": Reach(
        lambda cast: {"code": cast.posting, "act": "leave"},
        posts=_KNOWS,
        missing=lambda _: {"code": "W999999", "act": "leave"},
    ),
    "posting-note": Reach(
        lambda cast: {"code": cast.posting, "need": "training"},
        posts=_KNOWS,
        missing=lambda _: {"code": "W999999", "need": "training"},
    ),
    "posting-paper": Reach(
        lambda cast: {"code": cast.posting, "need": "training"},
        gets=_KNOWS,
        posts=_KNOWS,
        missing=lambda _: {"code": "W999999", "need": "training"},
    ),
    "handovers": Reach(gets=_WORKS, log="handover.listed"),
    "handover": Reach(lambda cast: {"code": cast.handover}, gets=_KNOWS),
    "handover-act": Reach(
        lambda cast: {"code": cast.handover, "act": "accept"},
        posts="clerk",
        missing=lambda _: {"code": "J999999", "act": "accept"},
    ),
    "handover-paper": Reach(
        lambda cast: {"code": cast.handover, "form": "resignation-letter"},
        gets=_KNOWS,
        posts=_KNOWS,
        missing=lambda _: {"code": "J999999", "form": "resignation-letter"},
    ),
    "assets": Reach(gets=_WORKS, log="asset.listed"),
    "asset-act": Reach(lambda _: {"act": "lend"}, posts=_WORKS),
    "asset-paper": Reach(
        lambda _: {"form": "register"}, gets=_WORKS, posts=_WORKS, log="asset.printed"
    ),
    "stations": Reach(gets=_WORKS, log="station.listed"),
    "station-act": Reach(lambda _: {"act": "change"}, posts=_WORKS),
    "visits": Reach(gets=_WORKS, log="visit.listed"),
    "visit-check": Reach(posts=f"{_WORKS} legal"),
    "visit-plan": Reach(posts=_WORKS),
    "visit-paper": Reach(
        lambda _: {"kind": "daily"}, gets=_WORKS, posts=_WORKS, log="visit.reported"
    ),
    "gifts": Reach(gets=_WORKS, log="gift.listed"),
    "gift-declare": Reach(posts=_WORKS),
    "gift": Reach(lambda _: {"code": "P000001"}),
    "gift-act": Reach(lambda _: {"code": "P000001", "act": "approve"}),
    "surveys": Reach(gets=_WORKS),
    "survey-open": Reach(posts=_WORKS),
    "survey-close": Reach(lambda _: {"year": 2026}, posts=_WORKS),
    "customer-classes": Reach(_customer, gets=f"{_KNOWS} legal"),
    "classify": Reach(
        lambda cast: {"code": cast.customer, "kind": "grade"},
        posts=_KNOWS,
        missing=lambda _: {"code": "K999999", "kind": "grade"},
    ),
    "composition": Reach(gets=_WORKS, posts=_WORKS),
}
