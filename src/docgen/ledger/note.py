"""Signed notes and checkpoints: a few lines of text that anybody can keep and check later.

Pure: seeds, keys and notes come in as values; where a key is kept is not decided here.
Byte for byte as C2SP ``signed-note`` v1.0.0 and ``tlog-checkpoint`` have it, with Ed25519
(RFC 8032, signature type 0x01) only. The log's key bears the name of the log, its origin.

    offices.example/north/log                           origin
    1234                                                number of entries
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=        root over those entries

    — offices.example/north/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeO…
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from docgen.errors import BadInput, say
from docgen.ledger.merkle import HASH_SIZE
from docgen.ledger.proof import ProofError

SEED_SIZE = 32
MOST_SIGNATURES = 100
ED25519 = b"\x01"
_KEY_ID_SIZE = 4
_DASH = "\N{EM DASH} "
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_LEAST_LINES = 3


@dataclass(frozen=True, slots=True)
class LogKey:
    """The public half of a log's key: its name and 32 bytes of Ed25519.

    ``kind`` is the C2SP type of its signatures: 0x01 signs a note, 0x04 (see ``cosign``)
    cosigns a checkpoint.
    ``first`` and ``last`` are the sizes of the checkpoints that it may sign; a key that was
    never changed for another may sign all of them. See ``rotation``.
    """

    name: str
    public: bytes
    first: int = 0
    last: int | None = None
    kind: bytes = ED25519

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart; no protection by themselves."""
        named = self.name.encode() + b"\n" + self.kind + self.public
        return hashlib.sha256(named).digest()[:_KEY_ID_SIZE]

    @property
    def vkey(self) -> str:
        """The key as one line of text: name, key id and public key, joined by ``+``."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(self.kind + self.public)}"

    @property
    def fingerprint(self) -> str:
        """What two people compare by telephone: SHA-256 of the key's line, as sha256sum has it."""
        return hashlib.sha256(f"{self.vkey}\n".encode()).hexdigest()


class Signer:
    """A log's private key, made from 32 secret random bytes; never printed, never logged."""

    def __init__(self, seed: bytes, name: str, *, kind: bytes = ED25519) -> None:
        if len(seed) != SEED_SIZE or not _is_key_name(name):
            raise ValueError(f"not a seed of 32 bytes and a key's name: {name!r}")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = LogKey(name, self._private.public_key().public_bytes_raw(), kind=kind)

    @property
    def name(self) -> str:
        """The key's name, which is the log's origin."""
        return self.key.name

    @property
    def vkey(self) -> str:
        """The public half as one line of text, for ``log.vkey`` and for auditors."""
        return self.key.vkey

    def sign(self, text: str) -> bytes:
        """The 64 bytes of signature over a note's text."""
        return self._private.sign(text.encode())


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A promise: after ``size`` entries the log called ``origin`` has this root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a checkpoint's text; lines after the third are allowed and mean nothing.

        Raises:
            ProofError: It is not a checkpoint.
        """
        *lines, rest = text.split("\n")
        if rest or len(lines) < _LEAST_LINES or not all(lines):
            raise ProofError(say("a checkpoint has three lines: origin, size and root"))
        origin, size, root = lines[:_LEAST_LINES]
        if not _SIZE.fullmatch(size):
            raise ProofError(say("“{size}” is not a number of entries", size=size))
        decoded = unbase64(root)
        if decoded is None or len(decoded) != HASH_SIZE:
            raise ProofError(say("“{root}” is not the root of a log", root=root))
        return cls(origin, int(size), decoded)


def parse_vkey(text: str, *, file: str = "", kind: bytes = ED25519) -> LogKey:
    """Read a public key from one line of text, with or without a newline after it.

    Raises:
        BadInput: It is not a public key of type Ed25519, or its parts do not fit together.
    """
    name, _, rest = text.removesuffix("\n").partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = unbase64(encoded)
    if raw and raw[:1] == kind and len(raw) == 1 + SEED_SIZE and _is_key_name(name):
        key = LogKey(name, raw[1:], kind=kind)
        if key.key_id.hex() == key_id:
            return key
    raise BadInput(
        say("This is not the public key of a log"),
        why=say("it is not one line of name, key id and key joined by “+” that fit together"),
        fix=say("copy the file log.vkey again from the office that keeps the log"),
        file=file,
    )


def sign_note(text: str, signer: Signer) -> str:
    """The signed note of this text, which ends with a newline and has no control characters."""
    if not text.endswith("\n") or _has_control(text):
        raise ValueError(f"not the text of a note: {text!r}")
    return f"{text}\n{note_line(signer.key, signer.sign(text))}"


def note_line(key: LogKey, signature: bytes) -> str:
    """The line under a note that bears this key's signature."""
    return f"{_DASH}{key.name} {_base64(key.key_id + signature)}\n"


