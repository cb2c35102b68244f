"""What tests of new versions of templates share."""

from __future__ import annotations

from tests.support import xml_edits

from docgen.office import people, proposing_templates
from docgen.office.desk import Office

NAME = "complaint/complaint-record"
OLD, NEW = "客户投诉记录及处理意见", "客户投诉登记及处理意见"


def word(office: Office, old: str = OLD, new: str = NEW, *, name: str = NAME) -> bytes:
    """A template's Word file with some words changed."""
    data = (office.folder / "templates" / name / "template.docx").read_bytes()
    return xml_edits.changed(data, xml_edits.swap(old, new))


def proposed(office: Office, login: str = "shen", **files: bytes) -> None:
    """A new version that somebody proposed; with a changed heading unless files are given."""
    sent = {name.replace("_", "."): data for name, data in files.items()}
    who = people.by_login(login)
    proposing_templates.propose(office, who, NAME, sent or {"template.docx": word(office)})


def live(office: Office, file: str = "expected.txt") -> str:
    """A file of the version that is filled."""
    return (office.folder / "templates" / NAME / file).read_text("utf-8")
