"""New keys: trust in one key leads to every later one, and no old key signs for what is new."""

from __future__ import annotations

import pytest

from docgen.ledger.note import Checkpoint, Signer, open_checkpoint, sign_note
from docgen.ledger.proof import ProofError
from docgen.ledger.rotation import ACT, follow, handover, turns

NAME = "offices.example/north/log"
ONE, TWO, THREE, STRANGER = (Signer(bytes([n]) * 32, NAME) for n in (1, 2, 3, 9))
CHANGES = [(10, handover(ONE, TWO.key)), (20, handover(TWO, THREE.key))]


def entry(index: int, note: str, **altered: object) -> dict[str, object]:
    return {"idx": index, "act": ACT, "res": "allow", "more": {"handover": note}} | altered


def note(signer: Signer, size: int) -> str:
    return sign_note(Checkpoint(NAME, size, bytes(32)).text(), signer)


def test_entries_tell_of_new_keys() -> None:
    entries = [entry(10, "a"), entry(11, "b", res="deny"), {"idx": 12, "act": "log.read"}]

    assert turns(entries) == [(10, "a")]


def test_trust_in_the_first_key_leads_to_all() -> None:
    keys = follow(ONE.key, CHANGES)

    assert [key.vkey for key in keys] == [ONE.vkey, TWO.vkey, THREE.vkey]
    assert [(key.first, key.last) for key in keys] == [(0, 10), (11, 20), (21, None)]


def test_trust_in_a_later_key_leads_on_and_not_back() -> None:
    keys = follow(TWO.key, CHANGES)

    assert [(key.vkey, key.first, key.last) for key in keys] == [
        (TWO.vkey, 11, 20),
        (THREE.vkey, 21, None),
    ]


@pytest.mark.parametrize(
    ("signer", "size"), [(ONE, 10), (TWO, 11), (TWO, 20), (THREE, 21), (THREE, 10**6)]
)
def test_a_checkpoint_by_the_key_valid_then_is_accepted(signer: Signer, size: int) -> None:
    checkpoint = open_checkpoint(note(signer, size), *follow(ONE.key, CHANGES))

    assert checkpoint.size == size


@pytest.mark.parametrize(
    ("signer", "size"), [(ONE, 11), (TWO, 10), (TWO, 21), (THREE, 20), (STRANGER, 5)]
)
def test_a_checkpoint_by_a_key_of_another_time_is_refused(signer: Signer, size: int) -> None:
    with pytest.raises(ProofError):
        open_checkpoint(note(signer, size), *follow(ONE.key, CHANGES))


@pytest.mark.parametrize(
    "wrong",
    [
        handover(STRANGER, STRANGER.key),
        handover(STRANGER, TWO.key),
        handover(TWO, STRANGER.key),
        note(ONE, 10),
        "",
        handover(ONE, TWO.key).replace(TWO.vkey, STRANGER.vkey),
    ],
)
def test_a_key_that_nobody_vouches_for_is_refused(wrong: str) -> None:
    with pytest.raises(ProofError):
        follow(ONE.key, [(10, wrong)])


def test_a_key_that_was_given_up_hands_nothing_over_any_more() -> None:
    with pytest.raises(ProofError):
        follow(ONE.key, [*CHANGES, (30, handover(TWO, STRANGER.key))])
