"""Where objects lie, and what the root's own files say."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.archive import layout
from docgen.model.ids import DossierNumber, ItemId

items = st.builds(
    ItemId, st.builds(DossierNumber, st.integers(1, 10**10 - 1)), st.integers(0, 9999)
)


def test_an_item_lies_in_its_dossiers_folder() -> None:
    path = layout.object_path("urn:docgen:0310000001-0012")

    assert path == PurePosixPath("03/10/00/00/01/0310000001-0012")


@given(items)
def test_the_place_tells_the_id(item: ItemId) -> None:
    assert layout.urn_at(layout.object_path(item.urn)) == item.urn


@given(items, items)
def test_two_items_never_share_a_place_nor_lie_in_each_other(one: ItemId, two: ItemId) -> None:
    first, second = layout.object_path(one.urn), layout.object_path(two.urn)

    assert (first == second) == (one == two)
    assert first not in second.parents


@pytest.mark.parametrize(
    "urn",
    [
        "",
        "0310000001-0012",
        "urn:docgen:",
        "urn:docgen:0310000001",
        "urn:docgen:../../etc/passwd",
        "urn:docgen:urn:docgen:0310000001-0012",
        "urn:docgen:٠310000001-0012",
        "urn:docgen:0310000001-0012\n",
        "urn:other:0310000001-0012",
    ],
)
def test_anything_else_has_no_place(urn: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        layout.object_path(urn)


@pytest.mark.parametrize(
    "place",
    [
        "03/10/00/00/02/0310000001-0012",
        "03/10/00/00/01/0310000001-12",
        "03/10/00/01/0310000001-0012",
        "0310000001-0012",
        "03",
    ],
)
def test_no_object_belongs_elsewhere(place: str) -> None:
    assert layout.urn_at(PurePosixPath(place)) == ""


def test_the_settings_are_those_of_the_extension() -> None:
    files = {str(path): data for path, data in layout.ROOT_FILES.items()}

    config = json.loads(files[layout.CONFIG_FILE])
    named = json.loads(files[layout.LAYOUT_FILE])

    assert config == {
        "extensionName": "0007-n-tuple-omit-prefix-storage-layout",
        "delimiter": ":",
        "tupleSize": 2,
        "numberOfTuples": 5,
        "zeroPadding": "left",
        "reverseObjectRoot": False,
    }
    assert named["extension"] == config["extensionName"]
    assert files["0=ocfl_1.1"] == b"ocfl_1.1\n"


def test_the_declaration_is_written_last() -> None:
    assert str(list(layout.ROOT_FILES)[-1]) == layout.DECLARATION


def test_the_readme_explains_itself_in_both_languages() -> None:
    readme = layout.ROOT_FILES[PurePosixPath(layout.README)].decode()

    for word in ("原件", "originals", "sha512sum -c inventory.json.sha512", "OCFL 1.1"):
        assert word in readme
