"""Taking in many customers at once from a spreadsheet: all rows checked before one is added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import BadInput, Detail, say
from docgen.forms.characters import nearest
from docgen.model.access import Act
from docgen.model.customer import plain_name
from docgen.office import customers, gate
from docgen.office.customers import NewCustomer, SameCustomer
from docgen.office.desk import Office
from docgen.office.intake import read_file
from docgen.register.models import Customer, Person
from docgen.render.sheet import Row, read_rows

#: What a column may be called → what it holds.
COLUMNS = {
    "名称": "name",
    "客户名称": "name",
    "姓名": "name",
    "类型": "kind",
    "统一社会信用代码": "credit_code",
    "身份证号": "id_number",
    "电话": "phone",
    "联系电话": "phone",
    "地址": "address",
    "联系人": "contact",
    "法定代表人": "legal_person",
    "负责人": "legal_person",
    "邮箱": "email",
}
_KINDS = {
    "公司": "company",
    "企业": "company",
    "个人": "person",
    "住户": "household",
    "用户": "household",
    "员工": "staff",
    "驻外人员": "staff",
}
_FIELDS = frozenset(COLUMNS.values())


@dataclass(frozen=True, slots=True)
class Planned:
    """One row that could be added, and whom it seems to repeat."""

    row: int
    new: NewCustomer
    same_as: tuple[str, ...] = ()


def plan(office: Office, who: Person, file: Path) -> list[Planned]:
    """Read and check all rows; every fault at once, each with its row."""
    gate.ask(office, who, Act.ADD_CUSTOMER, "customer.added")
    rows = read_rows(read_file(file, office), file.name)
    faults = _unknown(rows)
    planned: list[Planned] = []
    seen: dict[str, int] = {}
    for row in rows:
        try:
            new = customers.tidy(_customer(row))
            customers.check(new)
        except BadInput as fault:
            faults += [_placed(detail, row.number) for detail in fault.details]
            continue
        twins = tuple(customers.called(who, customers.twins(new)))
        name = plain_name(new.name)
        if name in seen:
            twins += (say("row {row}", row=seen[name]),)
        seen[name] = row.number
        planned.append(Planned(row.number, new, twins))
    if faults:
        raise BadInput(
            say("{n} thing(s) in {file} are not right", n=len(faults), file=file.name),
            why=say("nothing was added: all rows must be right first"),
            fix=say("correct the rows and import again"),
            file=str(file),
            details=faults,
        )
    return planned


def carry_out(
    office: Office, who: Person, planned: Sequence[Planned]
) -> Iterator[tuple[Planned, Customer | None]]:
    """Add the planned customers one by one; those who seem to be there already are left out.

    Importing the same sheet again after an interruption adds just what is missing.
    """
    for one in planned:
        try:
            yield one, customers.add(office, who, one.new)
        except SameCustomer:
            yield one, None


def _unknown(rows: Sequence[Row]) -> list[Detail]:
    """A fault for each column that would be lost, once and not in every row."""
    faults = []
    for head in rows[0].values if rows else ():
        if head not in COLUMNS and head not in _FIELDS:
            near = nearest(head, (*COLUMNS, *_FIELDS))
            fix = say("remove the column, or name it as one of: {names}", names="、".join(COLUMNS))
            if near:
                fix = say("did you mean “{near}”?", near=near)
            text = say("a customer has nothing called “{heading}”", heading=head)
            faults.append(Detail(text, place=say("the headings"), fix=fix))
    return faults


def _customer(row: Row) -> NewCustomer:
    values = {}
    for head, value in row.values.items():
        field = COLUMNS.get(head, head)
        if value and field in _FIELDS:  # an empty column does not hide another of its kind
            values[field] = value
    values["kind"] = _KINDS.get(values.get("kind", ""), values.get("kind", "") or "company")
    return NewCustomer(**{"name": "", **values})


def _placed(detail: Detail, row: int) -> Detail:
    place = say("row {row}", row=row)
    return Detail(detail.text, detail.field, detail.label, place, detail.fix)
