"""Tables of permits to take papers out (带出许可): who asked for what and why, and who said yes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Item, Person


class Permit(models.Model):
    """One permit through all its states; the row is never moved or deleted."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="permits")
    act = models.CharField(max_length=16)
    purpose = models.CharField(max_length=16)
    why = models.CharField(max_length=300)
    wanted = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=16, db_index=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        """One table for all permits, open or used."""

        db_table = "register_permit"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The permit's number: ``X000042``."""
        return f"X{self.pk:06d}"


class PermitApproval(models.Model):
    """Somebody's yes to a permit, in one of his roles."""

    permit = models.ForeignKey(Permit, models.PROTECT, related_name="approvals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    unit = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Nobody says yes twice."""

        db_table = "register_permit_approval"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["permit", "person"], name="one_approval_each")
        ]

    def __str__(self) -> str:
        return f"{self.permit} {self.person}"
