"""Who reaches his tokens."""

from __future__ import annotations

from tests.web.reach import Reach

REACH = {
    "tokens": Reach(gets="everyone", posts="everyone"),
    "token-end": Reach(kwargs=lambda _: {"code": "T009999"}),
}
