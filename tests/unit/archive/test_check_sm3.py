"""SM3 stands in item.json, and the checker compares it when asked."""

from __future__ import annotations

import hashlib
import json

import pytest
from tests.support.archive import ITEM, Office
from tests.support.damages import put

from docgen.archive.check_sm3 import wrong_sm3
from docgen.archive.hashes import HAVE_SM3

pytestmark = pytest.mark.skipif(not HAVE_SM3, reason="this Python's OpenSSL has no SM3")


def _item(files: dict[str, bytes], **wrong: str) -> bytes:
    told = {
        name: {"size": len(data), "sm3": wrong.get(name) or hashlib.new("sm3", data).hexdigest()}
        for name, data in files.items()
    }
    return json.dumps({"docgen": 1, "files": told}).encode()


def test_right_digests_of_every_version_are_right(office: Office) -> None:
    first, second = {"a": b"one", "b": b"two"}, {"a": b"three"}
    office.add(dict(first), extra={"item.json": _item(first)})
    office.add(dict(second), extra={"item.json": _item(second)}, keep=["b"])

    assert wrong_sm3(office.root, ITEM) == []


def test_changed_content_is_found(office: Office) -> None:
    files = {"a": b"one", "b": b"two"}
    office.add(dict(files), extra={"item.json": _item(files)})
    put(office.place() / "v1/content/b", b"TWO")

    assert wrong_sm3(office.root, ITEM) == ["v1/content/b"]


def test_a_wrong_claim_of_an_old_version_is_found(office: Office) -> None:
    files = {"a": b"one"}
    office.add(dict(files), extra={"item.json": _item(files, a="0" * 64)})
    office.add({"a": b"two"}, extra={"item.json": _item({"a": b"two"})})

    assert wrong_sm3(office.root, ITEM) == ["v1/content/a"]


@pytest.mark.parametrize(
    "said", [b"{}", b"[]", b"no json", b'{"files": 5}', b'{"files": {"a": {}}}', b"[" * 90_000]
)
def test_what_says_nothing_is_not_wrong(office: Office, said: bytes) -> None:
    office.add({"a": b"one"}, extra={"item.json": said})

    assert wrong_sm3(office.root, ITEM) == []
