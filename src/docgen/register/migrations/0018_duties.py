from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0017_saved_searches")]

    operations = []
