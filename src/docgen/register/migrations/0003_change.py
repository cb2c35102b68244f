from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0002_log_is_append_only")]
    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.TextField()),
            ],
            options={"db_table": "register_change"},
        ),
    ]
