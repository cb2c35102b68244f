"""The printed form and the register of outside requests say what the rows say."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.support.desks import filed, log
from tests.support.offices import person
from tests.support.outsiders import Hall, give_quickly, hall

from docgen.errors import NotAllowed
from docgen.model.outside_kinds import Gives, Kind
from docgen.office import outside, outside_form, outside_register
from docgen.office.outside_wanted import Visitor
from docgen.render.words import words


@pytest.fixture(name="place")
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    give_quickly(monkeypatch)
    return hall(tmp_path / "office")


def audited(place: Hall) -> str:
    """A request of the internal audit; its number."""
    people = (Visitor("闻人朔", "工作证", "样审017"),)
    return place.asked(Kind.AUDIT, body="样例集团审计部", visitors=people, branch="").code


def test_the_form_before_the_decision_and_after_the_serving(place: Hall) -> None:
    row = place.asked(cause="房屋买卖合同纠纷", phone="010-55550190")

    blank = words(outside_form.form(place.office, place.archivist, row.code).docx)
    outside.approve(place.office, place.legal, row.code, opinion="同意查阅并复印")
    [served] = place.serve(row)
    outside.close(place.office, place.archivist, row.code, "通知书收存")
    done = words(outside_form.form(place.office, place.archivist, row.code).docx)

    for text in ("编号：OUT-000001", "☑人民法院", "示法990264", "房屋买卖合同纠纷", "☐批准"):
        assert text in blank
    assert "☑批准" not in blank
    assert served.row.copy is not None
    for text in ("☑批准", "同意查阅并复印　wen", f"服务合同（{served.row.copy.code}）"):
        assert text in done
    assert "已办结：通知书收存" in done
    assert "密级：普通商密" in done
    assert [entry["obj"] for entry in log("outside.printed")] == [row.code] * 2


def test_a_refusal_stands_where_the_one_who_refused_signs(place: Hall) -> None:
    code = audited(place)
    outside.refuse(place.office, place.folk.jonas, code, "未列明所查材料")

    text = words(outside_form.form(place.office, place.archivist, code).docx)

    assert "不批准：未列明所查材料　jonas" in text
    assert "☑内部审计" in text
    assert "☑不批准" not in text


def test_the_register_has_a_line_for_every_visit(place: Hall) -> None:
    first, second = place.approved(), audited(place)
    place.serve(first)
    outside.approve(place.office, place.folk.jonas, second)
    place.serve(outside.show(place.office, place.legal, second).row, gives=Gives.CONSULT)
    place.asked()

    aid = outside_register.register(place.office, place.legal, place.office.today.year, xlsx=True)
    text = words(aid.docx)

    assert "共3次，提供2件" in text
    assert "受控复制件1件" in text
    assert "现场查阅1件" in text
    assert "示法990117" not in text
    sheet = load_workbook(io.BytesIO(aid.xlsx or b"")).worksheets[0]
    assert [cell.value for cell in sheet["M"]][3:6] == ["已批准", "已批准", "待批"]
    empty = outside_register.register(place.office, place.legal, 2001)
    assert "共0次" in words(empty.docx)


def test_a_paper_about_secret_papers_is_as_secret(place: Hall) -> None:
    secret = filed(place.office, place.archivist, place.known, grade="A")
    row = place.asked(papers=(str(secret),))
    low = person(place.office, "low", "legal", clearance="B")

    text = words(outside_form.form(place.office, place.legal, row.code).docx)

    assert "密级：核心商密" in text
    for who in (low, place.folk.mira, person(place.office, "look", "auditor", clearance="A")):
        with pytest.raises(NotAllowed):
            outside_form.form(place.office, who, row.code)
    year = place.office.today.year
    assert "OUT-" not in words(outside_register.register(place.office, low, year).docx)
