"""``docgen dossier``: what is printed of a dossier."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from docgen.cli.aid_files import by_ending, print_options, tell_files, write_aid
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.dossier_catalogue import show_catalogue

#: Instead of a dossier's number: all papers of the archive.
_ALL = "ALL"
_Made = TypeVar("_Made", bound=Callable[..., object])


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
    show_catalogue(entry, number, group, as_json=as_json)


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
