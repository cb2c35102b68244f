"""Tables of outside requests (外单位查阅): who asked, what for, who approved, what was served.

Names and credential numbers of those who came lie here; the log has codes and commitments alone.
Like all tables of the register they hold rows and no rules (see ``models``).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Item, Person
from docgen.register.models_copies import Copy


class OutsideRequest(models.Model):
    """One request through all its states; its facts never change once it is registered."""

    kind = models.CharField(max_length=16, db_index=True)
    state = models.CharField(max_length=16, db_index=True)
    body = models.CharField(max_length=120)
    branch = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    notice = models.CharField(max_length=80, blank=True)
    notice_on = models.DateField(null=True)
    notice_title = models.CharField(max_length=80, blank=True)
    notice_scan = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=200, blank=True)
    scope = models.CharField(max_length=500)
    permit = models.CharField(max_length=80, blank=True)
    authority = models.CharField(max_length=120, blank=True)
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    until = models.DateField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        """One table for all requests, open or closed."""

        db_table = "register_outside_request"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The request's number: ``OUT-000042``."""
        return f"OUT-{self.pk:06d}"


class OutsideOfficer(models.Model):
    """Somebody who came with a request, and the credential he showed."""

    request = models.ForeignKey(OutsideRequest, models.PROTECT, related_name="officers")
    name = models.CharField(max_length=64)
    document = models.CharField(max_length=40)
    number = models.CharField(max_length=64)
    scan = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order in which they were registered."""

        db_table = "register_outside_officer"

    def __str__(self) -> str:
        return f"{self.request} {self.pk}"


class OutsidePaper(models.Model):
    """One paper of a request's scope; ``whole`` if it came in with its whole dossier."""

    request = models.ForeignKey(OutsideRequest, models.PROTECT, related_name="papers")
    item = models.ForeignKey(Item, models.PROTECT, related_name="outside_papers")
    whole = models.BooleanField(default=False)

    class Meta:
        """A paper stands once in a scope."""

        db_table = "register_outside_paper"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "item"], name="one_outside_line_a_paper")
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.item}"


class OutsideSignature(models.Model):
    """Who approved a request, in which role, and the digest of what he approved."""

    request = models.ForeignKey(OutsideRequest, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    of = models.CharField(max_length=64)
    opinion = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Nobody signs twice, and a role signs once."""

        db_table = "register_outside_signature"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "person"], name="one_outside_signature"),
            models.UniqueConstraint(fields=["request", "role"], name="one_outside_role"),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.role}"


class OutsideServing(models.Model):
    """One paper that was served: by whom, escorted by whom, as which copy, and its entry."""

    request = models.ForeignKey(OutsideRequest, models.PROTECT, related_name="servings")
    item = models.ForeignKey(Item, models.PROTECT, related_name="outside_servings")
    gives = models.CharField(max_length=16)
    copy = models.ForeignKey(Copy, models.PROTECT, null=True, related_name="outside_servings")
    served_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    escort = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    log_index = models.BigIntegerField()

    class Meta:
        """A paper may be served again; each time is a row and an entry."""

        db_table = "register_outside_serving"

    def __str__(self) -> str:
        return f"{self.request} {self.item}"
