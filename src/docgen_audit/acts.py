"""What an auditor does; each act gives an exit code, what to say, and the same as values."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from docgen.errors import Integrity, Negative, say
from docgen.ledger import files, refusing, telling, whole, witness
from docgen.ledger import receipt as slip
from docgen.ledger.cosign import cosign, cosigned_at
from docgen.ledger.note import LogKey, open_checkpoint, parse_vkey
from docgen.ledger.statement import page, tally
from docgen.ledger.verify import Row, verify_log
from docgen_audit import register, state
from docgen_audit.source import open_source, text_of

Answer = tuple[int, list[str], dict[str, Any]]
_WHOLE, _NOTHING, _CHANGED = 0, Negative.exit_code, Integrity.exit_code


def init(args: Namespace) -> Answer:
    """Make the auditor's folder and key."""
    key = state.begin(args.state, args.name).vkey
    said = say("Your folder is {folder}. Give the office this line, your key:", folder=args.state)
    return _WHOLE, [said, f"  {key}"], {"key": key}


def pull(args: Namespace) -> Answer:
    """Fetch what is new, check it against all that was seen, cosign and keep it."""
    kept, source = state.load(args.state), open_source(args.source)
    note, brought = files.newest(source)
    before = kept.seen or witness.Seen(_given(args) or brought[-1])
    size, entries = before.head.size, partial(files.entries, source, seen=kept.put_bundle)
    report, seen = witness.advance(
        before, note, lambda *few: _shown(entries(*few)), brought=brought
    )
    facts = telling.facts(report, report.findings) | {"new": report.size - size}
    if not report.is_whole:
        changed = witness.first_changed(
            files.entries(kept.entries, 0, size), files.entries(source, 0, size)
        )
        return _CHANGED, telling.refused(report, changed), facts
    kept.take(seen, cosign(note, kept.signer(), int(time.time())))
    facts["key"] = seen.keys()[-1].vkey
    return _WHOLE, telling.grown(report, before, str(kept.folder / "checkpoint")), facts


def verify(args: Namespace) -> Answer:
    """Read a whole log, and compare it with every checkpoint kept."""
    kept, key = _kept(args), _given(args)
    notes = {str(file): text_of(file) for file in args.checkpoint or ()} | kept.notes()
    if kept.seen and not key:
        key = kept.seen.key
    entries, note, compared = partial(register.rows, Path(args.source)), "", None
    if not Path(args.source).is_file():
        source = open_source(args.source)
        note, brought = files.newest(source)
        key, compared = key or brought[-1], files.comparison(source)
        entries = partial(files.entries, source, 0, open_checkpoint(note, *brought).size)
    if notes and not key:
        raise refusing.no_key()
    found = whole.check(lambda: _shown(entries()), key, notes, brought=note, compared=compared)
    facts = telling.facts(found.report, found.findings) | {"proved": found.proved}
    facts["ok"] = found.is_whole and found.proved > 0
    code = (_WHOLE if found.proved else _NOTHING) if found.is_whole else _CHANGED
    return code, telling.plain(found), facts


def receipt(args: Namespace) -> Answer:
    """Check a slip's or copy's receipt, and whether it fits what was seen of the log."""
    kept, key = _kept(args), _given(args)
    seen = kept.seen or (witness.Seen(key) if key else None)
    if not seen:
        raise refusing.no_key()
    text = sys.stdin.read() if args.file == "-" else text_of(Path(args.file))
    found = slip.read("\n".join(text.strip("\ufeff \r\n").splitlines()) + "\n")
    signed, entry = slip.check(found, *seen.keys()), slip.entry_of(found)
    fits = witness.fits(seen, partial(files.entries, kept.entries), found, signed)
    code = {True: _WHOLE, False: _CHANGED, None: _NOTHING}[fits]
    said = telling.of_receipt(entry, signed, fits=fits)
    return code, said, {"entry": entry, "size": signed.size, "fits": fits}


def statement(args: Namespace) -> Answer:
    """A month's statement, from the entries kept."""
    kept = state.load(args.state)
    seen = kept.seen or witness.Seen(LogKey("", b""))
    size, entries = seen.head.size, partial(files.entries, kept.entries)
    found = tally(args.month, size, lambda first: entries(first, size))
    if not found.count and (not found.first or not found.is_over):
        raise refusing.nothing_of(args.month)
    root = verify_log(entries(0, found.size), deep=False).root
    said = page(found, origin=seen.key.name, root=root, note=kept.note)
    return _WHOLE, said, {"month": found.month, "count": found.count, "acts": found.acts}


def status(args: Namespace) -> Answer:
    """How far the auditor has come, and when that was."""
    kept = state.load(args.state)
    if not kept.seen:
        return _NOTHING, [say("Nothing was pulled yet.")], {"size": 0}
    at = cosigned_at(kept.note, kept.signer().key)
    said = telling.status(kept.seen, time.strftime("%Y-%m-%d %H:%M", time.gmtime(at)))
    return _WHOLE, said, {"size": kept.seen.head.size, "at": at, "last": kept.seen.last}


def _given(args: Namespace) -> LogKey | None:
    return parse_vkey(text_of(args.key), file=str(args.key)) if args.key else None


def _kept(args: Namespace) -> state.State:
    known = (args.state / "auditor.key").exists()
    return state.load(args.state) if known else state.State(args.state)


def _shown(entries: Iterator[Row]) -> Iterator[Row]:
    """The entries as they are; on a terminal, how many were read."""
    show = sys.stderr.isatty()
    for count, row in enumerate(entries):
        if show and count % 5_000 == 0:
            sys.stderr.write(f"\r{count:,} … ")
        yield row
    if show:
        sys.stderr.write("\r\033[K")
