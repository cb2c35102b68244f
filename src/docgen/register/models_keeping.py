"""Tables of what became of papers after they were filed: shorter periods, blanks and signatures.

Like all tables of the register they hold rows and no rules (see ``models``).
"""

from __future__ import annotations

from django.db import models

from docgen.register.models import Item, Person


class Shortening(models.Model):
    """One proposal to keep a paper for a shorter time, through all its states; never deleted."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="shortenings")
    old = models.CharField(max_length=32)
    new = models.CharField(max_length=32)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=16, db_index=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        """``approved_by`` signed first; ``ended_by`` signed second, refused or withdrew."""

        db_table = "register_shortening"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The proposal's number: ``P000042``."""
        return f"P{self.pk:06d}"


class FormState(models.Model):
    """How many required answers a filed form leaves blank, and whether it came back signed."""

    item = models.OneToOneField(Item, models.PROTECT, primary_key=True, related_name="form_state")
    blanks = models.IntegerField(default=0)
    is_signed = models.BooleanField(default=False)

    class Meta:
        """Of the newest version; a form that is whole and unsigned needs no row."""

        db_table = "register_form_state"

    def __str__(self) -> str:
        return f"{self.item}"
