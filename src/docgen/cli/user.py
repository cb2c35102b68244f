"""``docgen user``: people of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.printing import out, out_json, table
from docgen.cli.user_sign_in import code, invite
from docgen.errors import say
from docgen.model.grades import Grade

if TYPE_CHECKING:
    from docgen.office.leaving import Held
    from docgen.register.models import Person


@click.group(cls=Group)
def user() -> None:
    """People of the office: accounts, roles, clearance."""


user.add_command(invite)
user.add_command(code)


@user.command("add")
@click.argument("login")
@click.option("--name", default="", help="Full name; else the login.")
@click.option("--unit", default="客户服务部", show_default=True, help="Unit.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    help="clerk, archivist, manager, legal, auditor or administrator; repeatable.",
)
@click.option("--clearance", default="C", show_default=True, help="P, C, B or A.")
@click.option("--os-login", default="", help="The operating-system user who acts as this account.")
@json_option()
@click.pass_obj
def add(
    entry: Entry,
    login: str,
    name: str,
    unit: str,
    roles: tuple[str, ...],
    clearance: str,
    os_login: str,
    *,
    as_json: bool,
) -> None:
    """Add an account LOGIN.

    \b
    Example: docgen user add lan --name 兰 --role auditor --os-login lan
    """
    from docgen.office import people

    office, who = entry.open()
    row = people.add(
        office,
        who,
        login=login,
        name=name or login,
        unit=unit,
        roles=roles,
        clearance=clearance,
        os_login=os_login,
    )
    _tell(row, as_json=as_json)


@user.command("list")
@json_option()
@click.pass_obj
def list_(entry: Entry, *, as_json: bool) -> None:
    """List the accounts.

    \b
    Example: docgen user list
    """
    from docgen.office import people

    office, who = entry.open()
    rows = people.everyone(office, who)
    if as_json:
        out_json([_as_data(row) for row in rows])
        return
    table(
        [
            say("id"),
            say("login"),
            say("full name"),
            say("unit"),
            say("roles"),
            say("clearance"),
            say("state"),
        ],
        [
            (
                row.code,
                row.login,
                row.name,
                row.unit,
                " ".join(row.roles),
                Grade.of_rank(row.clearance).mark,
                say("active") if row.active else say("closed"),
            )
            for row in rows
        ],
    )


@user.command("role")
@click.argument("login")
@click.argument("roles", nargs=-1, required=True)
@json_option()
@click.pass_obj
def role(entry: Entry, login: str, roles: tuple[str, ...], *, as_json: bool) -> None:
    """Give LOGIN these ROLES instead of the old ones.

    \b
    Example: docgen user role lan clerk
    """
    from docgen.office import people

    office, who = entry.open()
    _tell(people.change(office, who, login, roles=roles), as_json=as_json)


@user.command("clearance")
@click.argument("login")
@click.argument("grade")
@json_option()
@click.pass_obj
def clearance(entry: Entry, login: str, grade: str, *, as_json: bool) -> None:
    """Clear LOGIN for papers up to GRADE.

    \b
    Example: docgen user clearance lan B
    """
    from docgen.office import people

    office, who = entry.open()
    _tell(people.change(office, who, login, clearance=grade), as_json=as_json)


@user.command("unit")
@click.argument("login")
@click.argument("unit_name", metavar="UNIT")
@json_option()
@click.pass_obj
def unit(entry: Entry, login: str, unit_name: str, *, as_json: bool) -> None:
    """Move LOGIN to UNIT.

    \b
    Example: docgen user unit lan 企业发展部
    """
    from docgen.office import people

    office, who = entry.open()
    _tell(people.change(office, who, login, unit=unit_name), as_json=as_json)


@user.command("grant")
@click.argument("login")
@click.argument("dossier")
@json_option()
@click.pass_obj
def grant(entry: Entry, login: str, dossier: str, *, as_json: bool) -> None:
    """Let LOGIN know one DOSSIER of another unit.

    \b
    Example: docgen user grant lan 0000000001
    """
    from docgen.office import dossiers, people

    office, who = entry.open()
    given = people.grant(office, who, login, dossiers.resolve(who, dossier))
    _tell(given.person, as_json=as_json)


@user.command("close")
@click.argument("login")
@json_option()
@click.pass_obj
def close(entry: Entry, login: str, *, as_json: bool) -> None:
    """Close the account LOGIN; its access ends at once.

    What its owner still has in hand is listed: loans, copies, permits, transfers, proposals.

    \b
    Example: docgen user close lan
    """
    from docgen.office import leaving

    office, who = entry.open()
    row, held = leaving.close(office, who, login)
    if as_json:
        out_json(_as_data(row) | {"held": [_held_as_data(one) for one in held]})
        return
    _tell(row, as_json=False)
    if not held:
        out(say("closed; nothing is left in this person's hands"))
        return
    out(say("closed; still in this person's hands, {n}:", n=len(held)))
    table(
        [say("kind"), say("number"), say("item"), say("state")],
        [(one.said, one.code, one.item, one.state.said) for one in held],
    )


def _held_as_data(one: Held) -> dict[str, str]:
    return {"kind": one.kind, "number": one.code, "item": one.item, "state": one.state.value}


def _tell(row: Person, *, as_json: bool) -> None:
    if as_json:
        out_json(_as_data(row))
        return
    out(
        say(
            "{code} {name}: {roles}, {unit}, cleared for {grade}",
            code=row.code,
            name=row.name,
            roles=" ".join(row.roles),
            unit=row.unit,
            grade=Grade.of_rank(row.clearance).mark,
        )
    )


def _as_data(row: Person) -> dict[str, object]:
    return {
        "id": row.code,
        "login": row.login,
        "name": row.name,
        "unit": row.unit,
        "roles": row.roles,
        "clearance": Grade.of_rank(row.clearance).code,
        "active": row.active,
        "os_login": row.os_login,
    }
