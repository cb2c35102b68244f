"""Who reaches retention, holds, shorter periods and destruction lists."""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.reach import Reach
from tests.web.reach.cast import Cast

#: Whoever signs or counts sees the lists, as far as he is cleared for what stands on them.
LISTING = "clerk archivist manager legal auditor stranger"
_HOLDING = "archivist manager legal"
_PROPOSING = "clerk archivist stranger"


def _list(cast: Cast) -> Mapping[str, object]:
    return {"code": cast.destruction}


REACH = {
    "retention": Reach(gets=LISTING, log="retention.listed"),
    "retention-lengthen": Reach(posts=_HOLDING),
    "holds": Reach(gets=LISTING, log="hold.listed"),
    "hold-put": Reach(posts=_HOLDING),
    "hold-release": Reach(lambda cast: {"code": cast.hold}, posts=_HOLDING),
    "shortenings": Reach(gets=LISTING, log="retention.listed"),
    "shortening-propose": Reach(posts="archivist"),
    "shortening-act": Reach(
        lambda cast: {"code": cast.shortening, "act": "approve"}, posts="manager legal"
    ),
    "destructions": Reach(gets=LISTING, log="destruction.listed"),
    "destruction-new": Reach(gets=_PROPOSING, posts=_PROPOSING, log="destruction.proposed"),
    "destruction": Reach(_list, gets=LISTING, log="destruction.listed"),
    "destruction-carry-out": Reach(_list, posts="archivist"),
    "destruction-certificate": Reach(_list, query="as=docx", gets="clerk archivist manager legal"),
    "destruction-act": Reach(lambda cast: {**_list(cast), "act": "approve"}, posts=_HOLDING),
}
