"""Tables of description (著录): what a paper is as a record, and where the original lies."""

from __future__ import annotations

from django.db import models

from docgen.register.models import Dossier, Item


class Shelved(models.Model):
    """Where an original stands, and the barcode on it."""

    room = models.CharField(max_length=20, blank=True)
    cabinet = models.CharField(max_length=20, blank=True)
    shelf = models.CharField(max_length=20, blank=True)
    box = models.CharField(max_length=20, blank=True)
    barcode = models.CharField(max_length=40, blank=True, db_index=True)
    version = models.IntegerField(default=1)

    class Meta:
        """Columns that two tables share."""

        abstract = True


class Description(Shelved):
    """What an archivist wrote down of an item besides its title (著录)."""

    item = models.OneToOneField(Item, models.PROTECT, primary_key=True, related_name="description")
    made_up = models.BooleanField(default=False)
    responsible = models.CharField(max_length=120, blank=True)
    doc_number = models.CharField(max_length=80, blank=True)
    made_on = models.DateField(null=True)
    pages = models.IntegerField(null=True)
    carrier = models.CharField(max_length=16, blank=True)

    class Meta:
        """Apart from the items: most papers need none of it, and lists do not load it."""

        db_table = "register_description"

    def __str__(self) -> str:
        return f"{self.item}"


class DossierPlace(Shelved):
    """Where a dossier's volume stands; items without a place of their own stand there too."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, primary_key=True, related_name="place")

    class Meta:
        """The place that the register of dossiers prints (R-057)."""

        db_table = "register_dossier_place"

    def __str__(self) -> str:
        return f"{self.dossier}"
