from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0022_page"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["custody", "filed_at"], name="item_by_custody"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["retention", "filed_at"], name="item_by_retention"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["template"], name="item_by_template"),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(fields=["state", "due"], name="loan_by_state"),
        ),
        migrations.RunSQL(
            "CREATE INDEX log_entry_verified ON register_log_entry (idx)"
            " WHERE substr(leaf, 1, 21) = x'7b22616374223a226c6f672e766572696669656422'",
            "DROP INDEX log_entry_verified",
        ),
        migrations.AddIndex(
            model_name="validity",
            index=models.Index(fields=["until"], name="validity_by_day"),
        ),
    ]
