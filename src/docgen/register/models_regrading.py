"""The table of proposals to change a grade (密级调整, R-029); rows and no rules."""

from __future__ import annotations

from django.db import models

from docgen.register.models import Dossier, Item, Person


class Regrading(models.Model):
    """One proposal to give a paper, or a whole dossier, another grade; never deleted."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="regradings")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="regradings")
    old = models.SmallIntegerField()
    new = models.SmallIntegerField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=16, db_index=True)
    wanted = models.CharField(max_length=64)
    approvals = models.JSONField(default=list)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        """Without an item it is about the dossier and the papers in it."""

        db_table = "register_regrading"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The proposal's number: ``G000042``."""
        return f"G{self.pk:06d}"

    @property
    def number(self) -> str:
        """The number of the paper or dossier it is about."""
        return str(self.item or self.dossier)
