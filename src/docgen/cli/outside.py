"""``docgen outside``: bodies outside the office that ask to see papers (外单位查阅)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.days import day_of
from docgen.cli.outside_decide import approve, close, refuse, withdraw
from docgen.cli.outside_list import list_, show
from docgen.cli.outside_print import form, register
from docgen.cli.outside_serve import serve
from docgen.cli.outside_view import tell_one
from docgen.model.outside_kinds import Kind

_FILE = click.Path(path_type=Path)
_NONE = "-"


@click.group(cls=Group)
def outside() -> None:
    """Requests from outside: register, decide, serve within their scope, print the register."""


for made in (approve, refuse, withdraw, close, serve, list_, show, form, register):
    outside.add_command(made)


@outside.command("request")
@click.argument("kind", type=click.Choice([one.value for one in Kind]))
@click.argument("papers", nargs=-1, required=True, metavar="ITEM|DOSSIER..")
@click.option("--body", required=True, help="The unit that asks, in full; or the customer.")
@click.option("--scope", required=True, help="What the notice asks for, in its own words.")
@click.option(
    "--officer",
    "officers",
    nargs=4,
    multiple=True,
    metavar="NAME DOCUMENT NUMBER SCAN",
    help="Who came, his credential and the file with its scan, or -; once for each of them.",
)
@click.option("--branch", default="", help="What kind of body: 公安机关, 人民检察院, 人民法院.")
@click.option("--notice", default="", help="The number of the notice or letter.")
@click.option("--notice-on", default="", help="Its day, 2026-03-14.")
@click.option("--notice-title", default="协助调查通知书", show_default=True, help="Its name.")
@click.option("--notice-scan", type=_FILE, help="Its scan.")
@click.option("--cause", default="", help="案由, if the notice names one.")
@click.option("--phone", default="", help="Where the body was called back.")
@click.option("--permit", default="", help="The number of the competent authority's approval.")
@click.option("--authority", default="", help="The competent authority that approved.")
@click.option("--file-in", default="", help="The dossier the scans go to; else the first one.")
@json_option()
@click.pass_obj
def request(
    entry: Entry,
    /,
    kind: str,
    papers: tuple[str, ...],
    officers: tuple[tuple[str, str, str, str], ...],
    notice_on: str,
    *,
    as_json: bool,
    **words: str | Path | None,
) -> None:
    """Register a request for ITEMs or whole DOSSIERs; the scans are filed.

    A dossier stands for the papers that are in it now. What each kind must bring stands in
    rules/outside.toml; a request in which something is missing is refused and logged.

    \b
    Example: docgen outside request official 0000000001 --branch 人民法院
               --body 样本区人民法院 --officer 庄知遥 工作证 示法990117 证件1.png
               --officer 桑令仪 工作证 示法990264 证件2.png
               --notice （2026）示990号 --notice-on 2026-03-03 --notice-scan 通知书.pdf
               --scope 认购书、退订审批
    """
    from docgen.office import outside_requesting
    from docgen.office.outside_wanted import Visitor, Wanted

    visitors = tuple(
        Visitor(name, document, number, None if scan == _NONE else Path(scan))
        for name, document, number, scan in officers
    )
    day = day_of(notice_on, "notice-on") if notice_on else None
    more: dict[str, Any] = {**words, "visitors": visitors, "notice_on": day}
    wanted = Wanted(kind=Kind(kind), papers=papers, **more)
    office, who = entry.open()
    row = outside_requesting.request(office, who, wanted)
    tell_one(office, who, row, as_json=as_json)
