"""Digests against published vectors."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.archive.hashes import CHUNK, HAVE_SM3, Digester, file_digests, pieces_of, sha512

# FIPS 180-4 and GB/T 32905-2016, annex A: the digests of "abc".
ABC_SHA512 = (
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
)
ABC_SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_pieces_pass_unchanged_and_are_counted() -> None:
    digester = Digester()

    passed = list(digester.over([b"a", b"bc"]))

    digests = digester.digests()
    assert passed == [b"a", b"bc"]
    assert (digests.size, digests.sha512) == (3, ABC_SHA512)
    assert digests.sm3 == (ABC_SM3 if HAVE_SM3 else "")


def test_a_file_is_digested_in_one_reading(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")

    assert file_digests(path, ["sha512"]) == {"sha512": ABC_SHA512}


def test_a_large_file_comes_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"x" * (2 * CHUNK + 5))

    sizes = [len(piece) for piece in pieces_of(path)]

    assert sizes == [CHUNK, CHUNK, 5]
    assert file_digests(path, ["sha512"])["sha512"] == sha512(b"x" * (2 * CHUNK + 5))


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("target")

    with pytest.raises(OSError, match="link"):
        list(pieces_of(tmp_path / "link"))
