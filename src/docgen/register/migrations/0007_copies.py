import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _to(model, related_name="+", **more):
    """A key of another table's row, which cannot go while this one stands."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model, **more
    )


class Migration(migrations.Migration):
    dependencies = [("register", "0006_description")]

    operations = [
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("number", models.CharField(max_length=40, null=True)),
                ("holder", models.CharField(db_index=True, max_length=120)),
                ("reason", models.CharField(max_length=300)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("noted_at", models.DateTimeField()),
                ("log_index", models.BigIntegerField()),
                ("ended_on", models.DateField(null=True)),
                ("remark", models.CharField(blank=True, max_length=300)),
                ("version", models.IntegerField(default=1)),
                ("item", _to("register.item", "copies")),
                ("noted_by", _to(settings.AUTH_USER_MODEL)),
                ("ended_by", _to(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "db_table": "register_copy",
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="one_copy_a_number")
                ],
            },
        ),
    ]
