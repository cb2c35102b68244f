import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0019_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=32, unique=True)),
                ("title", models.CharField(max_length=64)),
                ("sales", models.BigIntegerField(default=0)),
                ("high_failure", models.BooleanField(default=False)),
                ("one_stop", models.BooleanField(default=False)),
                ("version", models.IntegerField(default=1)),
            ],
            options={
                "db_table": "register_area",
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("staff_number", models.CharField(db_index=True, max_length=32)),
                ("name", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=32)),
                ("scope", models.CharField(max_length=16)),
                ("area_since", models.DateField(null=True)),
                ("more_areas", models.JSONField(default=list)),
                ("host", models.CharField(max_length=120)),
                ("unit", models.CharField(db_index=True, max_length=64)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("opened_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("departed_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("version", models.IntegerField(default=1)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="register.person",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="register.area",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="register.dossier",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "db_table": "register_posting",
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("days", models.IntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("reason", models.CharField(max_length=300)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("chain", models.JSONField(default=list)),
                ("approvals", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("version", models.IntegerField(default=1)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.item",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to="register.posting",
                    ),
                ),
            ],
            options={
                "db_table": "register_leave",
            },
        ),
        migrations.CreateModel(
            name="PostingFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=32)),
                ("valid_until", models.DateField(null=True)),
                ("result", models.CharField(blank=True, max_length=16)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posting_facts",
                        to="register.item",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="register.posting",
                    ),
                ),
            ],
            options={
                "db_table": "register_posting_fact",
            },
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("place", models.CharField(max_length=120)),
                ("contact", models.CharField(max_length=64)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(max_length=16)),
                ("version", models.IntegerField(default=1)),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="register.area",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="register.posting",
                    ),
                ),
            ],
            options={
                "db_table": "register_station",
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("number", models.CharField(db_index=True, max_length=64)),
                ("label", models.CharField(max_length=200)),
                ("category", models.CharField(blank=True, max_length=32)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("value", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("condition", models.CharField(max_length=16)),
                ("request", models.CharField(blank=True, max_length=64)),
                ("since", models.DateField()),
                ("due_back", models.DateField(null=True)),
                ("returned_on", models.DateField(null=True)),
                ("checked_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("version", models.IntegerField(default=1)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="register.person",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="register.posting",
                    ),
                ),
            ],
            options={
                "db_table": "register_holding",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_on", None)),
                        fields=("number",),
                        name="held_by_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("items", models.JSONField(default=list)),
                ("signatures", models.JSONField(default=list)),
                ("asked_on", models.DateField()),
                ("leaves_on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("version", models.IntegerField(default=1)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.area",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.item",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="register.posting",
                    ),
                ),
            ],
            options={
                "db_table": "register_handover",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("posting",),
                        name="one_open_handover",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("score", models.DecimalField(decimal_places=2, max_digits=5)),
                ("major_error", models.BooleanField(default=False)),
                ("remark", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.item",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="register.posting",
                    ),
                ),
            ],
            options={
                "db_table": "register_appraisal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("posting", "month"), name="one_appraisal_a_month"
                    )
                ],
            },
        ),
    ]
