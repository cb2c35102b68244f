"""Whether archive and register tell the same: which papers there are, their versions, their files.

Whether the bytes are what the archive says is ``archive.check``'s work.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.archive.check import Finding
from docgen.errors import Problem, say
from docgen.office.desk import Office
from docgen.register.models import Item, ItemVersion

_AT_A_TIME = 500


def reconcile(office: Office) -> Iterator[Finding]:
    """What the register has and the archive has not, and the other way round.

    Codes: A101 no such object, A102 no such paper, A103 another newest version, A104 other
    files in a version.
    """
    items = Item.objects.filter(state="filed").order_by("pk")
    rows = {f"urn:docgen:{item}": item for item in items.iterator()}
    objects = set(office.store.urns())
    for urn in sorted(rows.keys() - objects):
        yield Finding("A101", urn, "", say("the register has it and the archive does not"))
    for urn in sorted(objects - rows.keys()):
        yield Finding("A102", urn, "", say("the archive has it and the register does not"))
    both = sorted(objects & rows.keys())
    for start in range(0, len(both), _AT_A_TIME):
        yield from _compared(office, {urn: rows[urn] for urn in both[start : start + _AT_A_TIME]})


def _compared(office: Office, rows: dict[str, Item]) -> Iterator[Finding]:
    versions: dict[int, dict[str, dict[str, str]]] = {}
    for one in ItemVersion.objects.filter(item__in=rows.values()):
        files = {str(each["path"]): str(each["sha512"]) for each in one.files}
        versions.setdefault(one.item_id, {})[f"v{one.n}"] = files
    for urn, item in rows.items():
        try:
            archived = office.store.inventory(urn)
        except Problem:
            continue  # damaged: the check of the archive says how
        told = versions.get(item.pk, {})
        if archived.head != f"v{item.head}" or archived.versions.keys() != told.keys():
            text = say(
                "the register's newest version is v{register}, the archive's {archive}",
                register=item.head,
                archive=archived.head,
            )
            yield Finding("A103", urn, "", text)
            continue
        for name, files in told.items():
            state = archived.versions[name].state  # has what docgen adds to each version, too
            if any(state.get(path) != sha512 for path, sha512 in files.items()):
                text = say("the register has other files of version {version}", version=name)
                yield Finding("A104", urn, "", text)
