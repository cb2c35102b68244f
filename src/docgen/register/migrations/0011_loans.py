import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0010_seals")]

    operations = [
        migrations.AddField("loan", "confirmed", models.JSONField(default=dict)),
        migrations.AddField("loan", "held_until", models.DateField(null=True)),
        migrations.AddField("loan", "out_index", models.BigIntegerField(null=True)),
        migrations.AddField("loan", "renewals", models.SmallIntegerField(default=0)),
        migrations.AddField("loan", "recalled", models.BooleanField(default=False)),
        migrations.AddField("loan", "reminders", models.JSONField(default=list)),
        migrations.AddField("loan", "pages", models.IntegerField(null=True)),
        migrations.AddField(
            "loan", "condition", models.CharField(blank=True, default="", max_length=16)
        ),
        migrations.AddField(
            "loan", "missing", models.CharField(blank=True, default="", max_length=300)
        ),
        migrations.AddField(
            "loan", "loss", models.CharField(blank=True, default="", max_length=300)
        ),
        migrations.AddField("loan", "lost_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "loan",
            "settled_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.person",
            ),
        ),
        migrations.AddField("loan", "settled_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "loan", "replacement", models.CharField(blank=True, default="", max_length=300)
        ),
        migrations.AddField("loan", "log_index", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "loan",
            models.UniqueConstraint(
                condition=models.Q(("kind__in", ["paper", "in-place"]), ("state", "out")),
                fields=("item",),
                name="one_original_out",
            ),
        ),
    ]
