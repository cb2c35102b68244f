"""Where uploads lie: in the office, privately; what a killed process left goes, nothing else."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from docgen.office.desk import Office
from docgen.web import desk, incoming
from docgen.web.uploads import received


def aged(path: Path, seconds: float) -> Path:
    """The same, last touched so long ago."""
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def test_what_is_sent_lies_in_a_private_folder_of_the_office(office: Office) -> None:
    desk.use(office)
    place = office.folder / "work" / "uploads"
    request = HttpRequest()
    request.FILES = MultiValueDict({"files": [SimpleUploadedFile("信.txt", b"x")]})

    with received(request) as files, TemporaryUploadedFile("a.txt", "", 0, None) as spooled:  # type: ignore[arg-type]  # nobody is signed in; Django's proxy
        lies = {files[0].path.parents[2], Path(spooled.temporary_file_path()).parent}

    assert lies == {place}
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert list(place.iterdir()) == []


def test_what_was_left_is_thrown_away_and_what_is_under_way_is_not(office: Office) -> None:
    desk.use(office)
    place = Path(settings.FILE_UPLOAD_TEMP_DIR or "")
    (place / "upload-old" / "000").mkdir(parents=True)
    (place / "upload-old" / "000" / "信.txt").touch()
    (place / "upload-new").mkdir()
    for name in ("tmpold.upload.txt", "tmpnew.upload.txt"):
        (place / name).touch()
    for name in ("upload-old", "tmpold.upload.txt"):
        aged(place / name, incoming.SECONDS + 60)

    incoming.sweep(office.folder)

    assert sorted(one.name for one in place.iterdir()) == ["tmpnew.upload.txt", "upload-new"]


def test_an_office_that_was_never_served_has_nothing_to_sweep(tmp_path: Path) -> None:
    incoming.sweep(tmp_path)

    assert list(tmp_path.iterdir()) == []
