"""Who reaches the registers of the archive, and what they lead to: copies, permits, grades.

What is taken out of a dossier or filed leaves an entry that is durable; here everything is taken
back, so those forms come back wrong, and their own tests play the good end.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.reach import Reach
from tests.web.reach.cast import Cast
from tests.web.reach.found import KNOWING, SEARCHING


def _dossier(cast: Cast) -> Mapping[str, object]:
    return {"number": cast.dossier}


def _item(cast: Cast) -> Mapping[str, object]:
    return {"item": cast.pdf}


REACH = {
    "dossiers": Reach(gets=SEARCHING, log="dossier.listed"),
    "dossier-register": Reach(lambda _: {"kind": "register"}, query="as=docx", gets=SEARCHING),
    "missing": Reach(query="unit=", gets=SEARCHING, log="dossier.listed"),
    "bindings": Reach(query="unit=&year=2026", gets=SEARCHING, log="dossier.listed"),
    "copies": Reach(query="which=ended", gets=SEARCHING, log="copy.listed"),
    "copy-act": Reach(
        lambda cast: {"code": cast.copy, "act": "end"},
        posts="clerk archivist",
        data={"how": "returned"},
        missing=lambda _: {"code": "C999999", "act": "end"},
    ),
    "item-note-copy": Reach(_item, posts="clerk archivist"),
    "permits": Reach(gets=SEARCHING, log="permit.listed"),
    "regradings": Reach(query="all", gets=SEARCHING, log="grade.listed"),
    "regrading": Reach(lambda cast: {"code": cast.regrading}, gets="clerk archivist manager legal"),
    "regrading-propose": Reach(posts="clerk archivist manager stranger"),
    "regrading-act": Reach(
        lambda cast: {"code": cast.regrading, "act": "refuse"},
        posts="archivist manager legal",
        missing=lambda _: {"code": "G999999", "act": "refuse"},
    ),
    "item-return": Reach(_item, gets=KNOWING, posts="clerk archivist"),
    "item-apply": Reach(_item, posts="clerk archivist"),
    "dossier-export": Reach(_dossier, gets=KNOWING),
    "dossier-grant": Reach(_dossier, posts="archivist", data={"login": "nobody-here"}),
    "dossier-buyer": Reach(_dossier, posts="clerk archivist"),
}
