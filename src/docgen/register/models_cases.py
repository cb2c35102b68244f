"""The tables of complaint cases: the case, its steps, its papers and the slips; rows, no rules."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Customer, Dossier, Item, Person


class Case(models.Model):
    """One complaint case, open or ended; never deleted.

    ``answers`` are those of its own form, as they were given; ``extension`` is what was asked for
    and who agreed.
    """

    number = models.CharField(max_length=60, unique=True)
    profile = models.CharField(max_length=32)
    severity = models.CharField(max_length=16)
    state = models.CharField(max_length=16, db_index=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="cases")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="cases")
    event = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="event_cases")
    parent = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor")
    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    summary = models.CharField(max_length=100)
    answers = models.JSONField(default=dict)
    involves = models.JSONField(default=list)
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    due_time = models.TimeField(null=True)
    extension = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        """One table for all kinds of cases."""

        db_table = "register_case"

    def __str__(self) -> str:
        return self.number


class CaseStep(models.Model):
    """One step of a case: whose turn it was since when, until when, and who did it when."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=32)
    turn = models.IntegerField()
    state = models.CharField(max_length=16)
    since = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    due_time = models.TimeField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    log_index = models.BigIntegerField(null=True)

    class Meta:
        """A step stands once in a case."""

        db_table = "register_case_step"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "key"], name="one_case_step")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.key}"


class CasePaper(models.Model):
    """A paper of a case: the step that made it, and the item it is; ``own`` is the case's form."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    step = models.CharField(max_length=32)
    item = models.ForeignKey(Item, models.PROTECT, related_name="case_papers")
    own = models.BooleanField(default=False)

    class Meta:
        """In the order in which they were filed."""

        db_table = "register_case_paper"

    def __str__(self) -> str:
        return f"{self.case} {self.item}"


class CaseSlip(models.Model):
    """A slip about a delay, 催办单 or 洽办单: one a rung and step, or one a late unit."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="slips")
    kind = models.CharField(max_length=16)
    about = models.CharField(max_length=64)
    rung = models.IntegerField(default=0)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        """Each is made once."""

        db_table = "register_case_slip"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind", "about", "rung"], name="one_case_slip")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind} {self.about} {self.rung}"
