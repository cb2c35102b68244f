"""Signed notes: built here once more by hand, from C2SP's words, and compared byte for byte."""

from __future__ import annotations

import base64
import hashlib
import string

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput
from docgen.ledger.merkle import EMPTY_ROOT
from docgen.ledger.note import (
    Checkpoint,
    LogKey,
    Signer,
    open_checkpoint,
    open_note,
    parse_vkey,
    sign_note,
)
from docgen.ledger.proof import ProofError

SEED = bytes(range(32))
NAME = "offices.example/north/log"
SIGNER = Signer(SEED, NAME)
OTHER = Signer(bytes(32), NAME)
NAMESAKE = Signer(SEED, "offices.example/south/log")
TEXT = "one line\n\nand, after an empty one, 另一行\n"
NOTE = sign_note(TEXT, SIGNER)
SIGNATURE_LINE = NOTE.removeprefix(TEXT + "\n")


def key_id_by_hand(seed: bytes, name: str) -> bytes:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return hashlib.sha256(name.encode() + b"\x0a\x01" + public).digest()[:4]


def why_refused(note: str, key: LogKey = SIGNER.key) -> str:
    with pytest.raises(ProofError) as caught:
        open_note(note, key)
    return caught.value.why


def test_note_is_byte_for_byte_as_the_specification_has_it() -> None:
    signature = Ed25519PrivateKey.from_private_bytes(SEED).sign(TEXT.encode("utf-8"))
    encoded = base64.b64encode(key_id_by_hand(SEED, NAME) + signature)

    by_hand = TEXT.encode() + b"\n\xe2\x80\x94 " + NAME.encode() + b" " + encoded + b"\n"

    assert NOTE.encode() == by_hand


def test_key_is_byte_for_byte_as_the_specification_has_it() -> None:
    public = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    encoded = base64.b64encode(b"\x01" + public).decode()

    assert SIGNER.vkey == f"{NAME}+{key_id_by_hand(SEED, NAME).hex()}+{encoded}"
    assert parse_vkey(SIGNER.vkey) == parse_vkey(SIGNER.vkey + "\n") == SIGNER.key


def test_opening_gives_the_text() -> None:
    assert open_note(NOTE, SIGNER.key) == TEXT


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30))
def test_every_text_comes_back(text: str) -> None:
    assert open_note(sign_note(text + "\n", SIGNER), SIGNER.key) == text + "\n"


def test_every_altered_byte_is_noticed() -> None:
    note = NOTE.encode()

    for at in range(len(note)):
        altered = note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :]
        with pytest.raises(ProofError):
            open_note(altered.decode("utf-8", "surrogateescape"), SIGNER.key)


def test_signatures_of_other_keys_are_passed_over() -> None:
    for other in (OTHER, NAMESAKE):
        line = sign_note(TEXT, other).removeprefix(TEXT + "\n")

        assert open_note(f"{TEXT}\n{line}{SIGNATURE_LINE}{line}", SIGNER.key) == TEXT
        assert "not signed by the key" in why_refused(f"{TEXT}\n{line}")


def test_a_wrong_signature_of_this_key_spoils_a_right_one() -> None:
    wrong = sign_note("other\n", SIGNER).removeprefix("other\n\n")

    assert "not right" in why_refused(f"{TEXT}\n{SIGNATURE_LINE}{wrong}")
    assert "not right" in why_refused(f"{TEXT}\n{wrong}{SIGNATURE_LINE}")


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "\n\n",
        TEXT,
        TEXT + "\n",
        TEXT + SIGNATURE_LINE,
        NOTE.removesuffix("\n"),
        NOTE + "\n",
        NOTE + "more\n",
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("\u2014", "-"),
        NOTE.replace("\u2014 ", "\u2014"),
        NOTE.replace(f"{NAME} ", f"{NAME}  "),
        NOTE.replace(f"{NAME} ", " "),
        NOTE.replace(f"{NAME} ", "a+b "),
        f"{TEXT}\n\u2014 {NAME} AAAA\n",
        f"{TEXT}\n\u2014 {NAME} !\n",
        f"{TEXT}\n" + SIGNATURE_LINE * 101,
        "a\tb\n\n" + SIGNATURE_LINE,
        "\ud800\n\n" + SIGNATURE_LINE,
    ],
)
def test_malformed_notes_are_refused(note: str) -> None:
    assert why_refused(note)


