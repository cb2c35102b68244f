"""Describing papers: facts written down, shown, found, logged; wrong ones refused."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.desks import COMPLAINT, Cast, dossier_of, example, filed, log
from tests.support.offices import COMPANY

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.description import Carrier, Place
from docgen.office import describing, finding, lending, writing
from docgen.office.describing import Wanted
from docgen.office.desk import Office
from docgen.register.models import Customer

WANTED = Wanted(
    made_up=True,
    responsible="样本区人民法院",
    doc_number="（2026）示民初990号",
    made_on=dt.date(2025, 12, 19),
    pages=7,
    carrier="photo",
    place="一号库/03/2/05",
    barcode="DA-000123",
)


def test_all_facts_are_kept_and_printed(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known, title="情况说明")

    (row,) = describing.describe(office, folk.mira, [str(item)], WANTED)

    facts = describing.facts(office, row)
    assert (facts.title, facts.responsible) == ("[情况说明]", "样本区人民法院")
    assert (facts.number, facts.made_on) == ("（2026）示民初990号", dt.date(2025, 12, 19))
    assert (facts.pages, facts.carrier, facts.barcode) == (7, Carrier.PHOTO, "DA-000123")
    assert str(facts.place) == "一号库 03柜 2层 05盒"


def test_the_entry_names_the_facts_and_not_their_values(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)

    describing.describe(office, folk.mira, [str(item)], Wanted(pages=7, responsible="法院"))

    (entry,) = log("item.described")
    assert (entry["obj"], entry["more"]) == (str(item), {"facts": "pages,responsible"})


def test_what_is_not_said_stays_and_an_empty_word_takes_away(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known, title="情况说明")
    describing.describe(office, folk.mira, [str(item)], WANTED)

    (row,) = describing.describe(
        office, folk.mira, [str(item)], Wanted(made_up=False, carrier="", place="")
    )

    facts = describing.facts(office, row)
    assert (facts.title, facts.pages, facts.carrier) == ("情况说明", 7, None)
    assert facts.place == Place()
    assert row.description.version == 2


def test_a_form_of_our_own_is_by_the_company_and_bears_its_number(
    office: Office, folk: Cast, known: Customer
) -> None:
    filled = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, file=True
    )
    assert filled.filed

    facts = describing.facts(office, filled.filed.item)

    assert (facts.responsible, facts.number) == (COMPANY, filled.number)


def test_a_paper_without_a_place_stands_where_its_dossier_does(
    office: Office, folk: Cast, known: Customer
) -> None:
    paper, photo = (str(filed(office, folk.mira, known)) for _ in range(2))
    describing.describe(office, folk.mira, [photo], Wanted(carrier="photo"))

    row = describing.place(office, folk.mira, str(dossier_of(known)), "一号库/03", "DA-7")

    places = [describing.facts(office, lending.item_of(one)).place for one in (paper, photo)]
    assert places == [Place("一号库", "03"), Place()]
    assert describing.barcode_of(row) == "DA-7"
    assert [entry["obj"] for entry in log("dossier.placed")] == [str(row)]


def test_several_papers_are_several_entries(office: Office, folk: Cast, known: Customer) -> None:
    items = [str(filed(office, folk.mira, known)) for _ in range(3)]

    describing.describe(office, folk.mira, items, Wanted(pages=2))

    assert [entry["obj"] for entry in log("item.described")] == items


def test_one_paper_he_may_not_know_stops_all(office: Office, folk: Cast, known: Customer) -> None:
    open_one = filed(office, folk.mira, known)
    secret = filed(office, folk.jonas, known, grade="A")

    with pytest.raises(NotAllowed):
        describing.describe(office, folk.mira, [str(open_one), str(secret)], Wanted(pages=2))

    assert describing.facts(office, lending.item_of(str(open_one))).pages is None
    assert [entry["res"] for entry in log("item.described")] == ["deny"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(), None),
        (Wanted(pages=0), "pages"),
        (Wanted(pages=100_000), "pages"),
        (Wanted(responsible="法" * 121), "responsible"),
        (Wanted(doc_number="1\x07"), "doc_number"),
        (Wanted(carrier="stone"), "carrier"),
        (Wanted(place="a//b"), "place"),
        (Wanted(barcode="档"), "barcode"),
    ],
)
def test_wrong_facts_are_refused(
    office: Office, folk: Cast, known: Customer, wanted: Wanted, field: str | None
) -> None:
    item = filed(office, folk.mira, known)

    with pytest.raises(BadInput) as refused:
        describing.describe(office, folk.mira, [str(item)], wanted)

    assert (refused.value.field or None) == field
    assert log("item.described") == []


def test_no_such_paper(office: Office, folk: Cast) -> None:
    with pytest.raises(NotFound):
        describing.describe(office, folk.mira, ["0000000001-0001"], Wanted(pages=1))


def test_a_responsible_and_a_number_are_found(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)

    describing.describe(office, folk.mira, [str(item)], WANTED)

    for words in ("样本区人民法院", "示民初990"):
        assert [hit.item for hit in finding.search(office, folk.mira, words).hits] == [str(item)]
