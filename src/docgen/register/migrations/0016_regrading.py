import django.db.models.deletion
from django.db import migrations, models

_PERSON = "register.person"


class Migration(migrations.Migration):
    dependencies = [("register", "0015_keys")]

    operations = [
        migrations.CreateModel(
            name="Regrading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old", models.SmallIntegerField()),
                ("new", models.SmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("wanted", models.CharField(max_length=64)),
                ("approvals", models.JSONField(default=list)),
                ("proposed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("remark", models.CharField(blank=True, max_length=300)),
                ("version", models.IntegerField(default=1)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regradings",
                        to="register.dossier",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=_PERSON,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regradings",
                        to="register.item",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=_PERSON
                    ),
                ),
            ],
            options={"db_table": "register_regrading"},
        )
    ]
