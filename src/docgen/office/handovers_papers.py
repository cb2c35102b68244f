"""The papers of a handover, filled from its checklist and filed in the posted person's dossier.

They go into its group of changes and leaving (F-100 … F-105). What the office cannot know (posts,
money, an opinion) is answered by whoever makes the paper, and always wins. The notice of a change
of post comes before the handover: ``postings_rotation``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from docgen.errors import BadInput, Detail, say
from docgen.model.handover import Handover, Kind
from docgen.model.handover_acts import refuse_ended, refuse_open
from docgen.office import gate, handovers_facts, handovers_rows, postings_papers
from docgen.office.desk import Office
from docgen.office.handovers_rows import Deed
from docgen.office.postings_papers import Wish
from docgen.register.models import Item, Person
from docgen.register.models_postings import Handover as Row

_EVENT = "handover.printed"
HANDOVER = "handover/posting-handover"
CLEARANCE = "handover/leaving-clearance"
_Facts = Callable[[Office, Row, Handover], Mapping[str, object]]
#: Each form with what fills it.
FORMS: Mapping[str, _Facts] = {
    HANDOVER: handovers_facts.handover,
    CLEARANCE: handovers_facts.clearance,
    "handover/resignation-letter": handovers_facts.resignation,
}
#: The evaluation of a leaver (D-105), which nobody but a person can give.
_EVALUATION = ("performance", "handover_quality")


def make(
    office: Office,
    who: Person,
    code: str,
    name: str,
    given: Mapping[str, object],
    *,
    pdf: bool = False,
) -> Item:
    """Fill a paper of a handover and file it.

    The handover form and the clearance sheet are made once nothing is open.
    """
    row = handovers_rows.find(who, code)
    handovers_rows.ask(office, who, row, _EVENT)
    form = form_named(name)
    kept: list[Item] = []

    def keep(item: Item, _: Mapping[str, object]) -> None:
        columns: dict[str, object] = {"item": item} if form == HANDOVER else {}
        more = {"form": form, "paper": str(item)}
        deed = Deed(_EVENT, more=more)
        handovers_rows.write(office, who, row, fact, deed, **columns)
        kept.append(item)

    with gate.attempt(office, who, _EVENT, row.code):
        fact = handovers_rows.current(office, row)
        refuse_ended(fact)
        if form in (HANDOVER, CLEARANCE):
            refuse_open(fact)
        _refuse_unvalued(form, given)
        known = FORMS[form](office, row, fact)
        wish = Wish(given={**known, **given}, pdf=pdf)
        postings_papers.file(office, who, row.posting, form, wish, keep)
    return kept[0]


def form_named(name: str) -> str:
    """The form with this name, with its family or without."""
    found = [form for form in FORMS if name in (form, form.rpartition("/")[2])]
    if found:
        return found[0]
    raise BadInput(
        say("{name} is no paper of a handover", name=name),
        why=say("papers of a handover are: {names}", names=", ".join(FORMS)),
        fix=say("choose one of these"),
        field="form",
    )


def missing(row: Row) -> Iterator[Detail]:
    """The papers without which a handover does not end."""
    if row.item is None:
        yield Detail(say("the handover form is not filed"), field=HANDOVER)
    filed = Item.objects.filter(dossier=row.posting.dossier, template=CLEARANCE, state="filed")
    if row.kind == Kind.LEAVING and not filed.filter(filed_at__gte=row.opened_at).exists():
        yield Detail(say("the clearance sheet is not filed"), field=CLEARANCE)


def _refuse_unvalued(form: str, given: Mapping[str, object]) -> None:
    lacking = [name for name in _EVALUATION if not given.get(name)] if form == CLEARANCE else []
    if lacking:
        raise BadInput(
            say("A leaver is evaluated before he goes"),
            why=say("the sheet says how he worked and handed over (D-105)"),
            fix=say("answer them: {names}", names=", ".join(lacking)).by("--set FIELD=…"),
            field=lacking[0],
        )
