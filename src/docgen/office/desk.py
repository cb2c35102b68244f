"""The open office: its folder, settings, rules, store, index and clock, in one value.

``one_transaction`` is the only door to writing the register: what happens inside becomes
durable together, log entry included, or not at all.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import DatabaseError, transaction

from docgen.archive.store import Store
from docgen.config import Settings
from docgen.errors import OutsideFailed, say
from docgen.index.engine import Engine
from docgen.model.access import SignIn
from docgen.office import daybook
from docgen.office.rules import Rules


def utc_now() -> dt.datetime:
    """The clock of an office that nobody has set otherwise."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Office:
    """Everything a verb may need besides the acting person.

    Args:
        folder: The office folder.
        settings: From ``docgen.toml``.
        rules: From ``rules/``.
        store: The originals.
        index: The search index.
        via: How the acting person came in: ``os``, ``demo``, ``web``, ``api``.
        sign_in: How he showed who he is, and how long ago.
        now: The clock; an aware UTC time.
    """

    folder: Path
    settings: Settings
    rules: Rules
    store: Store
    index: Engine
    via: str = "os"
    sign_in: SignIn = field(default_factory=SignIn)
    now: Callable[[], dt.datetime] = field(default=utc_now)

    @property
    def today(self) -> dt.date:
        """The day it is where the office is."""
        return self.local(self.now()).date()

    def local(self, moment: dt.datetime) -> dt.datetime:
        """A moment as the clocks of the office show it."""
        return moment.astimezone(ZoneInfo(self.settings.time_zone))


@contextlib.contextmanager
def one_transaction() -> Iterator[None]:
    """All or nothing; a database that fails becomes a sentence.

    What became durable is written down in the files of ``log/`` before this ends.
    """
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        raise database_failed(error) from error
    if not transaction.get_connection().in_atomic_block:
        daybook.write_down()


def database_failed(error: DatabaseError) -> OutsideFailed:
    """The sentence for a database that is full, locked, read-only or damaged."""
    return OutsideFailed(
        say("The register could not be written: {error}", error=error),
        why=say("the database refused; nothing was changed"),
        fix=say("look at the disk's free space and at who else uses the office, then try again"),
    )
