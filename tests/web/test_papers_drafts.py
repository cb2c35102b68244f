"""Drafts: whose they are, how they are saved, and that a paper is made of one once."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.desks import COMPLAINT, at, cast_there, example, log
from tests.support.papers import ANSWERS, answered, begun, customer_there
from tests.support.pictures import png

from docgen.errors import BadInput, Negative, NotAllowed, NotFound, OutsideFailed
from docgen.office import (
    cases,
    cases_opening,
    cases_rows,
    drafts,
    drafts_files,
    drafts_making,
    jobs,
    people,
    template_uses,
)
from docgen.office.cases_facts import as_kept
from docgen.office.desk import Office
from docgen.office.drafts_making import Wish
from docgen.register.models import Customer, IssuedNumber, Item
from docgen.register.models_page import Draft, TemplateUse


def test_a_draft_begins_with_what_is_known(office: Office) -> None:
    draft = begun(office)

    assert draft.answers["customer_name"] == customer_there().name
    assert draft.answers["handler"] == "mira"
    assert draft.known == draft.answers


def test_an_untouched_draft_is_used_again(office: Office) -> None:
    assert begun(office).pk == begun(office).pk
    assert begun(office).pk != begun(office, about=False).pk


def test_beginning_and_saving_leave_no_number_and_no_entry_of_a_paper(office: Office) -> None:
    before = len(log())

    answered(office)

    assert [one["act"] for one in log()[before:]] == []
    assert not IssuedNumber.objects.exists()


def test_nobody_else_has_my_draft(office: Office) -> None:
    draft = begun(office)

    with pytest.raises(NotFound):
        drafts.get(office, cast_there().jonas, draft.code)
    assert drafts.mine(office, cast_there().jonas) == []


@pytest.mark.parametrize(
    "code", ["", "D", "Dx", "D1", "D000001x", "J000001", "D٣", "D999999999999999999999"]
)
def test_what_is_no_code_finds_no_draft(office: Office, code: str) -> None:
    begun(office)

    with pytest.raises(NotFound):
        drafts.get(office, cast_there().mira, code)


def test_a_draft_of_a_customer_one_may_no_longer_know_is_hidden(office: Office) -> None:
    draft = begun(office)
    Customer.objects.update(unit="别的部门")

    assert drafts.mine(office, cast_there().mira) == []
    with pytest.raises(NotFound):
        drafts.get(office, cast_there().mira, draft.code)


def test_a_draft_whose_template_is_gone_is_hidden(office: Office) -> None:
    begun(office)
    (office.folder / "templates" / COMPLAINT).rename(office.folder / "gone")

    assert drafts.mine(office, cast_there().mira) == []


def test_saving_counts_only_changes(office: Office) -> None:
    draft, mira = answered(office), cast_there().mira

    again = drafts.keep(office, mira, draft, draft.answers, version=1, window="w2")

    assert (draft.version, again.version) == (2, 2)


def test_two_windows_keep_both(office: Office) -> None:
    draft, mira = begun(office), cast_there().mira
    drafts.keep(office, mira, draft, {"content": "甲"}, version=1, window="one")
    now = drafts.get(office, mira, draft.code)

    other = drafts.keep(office, mira, now, {"content": "乙"}, version=1, window="two")

    assert other.code != draft.code
    assert drafts.get(office, mira, draft.code).answers == {"content": "甲"}
    assert drafts.get(office, mira, other.code).answers == {"content": "乙"}


def test_a_late_request_of_the_same_window_is_no_conflict(office: Office) -> None:
    draft, mira = begun(office), cast_there().mira
    drafts.keep(office, mira, draft, {"content": "甲"}, version=1, window="one")
    now = drafts.get(office, mira, draft.code)

    same = drafts.keep(office, mira, now, {"content": "甲乙"}, version=1, window="one")

    assert same.code == draft.code
    assert same.answers == {"content": "甲乙"}


def test_a_removed_draft_comes_back_within_a_day(office: Office) -> None:
    draft, mira = begun(office), cast_there().mira

    drafts.remove(office, mira, draft.code)
    gone = drafts.mine(office, mira)
    drafts.restore(office, mira, draft.code)

    assert gone == []
    assert [one.draft.code for one in drafts.mine(office, mira)] == [draft.code]


def test_what_was_removed_is_swept_after_a_day(office: Office) -> None:
    draft = begun(office)
    drafts_files.put(office, draft.code, {"x": b"y"})
    drafts.remove(office, cast_there().mira, draft.code)

    begun(at(office, office.now() + dt.timedelta(days=2)), about=False)

    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert drafts_files.read(office, draft.code, "x") is None


def test_a_desk_is_not_endless(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST", 1)
    answered(office)

    with pytest.raises(Negative):
        begun(office)


def test_a_customer_chosen_later_fills_what_is_blank(office: Office) -> None:
    draft, mira = begun(office, about=False), cast_there().mira
    drafts.keep(office, mira, draft, {"handler": "别人"}, version=1, window="w")

    drafts.about(office, mira, drafts.get(office, mira, draft.code), customer_there().code)

    now = drafts.get(office, mira, draft.code)
    assert now.answers["customer_name"] == customer_there().name
    assert now.answers["handler"] == "别人"
    assert now.customer == customer_there().code


def test_who_may_not_fill_begins_nothing(office: Office) -> None:
    qiao = people.add(
        office,
        people.by_login("shen"),
        login="qiao",
        name="乔",
        unit="客户服务部",
        roles=["manager"],
        clearance="A",
    )

    with pytest.raises(NotAllowed):
        drafts.begin(office, qiao, COMPLAINT)


def test_a_paper_is_made_and_filed_once(office: Office) -> None:
    draft, mira = answered(office), cast_there().mira

    made = drafts_making.make(office, mira, draft, Wish(file=True, pdf=False))
    again = drafts_making.make(office, mira, draft, Wish(file=True, pdf=False))

    item = Item.objects.get()
    assert made.state == drafts.MADE
    assert made.made["item"] == again.made["item"] == str(item)
    assert made.made["number"] == item.form_number
    assert [one["act"] for one in log("item.filed")] == ["item.filed"]


def test_a_second_press_meanwhile_files_nothing_more(office: Office) -> None:
    """Both processes have read the draft before either has made its paper."""
    draft, mira = answered(office), cast_there().mira
    stale = Draft.objects.get(pk=draft.pk)
    drafts_making.make(office, mira, draft, Wish(file=True, pdf=False))

    after = drafts_making.make(office, mira, stale, Wish(file=True, pdf=False))

    assert after.state == drafts.MADE
    assert Item.objects.count() == 1
    assert IssuedNumber.objects.count() == 1


def test_what_is_typed_meanwhile_stops_the_making(office: Office) -> None:
    draft, mira = answered(office), cast_there().mira
    drafts.keep(
        office, mira, draft, {**ANSWERS, "content": "新"}, version=draft.version, window="w1"
    )

    with pytest.raises(Negative):
        drafts_making.make(office, mira, draft, Wish(file=True, pdf=False))

    assert not Item.objects.exists()
    assert not IssuedNumber.objects.exists()


def test_a_paper_that_was_not_filed_waits_to_be_fetched(office: Office) -> None:
    draft, mira = answered(office), cast_there().mira

    made = drafts_making.make(office, mira, draft, Wish(file=False, pdf=False))

    assert made.made["files"] == ["docx"]
    word = drafts_making.paper(office, mira, made, "docx")
    assert word is not None
    assert word.startswith(b"PK")
    assert drafts_making.paper(office, mira, made, "pdf") is None
    assert not Item.objects.exists()
    assert [one["obj"] for one in log("form.filled")] == [COMPLAINT]


def test_a_faulty_draft_stays_a_draft(office: Office) -> None:
    draft, mira = answered(office, severity="很大"), cast_there().mira

    with pytest.raises(BadInput) as wrong:
        drafts_making.make(office, mira, draft, Wish(file=True, pdf=False))

    assert [one.field for one in wrong.value.details] == ["severity"]
    assert drafts.get(office, mira, draft.code).state == drafts.OPEN
    assert not IssuedNumber.objects.exists()


def test_what_was_cleared_stays_cleared(office: Office) -> None:
    """What is known stands in a draft from its beginning; it does not come back by itself."""
    draft, mira = answered(office, customer_name=""), cast_there().mira

    with pytest.raises(BadInput) as wrong:
        drafts_making.make(office, mira, draft, Wish(file=True, pdf=False))

    assert [one.field for one in wrong.value.details] == ["customer_name"]


def test_nothing_more_is_saved_into_what_is_made(office: Office) -> None:
    draft, mira = answered(office), cast_there().mira
    made = drafts_making.make(office, mira, draft, Wish(file=True, pdf=False))

    with pytest.raises(Negative):
        drafts.keep(office, mira, made, {"content": "x"}, version=made.version, window="w1")


def test_a_form_that_was_made_counts_as_used(office: Office) -> None:
    draft, mira = answered(office), cast_there().mira

    drafts_making.make(office, mira, draft, Wish(file=True, pdf=False))

    use = TemplateUse.objects.get(person=mira)
    assert (use.template, use.times, use.favourite) == (COMPLAINT, 1, False)


def test_options_say_why_a_draft_cannot_be_filed(office: Office) -> None:
    mira, lena = cast_there().mira, cast_there().lena
    nobody = drafts_making.options(office, mira, begun(office, about=False))
    somebody = drafts_making.options(office, mira, begun(office))
    Customer.objects.update(unit="后勤部")
    refused = drafts_making.options(office, lena, begun(office, "lena"))

    assert (nobody.problem, nobody.customer) == ("choose a customer first", None)
    assert (somebody.problem, somebody.reasons, somebody.copies) == ("", (), 2)
    assert [one.rule for one in refused.reasons] == ["R2"]


def test_pictures_lie_beside_the_draft_and_go_with_its_copy(office: Office) -> None:
    draft, mira = begun(office), cast_there().mira
    kept = drafts_files.put_picture(office, draft.code, "照片.png", png())
    drafts.keep(office, mira, draft, {"content": "甲"}, version=1, window="one")

    other = drafts.keep(office, mira, draft, {"content": "乙"}, version=0, window="two")

    data = drafts_files.read(office, other.code, str(kept["picture"]))
    assert kept["name"] == "照片.png"
    assert data is not None
    assert data.startswith(b"\x89PNG")


def test_a_desk_without_room_is_said(office: Office) -> None:
    (office.folder / "work" / "drafts").write_text("in the way")

    with pytest.raises(OutsideFailed):
        drafts_files.put(office, "D000001", {"x": b"y"})


def test_the_shelf_is_searched_by_title_rule_and_sound(office: Office) -> None:
    mira = cast_there().mira

    def names(words: str) -> list[str]:
        families = template_uses.shelf(office, mira, words).families
        return [one.card.name for _, some in families for one in some]

    assert COMPLAINT in names("投诉记录")
    assert names("F-120") == [COMPLAINT]
    assert COMPLAINT in names("khtsjl")
    assert COMPLAINT in names("Customer complaint record")
    assert names("没有这样的") == []
    assert len(names("")) > 70


def test_favourites_and_what_was_used_last_stand_first(office: Office) -> None:
    mira = cast_there().mira
    template_uses.star(office, mira, COMPLAINT, on=True)
    drafts_making.make(office, mira, answered(office), Wish(file=False, pdf=False))

    shelf = template_uses.shelf(office, mira)
    template_uses.star(office, mira, COMPLAINT, on=False)

    assert [one.card.name for one in shelf.favourites] == [COMPLAINT]
    assert [one.card.name for one in shelf.recent] == [COMPLAINT]
    assert template_uses.shelf(office, mira).favourites == ()
    assert template_uses.shelf(office, cast_there().jonas).recent == ()


def test_a_changed_template_is_not_accepted_and_a_broken_one_not_on_the_shelf(
    office: Office,
) -> None:
    mira, folder = cast_there().mira, office.folder / "templates" / COMPLAINT
    (folder / "expected.txt").write_text("anders", "utf-8")
    (office.folder / "templates" / "visit" / "visit-report" / "form.toml").write_text("title =")

    every = {one.card.name: one for one in template_uses.entries(office, mira)}

    assert not every[COMPLAINT].accepted
    assert every["complaint/memo"].accepted
    assert "visit/visit-report" not in every
    assert every[COMPLAINT].purpose.startswith("受理后即填")


def _case(office: Office) -> str:
    """A case whose next step is an investigation report."""
    mira, given = cast_there().mira, {"channel": "来电", "content": "加油枪计量不准"}
    intake = cases_opening.Intake(profile="oil", customer=customer_there().code, given=given)
    number = cases_opening.open_case(office, mira, intake).row.number
    cases.step(office, mira, number, "contact", {"contacted_units": "计量站"})
    return number


def test_a_paper_goes_on_in_its_case(office: Office) -> None:
    """What the case knows stands in the form; making the paper does the step, once."""
    mira, number, name = cast_there().mira, _case(office), "complaint/investigation-report"
    code = customer_there().code
    draft = drafts.begin(office, mira, name, customer=code, case=number)
    given = {**{key: as_kept(one) for key, one in example(office, name).items()}, **draft.answers}
    draft = drafts.keep(office, mira, draft, given, version=1, window="w")

    step = drafts_making.options(office, mira, draft).step
    made = drafts_making.make(office, mira, draft, Wish(file=True, pdf=False))
    again = drafts_making.make(office, mira, draft, Wish(file=True, pdf=False))

    assert draft.known["complaint_number"] == number
    assert step == "investigate"
    assert made.made["case"] == again.made["case"] == number
    assert Item.objects.filter(template=name).count() == 1
    turn = cases_rows.fact_of(office, cases_rows.find(office, mira, number)).turn
    assert "investigate" not in [one.key for one in turn]


def test_a_paper_that_is_no_step_of_its_case_is_filed_plainly(office: Office) -> None:
    mira, number = cast_there().mira, _case(office)

    draft = drafts.begin(office, mira, "complaint/memo", case=number)

    assert drafts_making.options(office, mira, draft).step == ""
    assert not [name for name in draft.known if name.startswith("complaint")]


def test_jobs_and_drafts_that_rested_long_are_forgotten(office: Office) -> None:
    mira, later = cast_there().mira, at(office, office.now() + dt.timedelta(days=31))
    old = jobs.add(office, mira, "batch", "alt", {"step": "check"})
    place = jobs.place(office, old)

    new = jobs.add(later, mira, "batch", "neu", {"step": "check"})

    assert jobs.mine(mira, "batch") == ([new], 1)
    assert not place.exists()
