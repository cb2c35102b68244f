"""The scans of credentials and notice, filed as papers of the dossier: all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from docgen.model.grades import Grade
from docgen.office import filing, intake
from docgen.office.desk import Office
from docgen.office.outside_facts import outside_rules
from docgen.office.outside_wanted import Wanted
from docgen.register.models import Dossier, Item, Person
from docgen.render.text import extract


def file_scans(office: Office, who: Person, wanted: Wanted, place: Dossier) -> Mapping[Path, Item]:
    """File what was scanned; the items by the path each came from.

    Their grade is the dossier's, or the one that ``rules/outside.toml`` asks for if that is
    higher: whoever works with a dossier need not know who asked for it.
    """
    least = outside_rules(office).grade
    grade = least if least.rank > place.rank else Grade.of_rank(place.rank)
    titles = dict(_scans(wanted))
    papers = [(place, _paper(office, path, title, grade)) for path, title in titles.items()]
    filed = filing.file_many(office, who, papers) if papers else []
    return {path: one.item for path, one in zip(titles, filed, strict=True)}


def _paper(office: Office, path: Path, title: str, grade: Grade) -> filing.NewPaper:
    data = intake.read_file(path, office)
    seen = extract(data, path.name)
    made = {"source": path.name, "media_type": seen.media_type}
    return filing.NewPaper({path.name: data}, title, "other", seen.text, grade, made=made)


def _scans(wanted: Wanted) -> Iterator[tuple[Path, str]]:
    """Each scan with its title, which names nobody."""
    if wanted.notice_scan is not None:
        yield wanted.notice_scan, f"外单位查阅：{wanted.notice_title}"
    for turn, one in enumerate(wanted.visitors, 1):
        if one.scan is not None:
            yield one.scan, f"外单位查阅：证件（{turn}）"
