"""Customers: adding, finding and listing them; never two of one without asking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, islice

from django.db.models import Q, QuerySet

from docgen.errors import BadInput, Detail, NotFound, Problem, listed, say
from docgen.forms.identity import (
    credit_code_fault,
    email_fault,
    id_card_fault,
    phone_fault,
)
from docgen.model.access import Act, visible_to
from docgen.model.customer import CustomerKind, plain_name
from docgen.model.ids import number_in
from docgen.office import gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Dossier, Person

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """What is known of a customer when he is added; the name alone is required."""

    name: str
    kind: str = "company"
    credit_code: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    contact: str = ""
    legal_person: str = ""
    email: str = ""


class SameCustomer(BadInput):
    """He seems to be in the register already; the person who adds him must decide."""

    code = "same-customer"


def add(
    office: Office, who: Person, new: NewCustomer, *, separate: bool = False, unit: str = ""
) -> Customer:
    """Add a customer; one who seems to be there already is asked about, never merged."""
    gate.ask(office, who, Act.ADD_CUSTOMER, "customer.added")
    new = tidy(new)
    check(new)
    with one_transaction():
        same = twins(new)
        if same and not separate:
            raise _same(who, new, same)
        row = Customer.objects.create(
            **asdict(new), plain_name=plain_name(new.name), unit=unit or who.unit
        )
        journal.append(office, "customer.added", who, obj=row.code, more={"kind": row.kind})
    return row


def tidy(new: NewCustomer) -> NewCustomer:
    """Without blanks around, and codes in capitals, so that one code has one spelling."""
    values = {name: str(value).strip() for name, value in asdict(new).items()}
    for code in ("credit_code", "id_number"):
        values[code] = values[code].upper()
    return NewCustomer(**values)


def visible(who: Person) -> QuerySet[Customer]:
    """The customers this person may know of: his unit's, those granted to him, or all."""
    scope = visible_to(gate.as_acting(who))
    if scope.rank < 0:
        return Customer.objects.none()
    rows = Customer.objects.prefetch_related("dossiers").order_by("pk")
    if scope.everything:
        return rows
    granted = [int(number) for number in scope.dossiers]
    return rows.filter(
        Q(unit__in=scope.units)
        | Q(dossiers__unit__in=scope.units)
        | Q(dossiers__number__in=granted)
    ).distinct()


def list_customers(office: Office, who: Person, words: str = "") -> list[Customer]:
    """The customers this person may know of, all or those whose name holds the words."""
    gate.ask(office, who, Act.FIND, "customer.listed")
    rows = visible(who)
    if words:
        rows = rows.filter(Q(plain_name__contains=plain_name(words)) | Q(phone__contains=words))
    found = list(rows)
    with one_transaction():
        journal.append(office, "customer.listed", who, n=len(found))
    return found


def show(office: Office, who: Person, text: str) -> Customer:
    """One customer's facts."""
    row = resolve(who, text)
    gate.ask(office, who, Act.FIND, "customer.viewed", subject=row.code)
    with one_transaction():
        journal.append(office, "customer.viewed", who, obj=row.code)
    return row


def resolve(who: Person, text: str) -> Customer:
    """The one customer meant by an id, a dossier number or an unambiguous name."""
    rows = list(_candidates(visible(who), text.strip())[:6])
    if len(rows) == 1:
        return rows[0]
    if not rows:
        raise NotFound(
            say("There is no customer {text}", text=text),
            why=say("no id, dossier number or name that you may know of is like that"),
            fix=say("look him up, or add him").by("docgen customer list, docgen customer add"),
            field="customer",
        )
    raise BadInput(
        say("{text} could be {n} or more customers", text=text, n=len(rows)),
        why=say("the name is not unambiguous"),
        fix=say("use the id: {ids}", ids=", ".join(f"{row.code} {row.name}" for row in rows)),
        field="customer",
    )


