"""``docgen``: the table of commands, and the one place where problems become words.

A command's module is imported when it is called, so that ``docgen --help`` stays quick; the
table says which module, and a test holds it against the commands themselves.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import keyword
import signal
import sys
import threading
import traceback
from collections.abc import Collection, Iterator

import click

from docgen import __version__
from docgen.cli.base import Entry, translate
from docgen.cli.language import tell
from docgen.cli.printing import debugging
from docgen.errors import Problem, say

#: Command → (module, what it does), in the order of the help.
COMMANDS = {
    "init": ("init", "Make a new office folder."),
    "demo": ("demo", "Make a demo office and play the main job in it."),
    "template": ("template", "List, show, check, begin and accept the templates."),
    "questions": ("fill", "Print the blank answers of a form."),
    "fill": ("fill", "Fill a form; print and file it if you wish."),
    "batch": ("batch", "Fill a form once for each row of a data sheet."),
    "read": ("read", "Read an edited form back, and file it as a new version."),
    "customer": ("customer", "Add, list, show, import, grade and analyse customers."),
    "dossier": ("dossier", "Open dossiers; show what is in them and what is missing."),
    "file": ("item", "File papers in a dossier."),
    "import": (
        "importing",
        "Take in old papers: a tree of folders, a sheet that lists them, or a bag.",
    ),
    "item": ("item", "Show the facts of a filed paper and its versions; verify it."),
    "get": ("getting", "Take a paper out of the archive, for a purpose."),
    "find": ("find", "Search the archive."),
    "saved": ("saved", "Saved searches: list and delete them."),
    "loan": ("loan", "The loan desk."),
    "copy": ("copy", "The copies register: who holds which copy of a paper."),
    "permit": ("permit", "Permits to take papers out: ask, approve, refuse, list."),
    "outside": (
        "outside",
        "Requests from outside: register, decide, serve within their scope, print the register.",
    ),
    "case": ("case", "Complaint cases: open, work through the steps, watch the time, close."),
    "posting": (
        "posting",
        "Posted staff: plan, papers, departure, appraisal, rotation, leave, return.",
    ),
    "visit": (
        "visit",
        "Visits to customers: plan, report the day and the month, call for help, check.",
    ),
    "gift": ("gift", "Gifts to customers and from them: ask, decide, give, declare, hand in."),
    "survey": (
        "survey",
        "Satisfaction surveys: open a round, file answers, close it, show what they say.",
    ),
    "handover": ("handover", "Hand over on a transfer or on leaving: checklist, signatures, end."),
    "asset": ("asset", "Things people hold: register, lend, take back, count."),
    "station": ("station", "Authorised stations and who looks after them."),
    "transfer": ("transfer", "Transfers to the archive: what is due, send, check and accept."),
    "retention": ("retention", "How long papers are kept, and holds that keep them all the same."),
    "destroy": (
        "destroy",
        "Destroy papers whose period is over: list, approvals, witnesses, certificate.",
    ),
    "regrade": ("regrade", "Change grades: the handling unit and the archive together."),
    "duty": ("duty", "Duties and due dates: list, what is due, do, let go."),
    "worker": ("worker", "Work by itself: duties, reminders by mail, slips, index, fixity."),
    "serve": ("serve", "Serve the web page until Ctrl-C."),
    "log": ("log", "Read, verify and sign the access log."),
    "audit": ("audit", "Audit reports: who saw what, what is unusual, what does not agree."),
    "keys": ("keys", "The office's key: printed shares, drills, encryption of high grades."),
    "check": ("upkeep", "Check the archive, file by file."),
    "recover": ("upkeep", "Finish what was interrupted."),
    "backup": ("backups", "Copy the whole office, verified, while work goes on."),
    "restore": ("backups", "Make an office again from a backup."),
    "rebuild": ("rebuilding", "Bring a lost register back from the files in archive/ and log/."),
    "upgrade": ("upgrade", "Bring an older office's rules and templates up to date."),
    "reindex": ("upkeep", "Make the search index anew."),
    "user": ("user", "People of the office."),
}


class Lazy(click.Group):
    """The commands of the table, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"docgen.cli.{COMMANDS[cmd_name][0]}")
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(module, name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, tell(about)) for name, (_, about) in COMMANDS.items()])

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the reader's language."""
        translate(self)
        super().format_help(ctx, formatter)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="docgen")
