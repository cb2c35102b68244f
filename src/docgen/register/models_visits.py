"""Tables of visits, customer cards, gifts, surveys and classes of customers; rows, no rules.

The rules are ``model.visiting``, ``customer_card``, ``gifting``, ``survey`` and ``grading``. What
became of a customer is never written over: cards, changes and classes are added to.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from docgen.register.models import Customer, Item, Person


class VisitPlan(models.Model):
    """A unit's plan of a month, a quarter or a year, with what it is about (C-054)."""

    period = models.CharField(max_length=8)
    unit = models.CharField(max_length=64)
    goods = models.CharField(max_length=300, blank=True)
    topics = models.CharField(max_length=300, blank=True)
    special = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        """A unit has one plan of a period; visits are added to it."""

        db_table = "register_visit_plan"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["period", "unit"], name="one_visit_plan")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"


class VisitPaper(models.Model):
    """A paper of visiting with its answers, for the month to collect: ``model.visiting.Kind``."""

    kind = models.CharField(max_length=8)
    day = models.DateField(db_index=True)
    unit = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    number = models.CharField(max_length=80, blank=True)
    answers = models.JSONField(default=dict)
    log_index = models.BigIntegerField()

    class Meta:
        """The item is the first place where it was filed."""

        db_table = "register_visit_paper"

    def __str__(self) -> str:
        return self.number or str(self.item)


class Visit(models.Model):
    """One visit to one customer: planned, made, or both; ``reason`` says why this visitor."""

    plan = models.ForeignKey(VisitPlan, models.PROTECT, null=True, related_name="visits")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="visits")
    visitor = models.ForeignKey(Person, models.PROTECT, related_name="visits")
    grade = models.CharField(max_length=8, blank=True)
    planned_on = models.DateField(null=True, db_index=True)
    visited_on = models.DateField(null=True, db_index=True)
    paper = models.ForeignKey(VisitPaper, models.PROTECT, null=True, related_name="visits")
    reason = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        """A visit without a plan has no planned day."""

        db_table = "register_visit"

    def __str__(self) -> str:
        return f"{self.customer} {self.visited_on or self.planned_on}"


class CustomerCard(models.Model):
    """The newest customer card of a customer: its answers and the paper."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="card")
    answers = models.JSONField(default=dict)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)

    class Meta:
        """Earlier cards stay in the dossier."""

        db_table = "register_customer_card"

    def __str__(self) -> str:
        return str(self.customer)


class CardChange(models.Model):
    """What a report changed on a customer's card, field by field."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="card_changes")
    paper = models.ForeignKey(VisitPaper, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=64)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        """Only added to."""

        db_table = "register_card_change"

    def __str__(self) -> str:
        return f"{self.customer} {self.field}"


class Gift(models.Model):
    """A gift given to a customer or received from one: ``model.gifting``."""

    way = models.CharField(max_length=8)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="gifts")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=64)
    state = models.CharField(max_length=16, db_index=True)
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    actual = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    budget = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        """The gift register (F-171)."""

        db_table = "register_gift"

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The gift's number: ``P000042``."""
        return f"P{self.pk:06d}"


class SurveyRound(models.Model):
    """A round of the satisfaction survey, one a year and unit (C-036)."""

    year = models.IntegerField()
    unit = models.CharField(max_length=64)
    reply_by = models.DateField()
    sent = models.IntegerField(default=0)
    state = models.CharField(max_length=8)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        """A year has one round of a unit."""

        db_table = "register_survey"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "unit"], name="one_survey_a_year")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The round's number: ``M000042``."""
        return f"M{self.pk:06d}"


class SurveyAnswer(models.Model):
    """What one customer answered: the points of each question, as printed on the form."""

    round = models.ForeignKey(SurveyRound, models.PROTECT, related_name="answers")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    points = models.JSONField(default=dict)
    log_index = models.BigIntegerField()

    class Meta:
        """A customer answers once a round."""

        db_table = "register_survey_answer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "customer"], name="one_survey_answer")
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.customer}"


class CustomerClass(models.Model):
    """A customer's grade or credit class from a moment on; the newest of a kind counts."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="classes")
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=16)
    facts = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    log_index = models.BigIntegerField()

    class Meta:
        """Only added to, so that it is its own history (G-038)."""

        db_table = "register_customer_class"

    def __str__(self) -> str:
        return f"{self.customer} {self.kind} {self.value}"
