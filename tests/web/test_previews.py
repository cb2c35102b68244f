"""Previews: what is shown of a form that is half filled, and the LibreOffice that waits for it."""

from __future__ import annotations

import io
import threading

import pytest
from PIL import Image
from tests.support import pdfs
from tests.support.desks import COMPLAINT, cast_there, log
from tests.support.papers import ANSWERS, begun, customer_there

from docgen.errors import BadInput, OutsideFailed
from docgen.office import customers_like, halfway, people, previews, writing
from docgen.office.desk import Office
from docgen.office.previews import _Warmth
from docgen.register.models import IssuedNumber
from docgen.register.models_page import Draft
from docgen.render.page_pictures import draw, pictured


class Poolish:
    """A LibreOffice that is none."""

    closed = 0

    def __init__(self, size: int = 0) -> None:
        self.size = size

    def close(self) -> None:
        """Count how often it was ended."""
        Poolish.closed += 1


@pytest.fixture
def warmth(monkeypatch: pytest.MonkeyPatch) -> _Warmth:
    """Warmth without a LibreOffice."""
    monkeypatch.setattr(Poolish, "closed", 0)
    monkeypatch.setattr(previews, "Pool", Poolish)
    monkeypatch.setattr(previews, "to_pdf", lambda *_, **__: b"%PDF")
    return _Warmth()


def started(warmth: _Warmth) -> None:
    """Begin, and wait until it is there."""
    warmth.begin()
    for one in threading.enumerate():
        if one.name.endswith("(_start)"):
            one.join()


def test_pages_become_pictures_and_all_are_counted() -> None:
    found = pictured(pdfs.written("one", "two", "three"), name="x.pdf", most=2)

    assert found.total == 3
    assert len(found.pictures) == 2
    with Image.open(io.BytesIO(found.pictures[0])) as picture:
        assert picture.format == "PNG"
        assert picture.width > 600


def test_what_is_no_pdf_is_refused_with_its_name() -> None:
    with pytest.raises(BadInput, match=r"x\.pdf"):
        pictured(b"%PDF-1.4 broken", name="x.pdf", most=1)


def test_the_child_draws_as_many_as_are_wanted() -> None:
    order = b'{"first": 1, "most": 0, "dpi": 50, "is_scan": false}\n'

    told = draw(order + pdfs.written("one"), "x")

    assert told == b"\x00\x00\x00\x01"


def test_a_preview_has_marks_for_holes_and_uses_no_number(office: Office) -> None:
    form = writing.template(office, COMPLAINT).form
    looked = previews.look(office, form, {"content": "漏油"})
    before = len(log())

    shown = previews.preview(office, COMPLAINT, looked)

    assert "漏油" in shown.words
    assert "投诉时间	投诉时间" in shown.words
    assert not IssuedNumber.objects.exists()
    assert len(log()) == before


def test_a_preview_whose_pdf_fails_is_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> bytes:
        raise OutsideFailed("x", why="y", fix="z")

    monkeypatch.setattr(previews.WARM, "is_ready", lambda: True)
    monkeypatch.setattr(previews.WARM, "pool", lambda: None)
    monkeypatch.setattr(previews, "to_pdf", failing)
    form = writing.template(office, COMPLAINT).form

    shown = previews.preview(office, COMPLAINT, previews.look(office, form, ANSWERS))

    assert shown.pages.total == 0
    assert "到货短少三箱" in shown.words


def test_a_form_has_a_preview_from_its_first_moment(office: Office) -> None:
    """Nothing is answered yet: words, or the wish for more answers; never a fault."""
    silent = []

    for name in ("contract/shop-lease", "dispatch/monthly-appraisal", "visit/visit-report"):
        form = writing.template(office, name).form
        shown = previews.preview(office, name, previews.look(office, form, {}))
        silent += [] if shown.words else [name]

    assert silent == ["dispatch/monthly-appraisal"]


def test_a_form_that_is_answered_has_no_fault_and_its_reckoned_day(office: Office) -> None:
    form = writing.template(office, COMPLAINT).form

    looked = previews.look(office, form, ANSWERS)

    assert looked.faults == ()
    assert str(looked.values["due_on"]) == "2026-03-13"
    assert looked.needed == frozenset()
    assert looked.at("severity") == []


def test_a_libreoffice_is_started_once_beside_the_work(warmth: _Warmth) -> None:
    assert not warmth.is_ready()

    started(warmth)
    first = warmth.pool()
    started(warmth)

    assert warmth.is_ready()
    assert warmth.pool() is first
    warmth.end()


def test_it_is_ended_when_nobody_looks(warmth: _Warmth) -> None:
    started(warmth)

    warmth.end()
    warmth.end()

    assert not warmth.is_ready()
    assert Poolish.closed == 1


def test_where_there_is_none_nobody_waits_for_it(
    warmth: _Warmth, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: int) -> None:
        raise OutsideFailed("no LibreOffice", why="y", fix="z")

    monkeypatch.setattr(previews, "Pool", missing)
    started(warmth)

    assert warmth.begin() is False
    assert warmth.pool() is None


def test_customers_are_listed_with_one_entry_for_some_time(office: Office) -> None:
    mira, row = cast_there().mira, customer_there()
    customers_like._told.clear()

    found = [customers_like.like(office, mira, row.name[:n]) for n in (1, 2, 3)]

    assert found == [[row]] * 3
    assert len(log("customer.listed")) == 1


def test_with_nothing_typed_customers_of_ones_last_forms_stand_there(office: Office) -> None:
    mira, jonas = cast_there().mira, cast_there().jonas
    begun(office)

    assert customers_like.like(office, mira, "") == [customer_there()]
    assert customers_like.like(office, jonas, "") == []


def test_a_customer_one_may_not_know_is_not_listed_although_one_has_a_draft(
    office: Office,
) -> None:
    lena = people.by_login("lena")
    now = office.now()
    Draft.objects.create(
        person=lena,
        template=COMPLAINT,
        customer=customer_there().code,
        made_at=now,
        changed_at=now,
    )

    assert customers_like.like(office, lena, "") == []
    assert customers_like.like(office, lena, customer_there().name) == []


def test_whatever_is_typed_finds_nobody_and_breaks_nothing(office: Office) -> None:
    mira = cast_there().mira
    typed = ("'", "%", "_", "\x00", "K", "K" + "9" * 30, "🙈", "()")

    found = {text: customers_like.like(office, mira, text) for text in typed}

    assert found == {text: [] for text in typed}


def test_a_loose_form_takes_anything_missing(office: Office) -> None:
    for name in ("contract/shop-lease", "handover/asset-register", "archive/transfer-list"):
        form = writing.template(office, name).form

        looked = previews.look(office, form, {})

        assert looked.faults != ()
        assert set(looked.values) == {one.name for one in form.fields}
        assert {halfway.nameless(one).fix for one in looked.faults} >= {""}
