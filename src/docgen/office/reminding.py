"""Reminders by mail: each is sent once, by however many workers, after any stop (G-062).

    server knows sender and receiver ─▶ row "offered", committed ─▶ mail ─▶ row "sent", entry

Whoever is cut off before the row has sent nothing, and the next run does it. Whoever is cut off
after it may have sent the mail: the row stays "offered", which means not confirmed, is shown as
such and never sent again by itself; a reminder missed is in tomorrow's digest, one sent twice
cannot be taken back. What the server refused is "refused" and is offered again.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from docgen.config import Mail
from docgen.errors import Problem
from docgen.model.access import Act
from docgen.office import gate, journal, mailing, reminding_facts, reminding_words
from docgen.office.desk import Office, one_transaction
from docgen.office.duties_holders import working
from docgen.office.reminding_facts import DIGEST, LADDER, OFFERED, REFUSED, SENT, Plan
from docgen.register.models import Person
from docgen.register.models_reminders import Reminder

_EVENT = "reminder.sent"
#: How often a run calls the server again after a mail that broke the conversation.
_CALLS = 3
_RECENT = 100


@dataclass(slots=True)
class Outcome:
    """What a run did.

    Args:
        sent: How many mails the server took.
        unconfirmed: For whom it did not say whether it took the mail.
        refused: For whom it did not, with the reason; they are offered again.
        homeless: Who should be reminded and has no address in docgen.toml.
    """

    sent: int = 0
    unconfirmed: list[str] = field(default_factory=list)
    refused: list[tuple[str, Problem]] = field(default_factory=list)
    homeless: list[str] = field(default_factory=list)


def remind(
    office: Office,
    who: Person,
    tell: Callable[[str], str] = str,
    patience: float = mailing.PATIENCE,
) -> Outcome:
    """Send what is due now; nothing if docgen.toml names no mail server.

    Args:
        office: The office.
        who: Who runs this; it takes the right to keep house, and shows nobody's duties.
        tell: Puts a sentence into the language of the office.
        patience: How long the server may be silent (seconds).

    Raises:
        OutsideFailed: The server cannot be reached; nothing is lost, the next run tries again.
    """
    gate.ask(office, who, Act.UPKEEP, _EVENT)
    mail, outcome = office.settings.mail, Outcome()
    if not mail.host:
        return outcome
    plans = reminding_facts.due(office, working())
    known = [plan for plan in plans if plan.person.login in mail.addresses]
    named = {plan.person.login for plan in plans} - mail.addresses.keys()
    outcome.homeless = sorted(named)
    waiting = deque(known)
    for _ in range(_CALLS):
        if waiting:
            with mailing.connected(mail, patience) as server:
                while waiting and server.sock:
                    _one(office, server, waiting.popleft(), tell, outcome)
    return outcome


def recent(office: Office, who: Person) -> list[Reminder]:
    """The newest reminders: one's own; all for whoever lists all duties."""
    rows = Reminder.objects.select_related("person").order_by("-pk")
    if not gate.weigh(office, who, Act.LIST_DUTIES).allow:
        gate.ask(office, who, Act.DO_DUTY, "duty.listed")
        rows = rows.filter(person=who)
    return list(rows[:_RECENT])


def message(office: Office, plan: Plan, tell: Callable[[str], str]) -> EmailMessage:
    """The mail itself; made anew it has the same id, so that receivers may know it again."""
    write = reminding_words.digest if plan.kind == DIGEST else reminding_words.ladder
    letter = write(plan.person.name, plan.day, plan.lines, tell)
    mail, to = office.settings.mail, office.settings.mail.addresses[plan.person.login]
    made = EmailMessage(policy=mailing.POLICY)
    made["From"] = _address(office.settings.company, mail.sender)
    made["To"] = _address(plan.person.name, to)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(office.local(office.now()))
    made["Message-ID"] = _id(office, mail, plan)
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text)
    made.add_alternative(letter.html, subtype="html")
    return made


def _one(
    office: Office,
    server: mailing.Server,
    plan: Plan,
    tell: Callable[[str], str],
    outcome: Outcome,
) -> None:
    """Send one mail, and note what became of it."""
    claimed: list[Reminder] = []

    def claim() -> bool:
        claimed.extend(_claim(office, plan))
        return bool(claimed)

    mail = office.settings.mail
    to = mail.addresses[plan.person.login]
    try:
        if mailing.send(server, message(office, plan, tell), mail.sender, to, claim):
            _confirm(office, plan, claimed[0])
            outcome.sent += 1
    except mailing.Refused as problem:
        with one_transaction():
            for row in claimed:
                row.state = REFUSED
                row.save()
        outcome.refused.append((plan.person.login, problem))
    except mailing.Unanswered:
        outcome.unconfirmed.append(plan.person.login)


def _claim(office: Office, plan: Plan) -> list[Reminder]:
    """The row, if no other worker has it and nothing of the mail was told meanwhile."""
    with one_transaction():
        row = Reminder.objects.filter(key=plan.key).first()
        if row is not None and row.state != REFUSED:
            return []
        if plan.kind == LADDER and reminding_facts.told_upto(plan.person) != plan.since:
            return []
        made = row or Reminder(key=plan.key, kind=plan.kind, person=plan.person, day=plan.day)
        made.upto, made.n, made.state, made.at = plan.upto, len(plan.lines), OFFERED, office.now()
        made.save()
        return [made]


def _confirm(office: Office, plan: Plan, row: Reminder) -> None:
    with one_transaction():
        row.state = SENT
        more = {"kind": plan.kind, "day": str(plan.day)}
        row.log_index = journal.append(
            office, _EVENT, None, obj=plan.person.code, n=row.n, more=more
        )
        row.save()


def _address(name: str, address: str) -> Address:
    """A name with its address; what cannot be seen is left out of the name."""
    return Address("".join(c for c in name if c.isprintable()), addr_spec=address)


def _id(office: Office, mail: Mail, plan: Plan) -> str:
    digest = hashlib.sha256(f"{office.settings.origin}\n{plan.key}".encode()).hexdigest()
    return f"<{digest[:32]}@{mail.sender.rpartition('@')[2]}>"
