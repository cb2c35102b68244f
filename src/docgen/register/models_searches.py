"""The table of searches that people keep under a name; rows and no rules."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Person


class SavedSearch(models.Model):
    """A search in docgen's own grammar, kept by one person; ``unit`` shares it with that unit."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="searches")
    name = models.CharField(max_length=60)
    text = models.CharField(max_length=500)
    order = models.CharField(max_length=8, default="best")
    unit = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, default="kept")
    made_at = models.DateTimeField()

    class Meta:
        """One that was deleted stays as a row without name and words, so that its log is told."""

        db_table = "register_saved_search"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=models.Q(state="kept"),
                name="one_search_a_name",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The search's number: ``S000042``."""
        return f"S{self.pk:06d}"
