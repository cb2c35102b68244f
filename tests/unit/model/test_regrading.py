"""What forbids another grade, whoever agrees; and what an approval is of."""

from __future__ import annotations

import pytest

from docgen.errors import BadInput, NotAllowed
from docgen.model import regrading
from docgen.model.proposal import State
from docgen.model.regrading import Target

PAPER = Target("0000000042-0007", 1, "filed", dossier_rank=1)


@pytest.mark.parametrize(
    ("target", "to", "rules"),
    [
        (PAPER, 2, []),
        (PAPER, 1, ["R-029"]),
        (Target("0000000042-0007", 1, "destroyed"), 2, ["R9"]),
        (Target("0000000042", 1, "active"), 3, []),
        (Target("0000000042", 1, "active", open=("G000001",)), 3, ["open"]),
    ],
)
def test_what_forbids_it(target: Target, to: int, rules: list[str]) -> None:
    assert [reason.rule for reason in regrading.obstacles(target, to)] == rules


def test_an_approval_is_of_one_paper_one_step_and_one_reason() -> None:
    other = Target("0000000042-0008", 1, "filed")
    raised = Target(PAPER.number, 2, "filed")
    digests = {
        regrading.digest(PAPER, 2, "报价"),
        regrading.digest(PAPER, 3, "报价"),
        regrading.digest(PAPER, 2, "客户要求"),
        regrading.digest(other, 2, "报价"),
        regrading.digest(raised, 3, "报价"),
    }

    assert len(digests) == 5
    assert regrading.digest(PAPER, 2, "报价") in digests


@pytest.mark.parametrize("state", [one for one in State if one is not State.PROPOSED])
def test_what_is_over_is_not_signed_again(state: State) -> None:
    with pytest.raises(BadInput, match="over"):
        regrading.refuse_over(state)


def test_only_the_proposer_withdraws() -> None:
    regrading.refuse_not_his("p-0001", "p-0001")

    with pytest.raises(NotAllowed):
        regrading.refuse_not_his("p-0001", "p-0002")
