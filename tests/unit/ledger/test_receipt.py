"""Receipts: every right one holds against the key alone, every changed one is refused."""

from __future__ import annotations

import base64
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.ledger.merkle import Tree, leaf_hash
from docgen.ledger.note import Checkpoint, Signer, sign_note
from docgen.ledger.proof import ProofError
from docgen.ledger.receipt import Receipt, check, entry_of, read, write

from .conftest import SampleRows

SIGNER = Signer(b"\x07" * 32, "offices.example/north/log")
OTHER = Signer(b"\x08" * 32, "offices.example/north/log")


@pytest.fixture(scope="module")
def receipts(sample_rows: SampleRows) -> list[Receipt]:
    """The receipt of each entry of a log of 40."""
    rows, tree = sample_rows(40), Tree()
    for _, _, hashed in rows:
        tree.append(hashed)
    note = sign_note(Checkpoint(SIGNER.name, 40, tree.root()).text(), SIGNER)
    return [Receipt(n, leaf, tuple(tree.inclusion(n, 40)), note) for n, leaf, _ in rows]


def test_every_receipt_holds_and_says_what_was_logged(receipts: list[Receipt]) -> None:
    for receipt in receipts:
        again = read(write(receipt))

        assert again == receipt
        assert check(again, SIGNER.key).size == 40
        assert entry_of(again)["idx"] == receipt.index


def test_a_receipt_reads_as_c2sp_has_it(receipts: list[Receipt]) -> None:
    receipt = receipts[38]

    head, _, note = write(receipt).partition("\n\n")

    first, extra, index, *proof = head.split("\n")
    assert first == "c2sp.org/tlog-proof@v1"
    assert base64.b64decode(extra.removeprefix("extra ")) == receipt.leaf
    assert index == "index 38"
    assert [base64.b64decode(line) for line in proof] == list(receipt.proof)
    assert note == receipt.note


def test_a_log_of_one_entry_has_a_receipt(sample_rows: SampleRows) -> None:
    [(_, leaf, hashed)] = sample_rows(1)
    note = sign_note(Checkpoint(SIGNER.name, 1, hashed).text(), SIGNER)

    receipt = read(write(Receipt(0, leaf, (), note)))

    assert check(receipt, SIGNER.key).root == leaf_hash(leaf)


def test_every_flipped_bit_is_found(receipts: list[Receipt]) -> None:
    text = write(receipts[7]).encode()

    for place in range(len(text)):
        changed = bytearray(text)
        changed[place] ^= 1 << place % 7
        with pytest.raises(ProofError):
            check(read(changed.decode("utf-8", "replace")), SIGNER.key)


@given(st.data())
def test_any_other_text_is_refused_in_words(receipts: list[Receipt], data: st.DataObject) -> None:
    text = write(receipts[data.draw(st.integers(0, 39))])
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 5)))
    changed = text[:start] + data.draw(st.text(max_size=5)) + text[end:]

    if changed != text:
        with pytest.raises(ProofError) as refused:
            check(read(changed), SIGNER.key)
        assert refused.value.why


@pytest.mark.parametrize("text", ["", "\n\n", "c2sp.org/tlog-proof@v1\n\n", "extra \n\n\n", "\x00"])
def test_what_is_no_receipt_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ProofError) as refused:
        read(text)

    assert "not a receipt" in refused.value.why


def test_a_receipt_of_another_log_is_refused(receipts: list[Receipt]) -> None:
    with pytest.raises(ProofError) as refused:
        check(receipts[3], OTHER.key)

    assert "not signed by the key" in refused.value.why


def test_a_receipt_is_checked_with_any_of_several_keys(receipts: list[Receipt]) -> None:
    check(receipts[3], SIGNER.key, OTHER.key)
    check(receipts[3], OTHER.key, SIGNER.key)

    with pytest.raises(ProofError) as refused:
        check(receipts[3], dataclasses.replace(SIGNER.key, last=39), OTHER.key)

    assert "was not the log's" in refused.value.why


def test_an_entry_with_another_number_is_refused(sample_rows: SampleRows) -> None:
    [(_, leaf, hashed)] = sample_rows(1)
    tree = Tree()
    tree.append(leaf_hash(b"before"))
    tree.append(hashed)
    note = sign_note(Checkpoint(SIGNER.name, 2, tree.root()).text(), SIGNER)

    with pytest.raises(ProofError) as refused:
        check(Receipt(1, leaf, tuple(tree.inclusion(1, 2)), note), SIGNER.key)

    assert "another number" in refused.value.why
