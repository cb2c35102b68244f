"""Tables of posted staff: postings and what they owe, areas, holdings, stations and handovers.

A posting is one stay of one person in one place; the dossier of type ``posted-staff`` holds the
papers of all his stays. Rows, no rules: those stand in ``model.posting*``.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Dossier, Item, Person


class Area(models.Model):
    """A sales area and the figures that make its class."""

    key = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=64)
    sales = models.BigIntegerField(default=0)
    high_failure = models.BooleanField(default=False)
    one_stop = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        """The class itself follows from the figures and is not kept."""

        db_table = "register_area"

    def __str__(self) -> str:
        return self.key


class Posting(models.Model):
    """One stay of a posted person, from the plan to the return; never deleted.

    Which reports he owes, and whether he leads the place, follows from his ``kind``
    (``rules/postings.toml``). ``more_areas`` are keys of neighbouring areas that he looks after
    too; ``area_since`` is since when he has been in his area, which may be longer than this stay.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="postings")
    staff_number = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=64)
    account = models.ForeignKey(Person, models.PROTECT, null=True, related_name="postings")
    kind = models.CharField(max_length=32)
    scope = models.CharField(max_length=16)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="postings")
    area_since = models.DateField(null=True)
    more_areas = models.JSONField(default=list)
    host = models.CharField(max_length=120)
    unit = models.CharField(max_length=64, db_index=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=16, db_index=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    departed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        """One table for all kinds of posted staff."""

        db_table = "register_posting"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The posting's number: ``W000042``."""
        return f"W{self.pk:06d}"


class PostingFact(models.Model):
    """A thing shown before or during a stay: the paper that proves it and until when it holds."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="facts")
    key = models.CharField(max_length=32)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="posting_facts")
    valid_until = models.DateField(null=True)
    result = models.CharField(max_length=16, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """The newest of a key counts; the older ones stay."""

        db_table = "register_posting_fact"

    def __str__(self) -> str:
        return f"{self.posting} {self.key}"


class Appraisal(models.Model):
    """The score of one month; ``month`` is its first day."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="appraisals")
    month = models.DateField()
    score = models.DecimalField(max_digits=5, decimal_places=2)
    major_error = models.BooleanField(default=False)
    remark = models.CharField(max_length=300, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """A month is appraised once."""

        db_table = "register_appraisal"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["posting", "month"], name="one_appraisal_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.posting} {self.month:%Y-%m}"


class Leave(models.Model):
    """Leave asked for: its days, and who of the chain has agreed so far."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="leaves")
    starts_on = models.DateField()
    ends_on = models.DateField()
    days = models.IntegerField()
    kind = models.CharField(max_length=16)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=16, db_index=True)
    chain = models.JSONField(default=list)
    approvals = models.JSONField(default=list)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        """One row a slip."""

        db_table = "register_leave"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The leave's number: ``Q000042``."""
        return f"Q{self.pk:06d}"


class Station(models.Model):
    """An authorised station, and the posting that looks after it."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    contact = models.CharField(max_length=64)
    phone = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=16)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="stations")
    keeper = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="stations")
    version = models.IntegerField(default=1)

    class Meta:
        """One row a station."""

        db_table = "register_station"

    def __str__(self) -> str:
        return self.code


class Holding(models.Model):
    """A thing somebody holds for the company, until it is given back or handed on.

    It hangs on a posting or, for those who are not posted, on an account. Handed on, it is another
    row; what is given back stands in the store, and its newest row says what it is.
    """

    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="holdings")
    account = models.ForeignKey(Person, models.PROTECT, null=True, related_name="holdings")
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=64, db_index=True)
    label = models.CharField(max_length=200)
    category = models.CharField(max_length=32, blank=True)
    place = models.CharField(max_length=120, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    condition = models.CharField(max_length=16)
    request = models.CharField(max_length=64, blank=True)
    since = models.DateField()
    due_back = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        """Nothing is held by two at a time."""

        db_table = "register_holding"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(returned_on=None),
                name="held_by_one",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The holding's number: ``Z000042``."""
        return f"Z{self.pk:06d}"


class Handover(models.Model):
    """The handover of a transfer or a leaving.

    ``items`` is its checklist: of each thing what it is, where it stands, who said so and with
    what note. ``signatures`` says who signed as what and when.
    """

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=16)
    successor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    destination = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=16, db_index=True)
    items = models.JSONField(default=list)
    signatures = models.JSONField(default=list)
    asked_on = models.DateField()
    leaves_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        """A posting is handed over once at a time."""

        db_table = "register_handover"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["posting"],
                condition=models.Q(closed_at=None),
                name="one_open_handover",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The handover's number: ``J000042``."""
        return f"J{self.pk:06d}"
