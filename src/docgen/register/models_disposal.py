"""Tables of holds and destruction: who proposed, approved and witnessed, and what is left."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Customer, Dossier, Item, Person


class Hold(models.Model):
    """A named hold on an item, a dossier or a customer; released, it stays as a row."""

    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="holds")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="holds")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="holds")
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    release_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Any number of holds may lie on one thing; each is released on its own."""

        db_table = "register_hold"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The hold's number: ``H000042``."""
        return f"H{self.pk:06d}"


class DestructionList(models.Model):
    """One destruction list (销毁清册) through all its states; never deleted."""

    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16, db_index=True)
    opinion = models.CharField(max_length=500)
    method = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    carried_out_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    carried_out_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        """One table for all lists, open or closed."""

        db_table = "register_destruction_list"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The list's number: ``D000042``."""
        return f"D{self.pk:06d}"


class DestructionLine(models.Model):
    """One paper of a destruction list; a duplicate names the paper that stays."""

    list = models.ForeignKey(DestructionList, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="destruction_lines")
    due = models.DateField(null=True)
    start = models.DateField(null=True)
    twin = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")

    class Meta:
        """A paper stands once on a list."""

        db_table = "register_destruction_line"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["list", "item"], name="one_destruction_line_a_paper")
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.item}"


class DestructionSignature(models.Model):
    """Who approved a destruction list or witnessed it, and when."""

    list = models.ForeignKey(DestructionList, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=16)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        """Nobody signs twice in one part on one day."""

        db_table = "register_destruction_signature"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["list", "person", "part", "on"], name="one_destruction_signature"
            )
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.part} {self.person}"


class Tombstone(models.Model):
    """What stays of a destroyed paper for ever: its facts and digests, and who decided."""

    item = models.OneToOneField(Item, models.PROTECT, primary_key=True, related_name="tombstone")
    list = models.ForeignKey(DestructionList, models.PROTECT, related_name="tombstones")
    at = models.DateTimeField()
    facts = models.JSONField()

    class Meta:
        """The same stands in ``log/destroyed/``."""

        db_table = "register_tombstone"

    def __str__(self) -> str:
        return f"{self.item} {self.list}"
