"""docgen-audit: checks an office's access log on the auditor's own machine.

Imports nothing of docgen but its ledger, so that the office's program cannot excuse itself.
"""

from __future__ import annotations

import argparse
import gettext
import json
import os
import sys
from pathlib import Path

from docgen import errors
from docgen.errors import Problem, say
from docgen.ledger.refusing import disk_failed
from docgen_audit import acts

_STOPPED = 130
_EPILOG = say("""\
exit codes: 0 whole  1 nothing to compare with  2 usage  3 bad input  5 not found
            6 changed: keep everything as it is  7 disk or network failed
your folder: --state DIR, else DOCGEN_AUDIT, else docgen-audit in your home""")
_SOURCE = say("a folder of “docgen log export”, or a URL; to verify, also register.sqlite3")
_COMMANDS = {
    "init": (say("make your folder and your key"), "name", say("such as audit.example/wang")),
    "pull": (say("fetch what is new, check it, cosign and keep it"), "source", _SOURCE),
    "verify": (say("read a whole log, compare it with what you kept"), "source", _SOURCE),
    "receipt": (say("check a slip's or copy's receipt"), "file", say("its text; - to paste it")),
    "statement": (say("print a month's statement to sign"), "month", say("such as 2026-11")),
    "status": (say("how far you have come"), "", ""),
}
_LOCALE = Path(errors.__file__).parent / "data" / "locale"
_spoken: list[str] = []


def tell(text: str) -> str:
    """A sentence in the auditor's language; what is not in the catalogue stays English."""
    if _spoken != ["zh"]:
        return str(text)
    catalogue = gettext.translation("docgen", str(_LOCALE), ["zh_Hans"], fallback=True)
    return errors.translated(text, catalogue.gettext)


def run() -> None:
    """The command ``docgen-audit``."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Do what the arguments say; return the exit code."""
    early = argparse.ArgumentParser(add_help=False)
    early.add_argument("--language", default="")
    said = map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))
    given = early.parse_known_args(arguments)[0].language
    _spoken[:] = [(given or next(filter(None, said), ""))[:2].lower()]
    args = _parser().parse_args(arguments)
    try:
        code, said, facts = getattr(acts, args.command)(args)
    except Problem as problem:
        return _complain(problem, as_json=args.json)
    except OSError as error:
        return _complain(disk_failed(error), as_json=args.json)
    except KeyboardInterrupt:
        return _STOPPED
    text = json.dumps(facts, ensure_ascii=False) if args.json else "\n".join(map(tell, said))
    sys.stdout.write(text + "\n")
    return int(code)


def _complain(problem: Problem, *, as_json: bool) -> int:
    parts = {"what": problem.what, "why": problem.why, "fix": problem.fix}
    told = {name: tell(part) for name, part in parts.items()}
    text = "{what}\n  {why}\n  {fix}".format(**told)
    if as_json:
        told |= {"code": problem.code} | ({"file": problem.file} if problem.file else {})
        text = json.dumps({"error": told}, ensure_ascii=False)
    sys.stderr.write(text + "\n")
    return problem.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="docgen-audit",
        description=tell(say("Check an office's access log without trusting its program.")),
        epilog=tell(_EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    home = Path(os.environ.get("DOCGEN_AUDIT") or Path.home() / "docgen-audit")
    trusted = tell(say("the log's public key, from somebody you trust"))
    elsewhere = tell(say("a checkpoint kept elsewhere; repeatable"))
    common.add_argument("--state", type=Path, default=home, metavar="DIR")
    common.add_argument("--key", type=Path, metavar="FILE", help=trusted)
    common.add_argument("--language", choices=["zh", "en"])
    common.add_argument("--json", action="store_true")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, (words, position, what) in _COMMANDS.items():
        command = commands.add_parser(name, parents=[common], help=tell(words))
        if position:
            command.add_argument(position, metavar=position.upper(), help=tell(what))
        if name == "verify":
            command.add_argument(
                "--checkpoint", type=Path, action="append", metavar="FILE", help=elsewhere
            )
    return parser
