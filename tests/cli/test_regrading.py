"""``docgen regrade`` as people call it."""

from __future__ import annotations

import pytest
from tests.support.shell import Inside

ITEM = "0000000001-0001"


def test_a_grade_from_proposal_to_change(inside: Inside) -> None:
    asked = inside.run("regrade", "propose", ITEM, "--to", "B", "--reason", "报价", "--json")
    assert asked.code == 0, asked.err
    code = str(asked.data["proposal"])
    assert (asked.data["from"], asked.data["to"], asked.data["state"]) == ("C", "B", "proposed")

    done = inside.run("regrade", "approve", code, who="shen")

    assert (done.code, "carried out" in done.out) == (0, True)
    assert inside.run("item", "show", ITEM, "--json", who="shen").data["grade"] == "B"
    assert inside.run("regrade", "list", "--json", who="shen").data == []
    assert [
        one["proposal"] for one in inside.run("regrade", "list", "--all", "--json", who="shen").data
    ] == [code]
    assert "报价" in inside.run("regrade", "list", "--all", who="shen").out
    assert inside.run("regrade", "approve", code, "--json", who="shen").code == 3


def test_a_proposal_can_be_refused_or_taken_back(inside: Inside) -> None:
    ask = ("regrade", "propose", ITEM, "--to", "P", "--reason", "公布", "--json")
    first = str(inside.run(*ask).data["proposal"])
    refused = inside.run("regrade", "refuse", first, "--reason", "尚未公布", "--json", who="shen")
    second = str(inside.run(*ask).data["proposal"])

    taken = inside.run("regrade", "withdraw", second, "--json")

    assert (refused.data["state"], refused.data["remark"]) == ("refused", "尚未公布")
    assert taken.data["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("args", "code", "field"),
    [
        (("propose", ITEM, "--to", "机密", "--reason", "x"), 3, "grade"),
        (("propose", ITEM, "--to", "Z", "--reason", "x"), 3, "grade"),
        (("propose", "0000000001-0099", "--to", "B", "--reason", "x"), 5, "item"),
        (("propose", ITEM, "--to", "B", "--reason", " "), 3, "reason"),
        (("approve", "G000099"), 5, "proposal"),
    ],
)
def test_what_is_wrong_is_said(
    inside: Inside, args: tuple[str, ...], code: int, field: str
) -> None:
    said = inside.run("regrade", *args, "--json", who="shen")

    assert (said.code, said.problem["field"]) == (code, field)


def test_the_same_grade_is_refused_with_its_rule(inside: Inside) -> None:
    said = inside.run("regrade", "propose", ITEM, "--to", "C", "--reason", "x", "--json")

    assert said.code == 4
    assert [reason["rule"] for reason in said.problem["reasons"]] == ["R-029"]
