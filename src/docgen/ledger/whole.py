"""A whole log, read from its first entry, against everything that was kept of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from docgen.errors import say
from docgen.ledger.exported import Comparison
from docgen.ledger.note import Checkpoint, LogKey, open_checkpoint
from docgen.ledger.proof import ProofError
from docgen.ledger.rotation import follow
from docgen.ledger.telling import Outcome
from docgen.ledger.verify import Finding, Row, mistrusted, verify_log
from docgen.ledger.witness import turns_in


def check(
    entries: Callable[[], Iterable[Row]],
    key: LogKey | None,
    kept: Mapping[str, str],
    *,
    brought: str = "",
    compared: Comparison | None = None,
) -> Outcome:
    """Check all entries, and everything kept against them.

    Args:
        entries: Gives all of them from the first on, each time it is called.
        key: A key of the log that is trusted; without one, no checkpoint can be opened.
        kept: Checkpoints from outside by their names.
        brought: The checkpoint that came with the log; it must fit, but vouches for nothing.
        compared: Compares the rest of an export with its entries.

    Raises:
        ProofError: The log has a key that nobody vouches for.
    """
    keys = follow(key, turns_in(entries())) if key else ()
    held, faults = _opened(kept, keys)
    own, more = _opened({say("that came with the log"): brought} if brought else {}, keys)
    rows = compared.watch(entries()) if compared else entries()
    report = verify_log(rows, [*held, *own])
    others = compared.findings() if compared else ()
    return Outcome(report, (*faults, *more, *report.findings, *others), tuple(held))


def _opened(
    notes: Mapping[str, str], keys: tuple[LogKey, ...]
) -> tuple[list[Checkpoint], list[Finding]]:
    """The checkpoints in these notes, and a finding for each that cannot be relied on."""
    opened: list[Checkpoint] = []
    faults: list[Finding] = []
    for name, note in notes.items() if keys else ():
        try:
            opened.append(open_checkpoint(note, *keys))
        except ProofError as fault:
            faults.append(mistrusted(fault, name=name))
    return opened, faults
