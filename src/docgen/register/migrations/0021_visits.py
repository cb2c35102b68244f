import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0020_postings")]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("day", models.DateField(db_index=True)),
                ("upto", models.BigIntegerField(default=0)),
                ("n", models.IntegerField()),
                ("state", models.CharField(max_length=8)),
                ("at", models.DateTimeField()),
                ("log_index", models.BigIntegerField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "db_table": "register_reminder",
                "indexes": [
                    models.Index(fields=["person", "kind", "state"], name="reminders_of_person")
                ],
            },
        ),
    ]
