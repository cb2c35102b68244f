"""Who reaches transfers: units hand over, the archive receives."""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.reach import Reach
from tests.web.reach.cast import Cast

LISTING = "clerk archivist manager stranger"
#: Of a unit's own transfers a stranger knows nothing.
_KNOWING = "clerk archivist manager"


def _transfer(cast: Cast) -> Mapping[str, object]:
    return {"code": cast.transfer}


REACH = {
    "transfers": Reach(gets=LISTING, log="transfer.listed"),
    "transfer-propose": Reach(
        posts="clerk archivist", data={"unit": "客户服务部"}, log="transfer.proposed"
    ),
    "transfer": Reach(_transfer, gets=_KNOWING, log="transfer.listed"),
    "transfer-print": Reach(_transfer, posts=_KNOWING, data={"as": "docx"}),
    "transfer-act": Reach(lambda cast: {**_transfer(cast), "act": "send"}, posts="clerk archivist"),
}
