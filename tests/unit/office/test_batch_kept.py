"""Answers that wait: whole and where they were put, or not at all."""

from __future__ import annotations

import io
from typing import IO, Any, cast

import pytest

from docgen.office import batch_kept
from docgen.office.batch_kept import Kept, kept


@pytest.mark.parametrize("in_memory", [20, 100_000])
def test_what_was_put_is_there_in_any_order(
    monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(batch_kept, "_IN_MEMORY", in_memory)
    told = {portion: bytes([portion]) * (portion * 7) for portion in (4, 0, 2, 9)}

    with kept() as answers:
        for portion, data in told.items():
            answers.put(portion, data)
        found = {portion: answers.get(portion) for portion in sorted(told)}

        assert found == told
        assert answers.get(5) == b""


def test_a_full_disk_keeps_nothing_and_stops_nobody() -> None:
    class Full:
        """A file on a disk that takes ten bytes."""

        def __init__(self) -> None:
            self.file = io.BytesIO()

        def write(self, data: bytes) -> None:
            self.file.write(data[:10])
            if len(data) > 10:
                raise OSError(28, "No space left on device")

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401  the file's own
            return getattr(self.file, name)

    answers = Kept(cast("IO[bytes]", Full()))
    for portion, data in enumerate([b"first", b"too much of it", b"last"]):
        answers.put(portion, data)

    assert [answers.get(portion) for portion in range(3)] == [b"", b"", b""]
