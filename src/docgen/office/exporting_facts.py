"""``catalogue.json``: everything the register knows of a dossier and of its papers.

Rows that hang on a paper are taken from the tables themselves, so that a table that is new is
exported too. Left out are the words for the search, which are in the papers, and what the
person may not know of.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import models

from docgen import __version__
from docgen.model.grades import Grade
from docgen.office import describing, holds, links
from docgen.office.describing import Facts
from docgen.office.desk import Office
from docgen.office.exporting_papers import Order, Paper
from docgen.register.models import Dossier, Item, ItemVersion, Person
from docgen.register.models_disposal import Hold

Told = dict[str, Any]
#: Relations that are told elsewhere in the catalogue, or not at all.
_OF_ITEM, _OF_DOSSIER = {"versions", "text"}, {"items", "links_on", "links_back", "holds"}


def as_json(facts: Told) -> bytes:
    """The facts as they are written: the same facts, the same bytes."""
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def facts_of(office: Office, who: Person, order: Order, papers: Iterable[Paper]) -> Told:
    """All facts of a dossier that is taken out."""
    volume, row = order.volume, order.volume.dossier
    taken = {paper.item: paper for paper in papers}
    known = [leaf.item for leaf in volume.leaves if leaf.item not in order.refused]
    rows = related(Item, known, _OF_ITEM)
    every = ItemVersion.objects.select_related("by").order_by("n")
    models.prefetch_related_objects(known, models.Prefetch("versions", every))
    return {
        "docgen": 1,
        "program": __version__,
        "exported_at": office.now().astimezone(dt.UTC).isoformat(),
        "exported_by": who.code,
        "purpose": order.purpose,
        "company": office.settings.company,
        "fonds": office.settings.fonds,
        "dossier": _dossier(order) | {"register": related(Dossier, [row], _OF_DOSSIER)[row.pk]},
        "references": [
            {"dossier": str(one.dossier), "title": one.dossier.title, "why": str(one.why)}
            for one in links.references(who, row)
        ],
        "holds": [_row(one) for one in _holds(row)],
        "items": [
            _item(leaf.item, leaf.facts, taken.get(leaf.item) or Paper(leaf.item, {}))
            | {"register": rows[leaf.item.pk], "held_by": holds.on(leaf.item)}
            for leaf in volume.leaves
            if leaf.item not in order.refused
        ],
        "people": {
            by.code: by.name
            for item in known
            for by in (item.filed_by, *(one.by for one in item.versions.all()))
        },
        "left_out": [
            {
                "item": str(item),
                "reasons": [{"rule": one.rule, "text": str(one.text)} for one in reasons],
            }
            for item, reasons in order.refused.items()
        ],
    }


def related(
    model: type[models.Model], parents: Collection[models.Model], without: Collection[str]
) -> dict[Any, dict[str, list[Told]]]:
    """The rows of all tables that hang on these rows, by what they are called there."""
    found: dict[Any, dict[str, list[Told]]] = {parent.pk: {} for parent in parents}
    for relation in model._meta.related_objects:  # noqa: SLF001  Django's documented name
        name, key = str(relation.get_accessor_name()), relation.field.name
        if name in without:
            continue
        table = relation.related_model._default_manager  # noqa: SLF001  Django's documented name
        for row in table.filter(**{f"{key}__in": parents}).order_by("pk"):
            found[getattr(row, relation.field.attname)].setdefault(name, []).append(_row(row))
    return found


def _row(row: models.Model) -> Told:
    """A row's columns; another row is named by its number or code."""
    return {one.name: _plain(getattr(row, one.name)) for one in row._meta.fields}  # noqa: SLF001


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    plain = value is None or isinstance(value, str | int | float | list | dict)
    return value if plain else str(value)


def _dossier(order: Order) -> Told:
    volume, row = order.volume, order.volume.dossier
    customer = row.customer
    return {
        "number": str(row),
        "file_number": row.file_number,
        "type": row.type,
        "type_title": volume.kind.title,
        "key": row.key,
        "title": row.title,
        "unit": row.unit,
        "grade": Grade.of_rank(row.rank).code,
        "retention": row.retention,
        "state": row.state,
        "opened_on": volume.opened.isoformat(),
        "place": str(describing.place_of(row)),
        "barcode": describing.barcode_of(row),
        "customer": {"id": customer.code, "name": customer.name, "kind": customer.kind},
        "groups": [
            {"key": one.key, "letter": one.letter, "title": one.title} for one in volume.kind.groups
        ],
        "papers": row.last_turn,
    }


def _holds(row: Dossier) -> models.QuerySet[Hold]:
    """Those on the dossier and its customer, released ones too; those on papers stand there."""
    places = models.Q(dossier=row) | models.Q(customer=row.customer)
    return Hold.objects.filter(places).order_by("pk")


def _item(item: Item, facts: Facts, taken: Paper) -> Told:
    grade = Grade.of_rank(item.rank)
    return {
        "item": str(item),
        "turn": item.turn,
        "title": item.title,
        "title_in_catalogue": facts.title,
        "group": item.group,
        "grade": grade.code,
        "grade_mark": grade.mark,
        "retention": item.retention,
        "template": item.template,
        "form_number": item.form_number,
        "responsible": facts.responsible,
        "number": facts.number,
        "made_on": facts.made_on.isoformat(),
        "pages": facts.pages,
        "carrier": facts.carrier.value if facts.carrier else "",
        "place": str(facts.place),
        "barcode": facts.barcode,
        "dated": item.dated.isoformat(),
        "filed_at": _plain(item.filed_at),
        "filed_by": item.filed_by.code,
        "state": item.state,
        "custody": item.custody,
        "head": item.head,
        "versions": [
            {
                "n": one.n,
                "at": _plain(one.at),
                "by": str(one.by),
                "log_index": one.log_index,
                "files": [
                    {**file, "in_bag": _in_bag(taken.places, one.n, str(file["path"]))}
                    for file in taken.opened.get(one.n, one.files)
                ],
            }
            for one in item.versions.all()
        ],
    }


def _in_bag(places: Mapping[int, Mapping[str, str]], n: int, path: str) -> str:
    """Where a file of a version lies in the bag; "" for one that is not in it."""
    place = places.get(n, {}).get(path, "")
    return f"data/{place}" if place else ""
