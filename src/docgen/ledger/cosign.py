"""Cosignatures: an auditor's word that he saw this log, grown honestly, at this moment.

Pure: seeds, notes and the time come in as values. Byte for byte as C2SP ``tlog-cosignature``
has cosignature/v1, with Ed25519 (signature type 0x04): a line more under a signed note, over
the note's text with the moment put before it. Whoever holds such a line can show that the
auditor had compared this checkpoint with all he had kept before.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from docgen.errors import say
from docgen.ledger.note import LogKey, Signer, note_line, signatures_by
from docgen.ledger.proof import ProofError

COSIGNER = b"\x04"
_TIME_BYTES = 8
_LATEST = 2**63 - 1


def cosigner(seed: bytes, name: str) -> Signer:
    """The auditor's private key, made from 32 secret random bytes."""
    return Signer(seed, name, kind=COSIGNER)


def cosign(note: str, signer: Signer, at: int) -> str:
    """The signed note with a cosignature of this moment (seconds since 1970) under it.

    The caller has checked the note's own signature and that the log only grew.
    """
    if not 0 <= at <= _LATEST:
        raise ValueError(at)
    text = note.rpartition("\n\n")[0] + "\n"
    signature = at.to_bytes(_TIME_BYTES, "big") + signer.sign(_message(text, at))
    return note + note_line(signer.key, signature)


def cosigned_at(note: str, key: LogKey) -> int:
    """When the owner of this key last cosigned the note, in seconds since 1970.

    Raises:
        ProofError: The note is malformed, not cosigned by this key, or not rightly.
    """
    text, signatures = signatures_by(note, key)
    public = Ed25519PublicKey.from_public_bytes(key.public)
    times = []
    for stamped in signatures:
        at = int.from_bytes(stamped[:_TIME_BYTES], "big")
        try:
            public.verify(stamped[_TIME_BYTES:], _message(text, at).encode())
        except InvalidSignature:
            raise ProofError(
                say("the cosignature of {name} is not right for this text", name=key.name)
            ) from None
        times.append(at)
    return max(times)


def _message(text: str, at: int) -> str:
    return f"cosignature/v1\ntime {at}\n{text}"
