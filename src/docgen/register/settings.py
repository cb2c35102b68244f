"""Django's settings for the register: one database, one app, no web yet.

SQLite runs with a rollback journal, ``synchronous=EXTRA`` and ``BEGIN IMMEDIATE``: versions
before 3.51.3 can corrupt a WAL database with several connections, and anything weaker loses
acknowledged papers at a power cut. Deleted rows are overwritten: the words of a destroyed paper do
not linger in the file.
"""

from __future__ import annotations

SECRET_KEY = "the register signs nothing"  # noqa: S105  no session, cookie or token is made with it
INSTALLED_APPS = ["docgen.register"]
AUTH_USER_MODEL = "register.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",  # connect() names the office's file
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;"
            " PRAGMA secure_delete=ON;",
        },
    }
}
