"""Equal refusals within a minute: 20 entries, then one entry that says how many more.

So nobody can fill the disk by asking again and again, and yet no refusal goes unlogged. What is
counted lies in the register, durable before the person hears of the refusal; it becomes an
entry with the next one that anybody adds after the minute. A register that is lost and rebuilt
from its files has lost what was still counted: at most the repetitions of the last minutes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from docgen.register.models_log import Flood

MOST = 20
SECONDS = 60
#: What makes two refusals equal, and what the one entry takes over from the first of them.
_EQUAL = ("who", "act", "obj", "rules")
_TOLD = (*_EQUAL, "via", "role", "dossier", "grade")


def counts(facts: Mapping[str, Any], now: dt.datetime) -> bool:
    """Count a refusal, inside its transaction; whether it is only counted, and no entry."""
    equal = json.dumps([facts.get(name) for name in _EQUAL], ensure_ascii=False)
    row = Flood.objects.filter(key=hashlib.sha256(equal.encode()).hexdigest()).first()
    if row is None:
        told = {name: facts[name] for name in _TOLD if name in facts}
        row = Flood(key=hashlib.sha256(equal.encode()).hexdigest(), since=now, count=0)
        row.facts = json.dumps(told, ensure_ascii=False)
    row.count, row.last = row.count + 1, now
    row.save()
    return row.count > MOST


def ended(now: dt.datetime) -> Sequence[tuple[dict[str, Any], dict[str, Any]]]:
    """The floods whose minute is over, as the frame and facts of an entry; inside a transaction.

    They are forgotten here: the caller's entries tell of them.
    """
    if not _any():  # nearly always, and asked for every entry
        return []
    over = [row for row in Flood.objects.all() if not _lasts(row, now)]
    for row in over:
        row.delete()
    return [_entry(row) for row in over if row.count > MOST]


def _any() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM register_log_flood)")
        return bool(cursor.fetchone()[0])


def _lasts(row: Flood, now: dt.datetime) -> bool:
    return dt.timedelta() <= now - row.since < dt.timedelta(seconds=SECONDS)


def _entry(row: Flood) -> tuple[dict[str, Any], dict[str, Any]]:
    frame = json.loads(row.facts) | {"res": "deny"}
    between = {"since": row.since, "until": row.last}
    more = {name: f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%fZ}" for name, at in between.items()}
    return frame, {"n": row.count - MOST, "more": more}
