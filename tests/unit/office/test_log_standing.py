"""How the log stands: its last check, its newest checkpoint, who vouches for it."""

from __future__ import annotations

import pytest
from tests.support.desks import Cast, later, log
from tests.support.offices import person

from docgen.errors import NotAllowed
from docgen.office import auditing, journal, log_standing
from docgen.office.desk import Office
from docgen.register.models import Person


@pytest.fixture
def ada(office: Office) -> Person:
    """Who audits."""
    return person(office, "ada", "auditor")


def test_a_log_that_nobody_checked(office: Office, ada: Person) -> None:
    found = log_standing.standing(office, ada)

    assert found.verified is None
    assert not found.is_whole
    assert found.size == len(log())


def test_a_log_that_was_found_whole(office: Office, ada: Person) -> None:
    auditing.verify(office, ada)

    found = log_standing.standing(office, ada)

    assert found.is_whole
    assert found.verified is not None
    assert found.verified.who == f"ada {ada.code}"
    assert found.verified.index == log("log.verified")[-1]["idx"]


def test_the_newest_check_counts(
    office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditing.verify(office, ada)
    append = journal.append
    monkeypatch.setattr(
        journal,
        "append",
        lambda *args, **facts: append(*args, **{**facts, "n": 3}),
    )
    auditing.verify(later(office, 1), ada)

    found = log_standing.standing(office, ada)

    assert not found.is_whole
    assert found.verified is not None
    assert found.verified.findings == 3


def test_somebody_who_was_refused_checked_nothing(office: Office, ada: Person, folk: Cast) -> None:
    with pytest.raises(NotAllowed):
        auditing.verify(office, folk.mira)

    assert log_standing.standing(office, ada).verified is None


def test_the_newest_checkpoint_and_that_nobody_cosigned(office: Office, ada: Person) -> None:
    auditing.checkpoint(office, ada)

    found = log_standing.standing(office, ada)

    assert found.checkpoint is not None
    assert found.checkpoint.size == len(log())
    assert found.cosigned is None
    assert found.auditor == ""
    assert found.overdue is not None


def test_looking_is_no_entry(office: Office, ada: Person) -> None:
    before = len(log())

    log_standing.standing(office, ada)

    assert len(log()) == before


def test_a_clerk_may_not_look(office: Office, folk: Cast) -> None:
    with pytest.raises(NotAllowed):
        log_standing.standing(office, folk.mira)

    assert log("log.verified")[-1]["res"] == "deny"
