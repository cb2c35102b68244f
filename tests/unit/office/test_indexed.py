"""What the index holds of a paper: by its facts only where the grade asks, and its own words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.desks import COMPLAINT, Cast, example, filed

from docgen.index.sketch import likeness
from docgen.office import indexed, writing
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, ItemText


def test_it_has_what_the_search_needs(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known, title="回执", number="TS-1")

    seen = indexed.paper_of(office, item)

    assert (seen.item, seen.title, seen.number) == (str(item), "回执", "TS-1")
    assert (seen.customer, seen.unit, seen.rank) == (known.name, "客户服务部", 1)
    assert seen.body == f"{item.text.body}\nZ001-{item.dossier.file_number}-0001"
    assert seen.pinyin.startswith("szsylwyfwyxgs ")


@pytest.mark.parametrize(("grades", "held"), [(("A",), "PCB"), (("A", "B"), "PC"), ((), "PCBA")])
def test_no_word_is_held_of_the_grades_that_are_protected(
    office: Office, folk: Cast, known: Customer, grades: tuple[str, ...], held: str
) -> None:
    office = replace(office, settings=replace(office.settings, grades=grades))
    items = {code: filed(office, folk.jonas, known, grade=code) for code in "PCBA"}

    papers = {code: indexed.paper_of(office, item) for code, item in items.items()}

    assert {code for code, paper in papers.items() if "漏水" in paper.body} == set(held)
    assert {code for code, paper in papers.items() if paper.sketch} == set(held)
    assert all(item.dossier.file_number in papers[code].body for code, item in items.items())


def test_a_form_is_like_another_by_its_answers_and_not_by_its_print(
    office: Office, folk: Cast, known: Customer
) -> None:
    said = "雨后外窗漏水，墙面泛潮，已影响使用，此前报修两次，维修人员未按约定时间上门。"
    other = "收费单据与合同约定的单价不符，要求说明计算依据并退还多收的费用。"
    told = (said, said.replace("两次", "三次"), other)
    filled = [
        writing.fill(
            office,
            folk.mira,
            COMPLAINT,
            example(office, COMPLAINT, content=words),
            customer=known.code,
            file=True,
        )
        for words in told
    ]
    texts = [ItemText.objects.get(item__form_number=one.number) for one in filled]
    first, again, another = (indexed.sketch_of(office, one.item) for one in texts)

    assert likeness(first, again) > likeness(first, another)
    assert all(line in texts[0].body for line in texts[0].own.splitlines())
    for words in ("投诉编号", "说明：处理时限", office.settings.company):
        assert words in texts[0].body
        assert words not in texts[0].own


def test_own_words_are_what_was_answered_and_is_printed() -> None:
    answers = {
        "what": "外窗漏水\n墙面泛潮",
        "card": "990000199001010017",  # printed masked
        "rows": [{"part": "雨水管", "n": 3}, {"part": "雨水管"}],
        "signed": True,
        "blank": "",
    }
    text = "投诉内容：外窗漏水\n墙面泛潮\n证件 990***********0017\n部位 雨水管"

    own = indexed.own_words({"answers": answers}, text)

    assert own.splitlines() == ["外窗漏水", "墙面泛潮", "雨水管"]
    assert indexed.own_words({"answers": answers}, "") == ""
    assert indexed.own_words({"source": "scan.pdf"}, text) == ""


def test_a_paper_that_is_no_form_is_like_another_by_all_its_words(
    office: Office, folk: Cast, known: Customer
) -> None:
    one, same = (filed(office, folk.mira, known) for _ in range(2))

    assert indexed.sketch_of(office, one) == indexed.sketch_of(office, same) != ()
    assert Item.objects.count() == 2
