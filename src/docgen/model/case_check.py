"""Whether the parts of a kind of case fit together, so that no case of it can be stuck.

It has severities and steps, names each once, settles once after a decision and a word to the
customer, and calls the customer back afterwards (C-075).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docgen.errors import say
from docgen.model.case_profile import Does, Profile, StepRule
from docgen.model.case_wrong import wrong

#: What ``after`` may say besides the key of an earlier step.
RECEIVED = "received"
_EVERY_END = say("the call-back is part of every end (C-075)")


def refuse_incoherent(profile: Profile, file: str) -> None:
    """``BadInput`` for the first thing that does not fit."""
    for key, why, instead in _faults(profile):
        raise wrong(file, key, why, instead)


def _faults(profile: Profile) -> Iterator[tuple[str, str, str]]:
    names = [one.name for one in profile.severities]
    missing = say("it is missing")
    if not names:
        yield "severity", missing, "[[severity]]"
    for key, twice in (("severity.name", names), ("step.key", list(profile.keys))):
        if double := _double(twice):
            yield key, say("{key} stands there twice", key=double), f'{key.partition(".")[2]} = "…"'
    if profile.gravest and profile.gravest not in names:
        yield "gravest", say("there is no {name}", name=profile.gravest), ", ".join(names)
    for line in profile.authorities:
        for name in line.severity:
            if name not in names:
                yield "authority.severity", say("there is no {name}", name=name), ", ".join(names)
    yield from _steps(profile)


def _steps(profile: Profile) -> Iterator[tuple[str, str, str]]:
    standards = {one.key for one in profile.standards}
    earlier: list[str] = [RECEIVED]
    for step in profile.steps:
        if step.after and step.after not in earlier:
            why = say("there is no earlier step {name}", name=step.after)
            yield "step.after", why, ", ".join(earlier)
        if step.standard and step.standard not in standards:
            why = say("there is no {name}", name=step.standard)
            yield "step.standard", why, ", ".join(sorted(standards)) or "[[standard]]"
        if step.does is Does.VISIT and step.skip:
            yield "step.skip", _EVERY_END, "skip = false"
        earlier.append(step.key)
    for does in (Does.DECIDE, Does.INFORM, Does.SETTLE, Does.VISIT):
        if not _of(profile.steps, does):
            yield "step", say("no step does {word}", word=does), f'does = "{does}"'
    yield from _settlement(profile)


def _settlement(profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Once in every case, after the decision and the word to the customer, before the call-back."""
    does, instead = [one.does for one in profile.steps], f'does = "{Does.SETTLE}"'
    if does.count(Does.SETTLE) > 1:
        yield "step.does", say("{key} stands there twice", key=Does.SETTLE), 'does = "work"'
    [settle, *_] = _of(profile.steps, Does.SETTLE)
    if settle.skip or settle.when:
        why = say("every case is settled before it ends")
        yield ("step.skip" if settle.skip else "step.when"), why, instead
    place = does.index(Does.SETTLE)
    if Does.VISIT in does[:place]:
        yield "step.does", say("the call-back comes after the settlement"), instead
    if not {Does.DECIDE, Does.INFORM} <= set(does[:place]):
        why = say("the settlement comes after the decision and the word to the customer")
        yield "step.does", why, instead
    if all(one.when for one in _of(profile.steps, Does.VISIT)):
        yield "step.when", _EVERY_END, 'when = {}  # does = "visit"'


def _of(steps: Iterable[StepRule], does: Does) -> list[StepRule]:
    return [one for one in steps if one.does is does]


def _double(names: list[str]) -> str:
    return next((one for one in names if names.count(one) > 1), "")
