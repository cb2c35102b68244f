from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0019_cases")]

    operations = []
