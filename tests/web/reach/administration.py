"""Who reaches the pages of administration: the administrator alone."""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.reach import Reach
from tests.web.reach.cast import Cast

_LOG = "office.inspected"
_ONE = "administrator"


def _clerk(cast: Cast) -> Mapping[str, object]:
    return {"code": cast.people["clerk"].code}


REACH = {
    "administration": Reach(gets=_ONE, log=_LOG),
    "units": Reach(gets=_ONE, log=_LOG),
    "people": Reach(gets=_ONE, log=_LOG),
    "person-new": Reach(gets=_ONE, posts=_ONE, log=_LOG),
    "person": Reach(kwargs=_clerk, gets=_ONE, log=_LOG),
    "person-change": Reach(kwargs=_clerk, posts=_ONE, data={"act": "sessions"}),
    "rules": Reach(gets=_ONE, log=_LOG),
    "rule": Reach(kwargs=lambda _: {"name": "loans.toml"}, gets=_ONE, log=_LOG),
    "settings": Reach(gets=_ONE, log=_LOG),
    "health-report": Reach(gets=_ONE, log=_LOG),
    "backups": Reach(gets=_ONE, log=_LOG),
    "backup-new": Reach(posts=_ONE),
    "queue": Reach(gets=_ONE, log=_LOG),
    "queue-run": Reach(kwargs=lambda _: {"key": "index"}, posts=_ONE),
    "mail-try": Reach(posts=_ONE),
}
