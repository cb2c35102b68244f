"""Cosignatures as C2SP has them: made, found again, and refused when anything is flipped."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from docgen.errors import BadInput
from docgen.ledger.cosign import COSIGNER, cosign, cosigned_at, cosigner
from docgen.ledger.note import Checkpoint, Signer, open_checkpoint, parse_vkey, sign_note
from docgen.ledger.proof import ProofError

LOG = Signer(bytes(32), "offices.example/north/log")
WANG = cosigner(bytes(range(32)), "audit.example/wang")
LI = cosigner(bytes(range(1, 33)), "audit.example/li")
NOTE = sign_note(Checkpoint(LOG.name, 1235, bytes(32)).text(), LOG)
AT = 1_679_315_147


def test_a_cosignature_has_the_bytes_of_the_specification() -> None:
    """Made again by hand: key id, eight bytes of time, Ed25519 over two lines and the text."""
    public = WANG.key.public
    key_id = hashlib.sha256(b"audit.example/wang\n\x04" + public).digest()[:4]
    text = f"cosignature/v1\ntime {AT}\n{NOTE.partition(chr(10) * 2)[0]}\n"
    signed = key_id + AT.to_bytes(8, "big") + WANG.sign(text)

    line = cosign(NOTE, WANG, AT).splitlines()[-1]

    assert line == f"— audit.example/wang {base64.b64encode(signed).decode()}"


def test_the_moment_is_found_again_and_the_log_still_reads_its_note() -> None:
    note = cosign(cosign(NOTE, WANG, AT), LI, AT + 60)

    assert (cosigned_at(note, WANG.key), cosigned_at(note, LI.key)) == (AT, AT + 60)
    assert open_checkpoint(note, LOG.key).size == 1235


def test_the_newest_of_several_counts() -> None:
    note = cosign(cosign(NOTE, WANG, AT), WANG, AT - 60)

    assert cosigned_at(note, WANG.key) == AT


def test_a_cosigners_key_is_no_logs_key() -> None:
    assert parse_vkey(WANG.vkey, kind=COSIGNER) == WANG.key
    with pytest.raises(BadInput):
        parse_vkey(WANG.vkey)
    with pytest.raises(BadInput):
        parse_vkey(LOG.vkey, kind=COSIGNER)


def test_a_note_signed_with_the_same_secret_is_not_cosigned() -> None:
    plain = sign_note(
        Checkpoint(WANG.name, 1, bytes(32)).text(), Signer(bytes(range(32)), WANG.name)
    )

    with pytest.raises(ProofError):
        cosigned_at(plain, WANG.key)


def test_who_has_not_cosigned_is_not_found() -> None:
    with pytest.raises(ProofError, match="This proof"):
        cosigned_at(cosign(NOTE, LI, AT), WANG.key)


@pytest.mark.parametrize("at", [-1, 2**63])
def test_a_moment_out_of_range_is_the_programmers_fault(at: int) -> None:
    with pytest.raises(ValueError, match=str(at)):
        cosign(NOTE, WANG, at)


@settings(max_examples=300)
@given(some.integers(0, len(cosign(NOTE, WANG, AT).encode()) * 8 - 1))
def test_no_flipped_bit_passes(bit: int) -> None:
    """Only the log's own signature line may change: the cosignature does not cover it."""
    note = cosign(NOTE, WANG, AT)
    flipped = bytearray(note.encode())
    flipped[bit // 8] ^= 1 << bit % 8
    log_line = note.encode().index("— offices".encode()), note.encode().index("— audit".encode())

    try:
        found = cosigned_at(flipped.decode(), WANG.key)
    except (ProofError, UnicodeDecodeError):
        return

    assert log_line[0] <= bit // 8 < log_line[1]
    assert found == AT
