import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _to(model, related_name="+", **more):
    """A key of another table's row, which cannot go while this one stands."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model, **more
    )


def _by(**more):
    return _to(settings.AUTH_USER_MODEL, **more)


class Migration(migrations.Migration):
    dependencies = [("register", "0004_retention")]

    operations = [
        migrations.AddField(
            "dossier",
            "file_number",
            models.CharField(blank=True, db_index=True, default="", max_length=200),
        ),
        migrations.AddField(
            "item", "custody", models.CharField(default="department", max_length=16)
        ),
        migrations.CreateModel(
            name="FilePattern",
            fields=[
                ("type", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("pattern", models.CharField(max_length=80)),
            ],
            options={"db_table": "register_file_pattern"},
        ),
        migrations.CreateModel(
            name="DossierStage",
            fields=[
                ("id", _ID.clone()),
                ("stage", models.CharField(max_length=32)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", _by()),
                ("dossier", _to("register.dossier", "stages")),
            ],
            options={
                "db_table": "register_dossier_stage",
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "stage"), name="one_day_a_stage")
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierLink",
            fields=[
                ("id", _ID.clone()),
                ("why", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("by", _by()),
                ("one", _to("register.dossier", "links_on")),
                ("other", _to("register.dossier", "links_back")),
            ],
            options={
                "db_table": "register_dossier_link",
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="one_link_a_pair")
                ],
            },
        ),
        migrations.CreateModel(
            name="Validity",
            fields=[
                ("id", _ID.clone()),
                ("name", models.CharField(max_length=120)),
                ("until", models.DateField()),
                ("item", _to("register.item", "validities")),
            ],
            options={"db_table": "register_validity"},
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", _ID.clone()),
                ("rule", models.CharField(max_length=32)),
                ("unit", models.CharField(db_index=True, max_length=64)),
                ("receiver", models.CharField(max_length=64)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("started", models.DateField(null=True)),
                ("due", models.DateField()),
                ("proposed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("late_reason", models.CharField(blank=True, max_length=300)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("list_number", models.CharField(blank=True, max_length=80)),
                ("version", models.IntegerField(default=1)),
                ("accepted_by", _by(null=True)),
                ("proposed_by", _by()),
                ("sent_by", _by(null=True)),
            ],
            options={"db_table": "register_transfer"},
        ),
        migrations.CreateModel(
            name="TransferLine",
            fields=[
                ("id", _ID.clone()),
                ("state", models.CharField(max_length=16)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("item", _to("register.item", "transfer_lines")),
                ("transfer", _to("register.transfer", "lines")),
            ],
            options={
                "db_table": "register_transfer_line",
                "constraints": [
                    models.UniqueConstraint(fields=("transfer", "item"), name="one_line_a_paper")
                ],
            },
        ),
    ]
