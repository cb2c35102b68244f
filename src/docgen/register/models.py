"""The office's tables. Thin rows: rules live in ``model``, verbs in ``office``.

No row is ever moved to a history table and no id is used twice. Rows that people edit carry
a ``version`` for optimistic locking. Grades are kept as their rank, so that a query can
compare them. ``register_log_entry`` can only be added to (a trigger sees to it).
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Person(AbstractBaseUser):
    """One account: who he is, what he may know, which roles he has."""

    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    os_login = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  unique, so absent is NULL
    unit = models.CharField(max_length=64)
    clearance = models.SmallIntegerField()
    roles = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    version = models.IntegerField(default=1)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """One table of people."""

        db_table = "register_person"

    def __str__(self) -> str:
        return self.code

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's name for a column of ours
        """Whether the account may sign in: Django asks."""
        return self.active

    @property
    def code(self) -> str:
        """The account's id as it stands in the log: ``p-0007``."""
        return f"p-{self.pk:04d}"


class Customer(models.Model):
    """A customer master record: a company, a person, a household, a posted employee."""

    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    plain_name = models.CharField(max_length=200, db_index=True)
    credit_code = models.CharField(max_length=18, blank=True, db_index=True)
    id_number = models.CharField(max_length=18, blank=True, db_index=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=64, blank=True)
    legal_person = models.CharField(max_length=64, blank=True)
    email = models.CharField(max_length=100, blank=True)
    unit = models.CharField(max_length=64)
    version = models.IntegerField(default=1)

    class Meta:
        """One table of customers."""

        db_table = "register_customer"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The customer's id: ``K000042``."""
        return f"K{self.pk:06d}"


class Dossier(models.Model):
    """One file (卷): of a customer, a property unit, a household, a posted employee."""

    number = models.BigIntegerField(primary_key=True)
    type = models.CharField(max_length=32)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=240)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="dossiers")
    unit = models.CharField(max_length=64, db_index=True)
    rank = models.SmallIntegerField()
    retention = models.CharField(max_length=32)
    state = models.CharField(max_length=16, default="active")
    opened_at = models.DateTimeField()
    last_turn = models.IntegerField(default=0)
    file_number = models.CharField(max_length=200, blank=True, default="", db_index=True)
    version = models.IntegerField(default=1)

    class Meta:
        """One active dossier a key (R-026)."""

        db_table = "register_dossier"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["type", "key"],
                condition=models.Q(state="active"),
                name="one_active_dossier_a_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number:010d}"


class Grant(models.Model):
    """Need-to-know of one dossier, granted to one person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="grants")
    granted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        """A grant is given once."""

        db_table = "register_grant"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "dossier"], name="one_grant_each")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.dossier}"


class Item(models.Model):
    """One paper (件) of a dossier; its bytes are one OCFL object."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="items")
    turn = models.IntegerField()
    title = models.CharField(max_length=240)
    group = models.CharField(max_length=32)
    rank = models.SmallIntegerField()
    retention = models.CharField(max_length=32)
    template = models.CharField(max_length=120, blank=True)
    form_number = models.CharField(max_length=80, blank=True, db_index=True)
    filed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    dated = models.DateField()
    head = models.IntegerField(default=1)
    state = models.CharField(max_length=16, default="filed")
    custody = models.CharField(max_length=16, default="department")
    version = models.IntegerField(default=1)

    class Meta:
        """Turns count up from 1 within a dossier, without a gap."""

        db_table = "register_item"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "turn"], name="one_item_a_turn")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["custody", "filed_at"], name="item_by_custody"),
            models.Index(fields=["retention", "filed_at"], name="item_by_retention"),
            models.Index(fields=["template"], name="item_by_template"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id:010d}-{self.turn:04d}"


class ItemVersion(models.Model):
    """One version of an item: its files with digest, size and type, and who filed it."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    n = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    files = models.JSONField()
    log_index = models.BigIntegerField()

    class Meta:
        """Versions count up from 1."""

        db_table = "register_item_version"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "n"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.item} v{self.n}"


class ItemText(models.Model):
    """The words of an item's newest version, for the index; derived, may be dropped.

    ``own`` are those that were answered in a form; "" where it is not one of docgen's.
    """

    item = models.OneToOneField(Item, models.PROTECT, primary_key=True, related_name="text")
    body = models.TextField()
    own = models.TextField(blank=True, default="")

    class Meta:
        """Apart from the items, so that lists never load it."""

        db_table = "register_item_text"

    def __str__(self) -> str:
        return f"{self.item}"


class Series(models.Model):
    """How far a series of numbers has come."""

    name = models.CharField(max_length=160, primary_key=True)
    last = models.BigIntegerField(default=0)

    class Meta:
        """One row a series; locked by the transaction that counts it up."""

        db_table = "register_series"

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"


class IssuedNumber(models.Model):
    """A form number that was given out: to which form, by whom, to which item."""

    number = models.CharField(max_length=80, unique=True)
    series = models.CharField(max_length=160)
    seq = models.IntegerField()
    template = models.CharField(max_length=120)
    state = models.CharField(max_length=16, db_index=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    holder = models.CharField(max_length=80, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Numbers are never used twice; a spoiled one stays as ``void``."""

        db_table = "register_issued_number"

    def __str__(self) -> str:
        return self.number


class Loan(models.Model):
    """One loan through all its states; the row is never moved or deleted."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="loans")
    borrower = models.ForeignKey(Person, models.PROTECT, related_name="loans")
    kind = models.CharField(max_length=16)
    purpose = models.CharField(max_length=32)
    state = models.CharField(max_length=16)
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    confirmed = models.JSONField(default=dict)
    held_until = models.DateField(null=True)
    handed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    out_at = models.DateTimeField(null=True)
    out_index = models.BigIntegerField(null=True)
    due = models.DateField(null=True)
    renewals = models.SmallIntegerField(default=0)
    recalled = models.BooleanField(default=False)
    reminders = models.JSONField(default=list)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    pages = models.IntegerField(null=True)
    condition = models.CharField(max_length=16, blank=True, default="")
    missing = models.CharField(max_length=300, blank=True, default="")
    remark = models.CharField(max_length=300, blank=True)
    loss = models.CharField(max_length=300, blank=True, default="")
    lost_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    replacement = models.CharField(max_length=300, blank=True, default="")
    log_index = models.BigIntegerField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        """One table for all loans, open or closed; one person at a time has an original."""

        db_table = "register_loan"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(state="out", kind__in=["paper", "in-place"]),
                name="one_original_out",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due"], name="loan_by_state"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The loan's number: ``L000042``."""
        return f"L{self.pk:06d}"


class Outbox(models.Model):
    """What a committed filing still has to do: publish its staged folder, be indexed."""

    seq = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=120, blank=True, db_index=True)

    class Meta:
        """The index remembers the last ``seq`` it has; a stage still in ``work/`` is published."""

        db_table = "register_outbox"

    def __str__(self) -> str:
        return f"{self.seq} {self.item}"
