from django.db import migrations

REFUSE = """
CREATE TRIGGER register_log_entry_no_{verb_lower} BEFORE {verb} ON register_log_entry
BEGIN SELECT RAISE(ABORT, 'the access log can only be added to'); END
"""


def forbid(apps, schema_editor):
    """Stops mistakes, not attackers: those are found by comparing with a kept checkpoint."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(REFUSE.format(verb=verb, verb_lower=verb.lower()))


def allow(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER register_log_entry_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
