"""The monthly statement on paper (档案安全审计月报); see ``audit_report`` and ``aids``.

A form is Chinese whatever language its reader speaks, so the caller brings what turns sentences
into Chinese.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from docgen.model.audit import word
from docgen.model.people import Role
from docgen.model.unusual import TITLES
from docgen.office import aids
from docgen.office.aid_facts import Values, frame

if TYPE_CHECKING:
    from docgen.office.aids import Aid
    from docgen.office.audit_report import Statement
    from docgen.office.desk import Office
    from docgen.register.models import Person

#: How many rules the page names.
_RULES = 6
_OUTSIDE = ("requested", "approved", "refused", "served")
_THREE = ("one", "two", "three")


def printed(
    office: Office,
    who: Person,
    made: Statement,
    chinese: Callable[[str], str],
    *,
    pdf: bool = False,
    xlsx: bool = False,
) -> Aid:
    """The statement on one page, with places to sign.

    Args:
        office: The office.
        who: Who made it; named in his role's place.
        made: What it says.
        chinese: Says a sentence in Chinese.
        pdf: Make a PDF too.
        xlsx: Make a workbook too.
    """
    since, until = made.period.since, made.period.until
    place = "auditor" if Role.AUDITOR in who.roles else "archivist"
    values = frame(office, 1) | {
        "since": since or "",
        "until": until or "",
        "made_on": office.today,
        "month_entries": made.entries,
        "people_active": made.active,
        "people_acted": len(made.people - {"system"}),
        "acts": list(_acts(made)),
        "refused_count": made.refused.total(),
        "refused_people": len(made.refused_people),
        "refused_rules": "、".join(f"{rule} {n}次" for rule, n in made.rules.most_common(_RULES)),
        **{f"loans_{name}": count for name, count in made.loans.items()},
        **{f"outside_{step}": made.done[f"outside.{step}"] for step in _OUTSIDE},
        "unusual": list(_unusual(made, chinese)),
        "reconcile_count": len(made.disagreements),
        "log_size": made.size,
        "log_root": made.root,
        "checkpoint": "{}条，{}".format(*made.checkpoint) if made.checkpoint else "无",
        "cosignature": "{}，至{}条，{}".format(*made.cosignature) if made.cosignature else "",
        "archivist": "",
        "auditor": "",
        "opinion": "",
    }
    values[place] = who.name
    return aids.made(office, "statement", values, name=made.period.words, pdf=pdf, xlsx=xlsx)


def _acts(made: Statement) -> Iterator[Values]:
    """Three acts a line, the most frequent first."""
    acts = sorted(made.done | made.refused, key=lambda act: (-made.done[act], act))
    for start in range(0, len(acts), len(_THREE)):
        line: Values = {}
        for name, act in zip(_THREE, (*acts[start : start + len(_THREE)], "", ""), strict=False):
            denied = made.refused[act]
            count = f"{made.done[act]}（{denied}）" if denied else str(made.done[act])
            line |= {name: word(act)["zh"] if act else "", f"{name}_count": count if act else ""}
        yield line


def _unusual(made: Statement, chinese: Callable[[str], str]) -> Iterator[Values]:
    for rule, title in TITLES.items():
        mine = [one for one in made.unusual if one.rule == rule]
        if mine:
            entries = sum(one.count for one in mine)
            yield {"rule": rule, "what": chinese(title), "count": len(mine), "entries": entries}
