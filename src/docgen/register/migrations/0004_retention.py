import django.db.models.deletion
from django.db import migrations, models

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _to(table, name="+", *, null=False):
    """A reference to a row that cannot go while it is referred to."""
    return models.ForeignKey(
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to=f"register.{table}",
    )


class Migration(migrations.Migration):
    dependencies = [("register", "0003_change")]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", ID),
                ("name", models.CharField(max_length=120)),
                ("reason", models.CharField(max_length=300)),
                ("item", _to("item", "holds", null=True)),
                ("dossier", _to("dossier", "holds", null=True)),
                ("customer", _to("customer", "holds", null=True)),
                ("set_by", _to("person")),
                ("set_at", models.DateTimeField()),
                ("released_by", _to("person", null=True)),
                ("released_at", models.DateTimeField(null=True)),
                ("release_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={"db_table": "register_hold"},
        ),
        migrations.CreateModel(
            name="DestructionList",
            fields=[
                ("id", ID),
                ("kind", models.CharField(max_length=16)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("opinion", models.CharField(max_length=500)),
                ("method", models.CharField(blank=True, max_length=64)),
                ("proposed_by", _to("person")),
                ("proposed_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("carried_out_by", _to("person", null=True)),
                ("carried_out_at", models.DateTimeField(null=True)),
                ("version", models.IntegerField(default=1)),
            ],
            options={"db_table": "register_destruction_list"},
        ),
        migrations.CreateModel(
            name="DestructionLine",
            fields=[
                ("id", ID),
                ("list", _to("destructionlist", "lines")),
                ("item", _to("item", "destruction_lines")),
                ("due", models.DateField(null=True)),
                ("start", models.DateField(null=True)),
                ("twin", _to("item", null=True)),
            ],
            options={
                "db_table": "register_destruction_line",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list", "item"), name="one_destruction_line_a_paper"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DestructionSignature",
            fields=[
                ("id", ID),
                ("list", _to("destructionlist", "signatures")),
                ("person", _to("person")),
                ("part", models.CharField(max_length=16)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "register_destruction_signature",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list", "person", "part", "on"), name="one_destruction_signature"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="tombstone",
                        serialize=False,
                        to="register.item",
                    ),
                ),
                ("list", _to("destructionlist", "tombstones")),
                ("at", models.DateTimeField()),
                ("facts", models.JSONField()),
            ],
            options={"db_table": "register_tombstone"},
        ),
    ]
