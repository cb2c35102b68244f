"""Who reaches the template library; whoever keeps templates proposes and releases.

No version waits in the cast, because what lies on the disk is not taken back at a row's end:
``test_library_proposals`` plays what becomes of one.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.reach import Reach
from tests.web.reach.cast import Cast

KEEPING = "archivist administrator"


def _template(cast: Cast) -> Mapping[str, object]:
    return dict(zip(("family", "name"), cast.template, strict=True))


def _none(cast: Cast) -> Mapping[str, object]:
    return {"family": cast.template[0], "name": "no-such-form"}


def _row(gets: str = "", posts: str = "") -> Reach:
    return Reach(_template, gets=gets, posts=posts, missing=_none)


REACH = {
    "templates": Reach(gets="everyone"),
    "template-new": Reach(gets=KEEPING, posts=KEEPING, log="template.proposed"),
    "template-files": _row(),
    "template": _row(gets="everyone"),
    "template-word": _row(gets="everyone"),
    "template-star": _row(posts="everyone"),
    "template-check": _row(gets="everyone"),
    "template-marked": _row(gets="everyone"),
    "template-history": _row(gets="everyone"),
    "template-propose": _row(gets=KEEPING, posts=KEEPING),
    "template-proposal": _row(),
    "template-release": _row(),
    "template-withdraw": _row(),
    "template-page": Reach(lambda _: {"sha256": "0" * 64, "page": 1}),
}
