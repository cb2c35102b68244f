"""Customers."""

from __future__ import annotations

from ninja import Router, Schema, Status
from ninja.params.functions import Query
from pydantic import Field

from docgen.office import customers
from docgen.register.models import Customer
from docgen.web.api_token import Asked, must_be_for
from docgen.web.page import known

router = Router(tags=["customers"])
_PAGE = 50


class NewCustomer(Schema):
    """A customer to be added."""

    name: str = Field(max_length=200)
    kind: str = Field("company", max_length=16, description="company, person, household or staff")
    credit_code: str = Field("", max_length=18)
    id_number: str = Field("", max_length=18)
    phone: str = Field("", max_length=40)
    address: str = Field("", max_length=300)
    contact: str = Field("", max_length=64)
    legal_person: str = Field("", max_length=64)
    email: str = Field("", max_length=100)
    separate: bool = Field(
        default=False, description="Add him even if he seems to be there already."
    )


class CustomerName(Schema):
    """A customer in a list."""

    id: str
    name: str
    kind: str
    unit: str


class CustomerFacts(CustomerName):
    """A customer, with the numbers of the dossiers that are in use."""

    dossiers: list[str]


class Customers(Schema):
    """Customers, by number."""

    customers: list[CustomerName]
    next: int | None


@router.get("/customers", response=Customers, summary="List customers")
def list_(
    request: Asked,
    q: str = Query("", max_length=200, description="A piece of the name"),
    cursor: int = Query(0, ge=0, le=10_000_000),
) -> Customers:
    """Those the person may know of."""
    must_be_for(request, "read")
    rows = customers.list_customers(request.office, request.who, q)
    page = rows[cursor : cursor + _PAGE]
    more = cursor + _PAGE < len(rows)
    short = [CustomerName(id=one.code, name=one.name, kind=one.kind, unit=one.unit) for one in page]
    return Customers(customers=short, next=cursor + _PAGE if more else None)


@router.post("/customers", response={201: CustomerFacts}, summary="Add a customer")
def add(request: Asked, new: NewCustomer) -> Status[CustomerFacts]:
    """Refused with 422 if he seems to be there already, unless ``separate`` is said."""
    must_be_for(request, "write")
    facts = new.dict()
    separate = facts.pop("separate")
    made = customers.NewCustomer(**facts)
    return Status(201, told(customers.add(request.office, request.who, made, separate=separate)))


@router.get("/customers/{customer}", response=CustomerFacts, summary="One customer")
def show(request: Asked, customer: str) -> CustomerFacts:
    """By id, dossier number or unambiguous name."""
    must_be_for(request, "read")
    return told(known(customers.show, request.office, request.who, customer))


def told(row: Customer) -> CustomerFacts:
    """A customer's row as data."""
    numbers = [str(one) for one in customers.active_dossiers(row)]
    return CustomerFacts(id=row.code, name=row.name, kind=row.kind, unit=row.unit, dossiers=numbers)
