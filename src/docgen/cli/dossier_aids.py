"""``docgen dossier``: what is printed of a dossier, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.dossier_view import tell_head
from docgen.cli.printing import out, out_json, table
from docgen.errors import BadInput, OutsideFailed, say
from docgen.model.grades import Grade

if TYPE_CHECKING:
    from docgen.office.aids import Aid

#: Instead of a dossier's number: all papers of the archive.
_ALL = "ALL"
_Made = TypeVar("_Made", bound=Callable[..., object])


def print_options() -> Callable[[_Made], _Made]:
    """``--out``, ``--docx`` and ``--pdf``."""

    def add(command: _Made) -> _Made:
        for option in (
            click.option("--pdf", is_flag=True, help="Write a PDF."),
            click.option("--docx", is_flag=True, help="Write a Word file."),
            click.option(
                "--out",
                type=click.Path(path_type=Path),
                help="A folder, or a file; else the paper's own name, here.",
            ),
        ):
            command = option(command)
        return command

    return add


def _group_option() -> Callable[[_Made], _Made]:
    return click.option(
        "--group", default="", help="A group (key or letter) that is a volume of its own."
    )


@click.command(cls=Command)
@click.argument("number")
@_group_option()
@print_options()
@json_option()
@click.pass_obj
def cover(
    entry: Entry, number: str, group: str, out: Path | None, *, docx: bool, pdf: bool, as_json: bool
) -> None:
    """Print the cover of a dossier: 内部资料 严禁外传, grade, retention, place (客户档案封面).

    \b
    Example: docgen dossier cover 0000000001 --pdf
    """
    _of_dossier(entry, "cover", number, group, out, docx=docx, pdf=pdf, as_json=as_json)


@click.command(cls=Command)
@click.argument("number")
@_group_option()
@print_options()
@json_option()
@click.pass_obj
def note(
    entry: Entry, number: str, group: str, out: Path | None, *, docx: bool, pdf: bool, as_json: bool
) -> None:
    """Print the note at the end of a volume: papers, pages, remarks, signatures (卷内备考表).

    \b
    Example: docgen dossier note 0000000001 --pdf
    """
    _of_dossier(entry, "note", number, group, out, docx=docx, pdf=pdf, as_json=as_json)


@click.command(cls=Command)
@click.argument("number")
@_group_option()
@print_options()
@json_option()
@click.pass_obj
def catalogue(
    entry: Entry, number: str, group: str, out: Path | None, *, docx: bool, pdf: bool, as_json: bool
) -> None:
    """Show or print the catalogue of a dossier (卷内目录).

    \b
    Example: docgen dossier catalogue 0000000001 --pdf
    """
    if docx or pdf or out:
        _of_dossier(entry, "catalogue", number, group, out, docx=docx, pdf=pdf, as_json=as_json)
        return
    _show_catalogue(entry, number, group, as_json=as_json)


@click.command(cls=Command)
@click.argument("number")
@print_options()
@json_option()
@click.pass_obj
def papers(
    entry: Entry, number: str, out: Path | None, *, docx: bool, pdf: bool, as_json: bool
) -> None:
    """Print the list of filed papers of a dossier, one a line; ALL for the archive (归档文件目录).

    \b
    Example: docgen dossier papers 0000000001 --pdf
    """
    if number != _ALL:
        _of_dossier(entry, "papers", number, "", out, docx=docx, pdf=pdf, as_json=as_json)
        return
    _of_archive(entry, "papers", "", out, docx=docx, pdf=pdf, as_json=as_json)


@click.command(cls=Command)
@click.option("--unit", default="", help="Only dossiers that this unit keeps.")
@print_options()
@json_option()
@click.pass_obj
def register(
    entry: Entry, unit: str, out: Path | None, *, docx: bool, pdf: bool, as_json: bool
) -> None:
    """Print the register of all dossiers that you may know of, with their place (案卷目录).

    \b
    Example: docgen dossier register --unit 客户服务部 --pdf
    """
    _of_archive(entry, "register", unit, out, docx=docx, pdf=pdf, as_json=as_json)


@click.command(cls=Command)
@click.argument("number")
@click.argument("where")
@click.option("--barcode", default=None, help="The barcode on the volume.")
@json_option()
@click.pass_obj
def place(entry: Entry, number: str, where: str, barcode: str | None, *, as_json: bool) -> None:
    """Note where a dossier's volume stands: WHERE is room/cabinet/shelf/box, "" for unknown.

    \b
    Example: docgen dossier place 0000000001 一号库/03/2/05
    """
    from docgen.office import describing

    office, who = entry.open()
    row = describing.place(office, who, number, where, barcode)
    stands = str(describing.place_of(row))
    if as_json:
        code = describing.barcode_of(row)
        out_json({"number": str(row), "place": stands, "barcode": code})
    else:
        out(say("Dossier {number} stands at: {place}", number=row, place=stands or "-"))


def write_aid(aid: Aid, target: Path | None, *, docx: bool, pdf: bool) -> dict[str, str]:
    """Write an aid's files; their paths. A Word file is written unless only a PDF is asked for."""
    wanted = {".docx": aid.docx} if docx or not pdf else {}
    if aid.pdf is not None:
        wanted[".pdf"] = aid.pdf
    path = target or Path.cwd() / aid.name
    if path.is_dir():
        path /= aid.name
    elif path.suffix in {".docx", ".pdf"}:
        path = path.with_suffix("")
    files = {path.with_name(f"{path.name}{suffix}"): data for suffix, data in wanted.items()}
    for file in files:
        _refuse_there(file)
    try:
        for file, data in files.items():
            file.write_bytes(data)
    except OSError as error:
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=path, error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("choose another place with --out"),
            file=str(path),
        ) from error
    return {file.suffix[1:]: str(file) for file in files}


