"""Setting Django up for the page; import this before anything of ``docgen.register``.

The commands do without sessions, accounts and templates: they start in half the time.
"""

from __future__ import annotations

import importlib
import os

import django
from django.apps import apps
from django.contrib.auth.signals import user_logged_in
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_APPS = (
    *("contenttypes", "auth", "sessions", "account", "mfa", "usersessions", "socialaccount"),
    "axes",
)

if not apps.ready:
    os.environ["DJANGO_SETTINGS_MODULE"] = "docgen.web.settings"
    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]  # programs that are started choose for themselves
# The log tells who signed in; the person's row, each change of which is told, stays as it is.
user_logged_in.disconnect(dispatch_uid="update_last_login")


def migrate() -> None:
    """Bring the tables of sessions, accounts and throttling to this program's version."""
    call_command = importlib.import_module("django.core.management").call_command
    executor = MigrationExecutor(connection)  # all in one go: eight commands take thrice as long
    executor.migrate([one for one in executor.loader.graph.leaf_nodes() if one[0] in _APPS])
    call_command("createcachetable", verbosity=0)
    call_command("clearsessions")
