"""Papers of grades that ask for it, encrypted before they reach the disk and opened at the door.

    材料.docx       →  材料.docx.age       an age file for the version's own key, nobody else's
    item.json          names what may be known; how the paper was made lies in it encrypted, too

The archive keeps and checks the encrypted bytes. Of what was encrypted only an HMAC is kept, under
the version's own key: equal papers do not look equal, and a shredded one cannot be guessed at.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyrage
from pyrage.x25519 import Identity

from docgen.errors import Integrity, say
from docgen.model.grades import Grade
from docgen.office import keys_file, keys_store
from docgen.office.desk import Office
from docgen.register.models import ItemVersion
from docgen.register.models_keys import OfficeKey, PaperKey

SUFFIX = ".age"
METADATA = "item.json"
#: What ``item.json`` says of an encrypted version.
ENCRYPTED = "encrypted"


@dataclass(frozen=True, slots=True)
class Closed:
    """What is known of files that were encrypted: the key, and an HMAC of what each one says."""

    identity: Identity = field(repr=False)
    hmacs: Mapping[str, str]

    @property
    def recipient(self) -> str:
        """The public half of the key."""
        return str(self.identity.to_public())

    def told(self, made: Mapping[str, Any]) -> dict[str, Any]:
        """What ``item.json`` says of the encryption; ``made`` stands there encrypted."""
        secret = json.dumps(made, ensure_ascii=False, sort_keys=True).encode()
        sealed = pyrage.encrypt(secret, [self.identity.to_public()], armored=True)
        return {"with": "age", "recipient": self.recipient, "made": sealed.decode("ascii")}


def asks(office: Office, rank: int) -> bool:
    """Whether a paper of this rank is encrypted when it is filed now."""
    if Grade.of_rank(rank).code not in office.settings.grades:
        return False
    return OfficeKey.objects.filter(state="present", is_on=True).exists()


def close(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], Closed]:
    """Encrypt the files of a version for a key of its own, in memory."""
    identity = Identity.generate()
    public = identity.to_public()
    sealed = {f"{name}{SUFFIX}": pyrage.encrypt(data, [public]) for name, data in files.items()}
    digests = {f"{name}{SUFFIX}": digest(identity, data) for name, data in files.items()}
    return sealed, Closed(identity, digests)


def digest(identity: Identity, data: bytes) -> str:
    """An HMAC-SHA-256 of what a file says, under the secret half of its key."""
    return hmac.new(str(identity).encode(), data, "sha256").hexdigest()


def keep(office: Office, closed: list[Closed]) -> None:
    """Put the keys of what was encrypted into the store, before anything is committed."""
    if closed:
        present = OfficeKey.objects.get(state="present").name
        key = keys_file.find(keys_file.read(office), present)
        keys_store.keep(office, [one.identity for one in closed], key)


def is_closed(version: ItemVersion) -> bool:
    """Whether this version was encrypted when it was filed."""
    return any("hmac" in one for one in version.files)


def names(version: ItemVersion) -> dict[str, dict[str, Any]]:
    """The files of a version by the names they had before they were encrypted."""
    return {
        str(one["path"]).removesuffix(SUFFIX if "hmac" in one else ""): one for one in version.files
    }


def key_of(office: Office, version: ItemVersion) -> Identity | None:
    """The key that opens a version; nothing if it lies open.

    Raises:
        OutsideFailed: The office's key or the version's own is not there.
    """
    if not is_closed(version):
        return None
    row = PaperKey.objects.get(item=version.item_id, n=version.n)
    return keys_store.find(office, row.recipient, keys_file.read(office))


def opened(identity: Identity, data: bytes, wanted: str, name: str) -> bytes:
    """What an encrypted file says.

    Raises:
        Integrity: It is not what was encrypted for this key and filed under this HMAC.
    """
    try:
        found: bytes = pyrage.decrypt(data, [identity])
    except pyrage.DecryptError as error:
        raise _changed(name) from error
    if not hmac.compare_digest(digest(identity, found), wanted):
        raise _changed(name)
    return found


def metadata(identity: Identity, data: bytes) -> bytes:
    """``item.json`` with what it says encrypted put back where it stands in any other one."""
    try:
        facts = json.loads(data)
        secret = facts.pop(ENCRYPTED)["made"].encode("ascii")
        facts["made"] = json.loads(pyrage.decrypt(secret, [identity]))
    except (ValueError, KeyError, TypeError, AttributeError, pyrage.DecryptError) as error:
        raise _changed(METADATA) from error
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _changed(name: str) -> Integrity:
    return Integrity(
        say("The encrypted file {name} cannot be opened with its key", name=name),
        why=say("its bytes are not those that were encrypted, or the key is another one"),
        fix=say("see what else was changed").by("docgen check --fixity"),
        file=name,
    )
