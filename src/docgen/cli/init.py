"""``docgen init``: a new office folder."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, json_option, os_login
from docgen.cli.language import choose
from docgen.cli.printing import out, out_json
from docgen.errors import say


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--company", default="示例公司", show_default=True, help="The company's own name.")
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="What the screen speaks when LANG does not say.",
)
@click.option("--name", default="", help="Your name; else your login.")
@click.option("--unit", default="客户服务部", show_default=True, help="Your unit.")
@json_option()
def init(folder: Path, company: str, language: str, name: str, unit: str, *, as_json: bool) -> None:
    """Make a new office folder in FOLDER.

    You become its first account, clerk and archivist, cleared for everything, so that an
    office of one can work at once. Further people: docgen user add.

    \b
    Example: docgen init ~/office --company 某某服务有限公司
    """
    from docgen.office import opening

    login = os_login()
    office = opening.init(
        folder.absolute(),
        company=company,
        language=language,
        login=login,
        name=name or login,
        unit=unit,
    )
    choose(language)
    if as_json:
        out_json({"office": str(office.folder), "company": company, "person": login})
        return
    out(say("The office is ready in {folder}.", folder=office.folder))
    out(say("You are its first account ({login}): clerk and archivist.", login=login))
    out(
        say(
            "Next: cd {folder} && docgen customer add NAME && docgen template list",
            folder=office.folder,
        )
    )
