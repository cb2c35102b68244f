"""Tables of duties: what is owed by when, the steps of the ladder it came to, and the clock.

A duty is made once for its key and ended once; the row stays. ``deadline`` is the moment from
which on it is late, so that what is late is one question to the database.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Person


class OwedDuty(models.Model):
    """One duty owed by a person or by a unit; an account's unit stands beside it."""

    key = models.CharField(max_length=200, unique=True)
    rule = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=64, blank=True, db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="duties")
    unit = models.CharField(max_length=64)
    start = models.DateTimeField(null=True)
    nominal = models.DateField(null=True)
    due = models.DateField()
    time = models.TimeField(null=True)
    deadline = models.DateTimeField()
    unknown_years = models.JSONField(default=list)
    ladder = models.JSONField(default=list)
    state = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        """What is open is looked through by its deadline."""

        db_table = "register_duty"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "deadline"], name="duty_by_deadline")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The duty's number: ``Y000042``."""
        return f"Y{self.pk:06d}"


class DutyStep(models.Model):
    """A step of the ladder that a duty has come to, as ``model.duty.Rung`` writes it."""

    duty = models.ForeignKey(OwedDuty, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=40)
    at = models.DateTimeField()
    log_index = models.BigIntegerField(null=True)

    class Meta:
        """Each step is come to once; what was late then is an entry of the log, too."""

        db_table = "register_duty_step"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["duty", "step"], name="each_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.step}"


class DutyTurn(models.Model):
    """Up to which day the duties of a rhythm have been made."""

    rule = models.CharField(max_length=64, unique=True)
    upto = models.DateField()

    class Meta:
        """One row for each rule that comes again."""

        db_table = "register_duty_turn"

    def __str__(self) -> str:
        return f"{self.rule} {self.upto}"
