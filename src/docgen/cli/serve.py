"""``docgen serve``: the web page, until Ctrl-C.

The command looks whether all is ready and then becomes the server (``docgen.web.server``), a
program of its own: Django is set up otherwise for pages than for commands.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry
from docgen.cli.language import choose, tell
from docgen.cli.printing import is_terminal, note, out
from docgen.config import FILE, check_web
from docgen.errors import OutsideFailed, say

if TYPE_CHECKING:
    from docgen.config import Web
    from docgen.office.desk import Office


@click.command(cls=Command)
@click.option("--port", type=click.IntRange(1, 65535), help="Else [web] port, or 8000.")
@click.option("--host", default="", help="Which of this machine's addresses; else [web] host.")
@click.pass_obj
def serve(entry: Entry, port: int | None, host: str) -> None:
    """Serve the web page until Ctrl-C.

    Without [web] address in docgen.toml only this machine reaches it. On a terminal the first
    administrator is made if the office has none.

    \b
    Example: docgen serve
             docgen serve --port 8080
    """
    from docgen.office import opening, people

    office = opening.open_office(entry.folder())
    choose(office.settings.language)
    web = replace(
        office.settings.web,
        host=host or office.settings.web.host,
        port=port or office.settings.web.port,
    )
    check_web(web, office.folder / FILE)
    ready(web)
    if people.founding():
        _first_administrator(entry, office, web)
    become(office, web)


def become(office: Office, web: Web) -> None:
    """Print the address, and be the server from here on."""
    out(say("The page: {address} – Ctrl-C ends it.", address=web.public))
    if office.settings.act_as:
        out(say("A demo office: whoever reaches the page may come in as anybody."))
    if web.address and not web.is_safe:
        note(say("By http everybody on the way can read along: use https ([web] address)."))
    sys.stdout.flush()
    program = [sys.executable, "-m", "docgen.web.server", str(office.folder)]
    os.execv(sys.executable, [*program, "--host", web.host, "--port", str(web.port)])  # noqa: S606  our own program, no shell


def ready(web: Web) -> Web:
    """The same; refused if somebody has the port, which is asked for as the server will."""
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    with closing(socket.socket(family)) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((web.host, web.port))
        except OSError as error:
            place = f"{web.host}:{web.port}"
            raise OutsideFailed(
                say("{place} cannot be used: {error}", place=place, error=error.strerror or error),
                why=say("another program listens there, or this machine has no such address"),
                fix=say("choose another port: docgen serve --port 8080"),
            ) from error
    return web


def _first_administrator(entry: Entry, office: Office, web: Web) -> None:
    """Whoever runs the office's first server names who looks after its accounts."""
    from docgen.office import invitations, people

    out(say("This office has no administrator yet, who gives people their accounts."))
    if not is_terminal():
        note(say("Make one: docgen user add LOGIN --role administrator; docgen user invite LOGIN"))
        return
    office, who = entry.enter(office)
    login = click.prompt(tell(say("Login of the administrator")))
    name = click.prompt(tell(say("Name")), default=login)
    unit = click.prompt(tell(say("Unit")), default=who.unit)
    people.add(
        office, who, login=login, name=name, unit=unit, roles=["administrator"], clearance="P"
    )
    secret, _ = invitations.invite(office, who, login)
    out(say("This link sets the password, once:"))
    out(f"  {web.public}/invitation/{secret}/")
