"""How ``docgen audit report`` shows the month's statement: as facts, as JSON, as a page to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.catalogue import in_chinese
from docgen.cli.audit_view import write
from docgen.cli.language import language
from docgen.cli.printing import facts, out_json, table
from docgen.errors import say
from docgen.model.audit import word
from docgen.model.unusual import TITLES

if TYPE_CHECKING:
    from docgen.cli.audit_options import Output
    from docgen.office.audit_report import Statement
    from docgen.office.desk import Office
    from docgen.register.models import Person


def show_statement(office: Office, who: Person, made: Statement, output: Output) -> None:
    """Print a statement, and write its page."""
    if output.files:
        from docgen.office import audit_statement

        write(
            audit_statement.printed(
                office,
                who,
                made,
                in_chinese,
                pdf=output.pdf is not None,
                xlsx=output.xlsx is not None,
            ),
            output,
        )
    if output.as_json:
        out_json(data(made))
    elif not output.files:
        _print(made)


def data(made: Statement) -> dict[str, Any]:
    """A statement for another program."""
    return {
        "since": str(made.period.since),
        "until": str(made.period.until),
        "entries": made.entries,
        "done": dict(made.done),
        "refused": dict(made.refused),
        "rules": dict(made.rules),
        "people": sorted(made.people),
        "accounts": made.active,
        "loans": dict(made.loans),
        "unusual": [
            {"rule": one.rule, "day": str(one.day), "about": one.subject, "entries": one.entries}
            for one in made.unusual
        ],
        "disagreements": [
            {"rule": one.code, "row": one.row, "text": str(one.text), "entry": one.entry}
            for one in made.disagreements
        ],
        "log": {"size": made.size, "root": made.root},
        "checkpoint": made.checkpoint,
        "cosignature": made.cosignature,
    }


def _print(made: Statement) -> None:
    acts = sorted(made.done | made.refused, key=lambda act: (-made.done[act], act))
    rows = [(word(act)[language()], made.done[act], made.refused[act]) for act in acts]
    table([say("what"), say("times"), say("refusals")], rows)
    facts(
        {
            say("entries of the month"): made.entries,
            say("people"): len(made.people),
            say("refused by rule"): " ".join(f"{rule}:{n}" for rule, n in made.rules.items()),
            say("loans open, overdue, lost"): " / ".join(map(str, made.loans.values())),
            say("unusual"): len(made.unusual),
            say("register and log do not agree"): len(made.disagreements),
            say("entries in the log"): made.size,
            say("root"): made.root,
            say("newest checkpoint"): _joined(made.checkpoint),
            say("cosigned"): _joined(made.cosignature),
        }
    )
    found = [(one.rule, TITLES[one.rule], one.day, one.subject, one.count) for one in made.unusual]
    if found:
        heads = [say("rule"), say("what"), say("day"), say("about"), say("entries")]
        table(heads, found)


def _joined(told: tuple[object, ...] | None) -> str:
    return " ".join(map(str, told)) if told else "-"
