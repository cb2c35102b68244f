"""Template versions are kept once, whole, and are what their name says."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.archive import Cut, count_steps, ctrl_c, no_space
from tests.support.desks import COMPLAINT, Cast

from docgen.archive import disk
from docgen.errors import BadInput, OutsideFailed
from docgen.forms.form import Form
from docgen.office import editions, upkeep, writing
from docgen.office.desk import Office
from docgen.render.folder import FILES


def used(office: Office) -> Path:
    return office.folder / "templates" / ".used"


def found(office: Office, sha256: str) -> tuple[str, bytes, Form] | None:
    """What is found of a version: digest, Word file, questions."""
    folder = editions.find(office, COMPLAINT, sha256)
    return (folder.sha256, folder.docx, folder.form) if folder else None


def edit(office: Office) -> None:
    """Change a template as its author would."""
    file = office.folder / "templates" / COMPLAINT / "form.toml"
    file.write_text(file.read_text("utf-8").replace("电子邮件", "邮件"), "utf-8")


def test_a_version_is_kept_once_and_found_after_the_template_changed(office: Office) -> None:
    folder = writing.template(office, COMPLAINT)

    editions.keep(office, folder)
    editions.keep(office, folder)
    edit(office)

    assert [path.name for path in used(office).iterdir()] == [folder.sha256]
    assert writing.template(office, COMPLAINT).sha256 != folder.sha256
    assert found(office, folder.sha256) == (folder.sha256, folder.docx, folder.form)


def test_todays_template_is_found_unkept(office: Office) -> None:
    folder = writing.template(office, COMPLAINT)

    assert found(office, folder.sha256) == (folder.sha256, folder.docx, folder.form)
    assert not used(office).exists()


def test_kept_versions_are_no_templates_of_the_library(office: Office) -> None:
    before = writing.templates(office)

    editions.keep(office, writing.template(office, COMPLAINT))

    assert writing.templates(office) == before


def test_a_version_that_was_changed_is_none(office: Office) -> None:
    folder = writing.template(office, COMPLAINT)
    editions.keep(office, folder)
    edit(office)
    kept = used(office) / folder.sha256 / "example.toml"
    kept.chmod(0o640)
    kept.write_text(kept.read_text("utf-8") + "# later\n", "utf-8")

    assert found(office, folder.sha256) is None


def test_a_template_edited_while_it_is_used_is_refused(office: Office) -> None:
    folder = writing.template(office, COMPLAINT)
    edit(office)

    with pytest.raises(BadInput) as refused:
        editions.keep(office, folder)

    assert refused.value.file == COMPLAINT
    assert list(used(office).iterdir()) == []


@pytest.mark.parametrize(
    ("name", "sha256"),
    [
        (COMPLAINT, "0" * 64),
        (COMPLAINT, "../../../etc"),
        ("../../archive", "0" * 64),
        (f"{COMPLAINT}/../complaint-record", ""),
        ("", ""),
    ],
)
def test_names_from_anybodys_document_are_no_paths(office: Office, name: str, sha256: str) -> None:
    digest = sha256 or writing.template(office, COMPLAINT).sha256

    assert editions.find(office, name, digest) is None


@pytest.mark.parametrize("fault", [no_space, ctrl_c])
def test_a_cut_leaves_a_whole_version_or_none(office: Office, fault: Callable[[], None]) -> None:
    folder = writing.template(office, COMPLAINT)
    steps = count_steps(lambda: editions.keep(office, folder))
    place = used(office) / folder.sha256

    for step in range(steps):
        disk.remove(used(office))
        with disk.watched(Cut(step, fault)), suppress(OutsideFailed, KeyboardInterrupt):
            editions.keep(office, folder)
            assert place.exists()
        if place.exists():
            assert sorted(path.name for path in place.iterdir()) == sorted(FILES)
        editions.keep(office, folder)
        assert found(office, folder.sha256) == (folder.sha256, folder.docx, folder.form)
        assert [path.name for path in used(office).iterdir()] == [folder.sha256]

    assert steps > 20


def test_what_a_cut_left_is_swept_and_what_is_at_work_stays(office: Office, folk: Cast) -> None:
    folder = writing.template(office, COMPLAINT)
    editions.keep(office, folder)
    old, young = (used(office) / f".{folder.sha256}.{end}" for end in ("0" * 8, "1" * 8))
    for place in (old, young):
        place.mkdir()
        (place / FILES[0]).write_bytes(b"half")
    os.utime(old, (0, 0))

    done = upkeep.recover(office, folk.jonas)

    assert done.swept == (f"templates/.used/{old.name}",)
    assert done.did_something
    assert sorted(path.name for path in used(office).iterdir()) == [young.name, folder.sha256]
