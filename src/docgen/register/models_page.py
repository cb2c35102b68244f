"""What the web page remembers for people: drafts, favourites, jobs, tokens, invitations, keys.

Rows and no rules. None of it is a record: it is not written down in the files of ``log/``, and
after a rebuild people begin anew. What they did with it stands in the log.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Person


class Draft(models.Model):
    """A form somebody has begun to fill in; ``window`` and ``version`` tell two windows apart."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="drafts")
    template = models.CharField(max_length=120)
    customer = models.CharField(max_length=20, blank=True)
    dossier = models.CharField(max_length=20, blank=True)
    case = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=16, default="open")
    answers = models.JSONField(default=dict)
    known = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    window = models.CharField(max_length=16, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        """One table of drafts."""

        db_table = "register_draft"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The draft's number: ``D000042``."""
        return f"D{self.pk:06d}"


class TemplateUse(models.Model):
    """When somebody last filled a form, how often, and whether he keeps it at hand."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="template_uses")
    template = models.CharField(max_length=120)
    used_at = models.DateTimeField()
    times = models.IntegerField(default=0)
    favourite = models.BooleanField(default=False)

    class Meta:
        """One row a person and form."""

        db_table = "register_template_use"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "template"], name="one_use_each")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.template}"


class Job(models.Model):
    """Work that takes longer than a page: a batch, a check; it is taken up again after a stop."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=16, default="waiting")
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    facts = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        """One table of jobs."""

        db_table = "register_job"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The job's number: ``J000042``."""
        return f"J{self.pk:06d}"


class Token(models.Model):
    """A key by which a program acts for a person; only its digest is kept."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One table of tokens."""

        db_table = "register_token"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The token's number: ``T000042``."""
        return f"T{self.pk:06d}"


class Invitation(models.Model):
    """A link, used once, by which somebody sets his password; only its digest is kept.

    ``clears`` takes his second factors away as well: he lost them.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    clears = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """One table of invitations."""

        db_table = "register_invitation"

    def __str__(self) -> str:
        return f"{self.person} {self.ends_at}"


class Answered(models.Model):
    """What a program was answered under its idempotency key: asked again, it hears the same."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    asked = models.CharField(max_length=64)
    status = models.SmallIntegerField()
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        """One answer a person and key."""

        db_table = "register_answered"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "key"], name="one_answer_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.key}"
