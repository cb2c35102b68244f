"""Whether the parts of a kind of case fit together, so that no case of it can be stuck.

It has severities and steps, names each once, settles once after a decision and a word to the
customer, and calls the customer back afterwards (C-075).
"""

from __future__ import annotations

from collections.abc import Iterable

from docgen.errors import say
from docgen.model.case_profile import Does, Profile, StepRule
from docgen.model.rule_file import Wrong, refuse_twice

#: What ``after`` may say besides the key of an earlier step.
RECEIVED = "received"
_EVERY_END = say("the call-back is part of every end (C-075)")


def refuse_incoherent(profile: Profile) -> None:
    """``Wrong`` for the first thing that does not fit."""
    names = [one.name for one in profile.severities]
    if not names:
        raise Wrong("severity", say("it is missing"), "[[severity]]")
    refuse_twice(names, "severity.name", 'name = "…"')
    refuse_twice(profile.keys, "step.key", 'key = "…"')
    if profile.gravest and profile.gravest not in names:
        raise Wrong("gravest", say("there is no {name}", name=profile.gravest), ", ".join(names))
    for line in profile.authorities:
        for name in line.severity:
            if name not in names:
                raise Wrong(
                    "authority.severity", say("there is no {name}", name=name), ", ".join(names)
                )
    _refuse_steps(profile)
    _refuse_settlement(profile)


def _refuse_steps(profile: Profile) -> None:
    standards = {one.key for one in profile.standards}
    earlier: list[str] = [RECEIVED]
    for step in profile.steps:
        if step.after and step.after not in earlier:
            why = say("there is no earlier step {name}", name=step.after)
            raise Wrong("step.after", why, ", ".join(earlier))
        if step.standard and step.standard not in standards:
            why = say("there is no {name}", name=step.standard)
            raise Wrong("step.standard", why, ", ".join(sorted(standards)) or "[[standard]]")
        if step.does is Does.VISIT and step.skip:
            raise Wrong("step.skip", _EVERY_END, "skip = false")
        earlier.append(step.key)
    for does in (Does.DECIDE, Does.INFORM, Does.SETTLE, Does.VISIT):
        if not _of(profile.steps, does):
            raise Wrong("step", say("no step does {word}", word=does), f'does = "{does}"')


def _refuse_settlement(profile: Profile) -> None:
    """Once in every case, after the decision and the word to the customer, before the call-back."""
    does, instead = [one.does for one in profile.steps], f'does = "{Does.SETTLE}"'
    if does.count(Does.SETTLE) > 1:
        raise Wrong("step.does", say("{key} stands there twice", key=Does.SETTLE), 'does = "work"')
    [settle, *_] = _of(profile.steps, Does.SETTLE)
    if settle.skip or settle.when:
        why = say("every case is settled before it ends")
        raise Wrong(("step.skip" if settle.skip else "step.when"), why, instead)
    place = does.index(Does.SETTLE)
    if Does.VISIT in does[:place]:
        raise Wrong("step.does", say("the call-back comes after the settlement"), instead)
    if not {Does.DECIDE, Does.INFORM} <= set(does[:place]):
        why = say("the settlement comes after the decision and the word to the customer")
        raise Wrong("step.does", why, instead)
    if all(one.when for one in _of(profile.steps, Does.VISIT)):
        raise Wrong("step.when", _EVERY_END, 'when = {}  # does = "visit"')


def _of(steps: Iterable[StepRule], does: Does) -> list[StepRule]:
    return [one for one in steps if one.does is does]
