"""A dossier as one plain ZIP for a person: files with readable names, no folders, no manifests.

    000 卷内目录.pdf   000 说明.txt   001 供热合同.docx   001 供热合同.pdf   002 …

The same papers leave by the same door as in ``exporting``, with the same entries in the log. The
number before a title is the paper's line in the catalogue; a destroyed paper keeps its number.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from docgen.archive import bag_write
from docgen.archive.paths import INVISIBLE, Names
from docgen.errors import say
from docgen.model.access import PURPOSES
from docgen.office import aids, gate, issuing
from docgen.office.aid_values import catalogue_values
from docgen.office.desk import Office
from docgen.office.exporting import Exported, Progress, entered, silently, told
from docgen.office.exporting_papers import EVENT, Order, ordered, taken_out
from docgen.office.exporting_sheet import refused
from docgen.office.filing import METADATA
from docgen.register.models import Person

#: Characters of a title in a file's name; with number and ending it stays below 255 bytes.
_LONGEST = 70
#: What no file on Windows may be called, as it is written instead.
_WIDE = str.maketrans('/\\<>:"|?*', "／＼＜＞：＂｜？＊")


def export_for_person(
    office: Office,
    who: Person,
    text: str,
    out: Path,
    *,
    purpose: str,
    leave_out: bool = False,
    tell: Progress = silently,
) -> Exported:
    """Write a dossier as a ZIP with readable names; arguments and errors as for ``export``."""
    order = ordered(office, who, text, purpose, form="person", leave_out=leave_out)
    row = order.volume.dossier
    turns = {leaf.item: turn for turn, leaf in enumerate(order.volume.leaves, start=1)}
    with (
        gate.attempt(office, who, EVENT, str(row)),
        issuing.or_void(order.issue),
        bag_write.new_zip(out) as made,
    ):
        catalogue = aids.made(office, "catalogue", catalogue_values(office, order.volume))
        made.put("000 卷内目录.pdf", aids.printed(office, catalogue.docx))
        made.put("000 说明.txt", _words(office, who, order).encode("utf-8-sig"))
        for done, paper in enumerate(taken_out(order, every=False), start=1):
            files = paper.versions[max(paper.versions)]
            for name, data in _named(turns[paper.item], paper.item.title, files):
                made.put(name, data)
            tell(say("taking out the papers"), done, len(order.readable))
        index, _ = entered(office, who, order, "person")
    return told(out, order, index)


def _named(turn: int, title: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of a paper under its number and title, each name once."""
    taken: set[str] = set()
    names = Names()
    clean = "".join(sign for sign in title if unicodedata.category(sign) not in INVISIBLE)
    stem = f"{turn:03d} {clean.translate(_WIDE)[:_LONGEST].strip()}"
    for path, data in files.items():
        if path == METADATA:
            continue
        ending, more = PurePosixPath(path).suffix[:20], 1
        while (name := f"{stem}{f' ({more})' if more > 1 else ''}{ending}").casefold() in taken:
            more += 1
        taken.add(name.casefold())
        yield names.give(name), data


def _words(office: Office, who: Person, order: Order) -> str:
    """``说明.txt``: what this is, who took it out and why, and what is not in it."""
    row, volume = order.volume.dossier, order.volume
    turns = {leaf.item: turn for turn, leaf in enumerate(volume.leaves, start=1)}
    lines = [
        office.settings.company,
        f"案卷：{volume.number}　{row.title}",
        f"密级：{volume.grade.mark}",
        f"导出：{office.today.isoformat()}　{who.name}（{who.code}）",
        f"用途：{PURPOSES[order.purpose]}",
        "",
        f"共{len(order.readable)}件。文件名前的数字为卷内目录的顺序号；同一件的多个文件数字相同。",
        "卷内目录见 000 卷内目录.pdf。每件的查阅和本次导出均已记入查阅日志。",
    ]
    for item in order.destroyed:
        stone = item.tombstone
        day = stone.facts["destroyed_on"]
        gone = f"已于{day}销毁，销毁清册 {stone.list.code}"
        lines.append(f"{turns[item]:03d} {item.title}（{item}）：{gone}")
    lines += [
        f"{item}：{refused([one.rule for one in reasons])}"
        for item, reasons in order.refused.items()
    ]
    return "".join(f"{line}\r\n" for line in lines)
