"""Which dossier is meant by what stands on an old folder or in a sheet.

    0000000042            the dossier's number
    KH-00042              its file number (档号)
    K000007 or a name     a customer with one open dossier; names must be whole
    KH-00042 样例公司      either of them, then the customer's name: both must fit
    K000007 3栋-502       a customer, then the dossier's key (房号, 户号, 工号)

A name that could mean two things means nothing. Customers are never added here, and a dossier is
opened only if that was asked for, when its first paper is filed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.errors import BadInput, NotFound, Problem, say
from docgen.model.access import Act
from docgen.model.customer import DOSSIER_TYPE, CustomerKind, plain_name
from docgen.model.dossier import DossierType
from docgen.model.grades import Grade
from docgen.model.ids import DossierNumber
from docgen.office import customers, dossiers, filing, gate
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.office.taking_in_names import plain
from docgen.register.models import Customer, Dossier, Person


@dataclass(frozen=True, slots=True)
class ToOpen(Unopened):
    """A dossier of any type that is opened with its first paper."""

    key: str

    def take(self, office: Office, who: Person) -> Dossier:
        """The dossier, opened now unless somebody was quicker; inside a transaction."""
        rows = Dossier.objects.filter(type=self.kind.name, key=self.key, state="active")
        return rows.first() or dossiers.opened(office, who, self.customer, self.kind, self.key)


Place = Dossier | ToOpen


class Places:
    """Finds dossiers by what people call them, each name once.

    Args:
        office: The office.
        who: The acting person.
        mapping: Names with what they mean instead.
        opening: The type that missing dossiers are opened as; ``None`` if they are not.
    """

    def __init__(
        self, office: Office, who: Person, mapping: Mapping[str, str], opening: DossierType | None
    ) -> None:
        self._office, self._who, self._opening = office, who, opening
        self._mapping = {plain(name): meant for name, meant in mapping.items()}
        self._found: dict[str, Place | Problem] = {}
        self._allowed: dict[tuple[str, str, Grade | None], Problem | None] = {}

    def find(self, name: str) -> Place:
        """The dossier of this name; a ``Problem`` if there is none or more than one."""
        if name not in self._found:
            try:
                self._found[name] = self._find(self._mapping.get(plain(name), plain(name)))
            except Problem as problem:
                self._found[name] = problem
        found = self._found[name]
        if isinstance(found, Problem):
            raise found
        return found

    def group(self, place: Place, name: str) -> str:
        """The key of the group that is called so (key, letter, title, letter and title), or ""."""
        wanted = plain_name(name)
        for group in self.kind(place).groups:
            names = (group.key, group.letter, group.title, f"{group.letter}{group.title}")
            if wanted in map(plain_name, names):
                return group.key
        return ""

    def kind(self, place: Place) -> DossierType:
        """The type of a dossier."""
        return kind_of(self._office, place)

    def retention(self, place: Place) -> str:
        """The period of a dossier."""
        return place.kind.retention if isinstance(place, ToOpen) else place.retention

    def check(self, place: Place, group: str, grade: Grade | None) -> None:
        """Raise what speaks against filing there; asked, and entered in the log, once."""
        asked = (label(place), group, grade)
        if asked not in self._allowed:
            try:
                filing.may_file(self._office, self._who, place, group, grade)
                self._allowed[asked] = None
            except Problem as problem:
                self._allowed[asked] = problem
        refusal = self._allowed[asked]
        if refusal:
            raise refusal

    def _find(self, name: str) -> Place:
        if place := self._dossier(name):
            return place
        if customer := self._customer(name):
            return self._of_customer(customer, "")
        head, rest = [*name.split(maxsplit=1), "", ""][:2]
        if rest and (place := self._dossier(head)):
            _must_fit(place, rest)
            return place
        if rest and (customer := self._customer(head)):
            same = plain_name(rest) == plain_name(customer.name)
            return self._of_customer(customer, "" if same else rest)
        raise NotFound(
            say("There is no dossier or customer {name}", name=name or "-"),
            why=say("no number, file number, id or whole name that you may know of is like that"),
            fix=say("correct the name; a new customer is added first").by("docgen customer add"),
            field="dossier",
        )

    def _dossier(self, name: str) -> Dossier | None:
        rows = dossiers.visible(self._who).filter(state="active")
        if row := rows.filter(file_number=name).first() if name else None:
            return row
        whole = name.isascii() and name.isdecimal() and len(name) == len(str(DossierNumber(1)))
        return rows.filter(number=int(name)).first() if whole else None

    def _customer(self, name: str) -> Customer | None:
        known = customers.visible(self._who)
        code = name[1:] if name[:1] in "Kk" and name[1:].isdecimal() and name.isascii() else ""
        same = {"pk": int(code)} if code else {"plain_name": plain_name(name) or "\0"}
        rows = list(known.filter(**same)[:2])
        if len(rows) > 1:
            raise BadInput(
                say("{text} could be {n} or more customers", text=name, n=len(rows)),
                why=say("the name is not unambiguous"),
                fix=say("use the id: {ids}", ids=", ".join(row.code for row in rows)),
                field="dossier",
            )
        return rows[0] if rows else None

    def _of_customer(self, customer: Customer, key: str) -> Place:
        rows = dossiers.visible(self._who).filter(state="active", customer=customer)
        if self._opening:
            rows = rows.filter(type=self._opening.name)
        found = list(rows.filter(key=key) if key else rows)
        if len(found) == 1:
            return found[0]
        if found:
            raise BadInput(
                say("{text} has {n} dossiers", text=customer.name, n=len(found)),
                why=say("it is not clear which one is meant"),
                fix=say("give the number: {numbers}", numbers=", ".join(map(str, found))),
                field="dossier",
            )
        return self._to_open(customer, key)

    def _to_open(self, customer: Customer, key: str) -> ToOpen:
        if self._opening is None:
            raise NotFound(
                say("There is no open dossier of {name}", name=f"{customer.name} {key}".strip()),
                why=say("missing dossiers are not opened by themselves"),
                fix=say("open the dossier, or let it be opened").by("--open-dossiers TYPE"),
                field="dossier",
            )
        usual = DOSSIER_TYPE[CustomerKind(customer.kind)] == self._opening.name
        if not (key or usual):
            raise BadInput(
                say("A dossier for {name} cannot be opened", name=customer.name),
                why=say("it needs its {label}", label=self._opening.key_label),
                fix=say("write it after the customer’s id: {id} …", id=customer.code),
                field="dossier",
            )
        gate.ask(self._office, self._who, Act.OPEN_DOSSIER, "dossier.opened", subject=customer.code)
        return ToOpen(customer, self._opening, key or customer.code)


def label(place: Place) -> str:
    """A dossier as it is listed: its number, or what it will be opened for."""
    if isinstance(place, Dossier):
        return str(place)
    return say(
        "new: {type} {key} of {customer}",
        type=place.kind.title,
        key=place.key,
        customer=place.customer.code,
    )


def kind_of(office: Office, place: Place) -> DossierType:
    """The type of a dossier."""
    return place.kind if isinstance(place, ToOpen) else office.rules.dossier_type(place.type)


def title(place: Place) -> str:
    """The dossier's title, or the one it will have."""
    if isinstance(place, Dossier):
        return place.title
    return f"{place.customer.name} {place.kind.title}"


def _must_fit(place: Dossier, name: str) -> None:
    """The name beside a number is the dossier's, or a part of it."""
    if plain_name(name) not in plain_name(f"{place.title} {place.key}"):
        raise BadInput(
            say("“{name}” does not fit the dossier {number}", name=name, number=place),
            why=say("that is {title}", title=place.title),
            fix=say("correct the number or the name"),
            field="dossier",
        )
