"""Register and archive held against each other: papers, versions, files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import COMPLAINT, Cast, example
from tests.support.edited import typed_over

from docgen.archive import disk, layout
from docgen.office import applying, rereading, upkeep, writing
from docgen.office.desk import Office
from docgen.office.reconciling import reconcile
from docgen.register.models import Customer, Item, ItemVersion


@pytest.fixture
def amended(office: Office, folk: Cast, known: Customer, tmp_path: Path) -> Item:
    """A paper with two versions."""
    made = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, file=True
    )
    assert made.filed
    path = tmp_path / "edited.docx"
    path.write_bytes(typed_over(made.docx, {"JL-202603-04": "JL-202603-99"}))
    applying.apply(office, folk.mira, rereading.read(office, folk.mira, path))
    return Item.objects.get(pk=made.filed.item.pk)


def codes(office: Office) -> list[tuple[str, str]]:
    return [(one.code, one.urn) for one in reconcile(office)]


def test_what_agrees_is_silent(office: Office, amended: Item) -> None:
    assert amended.head == 2
    assert codes(office) == []


def test_another_newest_version_is_found(office: Office, folk: Cast, amended: Item) -> None:
    """An archive that was put back from an older backup than the register."""
    Item.objects.filter(pk=amended.pk).update(head=3)

    assert codes(office) == [("A103", f"urn:docgen:{amended}")]
    (finding,) = upkeep.check(office, folk.jonas, fixity=False)
    assert "v3" in finding.text
    assert "v2" in finding.text


def test_a_version_the_register_lacks_is_found(office: Office, amended: Item) -> None:
    ItemVersion.objects.filter(item=amended, n=1).delete()

    assert codes(office) == [("A103", f"urn:docgen:{amended}")]


def test_other_files_are_found(office: Office, amended: Item) -> None:
    row = ItemVersion.objects.get(item=amended, n=1)
    row.files = [{**row.files[0], "sha512": "0" * 128}]
    row.save()

    (finding,) = reconcile(office)

    assert (finding.code, finding.text[-2:]) == ("A104", "v1")


def test_a_damaged_object_is_left_to_the_check_of_the_archive(
    office: Office, amended: Item
) -> None:
    place = office.folder / "archive" / layout.object_path(f"urn:docgen:{amended}")
    disk.remove(place / "inventory.json.sha512")

    assert codes(office) == []
