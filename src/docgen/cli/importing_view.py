"""How an import is shown: its progress, what is or would be filed where, what was not taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from docgen.cli.batch_view import progress
from docgen.cli.language import tell
from docgen.cli.printing import note, out, out_json, table
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.cli.importing_wishes import Wishes
    from docgen.office.desk import Office
    from docgen.office.taking_in import Outcome
    from docgen.office.taking_in_paper import Plan
    from docgen.office.taking_in_steps import Taken
    from docgen.register.models import Person

_FINDINGS = 1
_MOST_SHOWN = 50


def carried_out(office: Office, who: Person, make: Callable[[], Plan], wishes: Wishes) -> int:
    """Do an import and print what became of it; the exit code."""
    from docgen.office import taking_in

    dry_run = wishes.dry_run
    try:
        with progress(silent=wishes.as_json, resumable=False) as told:
            again = wishes.duplicates == "take"
            how = taking_in.How(dry_run, again, wishes.report, told, tell)
            outcome = taking_in.carry_out(office, who, make, how)
    except KeyboardInterrupt:
        note(say("What was filed is kept; the same command goes on, nothing is filed twice."))
        raise
    if wishes.as_json:
        out_json(_data(outcome, dry_run=dry_run))
    else:
        _show(office, outcome, dry_run=dry_run)
    return _FINDINGS if outcome.not_taken else 0


def _show(office: Office, outcome: Outcome, *, dry_run: bool) -> None:
    if outcome.taken:
        heads = (say("dossier"), say("title"), say("papers"), say("by group"))
        table(heads, _dossiers(office, outcome.taken))
    warned = [(one.paper.source, told) for one in outcome.taken for told in one.warnings]
    for source, told in warned[:_MOST_SHOWN]:
        note(say("{file}: {warning}", file=source, warning=told))
    if len(warned) > _MOST_SHOWN:
        note(say("and {n} more; --report FILE lists all", n=len(warned) - _MOST_SHOWN))
    new = len(outcome.taken) - outcome.before
    if dry_run:
        out(say("{n} paper(s) would be filed.", n=new))
    else:
        out(say("{n} paper(s) filed.", n=new))
    if outcome.before:
        out(say("  {n} more were filed by an earlier run", n=outcome.before))
    for name, count in sorted(outcome.passed_over.items()):
        out(say("  passed over: {n} × {name}", n=count, name=name))
    if outcome.not_taken:
        out(say("  {n} not taken:", n=outcome.left))
        heads = (say("file"), say("where"), say("why"), say("what to do"))
        left = outcome.not_taken[:_MOST_SHOWN]
        table(heads, ((_plain(one.source), one.place, one.why, one.fix) for one in left))
        if more := len(outcome.not_taken) - len(left):
            out(say("and {n} more; --report FILE lists all", n=more))
    if outcome.report:
        out(say("  report: {file}", file=outcome.report))


def _dossiers(office: Office, taken: Sequence[Taken]) -> list[tuple[str, str, int, str]]:
    """Each dossier with its papers, in all and by the letters of its groups."""
    from docgen.office.taking_in_places import kind_of, label, title

    places = {label(one.paper.place): one.paper.place for one in taken}
    papers = Counter((label(one.paper.place), one.paper.group) for one in taken)
    return [
        (
            name,
            title(place),
            sum(count for (of, _), count in papers.items() if of == name),
            " ".join(
                f"{group.letter} {papers[name, group.key]}"
                for group in kind_of(office, place).groups
                if papers[name, group.key]
            ),
        )
        for name, place in sorted(places.items())
    ]


def _data(outcome: Outcome, *, dry_run: bool) -> dict[str, object]:
    from docgen.office.taking_in_places import label

    return {
        "dry_run": dry_run,
        "filed": 0 if dry_run else len(outcome.taken) - outcome.before,
        "before": outcome.before,
        "papers": [
            {
                "source": one.paper.source,
                "dossier": tell(label(one.paper.place)),
                "group": one.paper.group,
                "title": one.paper.title,
                "dated": one.paper.dated,
                "item": one.item or None,
                "warnings": [tell(warning) for warning in one.warnings],
            }
            for one in outcome.taken
        ],
        "not_taken": [
            {
                "source": _plain(one.source),
                "place": tell(one.place),
                "why": tell(one.why),
                "fix": tell(one.fix),
            }
            for one in outcome.not_taken
        ],
        "passed_over": dict(outcome.passed_over),
        "report": outcome.report,
        "log_index": None if dry_run else outcome.log_index,
    }


def _plain(source: str) -> str:
    """A path as a terminal can show it, whatever bytes are in it."""
    return source.encode("utf-8", "backslashreplace").decode()
