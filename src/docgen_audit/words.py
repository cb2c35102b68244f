"""What an auditor is told: what is wrong, since when, and what that proves.

Makes words and JSON of a finished check; checks nothing itself.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.errors import say
from docgen.ledger.note import Checkpoint
from docgen.ledger.verify import CODES, Finding, Report

CHANGED = frozenset({"L003", "L005", "L006"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished check.

    Args:
        report: What the pass over the log found.
        findings: That, and what was found wrong with the checkpoints.
        held: The checkpoints from outside that the log was compared with.
    """

    report: Report
    findings: tuple[Finding, ...]
    held: tuple[Checkpoint, ...]

    @property
    def proved(self) -> int:
        """How many entries, from the first on, a checkpoint from outside vouches for."""
        return max((promise.size for promise in self.held), default=0)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def plain(outcome: Outcome) -> list[str]:
    """The report in plain words, line by line."""
    lines = [_verdict(outcome), _extent(outcome.report)]
    if outcome.is_whole:
        return [*lines, *_proof(outcome)]
    lines += [_line(finding) for finding in outcome.findings]
    lines += _since(outcome.findings)
    lines.append(say("What this proves:"))
    codes = sorted({finding.code for finding in outcome.findings})
    return lines + [f"  {code}  {CODES[code]}." for code in codes]


def as_json(outcome: Outcome) -> dict[str, object]:
    """The report as plain values for ``--json``."""
    return {
        "ok": outcome.is_whole and outcome.proved > 0,
        "size": outcome.report.size,
        "root": base64.b64encode(outcome.report.root).decode("ascii"),
        "proved": outcome.proved,
        "findings": [
            {"code": found.code, "index": found.index, "text": found.text, "time": found.time}
            for found in outcome.findings
        ],
    }


def _verdict(outcome: Outcome) -> str:
    codes = {finding.code for finding in outcome.findings}
    if codes & CHANGED:
        return say("THE LOG WAS CHANGED.")
    if codes:
        return say("THE LOG CANNOT BE RELIED ON AS IT STANDS.")
    if not outcome.proved:
        return say("The log is consistent in itself. Nothing is proved.")
    return say("The log is whole.")


def _extent(report: Report) -> str:
    if not report.last:
        return say("{size} entries were read.", size=report.size)
    return say(
        "{size} entries were read, from {first} to {last}.",
        size=report.size,
        first=report.first,
        last=report.last,
    )


def _proof(outcome: Outcome) -> list[str]:
    if not outcome.proved:
        return [
            say("It was compared with no checkpoint kept outside the office, and whoever keeps"),
            say("the log could have written all of it anew: keep a checkpoint from now on."),
        ]
    lines: list[str] = [
        say(
            "What this proves: the first {size} entries are those that the checkpoint promised;",
            size=outcome.proved,
        ),
        say("none of them was changed, removed, added or moved since it was signed."),
    ]
    rest = outcome.report.size - outcome.proved
    if rest:
        lines.append(say("The {rest} entries after them are covered by no checkpoint.", rest=rest))
    return lines


def _line(finding: Finding) -> str:
    when = f" ({finding.time})" if finding.time else ""
    return f"  {finding.code}  {finding.text}{when}"


def _since(findings: Sequence[Finding]) -> list[str]:
    places = [(found.index, found.time) for found in findings if found.index is not None]
    if not places:
        return []
    index, time = min(places)
    if not time:
        return [say("Since: entry {index}.", index=index)]
    return [say("Since: entry {index}, written {time}.", index=index, time=time)]
