import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _to(model, related_name="+", **more):
    """A key of another table's row, which cannot go while this one stands."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model, **more
    )


def _by(**more):
    return _to(settings.AUTH_USER_MODEL, **more)


class Migration(migrations.Migration):
    dependencies = [("register", "0007_copies")]

    operations = [
        migrations.CreateModel(
            name="Shortening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old", models.CharField(max_length=32)),
                ("new", models.CharField(max_length=32)),
                ("reason", models.CharField(max_length=300)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("proposed_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("remark", models.CharField(blank=True, max_length=300)),
                ("version", models.IntegerField(default=1)),
                ("item", _to("register.item", "shortenings")),
                ("proposed_by", _by()),
                ("approved_by", _by(null=True)),
                ("ended_by", _by(null=True)),
            ],
            options={"db_table": "register_shortening"},
        ),
        migrations.CreateModel(
            name="FormState",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="form_state",
                        serialize=False,
                        to="register.item",
                    ),
                ),
                ("blanks", models.IntegerField(default=0)),
                ("is_signed", models.BooleanField(default=False)),
            ],
            options={"db_table": "register_form_state"},
        ),
    ]
