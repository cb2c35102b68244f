"""Who reaches search, customers, dossiers and papers.

Papers leave, and receipts are given, only on entries that are durable; here everything is taken
back. So ``item-look`` and what is like it are refused here to all, for want of a purpose, and
their own tests play the good end.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.reach import Reach
from tests.web.reach.cast import Cast

#: Everybody of the office who may know of the papers: legal by a grant.
KNOWING = "clerk archivist manager legal"
SEARCHING = f"{KNOWING} stranger"


def _customer(cast: Cast) -> Mapping[str, object]:
    return {"code": cast.customer}


def _dossier(cast: Cast) -> Mapping[str, object]:
    return {"number": cast.dossier}


def _item(cast: Cast) -> Mapping[str, object]:
    return {"item": cast.pdf}


_PAGE = {"version": 1, "file": 0, "n": 1}
REACH = {
    "search": Reach(query="q=样例", gets=SEARCHING, posts=SEARCHING),
    "search-suggest": Reach(query="q=样", gets=SEARCHING, posts=SEARCHING),
    "search-list": Reach(query="q=样例", gets=SEARCHING, posts=SEARCHING),
    "search-save": Reach(posts=SEARCHING),
    "search-saved": Reach(kwargs=lambda _: {"code": "S000042"}),
    "search-delete": Reach(kwargs=lambda _: {"code": "S000042"}),
    "customers": Reach(gets=SEARCHING, posts=SEARCHING),
    "customer-new": Reach(gets="clerk archivist stranger", posts="clerk archivist stranger"),
    "customer-import": Reach(gets="clerk archivist stranger", posts="clerk archivist stranger"),
    "customer": Reach(kwargs=_customer, gets=KNOWING, posts=KNOWING),
    "customer-edit": Reach(kwargs=_customer, gets="clerk archivist", posts="clerk archivist"),
    "dossier": Reach(kwargs=_dossier, gets=KNOWING, posts=KNOWING),
    "dossier-open": Reach(
        query=lambda cast: f"customer={cast.customer}", gets=KNOWING, posts="clerk archivist"
    ),
    "dossier-log": Reach(kwargs=_dossier, gets="archivist", posts="archivist"),
    "dossier-add": Reach(kwargs=_dossier, gets=KNOWING, posts="clerk archivist"),
    "dossier-look": Reach(kwargs=_dossier, posts="clerk archivist manager legal"),
    "dossier-place": Reach(kwargs=_dossier, posts="clerk archivist"),
    "dossier-link": Reach(kwargs=_dossier, posts="clerk archivist"),
    "dossier-reach": Reach(kwargs=_dossier, posts="clerk archivist"),
    "dossier-seal": Reach(kwargs=_dossier, posts="archivist"),
    "dossier-check": Reach(kwargs=_dossier, posts=KNOWING),
    "dossier-bind": Reach(kwargs=_dossier),
    "dossier-print": Reach(kwargs=lambda cast: {**_dossier(cast), "kind": "nothing"}),
    "given": Reach(kwargs=lambda _: {"token": "x" * 24, "name": "copy.pdf"}),
    "item": Reach(kwargs=_item, gets=KNOWING, posts=KNOWING),
    "item-read": Reach(kwargs=_item, gets=KNOWING, posts=KNOWING),
    "item-look": Reach(kwargs=_item),
    "item-page": Reach(
        kwargs=lambda cast: {**_item(cast), **_PAGE},
        missing=lambda _: {"item": "0000000099-0099", **_PAGE},
    ),
    "item-file": Reach(kwargs=_item),
    "item-copy": Reach(kwargs=_item),
    "item-receipt": Reach(kwargs=lambda cast: {**_item(cast), "n": 99}),
    "item-describe": Reach(kwargs=_item, posts="clerk archivist"),
    "item-move": Reach(kwargs=_item, posts="clerk archivist"),
    "item-regrade": Reach(kwargs=_item, posts="clerk archivist manager"),
    "item-permit": Reach(kwargs=_item, posts=KNOWING),
    "item-verify": Reach(kwargs=_item, posts=KNOWING),
}
