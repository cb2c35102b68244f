"""The table of seals: a dossier's catalogue as it was fixed on a day.

The catalogue itself lies in ``log/sealed/``; the row holds its digest and where the log tells it.
Like all tables of the register it holds rows and no rules (see ``models``).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Dossier, Person


class Seal(models.Model):
    """One sealing of a dossier, the first of a dossier being 1."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="seals")
    n = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.CharField(max_length=120, blank=True)
    papers = models.IntegerField()
    sha512 = models.CharField(max_length=128)
    log_index = models.BigIntegerField()

    class Meta:
        """Never changed and never removed."""

        db_table = "register_seal"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "n"], name="one_seal_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id:010d}-{self.n}"

    @property
    def file(self) -> str:
        """The name of its record."""
        return f"{self}.json"
