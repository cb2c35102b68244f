"""Rows of what stands around every page."""

from __future__ import annotations

from tests.web.reach import Reach

REACH = {
    "home": Reach(gets="everyone"),
    "health": Reach(gets="anybody"),
    "robots": Reach(gets="anybody"),
    "language": Reach(gets="anybody", posts="anybody", data={"language": "en", "next": "/"}),
}
