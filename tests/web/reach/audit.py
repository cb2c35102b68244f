"""Who reaches the auditor's pages: whoever may audit by the rules, and nobody else.

A receipt is given of entries that are durable; here everything is taken back, so those pages are
asked for an entry that is not there. The statement reconciles every table of the register.
"""

from __future__ import annotations

from tests.web.reach import Reach

AUDITING = "auditor archivist"

REACH = {
    "audit": Reach(gets=AUDITING, log="audit.reported"),
    "audit-figures": Reach(gets=AUDITING, log="audit.reported"),
    "audit-log": Reach(gets=AUDITING, log="log.read"),
    "audit-log-sheet": Reach(gets=AUDITING, log="log.exported"),
    "audit-log-lines": Reach(gets=AUDITING, log="log.exported"),
    "audit-entry": Reach(kwargs=lambda _: {"index": 999_999}, log="log.read"),
    "audit-proof": Reach(kwargs=lambda _: {"index": 999_999}, log="log.proved"),
    "audit-report": Reach(
        kwargs=lambda _: {"name": "access"}, query="run=1", gets=AUDITING, log="audit.reported"
    ),
    "audit-verify": Reach(gets=AUDITING, posts=AUDITING, log="audit.reported"),
    "audit-check": Reach(kwargs=lambda _: {"code": "J000042"}, log="audit.reported"),
    "audit-checkpoint": Reach(posts=AUDITING),
    "audit-trace": Reach(gets=AUDITING, posts=AUDITING, log="audit.reported"),
    "audit-cosigned": Reach(
        gets="archivist administrator", posts="archivist administrator", log="log.cosigned"
    ),
    "audit-statement": Reach(
        query="month=2026-03", gets=AUDITING, log="audit.reported", queries=120
    ),
}
