"""A case that begins with a form filed before: the form is not filed again.

Its answers are read as any reader reads the paper, through the one door and with an entry. A form
numbered in the pattern of the kind of case gives the case its number; else the case gets the next
one and the form keeps its own. A grave case files a copy in its event dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from docgen.errors import BadInput, listed, say
from docgen.model.access import Act
from docgen.model.case import Case
from docgen.model.case_profile import Profile
from docgen.office import (
    cases_facts,
    cases_keeping,
    cases_opening,
    cases_rules,
    filing,
    gate,
    lending,
    numbers,
    writing,
)
from docgen.office.cases_keeping import EVENT, Start
from docgen.office.cases_opening import Intake, Opened
from docgen.office.desk import Office, one_transaction
from docgen.office.filing import NewPaper
from docgen.register.models import Item, Person
from docgen.register.models_cases import Case as Row
from docgen.register.models_cases import CasePaper
from docgen.render.embed import record_in
from docgen.render.package import Package
from docgen.render.record import Record

_PURPOSE = "service"


def take(office: Office, who: Person, text: str, wish: Intake) -> Opened:
    """Open a case from a form that is filed."""
    item = lending.item_of(text)
    kind, lost = _kind(office, item, wish)
    with gate.attempt(office, who, EVENT, str(item)):
        gate.ask(office, who, Act.WORK_CASE, EVENT, paper=gate.paper_of(item))
        if (there := CasePaper.objects.filter(item=item, own=True).first()) is not None:
            raise BadInput(
                say("{item} belongs to case {number} already", item=item, number=there.case),
                why=say("a form begins one case"),
                fix=say("see the case {number}", number=there.case).by(
                    f"docgen case show {there.case}"
                ),
                field="from",
            )
        opened = lending.open(office, who, str(item), _PURPOSE)
        answers = _answers(office, item, opened.files)
        intake = replace(wish, profile=kind.name, lost=lost, given=answers)
        case = cases_opening.begun(office, who, kind, intake)
        case = replace(case, facts={**answers, **case.facts})
        return _numbered(office, who, item, kind, case, intake, opened.files)


def _numbered(
    office: Office,
    who: Person,
    item: Item,
    kind: Profile,
    case: Case,
    intake: Intake,
    files: Mapping[str, bytes],
) -> Opened:
    form = writing.template(office, kind.form).form
    number = item.form_number
    if form.number == kind.number and item.template == kind.form and _is_free(number):
        row = _keep(office, who, Start(number, case, tuple(intake.involves)), item, files)
        return Opened(row)
    with numbers.reserved(office, who, replace(form, number=kind.number), kind.form) as given:
        row = _keep(office, who, Start(given, case, tuple(intake.involves)), item, files)
    return Opened(row, cases_keeping.overflow(kind, given, office.today))


def _keep(office: Office, who: Person, start: Start, item: Item, files: Mapping[str, bytes]) -> Row:
    if not start.is_event:
        with one_transaction():
            return cases_keeping.keep_case(office, who, start, [item])
    kept: list[Row] = []
    place = cases_keeping.event_to_be(office, item.dossier.customer, start.number)
    text = getattr(getattr(item, "text", None), "body", "")
    paper = NewPaper(files, item.title, item.group, text, template=item.template)
    filing.file_many(
        office,
        who,
        [(place, paper)],
        then=lambda filed: kept.append(
            cases_keeping.keep_case(office, who, start, [item, filed[0].item])
        ),
    )
    return kept[-1]


def _kind(office: Office, item: Item, wish: Intake) -> tuple[Profile, bool | None]:
    """The kind of case that begins with this form, and whether anything was lost."""
    every = cases_rules.profiles(office)
    kinds = {
        name: one for name, one in every.items() if item.template in (one.form, one.no_loss_form)
    }
    chosen = wish.profile or (next(iter(kinds)) if len(kinds) == 1 else "")
    if not item.template or chosen not in kinds:
        raise BadInput(
            say("{item} begins no such case", item=item),
            why=say("the kinds that begin with this form are: {names}", names=listed(kinds) or "-"),
            fix=say("name the kind, or open the case by hand").by("--profile"),
            field="profile",
        )
    kind = kinds[chosen]
    return kind, (item.template == kind.form) if kind.no_loss_form else None


def _answers(office: Office, item: Item, files: Mapping[str, bytes]) -> dict[str, object]:
    form = writing.template(office, item.template).form
    word = next((data for name, data in files.items() if name.endswith(".docx")), None)
    text = record_in(Package.read(word)) if word else ""
    if not text:
        raise BadInput(
            say("The answers of {item} cannot be read", item=item),
            why=say("it is no form that docgen filled"),
            fix=say("open the case by hand and give its answers"),
            field="from",
        )
    values = Record.from_json(text).values(form)
    return cases_facts.plain(form, {one.name: values.get(one.name, "") for one in form.fields})


def _is_free(number: str) -> bool:
    return bool(number) and not Row.objects.filter(number=number).exists()
