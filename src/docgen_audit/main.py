"""docgen-audit: checks an office's access log on the auditor's own machine.

Imports nothing of docgen but its ledger, so that the office's program cannot excuse
itself. Exit codes: 0 whole · 1 nothing to compare with · 2 usage · 3 bad input ·
5 not found · 6 changed · 7 disk or database failed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from docgen.errors import OutsideFailed, Problem, say
from docgen.ledger.note import Checkpoint, LogKey, open_checkpoint
from docgen.ledger.proof import ProofError
from docgen.ledger.verify import Finding, mistrusted, verify_log
from docgen_audit import keeping, words
from docgen_audit.source import Source, open_source, read_key, read_text

WHOLE, NOTHING_TO_COMPARE, CHANGED, STOPPED = 0, 1, 6, 130

_EXAMPLE = """\
examples:
  docgen-audit verify export-2026-11 --checkpoint kept/checkpoint --key kept/log.vkey
  docgen-audit verify /srv/office/register.sqlite3 --checkpoint cp.note --key log.vkey
  docgen-audit keep export-2026-11 --state kept
exit codes:
  0 whole  1 nothing to compare with  2 usage  3 bad input  5 not found  6 changed  7 disk failed
"""


def run() -> None:
    """The command ``docgen-audit``."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Do what the arguments say; return the exit code."""
    args = _parser().parse_args(arguments)
    try:
        code: int = args.act(args)
    except Problem as problem:
        return _complain(problem, as_json=args.json)
    except OSError as error:
        return _complain(_disk_failed(error), as_json=args.json)
    except KeyboardInterrupt:
        return STOPPED
    return code


def verify(args: argparse.Namespace) -> int:
    """``verify``: check a log against the checkpoints given."""
    source = open_source(args.source)
    notes = {str(path): read_text(path) for path in args.checkpoint}
    key = read_key(args.key) if args.key else source.key
    if notes and key is None:
        raise keeping.missing(say("key"))
    held, faults = _open_all(notes, key) if key else ([], [])
    outcome = _check(source, held, faults, key)
    _show(words.plain(outcome), words.as_json(outcome), as_json=args.json)
    if not outcome.is_whole:
        return CHANGED
    return WHOLE if outcome.proved else NOTHING_TO_COMPARE


def keep(args: argparse.Namespace) -> int:
    """``keep``: check a log against all checkpoints kept so far, then keep its newest one."""
    source = open_source(args.source)
    key = keeping.kept_key(args.state) or (read_key(args.key) if args.key else source.key)
    note = read_text(args.checkpoint) if args.checkpoint else source.note
    if key is None:
        raise keeping.missing(say("key"))
    if not note:
        raise keeping.missing(say("checkpoint"))
    held, faults = _open_all(keeping.kept_notes(args.state), key)
    outcome = _check(Source(source.rows, note), held, faults, key)
    if not outcome.is_whole:
        refusal = say("Nothing was kept. Keep this log itself as evidence.")
        _show([*words.plain(outcome), refusal], words.as_json(outcome), as_json=args.json)
        return CHANGED
    new = open_checkpoint(note, key).size
    keeping.keep(args.state, key=key, note=note, size=new)
    more = max(0, new - outcome.proved)
    facts = {**words.as_json(outcome), "ok": True, "kept": max(new, outcome.proved), "new": more}
    _show(_kept(outcome, more, key), facts, as_json=args.json)
    return WHOLE


def _open_all(notes: Mapping[str, str], key: LogKey) -> tuple[list[Checkpoint], list[Finding]]:
    """The checkpoints in these notes, and a finding for each that cannot be relied on."""
    opened: list[Checkpoint] = []
    faults: list[Finding] = []
    for name, note in notes.items():
        try:
            opened.append(open_checkpoint(note, key))
        except ProofError as fault:
            faults.append(mistrusted(fault, name=name))
    return opened, faults


def _check(
    source: Source, held: list[Checkpoint], faults: list[Finding], key: LogKey | None
) -> words.Outcome:
    """Go over the log; what came with it must fit too, but vouches for nothing."""
    own: dict[str, str] = {say("that came with the log"): source.note} if source.note else {}
    brought, more = _open_all(own, key) if key else ([], [])
    report = verify_log(source.rows(), [*held, *brought])
    return words.Outcome(report, (*faults, *more, *report.findings), tuple(held))


def _kept(outcome: words.Outcome, more: int, key: LogKey) -> list[str]:
    """What ``keep`` says when all is well."""
    if not outcome.held:
        return [
            say("The first checkpoint is kept, of {size} entries.", size=more),
            say("Any later change to these entries will be found."),
            say("Ask somebody else in the office whether this is the key of the log:"),
            f"  {key.vkey}",
        ]
    known = say("{more} new entries since the last visit.", more=more)
    return [*words.plain(outcome), known, say("The newest checkpoint is kept.")]


def _show(lines: list[str], facts: Mapping[str, object], *, as_json: bool) -> None:
    text = json.dumps(facts, ensure_ascii=False) if as_json else "\n".join(lines)
    sys.stdout.write(text + "\n")


def _complain(problem: Problem, *, as_json: bool) -> int:
    facts = {"code": problem.code, "what": str(problem.what), "why": problem.why}
    facts |= {"fix": problem.fix} | ({"file": problem.file} if problem.file else {})
    text = json.dumps({"error": facts}, ensure_ascii=False) if as_json else str(problem)
    sys.stderr.write(text + "\n")
    return problem.exit_code


def _disk_failed(error: OSError) -> OutsideFailed:
    return OutsideFailed(
        say("A file could not be read or written"),
        why=say("the system says: {error}", error=error),
        fix=say("check the disk and the rights on the files, then try again"),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="docgen-audit",
        description="Check an office's access log without trusting the office's program.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "source", type=Path, help="a register.sqlite3, or a folder made by docgen log export"
    )
    common.add_argument(
        "--key", type=Path, metavar="FILE", help="the log's public key (log.vkey) as you keep it"
    )
    common.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_verify(commands, common)
    _add_keep(commands, common)
    return parser


def _add_verify(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    command = commands.add_parser(
        "verify", parents=[common], help="check a log, against checkpoints kept earlier"
    )
    command.add_argument(
        "--checkpoint",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a signed checkpoint kept outside the office; may be given several times",
    )
    command.set_defaults(act=verify)


def _add_keep(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    command = commands.add_parser(
        "keep", parents=[common], help="check a log against what you kept, then keep more"
    )
    command.add_argument(
        "--state", type=Path, required=True, metavar="DIR", help="your folder of checkpoints"
    )
    command.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help="the new signed checkpoint, where the log brings none along",
    )
    command.set_defaults(act=keep)
