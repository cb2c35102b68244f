"""People of the office: adding accounts, changing roles and clearance, closing them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import DatabaseError
from django.db.models import F

from docgen.errors import BadInput, NotAllowed, NotFound, Reason, say
from docgen.model.access import Act
from docgen.model.grades import Grade, grade_of
from docgen.model.ids import number_in
from docgen.model.people import STRONG, Role, roles_fault
from docgen.office import gate, journal, tokens
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Grant, Person


def acting(os_login: str) -> Person:
    """The account bound to an operating-system user; refused if there is none."""
    row = Person.objects.filter(os_login=os_login).first()
    if row is None:
        text = say("no account is bound to the operating-system user {login}", login=os_login)
        raise NotAllowed(
            say("{login} is nobody in this office", login=os_login),
            why=text,
            fix=say("ask the administrator for an account").by(
                f"docgen user add NAME --os-login {os_login}"
            ),
            reasons=[Reason("R1", text)],
        )
    return row


def by_login(login: str) -> Person:
    """The account with this login or code, or with this name if nobody shares it."""
    row = Person.objects.filter(login=login).first() or _by_code(login)
    if row is not None:
        return row
    rows = list(Person.objects.filter(name=login).order_by("pk"))
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise BadInput(
            say("{name} could be {n} accounts", name=login, n=len(rows)),
            why=say("they have the same name"),
            fix=say("use the login: {logins}", logins=", ".join(row.login for row in rows)),
            field="person",
        )
    raise NotFound(
        say("There is no account {login}", login=login),
        why=say("no login, name or code in the register is spelled like that"),
        fix=say("see who there is").by("docgen user list"),
        field="person",
    )


def can_be_read() -> bool:
    """Whether the register answers; for whoever watches the server."""
    try:
        return Person.objects.exists()
    except DatabaseError:
        return False


def _by_code(text: str) -> Person | None:
    return Person.objects.filter(pk=number_in(text.removeprefix("p-"))).first()


def found(office: Office, login: str, name: str, unit: str, os_login: str) -> Person:
    """Make the first account: clerk and archivist with the highest clearance."""
    row = Person.objects.create(
        login=login,
        name=name,
        os_login=os_login,
        unit=unit,
        clearance=Grade.A.rank,
        roles=[Role.ARCHIVIST, Role.CLERK],
    )
    journal.append(office, "office.opened", row, obj=row.code)
    return row


def add(
    office: Office,
    who: Person,
    *,
    login: str,
    name: str,
    unit: str,
    roles: Sequence[str],
    clearance: str = "C",
    os_login: str = "",
) -> Person:
    """Add an account."""
    gate.ask(office, who, Act.MANAGE_PEOPLE, "person.added", founding=founding())
    held, rank = _roles(roles), grade_of(clearance, field="clearance").rank
    if not login.strip():
        raise BadInput(
            say("The account has no login"),
            why=say("it is what colleagues and commands call the account by"),
            fix=say("give one").by("docgen user add LOGIN"),
            field="login",
        )
    # By the page capitals do not matter.
    if Person.objects.filter(login__iexact=login.strip()).exists() or (
        os_login and Person.objects.filter(os_login=os_login).exists()
    ):
        raise BadInput(
            say("There is an account {login} already", login=login),
            why=say("a login and an operating-system user belong to one account"),
            fix=say("choose another login, or change the account that is there"),
            field="login",
        )
    with one_transaction():
        row = Person.objects.create(
            login=login,
            name=name,
            os_login=os_login or None,
            unit=unit,
            clearance=rank,
            roles=held,
        )
        journal.append(
            office,
            "person.added",
            who,
            obj=row.code,
            more={"roles": ",".join(held), "clearance": Grade.of_rank(rank).code},
        )
    return row


def change(
    office: Office,
    who: Person,
    login: str,
    *,
    roles: Sequence[str] | None = None,
    clearance: str = "",
    unit: str = "",
) -> Person:
    """Change an account's roles, clearance or unit."""
    row = by_login(login)
    gate.ask(
        office, who, Act.MANAGE_PEOPLE, "person.changed", subject=row.code, founding=founding()
    )
    facts: dict[str, str | int] = {}
    changed: dict[str, object] = {}
    if roles is not None:
        changed["roles"] = held = _roles(roles)
        facts["roles"] = ",".join(held)
    if clearance:
        changed["clearance"] = rank = grade_of(clearance, field="clearance").rank
        facts["clearance"] = Grade.of_rank(rank).code
    if unit:
        changed["unit"] = unit
        facts["unit"] = "changed"
    with one_transaction():
        # These columns alone: what somebody else changes at the same time stays changed.
        Person.objects.filter(pk=row.pk).update(**changed, version=F("version") + 1)
        if roles is not None and STRONG.intersection(held).difference(row.roles):
            tokens.end_all(office, row)  # they were made by a weaker sign-in
        journal.append(office, "person.changed", who, obj=row.code, more=facts)
    row.refresh_from_db()
    return row


def close(office: Office, who: Person, login: str) -> Person:
    """Close an account: access ends at once."""
    row = by_login(login)
    gate.ask(office, who, Act.MANAGE_PEOPLE, "person.closed", subject=row.code, founding=founding())
    with one_transaction():
        end(office, who, row)
    row.refresh_from_db()
    return row


def end(office: Office, who: Person, row: Person) -> None:
    """Close an account for another verb, in its transaction: that verb asked for permission."""
    Person.objects.filter(pk=row.pk).update(active=False, version=F("version") + 1)
    tokens.end_all(office, row)
    journal.append(office, "person.closed", who, obj=row.code)


def grant(office: Office, who: Person, login: str, dossier: Dossier) -> Grant:
    """Let a person know one dossier (need-to-know)."""
    row = by_login(login)
    paper = gate.dossier_paper(dossier)
    gate.ask(office, who, Act.GRANT, "person.granted", paper=paper, subject=row.code)
    with one_transaction():
        given, _ = Grant.objects.get_or_create(
            person=row,
            dossier=dossier,
            defaults={"granted_by": who, "granted_at": office.now()},
        )
        journal.append(office, "person.granted", who, obj=row.code, dossier=str(dossier))
    return given


def everyone(office: Office, who: Person) -> list[Person]:
    """All accounts, in the order they were made."""
    gate.ask(office, who, Act.LIST_PEOPLE, "person.listed", founding=founding())
    with one_transaction():
        journal.append(office, "person.listed", who)
    return list(Person.objects.order_by("pk"))


def founding() -> bool:
    """Whether no administrator has been named yet, so that the founder may name people."""
    active = Person.objects.filter(active=True)
    return not any(Role.ADMINISTRATOR in person.roles for person in active)


def _roles(names: Iterable[str]) -> list[str]:
    try:
        held = sorted({Role(name) for name in names})
    except ValueError as error:
        raise BadInput(
            say("There is no such role: {error}", error=error),
            why=say("the roles are: {roles}", roles=", ".join(Role)),
            fix=say("choose among them"),
            field="role",
        ) from error
    if not held or (fault := roles_fault(held)):
        raise BadInput(
            say("These roles cannot be one person's"),
            why=fault if held else say("an account needs at least one role"),
            fix=say("make a second account for the other role"),
            field="role",
        )
    return [str(role) for role in held]
