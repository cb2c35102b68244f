import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0014_log_keeping")]

    operations = [
        migrations.CreateModel(
            name="OfficeKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=16, unique=True)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("made_at", models.DateTimeField()),
                ("share_set", models.IntegerField()),
                ("drilled_at", models.DateTimeField(null=True)),
                ("is_on", models.BooleanField(default=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
            ],
            options={"db_table": "register_office_key"},
        ),
        migrations.CreateModel(
            name="PaperKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.IntegerField()),
                ("recipient", models.CharField(max_length=62, unique=True)),
                ("shredded_at", models.DateTimeField(db_index=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys",
                        to="register.item",
                    ),
                ),
            ],
            options={
                "db_table": "register_paper_key",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "n"), name="one_key_a_version")
                ],
            },
        ),
    ]
