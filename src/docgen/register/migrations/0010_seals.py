import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0009_former_numbers")]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=120)),
                ("papers", models.IntegerField()),
                ("sha512", models.CharField(max_length=128)),
                ("log_index", models.BigIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals",
                        to="register.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "register_seal",
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "n"), name="one_seal_a_number")
                ],
            },
        ),
    ]
