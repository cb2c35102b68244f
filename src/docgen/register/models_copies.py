"""The table of copies (副本登记): who holds which copy of a paper, why, and since when (G-013).

A copy is no item: it has no bytes here, is never counted as an original, and stays as a row when
it came back, was destroyed or was lost. Like all tables of the register it holds no rules.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Item, Person


class Copy(models.Model):
    """One copy of a paper through all its states; the row is never moved or deleted."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="copies")
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=40, null=True)  # noqa: DJ001  unique, so absent is NULL
    holder = models.CharField(max_length=120, db_index=True)
    reason = models.CharField(max_length=300)
    since = models.DateField()
    until = models.DateField(null=True)
    state = models.CharField(max_length=16, db_index=True)
    noted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    log_index = models.BigIntegerField()
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    remark = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        """One table for all copies, out or ended; a number is one copy's, or one volume's."""

        db_table = "register_copy"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number", "item"], name="one_number_a_paper")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The copy's number in the register: ``C000042``."""
        return f"C{self.pk:06d}"
