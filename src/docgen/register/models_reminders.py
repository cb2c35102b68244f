"""The table of reminders: which mail was offered to the mail server for whom, and whether taken.

Neither an address nor a word of the mail is kept.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Person


class Reminder(models.Model):
    """One mail to one person: a day's digest, or steps of ladders up to ``upto``."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=8)
    person = models.ForeignKey(Person, models.PROTECT, related_name="reminders")
    day = models.DateField(db_index=True)
    upto = models.BigIntegerField(default=0)
    n = models.IntegerField()
    state = models.CharField(max_length=8)
    at = models.DateTimeField()
    log_index = models.BigIntegerField(null=True)

    class Meta:
        """A key is claimed once; what a server refused may be claimed again."""

        db_table = "register_reminder"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "kind", "state"], name="reminders_of_person")
        ]

    def __str__(self) -> str:
        return self.key
