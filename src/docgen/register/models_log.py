"""Tables of the access log, and of the changes that are still to be written into files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

#: Which entries tell of a check of the log, in the words of their index.
VERIFIED = "substr(leaf, 1, 21) = x'7b22616374223a226c6f672e766572696669656422'"


class LogEntry(models.Model):
    """One leaf of the access log: the exact canonical bytes and their RFC 6962 hash."""

    idx = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()

    class Meta:
        """Only added to; readable without docgen. Migration 0023 indexes the few ``VERIFIED``."""

        db_table = "register_log_entry"

    def __str__(self) -> str:
        return str(self.idx)


class LogHead(models.Model):
    """The log's size, right edge and last time, so that adding an entry needs no reading."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    frontier = models.BinaryField()
    last_time = models.CharField(max_length=40)

    class Meta:
        """One row, locked by whoever adds an entry."""

        db_table = "register_log_head"

    def __str__(self) -> str:
        return str(self.size)


class LogNote(models.Model):
    """The salt and value behind a commitment in an entry; may be erased, the proof remains."""

    idx = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=32)
    salt = models.BinaryField()
    value = models.TextField()

    class Meta:
        """What the log may know of persons lies here and nowhere else."""

        db_table = "register_log_note"

    def __str__(self) -> str:
        return f"{self.idx} {self.name}"


class Checkpoint(models.Model):
    """A signed note of the log's size and root, as it was given out."""

    size = models.BigIntegerField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """Kept here too, but worth something only where the auditor keeps them."""

        db_table = "register_checkpoint"

    def __str__(self) -> str:
        return str(self.size)


class LogHash(models.Model):
    """The hash over 256, 256², … entries: what makes proofs quick; follows from the leaves."""

    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        """Written with the entry that completes it; made anew by ``register.log_hashes``."""

        db_table = "register_log_hash"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["level", "place"], name="one_hash_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.place}"


class Cosignature(models.Model):
    """A checkpoint that came back from the auditor with his signature under it."""

    size = models.BigIntegerField()
    vkey = models.TextField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """``vkey`` is the auditor's; ``at`` is when he signed, by his own clock."""

        db_table = "register_cosignature"

    def __str__(self) -> str:
        return f"{self.size}"


class Flood(models.Model):
    """Equal refusals within a minute: how many, and the entry that will tell of them.

    Durable with each refusal, so that none is lost; gone with the entry.
    """

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    last = models.DateTimeField()
    count = models.IntegerField()
    facts = models.TextField()

    class Meta:
        """The log's waiting room; empty most of the time."""

        db_table = "register_log_flood"

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


class Change(models.Model):
    """One change of a row, as the line that goes to ``log/register.jsonl``; made by triggers."""

    seq = models.BigAutoField(primary_key=True)
    line = models.TextField()

    class Meta:
        """Lines are forgotten here some time after they were written there."""

        db_table = "register_change"

    def __str__(self) -> str:
        return str(self.seq)
