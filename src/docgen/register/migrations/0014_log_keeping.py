from django.db import migrations, models

from docgen.register import log_hashes

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def fill(apps, schema_editor):
    """Offices that have a log already get the hashes for its proofs."""
    log_hashes.fill()


class Migration(migrations.Migration):
    dependencies = [("register", "0013_permits")]

    operations = [
        migrations.CreateModel(
            name="LogHash",
            fields=[
                ("id", _ID.clone()),
                ("level", models.SmallIntegerField()),
                ("place", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "register_log_hash",
                "constraints": [
                    models.UniqueConstraint(fields=("level", "place"), name="one_hash_a_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", _ID.clone()),
                ("size", models.BigIntegerField()),
                ("vkey", models.TextField()),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "register_cosignature"},
        ),
        migrations.CreateModel(
            name="Flood",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("last", models.DateTimeField()),
                ("count", models.IntegerField()),
                ("facts", models.TextField()),
            ],
            options={"db_table": "register_log_flood"},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
