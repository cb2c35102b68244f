import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0018_duties"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True)),
                ("profile", models.CharField(max_length=32)),
                ("severity", models.CharField(max_length=16)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("summary", models.CharField(max_length=100)),
                ("answers", models.JSONField(default=dict)),
                ("involves", models.JSONField(default=list)),
                ("received_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
                ("due_time", models.TimeField(null=True)),
                ("extension", models.JSONField(default=dict)),
                ("settled_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("version", models.IntegerField(default=1)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="register.customer",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="register.dossier",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_cases",
                        to="register.dossier",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "parent",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="register.case",
                    ),
                ),
            ],
            options={
                "db_table": "register_case",
            },
        ),
        migrations.CreateModel(
            name="CasePaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=32)),
                ("own", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="register.case",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_papers",
                        to="register.item",
                    ),
                ),
            ],
            options={
                "db_table": "register_case_paper",
            },
        ),
        migrations.CreateModel(
            name="CaseSlip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("about", models.CharField(max_length=64)),
                ("rung", models.IntegerField(default=0)),
                ("number", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="register.case",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.item",
                    ),
                ),
            ],
            options={
                "db_table": "register_case_slip",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "kind", "about", "rung"), name="one_case_slip"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=32)),
                ("turn", models.IntegerField()),
                ("state", models.CharField(max_length=16)),
                ("since", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("due_time", models.TimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("remark", models.CharField(blank=True, max_length=300)),
                ("log_index", models.BigIntegerField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="register.case",
                    ),
                ),
            ],
            options={
                "db_table": "register_case_step",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="one_case_step")
                ],
            },
        ),
    ]
