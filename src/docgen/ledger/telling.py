"""What an auditor is told: what is wrong, since when, and what that proves.

Makes words and JSON of a finished check; checks nothing itself.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.errors import listed, say
from docgen.ledger.exported import CODE, MEANING
from docgen.ledger.note import Checkpoint
from docgen.ledger.verify import CODES, Finding, Report
from docgen.ledger.witness import Seen
from docgen.model.events import EVENTS

_CHANGED = frozenset({"L003", "L005", "L006"})
_MEANINGS = {**CODES, CODE: MEANING}


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
    return lines + wrong(outcome.findings)


def wrong(findings: Sequence[Finding]) -> list[str]:
    """What is wrong, since when, and what each kind of it proves."""
    codes = sorted({finding.code for finding in findings})
    return [
        *map(_line, findings),
        *_since(findings),
        say("What this proves:"),
        *(listed(["", code, _MEANINGS[code]], "  ") for code in codes),
    ]


def facts(report: Report, findings: Sequence[Finding]) -> dict[str, object]:
    """A report and what was found as plain values for ``--json``."""
    return {
        "ok": not findings,
        "size": report.size,
        "root": base64.b64encode(report.root).decode("ascii"),
        "findings": [
            {"code": found.code, "index": found.index, "text": found.text, "time": found.time}
            for found in findings
        ],
    }


def grown(report: Report, before: Seen, checkpoint: str) -> list[str]:
    """A visit at which all was well: what is new and what that proves."""
    new = report.size - before.head.size
    lines: list[str] = [say("The log is whole."), say("{new} entries are new.", new=new)]
    if before.head.size:
        lines += [
            say("What this proves: the {size} entries of earlier visits", size=before.head.size),
            say("are all there, unchanged and in their order; the new ones follow them."),
        ]
    else:
        lines += [
            say("This key of the log is trusted from now on:"),
            f"  {before.key.vkey}",
            say("Its fingerprint: {print}", print=before.key.fingerprint),
            say(
                "Ask somebody in the office to read you theirs: tail -n 1 log/log.vkey | sha256sum"
            ),
            say("What this proves: from now on every change to these entries will be found."),
        ]
    return [*lines, say("Hand this back to the office, cosigned: {file}", file=checkpoint)]


def refused(report: Report, changed: tuple[bytes, bytes] | None) -> list[str]:
    """A visit at which something was wrong; ``changed`` is the first entry that is another."""
    lines = [_verdict(Outcome(report, report.findings, ())), *wrong(report.findings)]
    if changed:
        then, now = (part.decode("utf-8", "replace") for part in changed)
        lines += [say("The first entry that is not what you saw. Then:"), f"  {then}"]
        lines += [say("Now:"), f"  {now}"]
    return [*lines, say("Nothing was kept. Keep what you were given as evidence.")]


def of_receipt(entry: Mapping[str, object], signed: Checkpoint, *, fits: bool | None) -> list[str]:
    """What a receipt shows, and whether it fits what was seen of the log."""
    event = EVENTS.get(str(entry.get("act")))
    names = {"who": entry.get("who"), "obj": entry.get("obj", "")}
    return [
        say(
            "The receipt holds: entry {index} of {origin}", index=entry["idx"], origin=signed.origin
        ),
        f"  {_brief(event.zh, names)} · {_brief(event.en, names)}" if event else "",
        say("When: {time} · outcome: {res}", time=entry.get("t"), res=entry.get("res")),
        say(
            "What this proves: it was in the log when the office signed {n} entries.", n=signed.size
        ),
        {
            True: say("It is the entry that you have seen yourself."),
            False: say("THE LOG THAT YOU SAW IS ANOTHER ONE: the office signed both. Keep both."),
            None: say("It is newer than what you have seen: pull the log, then check it again."),
        }[fits],
    ]


def _brief(sentence: str, names: Mapping[str, object]) -> str:
    return " ".join(sentence.format(**names).split())


def status(seen: Seen, when: str) -> list[str]:
    """How far a witness has come."""
    key = seen.keys()[-1]
    return [
        say("Log: {origin}", origin=key.name),
        say("Entries seen: {size}, the last written {time}", size=seen.head.size, time=seen.last),
        say("Last visit: {when} UTC", when=when),
        say("Its key: {key}", key=key.vkey),
        say("Its fingerprint: {print}", print=key.fingerprint),
    ]


def _verdict(outcome: Outcome) -> str:
    codes = {finding.code for finding in outcome.findings}
    if codes & _CHANGED:
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
    when = [f"({finding.time})"] if finding.time else []
    return listed(["", finding.code, finding.text, *when], "  ")


def _since(findings: Sequence[Finding]) -> list[str]:
    places = [(found.index, found.time) for found in findings if found.index is not None]
    if not places:
        return []
    index, time = min(places)
    if not time:
        return [say("Since: entry {index}.", index=index)]
    return [say("Since: entry {index}, written {time}.", index=index, time=time)]
