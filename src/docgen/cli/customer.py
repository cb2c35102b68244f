"""``docgen customer``: the customer master."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.customer_classes import analyse, classes, credit, grade
from docgen.cli.language import tell
from docgen.cli.printing import facts, is_terminal, note, out, out_json, progress, table
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.office.importing import Planned
    from docgen.register.models import Customer


@click.group(cls=Group)
def customer() -> None:
    """Add, list, show, import, grade and analyse customers."""


for made in (grade, credit, classes, analyse):
    customer.add_command(made)


@customer.command("add")
@click.argument("name")
@click.option(
    "--kind", default="company", show_default=True, help="company, person, household or staff."
)
@click.option("--credit-code", default="", help="统一社会信用代码 of a company.")
@click.option("--id-number", default="", help="ID card of a person.")
@click.option("--phone", default="", help="Phone.")
@click.option("--address", default="", help="Address.")
@click.option("--contact", default="", help="Whom to speak to.")
@click.option("--legal-person", default="", help="Legal representative.")
@click.option("--email", default="", help="E-mail.")
@click.option("--separate", is_flag=True, help="Add him even if he seems to be there already.")
@json_option()
@click.pass_obj
def add(entry: Entry, /, *, separate: bool, as_json: bool, **values: str) -> None:
    """Add the customer NAME.

    One who seems to be in the register already is asked about, never merged.

    \b
    Example: docgen customer add 深圳市样例物业服务有限公司 --phone 0755-55550123
    """
    from docgen.office import customers

    office, who = entry.open()
    new = customers.NewCustomer(**values)
    try:
        row = customers.add(office, who, new, separate=separate)
    except customers.SameCustomer as same:
        if as_json or not is_terminal():
            raise
        note(same.what)
        note(same.why)
        if not click.confirm(tell(say("Is this somebody else, to be added separately?"))):
            raise
        row = customers.add(office, who, new, separate=True)
    if as_json:
        out_json(_as_data(row))
    else:
        out(say("Added {code} {name}.", code=row.code, name=row.name))


@customer.command("list")
@click.argument("words", default="")
@json_option()
@click.pass_obj
def list_(entry: Entry, words: str, *, as_json: bool) -> None:
    """List the customers you may know of, or those whose name holds WORDS.

    \b
    Example: docgen customer list 物业
    """
    from docgen.office import customers

    office, who = entry.open()
    rows = customers.list_customers(office, who, words)
    if as_json:
        out_json([_as_data(row) for row in rows])
        return
    table(
        [say("id"), say("name"), say("kind"), say("phone"), say("dossiers")],
        [
            (
                row.code,
                row.name,
                row.kind,
                row.phone,
                " ".join(str(dossier) for dossier in row.dossiers.all()),
            )
            for row in rows
        ],
    )


@customer.command("show")
@click.argument("customer_id", metavar="CUSTOMER")
@json_option()
@click.pass_obj
def show(entry: Entry, customer_id: str, *, as_json: bool) -> None:
    """Show one customer: by id, dossier number or unambiguous name.

    \b
    Example: docgen customer show K000001
    """
    from docgen.office import customers

    office, who = entry.open()
    row = customers.show(office, who, customer_id)
    if as_json:
        out_json(_as_data(row))
        return
    facts(
        {
            say("id"): row.code,
            say("name"): row.name,
            say("kind"): row.kind,
            say("credit code"): row.credit_code,
            say("ID number"): _masked(row.id_number),
            say("phone"): row.phone,
            say("address"): row.address,
            say("contact"): row.contact,
            say("legal representative"): row.legal_person,
            say("e-mail"): row.email,
            say("unit"): row.unit,
            say("dossiers"): " ".join(str(dossier) for dossier in row.dossiers.all()),
        }
    )


@customer.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the rows and add nothing.")
@json_option()
@click.pass_obj
def import_(entry: Entry, file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Add the customers of a CSV or XLSX FILE; all rows are checked first.

    Columns: 名称 类型 统一社会信用代码 身份证号 电话 地址 联系人 法定代表人 邮箱. Customers who
    seem to be there already are left out and listed.

    \b
    Example: docgen customer import customers.xlsx --dry-run
    """
    from docgen.office import importing

    office, who = entry.open()
    planned = importing.plan(office, who, file)
    added: list[Planned] = []
    left_out: list[Planned] = []
    if dry_run:
        left_out = [one for one in planned if one.same_as]
    else:
        steps = importing.carry_out(office, who, planned)
        for one, row in progress(steps, len(planned)):
            if row is None:
                left_out.append(one)
            else:
                added.append(one)
    if as_json:
        out_json(
            {
                "rows": len(planned),
                "added": len(added),
                "left_out": [{"row": one.row, "name": one.new.name} for one in left_out],
            }
        )
        return
    out(say("{n} row(s) are right, {added} added.", n=len(planned), added=len(added)))
    for one in left_out:
        out(say("  row {row}: {name} seems to be there already", row=one.row, name=one.new.name))


def _as_data(row: Customer) -> dict[str, object]:
    return {
        "id": row.code,
        "name": row.name,
        "kind": row.kind,
        "dossiers": [str(dossier) for dossier in row.dossiers.all()],
        "credit_code": row.credit_code,
        "phone": row.phone,
        "address": row.address,
        "contact": row.contact,
        "unit": row.unit,
    }


def _masked(number: str) -> str:
    from docgen.forms.wording import mask_id

    return mask_id(number) if number else ""