def open_note(note: str, key: LogKey) -> str:
    """The text of a signed note, once the key's signature under it has been found right.

    Signatures by other keys are passed over, as C2SP demands; a wrong one by this key is not.

    Raises:
        ProofError: The note is malformed, or this key has not signed it.
    """
    text, signatures = signatures_by(note, key)
    public = Ed25519PublicKey.from_public_bytes(key.public)
    for signature in signatures:
        try:
            public.verify(signature, text.encode())
        except InvalidSignature:
            raise ProofError(
                say("the signature of {name} is not right for this text", name=key.name)
            ) from None
    return text


def signatures_by(note: str, key: LogKey) -> tuple[str, list[bytes]]:
    """A note's text, and what stands in the signature lines that claim to be by this key.

    Raises:
        ProofError: The note is malformed, or no line claims to be by this key.
    """
    text, lines = _split_note(note)
    signatures = [found for line in lines if (found := _read_signature(line, key)) is not None]
    if not signatures:
        raise ProofError(say("it is not signed by the key of {name}", name=key.name))
    return text, signatures


def open_checkpoint(note: str, *keys: LogKey) -> Checkpoint:
    """The checkpoint in a signed note of the log with these keys, signed by one of them.

    Raises:
        ProofError: The note is malformed, signed by none of the keys or by one that was not
            the log's at that size, no checkpoint, or of another log than the keys'.
    """
    key = _signed_by(note, keys)
    checkpoint = Checkpoint.parse(open_note(note, key))
    if checkpoint.origin != key.name:
        raise ProofError(
            say(
                "it is a checkpoint of the log {other}, not of {name}",
                other=checkpoint.origin,
                name=key.name,
            )
        )
    if checkpoint.size < key.first or (key.last is not None and checkpoint.size > key.last):
        raise ProofError(
            say(
                "it is signed by a key that was not the log's at {size} entries",
                size=checkpoint.size,
            )
        )
    return checkpoint


def _signed_by(note: str, keys: tuple[LogKey, ...]) -> LogKey:
    """The newest of the keys that a signature claims; the newest of all if none does."""
    _, lines = _split_note(note)
    claimed = [key for key in keys if any(_read_signature(line, key) for line in lines)]
    return (claimed or [*keys])[-1]


def _split_note(note: str) -> tuple[str, list[str]]:
    """A note's text and its signature lines; the last empty line parts them."""
    if _has_control(note):
        raise ProofError(
            say("it holds control characters, perhaps from an editor or a mail program")
        )
    text, blank, signed = note.rpartition("\n\n")
    *lines, rest = signed.split("\n")
    if not blank or rest or not 1 <= len(lines) <= MOST_SIGNATURES:
        raise ProofError(say("it is not a text followed by an empty line and signatures"))
    return text + "\n", lines


def _read_signature(line: str, key: LogKey) -> bytes | None:
    """The signature in this line if it claims to be by this key; None if by another one."""
    name, blank, encoded = line.removeprefix(_DASH).partition(" ")
    raw = unbase64(encoded)
    if not line.startswith(_DASH) or not blank or not _is_key_name(name) or raw is None:
        raise ProofError(say("a signature line in it is malformed"))
    if len(raw) <= _KEY_ID_SIZE:
        raise ProofError(say("a signature line in it is malformed"))
    claims_key = name == key.name and raw[:_KEY_ID_SIZE] == key.key_id
    return raw[_KEY_ID_SIZE:] if claims_key else None


def _is_key_name(name: str) -> bool:
    """C2SP: not empty, no Unicode spaces, no plus; and nothing that a note may not hold."""
    ugly = any(letter.isspace() or letter == "+" for letter in name)
    return bool(name) and not ugly and not _has_control(name)


def _has_control(text: str) -> bool:
    """Whether a note may not hold this: control characters, or what UTF-8 cannot write."""
    return any((char < " " and char != "\n") or "\ud800" <= char <= "\udfff" for char in text)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def unbase64(text: str) -> bytes | None:
    """The bytes, if the text is exactly how base64 writes them; None otherwise."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _base64(data) == text else None
