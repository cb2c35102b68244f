import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0011_loans"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(db_index=True, max_length=16)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("body", models.CharField(max_length=120)),
                ("branch", models.CharField(blank=True, max_length=40)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("notice", models.CharField(blank=True, max_length=80)),
                ("notice_on", models.DateField(null=True)),
                ("notice_title", models.CharField(blank=True, max_length=80)),
                ("cause", models.CharField(blank=True, max_length=200)),
                ("scope", models.CharField(max_length=500)),
                ("permit", models.CharField(blank=True, max_length=80)),
                ("authority", models.CharField(blank=True, max_length=120)),
                ("requested_at", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("version", models.IntegerField(default=1)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "notice_scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.item",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "db_table": "register_outside_request",
            },
        ),
        migrations.CreateModel(
            name="OutsideOfficer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=64)),
                ("document", models.CharField(max_length=40)),
                ("number", models.CharField(max_length=64)),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.item",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officers",
                        to="register.outsiderequest",
                    ),
                ),
            ],
            options={
                "db_table": "register_outside_officer",
            },
        ),
        migrations.CreateModel(
            name="OutsideServing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gives", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("log_index", models.BigIntegerField()),
                (
                    "copy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_servings",
                        to="register.copy",
                    ),
                ),
                (
                    "escort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_servings",
                        to="register.item",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="servings",
                        to="register.outsiderequest",
                    ),
                ),
                (
                    "served_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "db_table": "register_outside_serving",
            },
        ),
        migrations.CreateModel(
            name="OutsidePaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("whole", models.BooleanField(default=False)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_papers",
                        to="register.item",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="register.outsiderequest",
                    ),
                ),
            ],
            options={
                "db_table": "register_outside_paper",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "item"), name="one_outside_line_a_paper"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=16)),
                ("of", models.CharField(max_length=64)),
                ("opinion", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="register.outsiderequest",
                    ),
                ),
            ],
            options={
                "db_table": "register_outside_signature",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "person"), name="one_outside_signature"
                    ),
                    models.UniqueConstraint(fields=("request", "role"), name="one_outside_role"),
                ],
            },
        ),
    ]
