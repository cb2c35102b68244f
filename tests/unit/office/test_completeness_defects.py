"""Each defect of a dossier is seeded alone, and exactly it is found (S15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from tests.support.desks import COMPLAINT, Cast, dossier_of, filed, later

from docgen.office import completeness
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Item, ItemVersion
from docgen.register.models_custody import Validity
from docgen.register.models_keeping import FormState

Seed = Callable[[Office, Item], Office]


def _nothing(office: Office, item: Item) -> Office:
    del item
    return office


def _required(office: Office, item: Item) -> Office:
    Item.objects.filter(pk=item.pk).update(title="别的材料")
    return office


def _group(office: Office, item: Item) -> Office:
    Item.objects.filter(dossier=item.dossier, group="sales").update(group="other")
    return office


def _gap(office: Office, item: Item) -> Office:
    Item.objects.filter(pk=item.pk).update(turn=4)
    Dossier.objects.filter(pk=item.dossier_id).update(last_turn=4)
    return office


def _expired(office: Office, item: Item, name: str = "健康证明") -> Office:
    yesterday = office.today - dt.timedelta(days=1)
    Validity.objects.create(item=item, name=name, until=yesterday)
    Validity.objects.create(item=item, name="护照", until=office.today)
    return office


def _unsigned(office: Office, item: Item) -> Office:
    Item.objects.filter(pk=item.pk).update(template=COMPLAINT)
    files = [{"path": "表单.docx", "sha512": "0", "size": 1}]
    ItemVersion.objects.filter(item=item).update(files=files)
    return office


def _draft(office: Office, item: Item) -> Office:
    FormState.objects.create(item=item, blanks=3)
    return office


def _late(office: Office, item: Item) -> Office:
    Item.objects.filter(pk=item.pk).update(custody="department")
    return later(office, 190)


def _stale(office: Office, item: Item) -> Office:
    del item
    return later(office, 400)


@pytest.mark.parametrize(
    ("seed", "kind", "source", "measure"),
    [
        (_nothing, "", "", ""),
        (_required, "required", "R-094", "complete"),
        (_group, "group", "R-051", ""),
        (_gap, "gap", "R-024", "systematic"),
        (_expired, "expired", "G-055", "accurate"),
        (_unsigned, "unsigned", "R-023", "accurate"),
        (_draft, "draft", "R-024", "complete"),
        (_late, "late", "R-028", "timely"),
        (_stale, "stale", "R-025", "timely"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_exactly_the_seeded_defect_is_found(
    office: Office, folk: Cast, known: Customer, seed: Seed, kind: str, source: str, measure: str
) -> None:
    filed(office, folk.mira, known, title="服务合同", group="sales")
    item = filed(office, folk.mira, known, title="客户资料表", group="other")
    Item.objects.update(custody="archive")

    found = completeness.of_one(seed(office, item), folk.mira, str(dossier_of(known)))
    [(unit, total)] = completeness.by_unit([found]).items()

    assert {one.kind for one in found.report.lacks} == ({kind} if kind else set())
    assert {one.source for one in found.report.lacks} == ({source} if source else set())
    percents = found.report.measures.percents()
    assert {name for name, n in percents.items() if n < 100} == ({measure} if measure else set())
    assert (unit, total.dossiers, total.whole) == ("客户服务部", 1, int(not kind))
    assert sum(total.lacks.values()) == len(found.report.lacks)


@pytest.mark.parametrize("name", ["健康证明", "身份证明", "保险"])
def test_health_identity_and_insurance_run_out(
    office: Office, folk: Cast, known: Customer, name: str
) -> None:
    item = filed(office, folk.mira, known)
    _expired(office, item, name)

    lacks = completeness.of_one(office, folk.mira, "1").report.lacks

    assert [one.title for one in lacks if one.kind == "expired"] == [name]
