"""Sample entries and rows for the tests of the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from docgen.ledger.entry import encode
from docgen.ledger.merkle import leaf_hash
from docgen.ledger.verify import Row

SampleEntry = Callable[..., dict[str, Any]]
SampleRows = Callable[..., list[Row]]


def _entry(index: int = 0, **altered: object) -> dict[str, Any]:
    plain = {
        "v": 1,
        "idx": index,
        "id": hashlib.sha256(str(index).encode()).hexdigest()[:32],
        "t": f"2026-11-21T09:{index // 60 % 60:02d}:{index % 60:02d}.000000Z",
        "who": "p-0007",
        "via": "os",
        "act": "item.read",
        "res": "allow",
        "app": "docgen 0.1.0",
    }
    return plain | altered


@pytest.fixture(scope="session")
def sample_entry() -> SampleEntry:
    """Makes an honest entry of this index, with some fields altered."""
    return _entry


@pytest.fixture(scope="session")
def sample_rows() -> SampleRows:
    """Makes an honest log of this many rows."""

    def make(count: int) -> list[Row]:
        leaves = [encode(_entry(index)) for index in range(count)]
        return [(index, leaf, leaf_hash(leaf)) for index, leaf in enumerate(leaves)]

    return make
