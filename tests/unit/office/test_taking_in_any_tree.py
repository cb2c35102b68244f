"""Whatever lies in a tree: every file is filed exactly once, or stands in the report."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.offices import customer, founder, new_office
from tests.support.taking import how, take

from docgen.office.taking_in import Outcome
from docgen.office.taking_in_names import is_left_behind
from docgen.register.models import Item

FOLDERS = (
    "K000001",
    "K000002 旧档",
    "nobody",
    "a",
    "旧",
    "转让（一件）",
    "con",
    "合\u200b同",
    "__MACOSX",
)
FILES = (
    *("甲.txt", "乙2019-03-12.txt", "丙.png", "丁.exe", "caf\u00e9.txt", "cafe\u0301.txt"),
    *(".DS_Store", "~$甲.docx", "nul.txt", "戊\u202etxt.png", "己 ", "a" * 241 + ".txt"),
)
TREES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(FOLDERS), max_size=4),
        st.sampled_from(FILES),
        st.sampled_from([b"", b"one", b"two", b"\x00"]),
        st.sampled_from(["file"] * 6 + ["symlink", "hard link", "pipe"]),
    ),
    max_size=14,
)


def plant(root: Path, parts: list[str], name: str, data: bytes, kind: str) -> None:
    """Put something there, unless something else is there already."""
    with suppress(FileExistsError, NotADirectoryError):
        place = root.joinpath(*parts)
        place.mkdir(parents=True, exist_ok=True)
        if kind == "symlink":
            (place / name).symlink_to(root)
        elif kind == "hard link":
            linked = root.with_name("linked")
            linked.write_bytes(b"linked")
            (place / name).hardlink_to(linked)
        elif kind == "pipe":
            os.mkfifo(place / name)
        else:
            with (place / name).open("xb") as file:
                file.write(data)


def papers(root: Path) -> set[str]:
    """All that lies there and was not left behind by a program."""
    return {
        str(Path(folder, name).relative_to(root))
        for folder, _, names in os.walk(root)
        for name in names
        if not any(map(is_left_behind, Path(folder, name).relative_to(root).parts))
    }


def told(outcome: Outcome) -> Iterator[str]:
    """Every file that was taken, or is in the report by itself or with its paper."""
    for one in outcome.taken:
        if len(one.paper.files) == 1 and "." in one.paper.source:
            yield one.paper.source
        else:
            yield from (f"{one.paper.source}/{name}" for name in one.paper.files)
    yield from (str(one.source) for one in outcome.not_taken)


@given(tree=TREES, again=st.booleans())
@settings(max_examples=10, deadline=None)
def test_every_file_is_filed_once_or_told(
    tree: list[tuple[list[str], str, bytes, str]], *, again: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        office, root = new_office(Path(name) / "office"), Path(name) / "papers"
        customer(office)
        root.mkdir()
        for one in tree:
            plant(root, *one)

        first = take(office, founder(), root, opening="customer", done=how(again=again))
        second = take(office, founder(), root, opening="customer", done=how(again=again))

        counts = Counter(told(first))
        whole = {source for source in counts if (root / source).is_dir()}
        within = {source for source in papers(root) if source.rpartition("/")[0] in whole}
        assert set(counts) - whole | within == papers(root)
        assert set(counts.values()) <= {1}
        assert Item.objects.count() == len(first.taken)
        assert (second.before, len(second.taken)) == (len(first.taken), len(first.taken))
