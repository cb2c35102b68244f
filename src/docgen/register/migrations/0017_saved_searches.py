import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0016_regrading")]

    operations = [
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=500)),
                ("order", models.CharField(default="best", max_length=8)),
                ("unit", models.CharField(blank=True, max_length=64)),
                ("state", models.CharField(default="kept", max_length=8)),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="searches",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "db_table": "register_saved_search",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "kept")),
                        fields=("person", "name"),
                        name="one_search_a_name",
                    )
                ],
            },
        ),
        migrations.AddField("itemtext", "own", models.TextField(blank=True, default="")),
    ]