def by_ending(target: Path | None, *, docx: bool, pdf: bool) -> tuple[bool, bool]:
    """Whether Word and PDF are wanted; a file named with ``--out`` says it by its ending."""
    ending = target.suffix if target else ""
    return docx or ending == ".docx", pdf or ending == ".pdf"


def tell_files(files: dict[str, str], *, as_json: bool) -> None:
    """Say which files were written."""
    if as_json:
        out_json({"docx": files.get("docx"), "pdf": files.get("pdf")})
        return
    for file in files.values():
        out(say("Written: {file}", file=file))


def _of_dossier(
    entry: Entry,
    kind: str,
    number: str,
    group: str,
    target: Path | None,
    *,
    docx: bool,
    pdf: bool,
    as_json: bool,
) -> None:
    from docgen.office import aids

    office, who = entry.open()
    docx, pdf = by_ending(target, docx=docx, pdf=pdf)
    aid = aids.of_dossier(office, who, kind, number, group=group, pdf=pdf)
    tell_files(write_aid(aid, target, docx=docx, pdf=pdf), as_json=as_json)


def _of_archive(
    entry: Entry,
    kind: str,
    unit: str,
    target: Path | None,
    *,
    docx: bool,
    pdf: bool,
    as_json: bool,
) -> None:
    from docgen.office import aids

    office, who = entry.open()
    docx, pdf = by_ending(target, docx=docx, pdf=pdf)
    aid = aids.of_archive(office, who, kind, unit=unit, pdf=pdf)
    tell_files(write_aid(aid, target, docx=docx, pdf=pdf), as_json=as_json)


def _show_catalogue(entry: Entry, number: str, group: str, *, as_json: bool) -> None:
    from docgen.office import describing, dossiers

    office, who = entry.open()
    contents = dossiers.show(office, who, number)
    rows: list[dict[str, object]] = []
    for one, items in contents.groups:
        for item in items if group in {"", one.key, one.letter} else ():
            facts = describing.facts(office, item)
            rows.append(
                {
                    "turn": len(rows) + 1,
                    "item": str(item),
                    "number": facts.number,
                    "filed_by": item.filed_by.name,
                    "responsible": facts.responsible,
                    "title": facts.title,
                    "date": facts.made_on.isoformat(),
                    "pages": facts.pages,
                    "grade": Grade.of_rank(item.rank).mark,
                    "group": one.title,
                }
            )
    if as_json:
        out_json({"number": str(contents.dossier), "rows": rows})
        return
    tell_head(contents)
    heads = [
        *(say("no."), say("item"), say("document no."), say("filed by"), say("responsible")),
        *(say("title"), say("date"), say("pages"), say("grade"), say("group")),
    ]
    table(heads, [["" if cell is None else cell for cell in row.values()] for row in rows])


def _refuse_there(file: Path) -> None:
    if file.exists():
        raise BadInput(
            say("{file} is there already", file=file),
            why=say("nothing is ever written over"),
            fix=say("choose another name with --out"),
            file=str(file),
        )
