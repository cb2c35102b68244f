"""What a person may know of, as a value that a search engine or a query can filter by.

Lists, counts, suggestions and snippets all come after this filter, so none of them can
tell a person about a paper he may not know (R-072, R-074, G-012).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The papers a person may know of.

    Args:
        rank: The highest grade rank he is cleared for; -1 admits nothing.
        everything: Need-to-know covers the whole archive.
        units: Units whose dossiers he needs to know.
        dossiers: Numbers of dossiers he was granted one by one.
    """

    rank: int = -1
    everything: bool = False
    units: frozenset[str] = frozenset()
    dossiers: frozenset[str] = frozenset()

    def admits(self, rank: int, unit: str, dossier: str) -> bool:
        """Whether a paper of this grade rank, custodian unit and dossier may be known."""
        cleared = rank <= self.rank
        needed = self.everything or unit in self.units or dossier in self.dossiers
        return cleared and needed


NOTHING = Scope()
