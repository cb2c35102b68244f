"""Reconciliation of papers: each version with the entry that filed it, page by page in step.

Papers are by far the most rows. So they are not remembered: the entries that file, and the rows
that name an entry, are both read in the order of the log and held against each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Max

from docgen.model.audit import Entry
from docgen.model.grades import Grade
from docgen.model.reconciling import Finding, differs, gone, unexplained
from docgen.office import audit_log
from docgen.register.models import Item, ItemVersion
from docgen.register.models_log import LogEntry

#: Acts that file a version of a paper.
FILING = frozenset({"item.filed", "item.amended"})
_AT_ONCE = 1000


class Versions:
    """The versions filed by the entries heard so far, compared in bundles."""

    def __init__(self) -> None:
        self._heard: dict[int, Entry] = {}
        self._matched = 0
        self._regraded: set[str] = set()
        self._grades: list[Finding] = []

    def hear(self, entry: Entry) -> Iterator[Finding]:
        """Take in an entry."""
        if entry["act"] == "grade.changed" and entry["res"] == "allow":
            self._regraded.add(str(entry.get("obj", "")))
        if _files(entry):
            self._heard[int(entry["idx"])] = entry
            if len(self._heard) == _AT_ONCE:
                yield from self._compare()

    def rest(self, size: int) -> Iterator[Finding]:
        """Compare what is left, and tell the rows that no entry explains.

        Args:
            size: The log's size; what came later is not looked at.
        """
        yield from self._compare()
        # What was regraded has the grade that the last ``grade.changed`` tells: see ``telling``.
        yield from (one for one in self._grades if one.row.split()[1] not in self._regraded)
        if ItemVersion.objects.filter(log_index__lt=size).count() != self._matched:
            yield from _unexplained(size)
        newest = Item.objects.annotate(newest=Max("versions__n"))
        for item in newest.exclude(newest=F("head")).order_by("pk"):
            row, told = f"item {item}", item.newest or 0
            yield differs(row, "head", item.head, told) if told else unexplained(row)

    def _compare(self) -> Iterator[Finding]:
        found = ItemVersion.objects.filter(log_index__in=self._heard)
        rows = {row.log_index: row for row in found.select_related("item", "by")}
        for index, entry in self._heard.items():
            row = rows.get(index)
            if row is None:
                yield gone(f"version {entry.get('obj', '')}", index)
            else:
                self._matched += 1
                yield from _differences(row, entry)
                grade = Grade.of_rank(row.item.rank).code
                if row.n == row.item.head and grade != entry.get("grade"):
                    told = entry.get("grade")
                    self._grades.append(differs(f"version {row}", "grade", grade, told, index))
        self._heard.clear()


def _files(entry: Entry) -> bool:
    return entry["act"] in FILING and entry["res"] == "allow"


def _differences(row: ItemVersion, entry: Entry) -> Iterator[Finding]:
    pairs = {
        "item": (str(row.item), entry.get("obj")),
        "version": (row.n, entry.get("more", {}).get("version", 1)),
        "by": (row.by.code, entry["who"]),
        "files": (len(row.files), entry.get("n")),
        "sha512": (row.files[0]["sha512"] if row.files else "", entry.get("sha512")),
    }
    for name, (here, told) in pairs.items():
        if here != told:
            yield differs(f"version {row}", name, here, told, row.log_index)


def _unexplained(size: int) -> Iterator[Finding]:
    last = -1
    while True:
        after = ItemVersion.objects.filter(log_index__gt=last, log_index__lt=size)
        rows = list(after.select_related("item").order_by("log_index", "pk")[:_AT_ONCE])
        if not rows:
            return
        last = rows[-1].log_index
        found = LogEntry.objects.filter(idx__in=[row.log_index for row in rows])
        filing = {one.idx for one in found if _files(audit_log.read(bytes(one.leaf), one.idx))}
        yield from (unexplained(f"version {row}") for row in rows if row.log_index not in filing)
