"""The tables of encryption: which office keys there were, and which versions are encrypted.

No key stands here, not even a wrapped one: a backup of the register would keep what a destruction
has to shred. Wrapped keys lie in ``keys/`` (``office.keys_store``), the office's key outside.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Item, Person


class OfficeKey(models.Model):
    """One key of the office by its name: ``present``, ``waiting`` for its drill, or ``retired``.

    ``share_set`` is the set of shares that was printed last, ``drilled_at`` when these shares were
    last proved to give the key; no drill, no encryption.
    """

    name = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=16, db_index=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    share_set = models.IntegerField()
    drilled_at = models.DateTimeField(null=True)
    is_on = models.BooleanField(default=False)

    class Meta:
        """Kept for good: an older backup may be under an older key."""

        db_table = "register_office_key"

    def __str__(self) -> str:
        return self.name


class PaperKey(models.Model):
    """The key of one encrypted version, by its public half; shredded when the paper was destroyed.

    ``recipient`` is also the name of the file in ``keys/`` that holds the wrapped secret half.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="keys")
    n = models.IntegerField()
    recipient = models.CharField(max_length=62, unique=True)
    shredded_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        """A version has one key."""

        db_table = "register_paper_key"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "n"], name="one_key_a_version")
        ]

    def __str__(self) -> str:
        return self.recipient
