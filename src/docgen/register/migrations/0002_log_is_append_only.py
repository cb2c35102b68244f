from django.db import migrations

REFUSE = """
CREATE TRIGGER register_log_entry_no_{name} BEFORE {act} ON register_log_entry {when}
BEGIN SELECT RAISE(ABORT, 'the access log can only be added to'); END
"""
# INSERT OR REPLACE deletes the old row without asking the DELETE trigger.
TRIGGERS = {
    "update": ("UPDATE", ""),
    "delete": ("DELETE", ""),
    "replace": (
        "INSERT",
        "WHEN EXISTS (SELECT 1 FROM register_log_entry WHERE idx = NEW.idx)",
    ),
}


def forbid(apps, schema_editor):
    """Stops mistakes, not attackers: those are found by comparing with a kept checkpoint."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for name, (act, when) in TRIGGERS.items():
        schema_editor.execute(REFUSE.format(name=name, act=act, when=when))


def allow(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER register_log_entry_no_{name}")


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
