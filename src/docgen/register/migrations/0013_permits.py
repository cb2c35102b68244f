import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0012_outside")]

    operations = [
        migrations.CreateModel(
            name="Permit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=16)),
                ("purpose", models.CharField(max_length=16)),
                ("why", models.CharField(max_length=300)),
                ("wanted", models.CharField(db_index=True, max_length=64)),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("asked_at", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("remark", models.CharField(blank=True, max_length=300)),
                ("version", models.IntegerField(default=1)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="permits",
                        to="register.item",
                    ),
                ),
            ],
            options={"db_table": "register_permit"},
        ),
        migrations.CreateModel(
            name="PermitApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=16)),
                ("unit", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "permit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="register.permit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "db_table": "register_permit_approval",
                "constraints": [
                    models.UniqueConstraint(fields=("permit", "person"), name="one_approval_each")
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="copy", name="one_copy_a_number"),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.UniqueConstraint(
                fields=("number", "item"), name="one_number_a_paper"
            ),
        ),
    ]