def test_hundred_signatures_are_read() -> None:
    assert open_note(f"{TEXT}\n" + SIGNATURE_LINE * 100, SIGNER.key) == TEXT


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "\ud800\n"])
def test_what_no_note_may_hold_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="not the text of a note"):
        sign_note(text, SIGNER)


@pytest.mark.parametrize(("seed", "name"), [(b"short", NAME), (SEED, ""), (SEED, "a b")])
def test_signer_needs_a_whole_seed_and_a_key_name(seed: bytes, name: str) -> None:
    with pytest.raises(ValueError, match="not a seed"):
        Signer(seed, name)


def test_signer_does_not_show_its_seed() -> None:
    assert SEED.hex() not in repr(SIGNER)
    assert repr(SEED) not in repr(vars(SIGNER))


def test_every_mangled_key_is_refused() -> None:
    whole = SIGNER.vkey
    pieces = {whole[i:j] for i in range(len(whole)) for j in range(i, len(whole) + 1)} - {whole}
    letters = set(string.printable) - {"\n"}
    swapped = {
        whole[:at] + letter + whole[at + 1 :] for at in range(len(whole)) for letter in letters
    } - {whole}

    for text in [*pieces, *swapped, whole + "\n\n", whole + "x", "+".join([whole] * 2)]:
        with pytest.raises(BadInput):
            parse_vkey(text)


@pytest.mark.parametrize("public", [b"\x01" + bytes(31), b"\x01" + bytes(33), b"\x04" + bytes(32)])
def test_keys_of_another_length_or_type_are_refused(public: bytes) -> None:
    key_id = hashlib.sha256(NAME.encode() + b"\n" + public).hexdigest()[:8]

    with pytest.raises(BadInput) as caught:
        parse_vkey(f"{NAME}+{key_id}+{base64.b64encode(public).decode()}", file="log.vkey")

    assert caught.value.file == "log.vkey"


# ---- checkpoints

PROMISE = Checkpoint(NAME, 20852163, EMPTY_ROOT)


def test_checkpoint_is_three_lines() -> None:
    assert PROMISE.text() == f"{NAME}\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert Checkpoint.parse(PROMISE.text()) == PROMISE


def test_further_lines_of_a_checkpoint_mean_nothing() -> None:
    assert Checkpoint.parse(PROMISE.text() + "extension\n") == PROMISE


@given(st.integers(0, 10**18 - 1), st.binary(min_size=32, max_size=32))
def test_every_checkpoint_comes_back(size: int, root: bytes) -> None:
    promise = Checkpoint(NAME, size, root)

    assert open_checkpoint(sign_note(promise.text(), SIGNER), SIGNER.key) == promise


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"{NAME}\n8\n",
        PROMISE.text().removesuffix("\n"),
        PROMISE.text() + "\n",
        PROMISE.text().replace(NAME, ""),
        PROMISE.text().replace("20852163", "020852163"),
        PROMISE.text().replace("20852163", "-1"),
        PROMISE.text().replace("20852163", "+1"),
        PROMISE.text().replace("20852163", ""),
        PROMISE.text().replace("20852163", "٣"),
        PROMISE.text().replace("20852163", "1_0"),
        PROMISE.text().replace("20852163", "9" * 5000),
        PROMISE.text().replace("=", ""),
        PROMISE.text().replace("47DE", "47D"),
        PROMISE.text().replace("FU=", "FV="),
        PROMISE.text().replace("47DE", "47DEAAAA"),
    ],
)
def test_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(ProofError):
        Checkpoint.parse(text)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    other = Checkpoint("offices.example/south/log", 8, EMPTY_ROOT)

    with pytest.raises(ProofError) as caught:
        open_checkpoint(sign_note(other.text(), SIGNER), SIGNER.key)

    assert "south" in caught.value.why
    assert "north" in caught.value.why
