"""What the office has already of the papers that are to be taken in, known by their digests.

This is what makes an import safe to repeat. A paper of the same dossier with the same files under
the same names was filed by an earlier run: it is counted, not filed again. Nothing is kept for
that but the register itself, so it does not matter how the earlier run ended.

A paper whose files lie elsewhere in the office is a duplicate. Only papers that the person may
know of count: nobody learns of a paper by importing a copy of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from docgen.model.access import visible_to
from docgen.model.ids import DossierNumber, ItemId
from docgen.office import gate
from docgen.register.models import ItemVersion, Person

#: The files of a paper: names with sha512.
Digests = Mapping[str, str]
_AT_ONCE = 2_000
#: Read as plain values: an office has many papers, and few of them are of a size that is wanted.
_COLUMNS = (
    *("files", "n", "item__dossier_id", "item__turn", "item__rank", "item__state"),
    "item__dossier__unit",
)


class Known:
    """Papers of the office that have a file of one of these sizes.

    Args:
        who: The acting person.
        sizes: The sizes of the files that are to be taken in.
    """

    def __init__(self, who: Person, sizes: Collection[int]) -> None:
        self._same: defaultdict[tuple[int, frozenset[tuple[str, str]]], list[str]]
        self._same, self._copies = defaultdict(list), dict[frozenset[str], tuple[str, str]]()
        scope, wanted = visible_to(gate.as_acting(who)), frozenset(sizes)
        rows = ItemVersion.objects.order_by("-pk").values_list(*_COLUMNS)
        for files, n, dossier, turn, rank, state, unit in rows.iterator(_AT_ONCE):
            number = DossierNumber(dossier)
            if not all(one["size"] in wanted for one in files):
                continue
            if scope.admits(rank, unit, str(number)):
                item, same = str(ItemId(number, turn)), _digests(files)
                self._copies[frozenset(digest for _, digest in same)] = (item, state)
                if n == 1:
                    self._same[dossier, same].append(item)

    def take_same(self, dossier: int, files: Digests) -> str:
        """The item that an earlier run made of this very paper, given out once; or ""."""
        items = self._same.get((dossier, frozenset(files.items())))
        return items.pop() if items else ""

    def copy_of(self, files: Digests) -> tuple[str, str]:
        """Any item that has the same bytes, and its state; ("", "") if there is none."""
        return self._copies.get(frozenset(files.values()), ("", ""))


def _digests(files: Iterable[Mapping[str, str | int]]) -> frozenset[tuple[str, str]]:
    return frozenset((str(one["path"]), str(one["sha512"])) for one in files)
