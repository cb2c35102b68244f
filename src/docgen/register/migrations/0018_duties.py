import django.db.models.deletion
from django.db import migrations, models

_PERSON = "register.person"
_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("register", "0017_saved_searches")]

    operations = [
        migrations.CreateModel(
            name="OwedDuty",
            fields=[
                ("id", _ID),
                ("key", models.CharField(max_length=200, unique=True)),
                ("rule", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=200)),
                ("source", models.CharField(blank=True, max_length=64)),
                ("subject", models.CharField(blank=True, db_index=True, max_length=64)),
                ("unit", models.CharField(max_length=64)),
                ("start", models.DateTimeField(null=True)),
                ("nominal", models.DateField(null=True)),
                ("due", models.DateField()),
                ("time", models.TimeField(null=True)),
                ("deadline", models.DateTimeField()),
                ("unknown_years", models.JSONField(default=list)),
                ("ladder", models.JSONField(default=list)),
                ("state", models.CharField(max_length=8)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("version", models.IntegerField(default=1)),
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
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to=_PERSON,
                    ),
                ),
            ],
            options={
                "db_table": "register_duty",
                "indexes": [models.Index(fields=["state", "deadline"], name="duty_by_deadline")],
            },
        ),
        migrations.CreateModel(
            name="DutyTurn",
            fields=[
                ("id", _ID),
                ("rule", models.CharField(max_length=64, unique=True)),
                ("upto", models.DateField()),
            ],
            options={"db_table": "register_duty_turn"},
        ),
        migrations.CreateModel(
            name="DutyStep",
            fields=[
                ("id", _ID),
                ("step", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("log_index", models.BigIntegerField(null=True)),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="register.owedduty",
                    ),
                ),
            ],
            options={
                "db_table": "register_duty_step",
                "constraints": [
                    models.UniqueConstraint(fields=("duty", "step"), name="each_step_once")
                ],
            },
        ),
    ]