@click.option("--office", "office_dir", type=click.Path(), help="The office folder.")
@click.option("--as", "acting", default="", hidden=True)
@click.pass_context
def main(ctx: click.Context, office_dir: str | None, acting: str) -> None:
    """The records office: fill forms, file them one dossier per customer, find, lend, prove."""
    from pathlib import Path

    ctx.obj = Entry(office=Path(office_dir) if office_dir else None, acting=acting)


def run(pressed: Collection[int] = ()) -> None:
    """Run a command; every problem ends in a sentence and its own exit code.

    Args:
        pressed: Every Ctrl-C that came while the program was being loaded.
    """
    sys.unraisablehook = _stop_again
    try:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        code = _stopped() if pressed else _run(sys.argv[1:])
    except KeyboardInterrupt:  # it came while a problem was being told
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        code = _stopped()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done; Ctrl-C has nothing left to stop
    sys.exit(code)


def _stop_again(lost: sys.UnraisableHookArgs) -> None:
    """Ctrl-C that came while Python tidied something up would be lost: it is sent again."""
    if issubclass(lost.exc_type, KeyboardInterrupt):
        # Not from in here, where it would be lost again; as a signal, so that it ends a wait.
        here = threading.get_ident()
        again = threading.Timer(0.05, signal.pthread_kill, (here, signal.SIGINT))
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(lost)


def _run(args: list[str]) -> int:
    try:
        with _database_said():
            answer = main.main(args=args, prog_name="docgen", standalone_mode=False)
    except Problem as problem:
        _tell_problem(problem, as_json="--json" in args)
        return problem.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _stopped()
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001  the last line before the person
        return _stopped() if _is_interrupt(error) else _tell_bug(error)
    return answer if isinstance(answer, int) else 0


def _stopped() -> int:
    click.echo(tell(say("Stopped. Nothing half done is left behind.")), err=True)
    return 130


def _is_interrupt(error: BaseException) -> bool:
    """Whether this is Ctrl-C in other clothes.

    Python 3.11 turns what comes while a class is being made (``__set_name__``) into a
    ``RuntimeError``, and most modules are imported only when a command needs them.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__
    return cause is not None


@contextlib.contextmanager
def _database_said() -> Iterator[None]:
    """A database that failed while it was read is no mistake of the program's."""
    try:
        yield
    except Exception as error:
        if type(error).__module__ != "django.db.utils":
            raise
        problem: Problem = importlib.import_module("docgen.office.desk").database_failed(error)
        raise problem from error


def _tell_problem(problem: Problem, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"error": _as_data(problem)}, ensure_ascii=False), err=True)
        return
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    lines = [tell(problem.what), f"  {tell(say('why:'))} {tell(problem.why)}"]
    lines += [f"    - {reason.rule}: {tell(reason.text)}" for reason in problem.reasons]
    for detail in problem.details:
        where = " ".join(filter(None, (tell(detail.place), tell(detail.label), detail.field)))
        lines.append(
            f"    - {where}: {tell(detail.text)}" if where else f"    - {tell(detail.text)}"
        )
        if detail.fix:
            lines.append(f"      {tell(say('fix:'))} {tell(detail.fix)}")
    if place:
        lines.append(f"  {tell(say('file:'))} {place}")
    lines.append(f"  {tell(say('fix:'))} {tell(problem.fix)}")
    click.echo("\n".join(lines), err=True)


def _as_data(problem: Problem) -> dict[str, object]:
    data: dict[str, object] = {
        "code": problem.code,
        "what": tell(problem.what),
        "why": tell(problem.why),
        "fix": tell(problem.fix),
    }
    for name in ("field", "file", "line"):
        if value := getattr(problem, name):
            data[name] = value
    if problem.reasons:
        data["reasons"] = [{"rule": r.rule, "text": tell(r.text)} for r in problem.reasons]
    if problem.details:
        data["details"] = [
            {
                "text": tell(d.text),
                "field": d.field,
                "label": d.label,
                "place": d.place,
                "fix": tell(d.fix),
            }
            for d in problem.details
        ]
    return data


def _tell_bug(error: Exception) -> int:
    """A mistake of the program's own: say so, and how to see more."""
    if debugging():
        traceback.print_exc()
    click.echo(
        tell(say("docgen itself failed: {error}", error=f"{type(error).__name__}: {error}")),
        err=True,
    )
    click.echo(
        tell(say("  fix: run it again with DOCGEN_DEBUG=1 and report what it prints")), err=True
    )
    return 7
