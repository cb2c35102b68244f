"""Tables of what happens to a dossier as a whole: its number, stages, links and transfers.

Like all tables of the register they hold rows and no rules (see ``models``).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Dossier, Item, Person


class FilePattern(models.Model):
    """The pattern of file numbers that a type of dossier has used; it is locked from then on."""

    type = models.CharField(max_length=32, primary_key=True)
    pattern = models.CharField(max_length=80)

    class Meta:
        """One pattern a type (G-002)."""

        db_table = "register_file_pattern"

    def __str__(self) -> str:
        return f"{self.type}: {self.pattern}"


class FormerNumber(models.Model):
    """A line of a concordance: the number a dossier had until all of its type were renumbered."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="former_numbers")
    old = models.CharField(max_length=200, blank=True, db_index=True)
    new = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Written by a renumbering, in its transaction; all of one renumbering have one moment."""

        db_table = "register_former_number"

    def __str__(self) -> str:
        return f"{self.dossier}: {self.old} → {self.new}"


class DossierStage(models.Model):
    """A stage that a dossier came to, and the day on which deadlines begin."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=32)
    on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """A dossier comes to a stage once."""

        db_table = "register_dossier_stage"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "stage"], name="one_day_a_stage")
        ]

    def __str__(self) -> str:
        return f"{self.dossier} {self.stage} {self.on}"


class DossierLink(models.Model):
    """Two dossiers that refer to each other, made by a person; the lower number stands first."""

    one = models.ForeignKey(Dossier, models.PROTECT, related_name="links_on")
    other = models.ForeignKey(Dossier, models.PROTECT, related_name="links_back")
    why = models.CharField(max_length=120)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One link a pair (R-039, R-043, R-047)."""

        db_table = "register_dossier_link"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["one", "other"], name="one_link_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.one} {self.other}"


class Validity(models.Model):
    """Until when a certificate named in a filed form is valid (G-055); derived from its answers."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="validities")
    name = models.CharField(max_length=120)
    until = models.DateField()

    class Meta:
        """Written anew with each version of the item."""

        db_table = "register_validity"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], name="validity_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.name} {self.until}"


class Transfer(models.Model):
    """One hand-over of papers by a unit, from the proposal to the archive's receipt."""

    rule = models.CharField(max_length=32)
    unit = models.CharField(max_length=64, db_index=True)
    receiver = models.CharField(max_length=64)
    state = models.CharField(max_length=16, db_index=True)
    started = models.DateField(null=True)
    due = models.DateField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    late_reason = models.CharField(max_length=300, blank=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    list_number = models.CharField(max_length=80, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        """One table for all transfers, open or closed."""

        db_table = "register_transfer"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The transfer's number: ``T000042``."""
        return f"T{self.pk:06d}"


class TransferLine(models.Model):
    """One paper of a transfer, and what the archive found when it checked it."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="transfer_lines")
    state = models.CharField(max_length=16)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        """A paper stands once in a transfer."""

        db_table = "register_transfer_line"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["transfer", "item"], name="one_line_a_paper")
        ]

    def __str__(self) -> str:
        return f"{self.transfer} {self.item} {self.state}"