def resolve_each(who: Person, texts: Iterable[str]) -> Iterator[tuple[str, Customer | Problem]]:
    """Each text with the one customer it means, or with what ``resolve`` would raise.

    Ids and whole names are looked up many at a time; what is rarer, one by one.
    """
    rows, rest = visible(who), iter(texts)
    while some := list(islice(rest, _AT_ONCE)):
        names = {text: plain_name(text) for text in some}
        plain = list(rows.filter(plain_name__in=names.values()))
        of_name = {name: list(same) for name, same in groupby(sorted(plain, key=_name), _name)}
        of_code = {row.code: row for row in rows.filter(pk__in=filter(None, map(_code, some)))}
        for text in some:
            found = of_name.get(names[text], [])
            if found and len(found) == 1 and not _code(text) and not text.strip().isdecimal():
                yield text, found[0]
            elif row := of_code.get(f"K{_code(text):06d}"):
                yield text, row
            else:
                yield text, _resolved(who, text)


def _resolved(who: Person, text: str) -> Customer | Problem:
    try:
        return resolve(who, text)
    except Problem as problem:
        return problem


def _name(row: Customer) -> str:
    return row.plain_name


def _code(text: str) -> int:
    """The number in a customer's id such as ``K000042``; 0 if the text is no id."""
    text = text.strip()
    digits = text[1:] if text[:1] in {"K", "k"} else ""
    return number_in(digits)


def _candidates(rows: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    if code := _code(text):
        return rows.filter(pk=code)
    if text.isdecimal() and len(text) == 10:  # noqa: PLR2004  a dossier's number
        return rows.filter(dossiers__number=int(text)).distinct()
    exact = rows.filter(plain_name=plain_name(text))
    return exact if exact.exists() else rows.filter(plain_name__contains=plain_name(text) or "\0")


def twins(new: NewCustomer) -> list[Customer]:
    """Customers of the register who may be the same: code, ID number or plain name is equal."""
    same = Q(plain_name=plain_name(new.name))
    if new.credit_code:
        same |= Q(credit_code=new.credit_code)
    if new.id_number:
        same |= Q(id_number=new.id_number)
    return list(Customer.objects.filter(same)[:5])


def called(who: Person, rows: Sequence[Customer]) -> list[str]:
    """The ids of customers as somebody may hear them: of those he may not know, that there are."""
    known = set(visible(who).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    hidden = [] if known.issuperset(row.pk for row in rows) else [say("a customer of another unit")]
    return [*(row.code for row in rows if row.pk in known), *hidden]


def _same(who: Person, new: NewCustomer, twins: Sequence[Customer]) -> SameCustomer:
    return SameCustomer(
        say("{name} seems to be in the register already", name=new.name),
        why=say(
            "name, credit code or ID number is the same as of {codes}",
            codes=listed(called(who, twins)),
        ),
        fix=say("use that customer, or say that it is somebody else").by("--separate"),
        field="name",
    )


def check(new: NewCustomer) -> None:
    """Every fault of a new customer at once."""
    checks = {
        "credit_code": credit_code_fault,
        "id_number": id_card_fault,
        "phone": phone_fault,
        "email": email_fault,
    }
    details = [
        Detail(text=fault, field=name)
        for name, check in checks.items()
        if (value := getattr(new, name)) and (fault := check(value))
    ]
    if not plain_name(new.name):
        details.insert(0, Detail(text=say("the name is missing"), field="name"))
    if new.kind not in set(CustomerKind):
        kinds = ", ".join(CustomerKind)
        details.append(Detail(text=say("the kind is one of {kinds}", kinds=kinds), field="kind"))
    if details:
        raise BadInput(
            say("The customer {name} cannot be added", name=new.name or "-"),
            why=say("{n} thing(s) are not right", n=len(details)),
            fix=say("correct them and try again"),
            field=details[0].field,
            details=details,
        )


def active_dossiers(customer: Customer) -> QuerySet[Dossier]:
    """A customer's open dossiers, the oldest first."""
    return customer.dossiers.filter(state="active").order_by("number")
