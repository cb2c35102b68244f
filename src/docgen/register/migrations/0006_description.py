import django.db.models.deletion
from django.db import migrations, models

# Where an original stands: the same columns in both tables.
PLACE = [
    ("room", models.CharField(blank=True, max_length=20)),
    ("cabinet", models.CharField(blank=True, max_length=20)),
    ("shelf", models.CharField(blank=True, max_length=20)),
    ("box", models.CharField(blank=True, max_length=20)),
    ("barcode", models.CharField(blank=True, db_index=True, max_length=40)),
    ("version", models.IntegerField(default=1)),
]


def _of(name, to):
    """The key of a table that holds at most one row for each row of another."""
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT,
        primary_key=True,
        related_name=name,
        serialize=False,
        to=to,
    )


class Migration(migrations.Migration):
    dependencies = [("register", "0005_custody")]

    operations = [
        migrations.CreateModel(
            name="Description",
            fields=[
                *PLACE,
                ("item", _of("description", "register.item")),
                ("made_up", models.BooleanField(default=False)),
                ("responsible", models.CharField(blank=True, max_length=120)),
                ("doc_number", models.CharField(blank=True, max_length=80)),
                ("made_on", models.DateField(null=True)),
                ("pages", models.IntegerField(null=True)),
                ("carrier", models.CharField(blank=True, max_length=16)),
            ],
            options={"db_table": "register_description"},
        ),
        migrations.CreateModel(
            name="DossierPlace",
            fields=[*PLACE, ("dossier", _of("place", "register.dossier"))],
            options={"db_table": "register_dossier_place"},
        ),
    ]
