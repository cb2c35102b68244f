"""Erasing what the log's notes say of somebody: the commitments stay, and every proof with them.

Two people: whoever keeps the log asks, and another one who may decide on destruction carries it
out; both are entries, with the reason behind a commitment of its own. What was asked for is read
from the log itself. Source: 个人信息保护法 art. 47, 19 (no longer than needed).
"""

from __future__ import annotations

from django.db import connection

from docgen.errors import BadInput, NotAllowed, NotFound, Problem, Reason, say
from docgen.ledger.entry import decode
from docgen.model.access import Act
from docgen.office import daybook, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Dossier, Person
from docgen.register.models_log import LogEntry, LogNote

_ASKED, _DONE = "log.requested-erasure", "log.erased"
_PORTION = 500
_WHOM = ("who", "obj", "dossier")


def ask(office: Office, who: Person, about: str, reason: str) -> int:
    """Ask that the notes on a customer, dossier or account be erased; the entry's number."""
    gate.ask(office, who, Act.KEEP_LOG, _ASKED)
    if not reason.strip():
        raise BadInput(
            say("Why shall the notes be erased?"),
            why=say("the reason stays in the log's notes; the erased words do not"),
            fix=say("give the reason").by("--reason TEXT"),
            field="reason",
        )
    _names(about)
    with one_transaction():
        return journal.append(
            office,
            _ASKED,
            who,
            obj=about,
            notes={"reason": reason},
            more={"notes": len(_rows(about))},
        )


def approve(office: Office, who: Person, asked: int) -> int:
    """Erase what entry ``asked`` asks for; how many notes there were.

    Raises:
        NotAllowed: The same person asked.
    """
    about, asker = _request(asked)
    gate.ask(office, who, Act.DECIDE_DESTRUCTION, _DONE)
    if asker == who.code:
        text = say("nobody approves what he asked for himself")
        with one_transaction():
            journal.append(office, _DONE, who, res="deny", obj=about, rules=["R6"])
        raise NotAllowed(
            say("{who} may not do this", who=who.name),
            why=say("these rules speak against it"),
            fix=say("let somebody else approve it"),
            reasons=[Reason("R6", text)],
        )
    with one_transaction():
        gone = _rows(about)
        for start in range(0, len(gone), _PORTION):
            LogNote.objects.filter(pk__in=gone[start : start + _PORTION]).delete()
        journal.append(office, _DONE, who, obj=about, n=len(gone), basis=[str(asked)])
    daybook.begin_anew()  # the files of log/ forget them too
    return len(gone)


def _request(asked: int) -> tuple[str, str]:
    """What was asked for, and by whom."""
    row = LogEntry.objects.filter(idx=asked).first()
    try:
        entry = decode(bytes(row.leaf)) if row else {}
    except Problem:
        entry = {}
    if entry.get("act") != _ASKED or entry.get("res") != "allow":
        raise NotFound(
            say("Entry {index} asks for no erasure", index=asked),
            why=say("what is erased must have been asked for, with a reason"),
            fix=say("ask first").by("docgen log erase-notes --about CODE --reason TEXT"),
        )
    return str(entry["obj"]), str(entry["who"])


def _rows(about: str) -> list[int]:
    """The notes on somebody: of entries that name him, and those in which he is named."""
    numbers, words = _names(about)
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note.id, note.value, entry.leaf FROM register_log_note AS note"
            " JOIN register_log_entry AS entry ON entry.idx = note.idx"
        )
        for number, value, leaf in cursor:
            entry = decode(bytes(leaf))
            if entry["act"] != _ASKED and (  # its reason stays
                numbers.intersection(entry.get(key) for key in _WHOM)
                or any(word in value for word in words)
            ):
                found.append(number)
    return found


def _names(about: str) -> tuple[set[object], list[str]]:
    """The numbers under which the log knows somebody, and the words that name him."""
    customer = Customer.objects.filter(pk=int(about[1:])).first() if _is_code(about, "K") else None
    if customer is not None:
        dossiers = Dossier.objects.filter(customer=customer)
        facts = (customer.name, customer.phone, customer.id_number, customer.credit_code)
        return {about, *map(str, dossiers)}, [fact for fact in facts if fact]
    person = Person.objects.filter(pk=int(about[2:])).first() if _is_code(about, "p-") else None
    if person is not None:
        return {about}, [person.name, person.login]
    raise NotFound(
        say("There is no customer or account {about}", about=about),
        why=say("notes are erased for one customer, such as K000042, or one account, p-0007"),
        fix=say("look up the customer or the account").by("docgen customer list, docgen user list"),
        field="about",
    )


def _is_code(text: str, prefix: str) -> bool:
    return text.startswith(prefix) and text.removeprefix(prefix).isdecimal()
