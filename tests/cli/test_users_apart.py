"""``docgen user``: who leaves is told what he still has, and nobody makes himself more."""

from __future__ import annotations

import pytest
from tests.support.shell import Inside


def test_closing_lists_what_is_still_in_hand(inside: Inside) -> None:
    asked = inside.run("loan", "request", "0000000001-0001", "--purpose", "service", "--json")

    closed = inside.run("user", "close", "mira", who="")

    assert (asked.code, closed.code) == (0, 0)
    assert "still in this person's hands, 1:" in closed.out
    assert asked.data["loan"] in closed.out
    assert inside.run("find", "漏水").code == 4


def test_closing_lists_it_as_data(inside: Inside) -> None:
    loan = inside.run("loan", "request", "0000000001-0001", "--purpose", "service", "--json")

    closed = inside.run("user", "close", "mira", "--json", who="").data
    nothing = inside.run("user", "close", "lena", who="")

    assert closed["held"] == [
        {
            "kind": "loan",
            "number": loan.data["loan"],
            "item": "0000000001-0001",
            "state": "requested",
        }
    ]
    assert "nothing is left in this person's hands" in nothing.out


@pytest.mark.parametrize("role", ["clerk", "archivist", "administrator"])
def test_an_administrator_gives_himself_no_role(inside: Inside, role: str) -> None:
    added = inside.run("user", "add", "he", "--role", "administrator", "--json", who="")

    refused = inside.run("user", "role", "he", role, "--json", who="he")
    listed = inside.run("user", "list", "--json", who="he").data

    assert (added.code, refused.code) == (0, 4)
    assert [one["rule"] for one in refused.problem["reasons"]] == ["R8"]
    assert {one["login"]: one["roles"] for one in listed}["he"] == ["administrator"]


def test_an_administrator_makes_nobody_who_reads_and_administers(inside: Inside) -> None:
    inside.run("user", "add", "he", "--role", "administrator", who="")

    refused = inside.run("user", "role", "lena", "administrator", "clerk", "--json", who="he")
    read = inside.run("get", "0000000001-0001", "--purpose", "service", "--out", "x", who="he")

    assert (refused.code, read.code) == (3, 4)
