"""``docgen user invite|code``: how somebody gets into the web page for the first time."""

from __future__ import annotations

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import is_terminal, out, out_json
from docgen.errors import say


@click.command(cls=Command)
@click.argument("login")
@click.option("--lost-factors", is_flag=True, help="Phone and recovery codes are lost too.")
@json_option()
@click.pass_obj
def invite(entry: Entry, login: str, *, lost_factors: bool, as_json: bool) -> None:
    """Invite LOGIN to set a password for the web page, the first or a forgotten one.

    The link is shown this once, works once, and ends after three days. On a terminal it is also
    drawn as a QR code.

    \b
    Example: docgen user invite lan
    """
    from docgen.office import invitations

    office, who = entry.open()
    secret, made = invitations.invite(office, who, login, clears=lost_factors)
    link = invitations.link(office, secret)
    until = office.local(made.ends_at).strftime("%Y-%m-%d %H:%M")
    if as_json:
        out_json({"login": made.person.login, "link": link, "until": until})
        return
    out(
        say("{name} sets a password here, once, until {until}:", name=made.person.name, until=until)
    )
    out(f"   {link}")
    if is_terminal():
        _draw(link)


@click.command(cls=Command)
@click.argument("login")
@json_option()
@click.pass_obj
def code(entry: Entry, login: str, *, as_json: bool) -> None:
    """Show the code that LOGIN's authenticator app would show now; in a demo office alone.

    \b
    Example: docgen user code zhou
    """
    from docgen.office import demo_people, people

    office, _ = entry.open()
    shown = demo_people.code_of(office, people.by_login(login))
    if as_json:
        out_json({"code": shown})
        return
    out(shown)


def _draw(link: str) -> None:
    import segno

    segno.make(link, micro=False).terminal(compact=True)
