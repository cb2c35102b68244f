"""Coming in: the operating-system user becomes an account, and a stranger leaves an entry."""

from __future__ import annotations

from docgen.errors import NotAllowed
from docgen.office import journal, people
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person


def enter(office: Office, os_login: str) -> Person:
    """The account bound to this operating-system user.

    Raises:
        NotAllowed: There is none; the log says that somebody came, and who only behind a
            commitment.
    """
    try:
        return people.acting(os_login)
    except NotAllowed as refused:
        rules = [reason.rule for reason in refused.reasons]
        with one_transaction():
            journal.append(
                office,
                "person.turned-away",
                None,
                res="deny",
                rules=rules,
                notes={"login": os_login},
            )
        raise
