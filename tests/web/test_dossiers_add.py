"""Adding papers: looked at one by one, filed together or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support import pdfs
from tests.support.desks import assert_whole, cast_there, dossier_of, filed, holding, log
from tests.support.pages import client

from docgen.errors import BadInput
from docgen.office import intake
from docgen.office.desk import Office
from docgen.office.intake import Wanted
from docgen.register.models import Customer, Dossier, Item

SCAN = pdfs.written("page one")


@pytest.fixture
def place(office: Office) -> Dossier:
    """A dossier with one paper in it: the text 空调漏水."""
    filed(office, cast_there().mira, Customer.objects.earliest("pk"), title="材料")
    return dossier_of(Customer.objects.earliest("pk"))


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data)


def titles() -> list[str]:
    """The titles of all papers, in the order of their filing."""
    return list(Item.objects.order_by("pk").values_list("title", flat=True))


def test_several_are_filed_each_as_it_was_chosen(place: Dossier, office: Office) -> None:
    files = [sent("合同.pdf", SCAN), sent("来信.txt", "来信".encode())]
    chosen = {"title-0": "服务合同", "group-0": "sales", "group-1": "repair", "grade-1": "B"}
    mira = client("jonas")

    answer = mira.post(f"/dossiers/{place}/add/", {"files": files, **chosen})

    assert answer["Location"] == f"/dossiers/{place}/"
    one, other = Item.objects.order_by("pk")[1:]
    assert (one.title, one.group, one.rank) == ("服务合同", "sales", place.rank)
    assert (other.title, other.group, other.rank) == ("来信", "repair", 2)
    assert_whole(office)


def test_one_that_is_bad_lets_none_in(place: Dossier, office: Office) -> None:
    before = holding(office)
    files = [
        sent("好.pdf", SCAN),
        sent("坏.pdf", b"%PDF-1.4 broken"),
        sent("程序.exe", b"MZ\x90\x00"),
    ]

    answer = client("mira").post(f"/dossiers/{place}/add/", {"files": files, "group": "other"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "坏.pdf" in text
    assert "程序.exe" in text
    assert "好.pdf" not in text
    assert holding(office) == before


def test_a_part_of_the_page_is_told_alone(place: Dossier) -> None:
    part = {"HX-Request": "true"}
    mira = client("mira")

    bad = mira.post(f"/dossiers/{place}/add/", {"files": [sent("a.exe", b"MZ")]}, headers=part)
    good = mira.post(f"/dossiers/{place}/add/", {"files": [sent("a.pdf", SCAN)]}, headers=part)

    assert (bad.status_code, "<html" in bad.content.decode()) == (422, False)
    assert good["HX-Redirect"] == f"/dossiers/{place}/"


@pytest.mark.parametrize(("twice", "status", "n"), [("", 422, 1), ("1", 302, 2)])
def test_what_lies_there_is_filed_once_more_only_if_wished(
    twice: str, status: int, n: int, place: Dossier
) -> None:
    same = sent("again.txt", "空调漏水，请派人维修。".encode())

    answer = client("mira").post(f"/dossiers/{place}/add/", {"files": [same], "twice": twice})

    assert answer.status_code == status
    assert Item.objects.count() == n
    if status == 422:
        assert f"{place}-0001" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("group", "nowhere"), ("grade", "Z"), ("title", "长" * 241), ("title", "a\x07b")],
)
def test_a_wrong_choice_files_nothing(field: str, value: str, place: Dossier) -> None:
    data = {"files": [sent("a.pdf", SCAN)], field: value}

    answer = client("mira").post(f"/dossiers/{place}/add/", data)

    assert answer.status_code == 422
    assert titles() == ["材料"]


def test_no_file_is_said(place: Dossier) -> None:
    assert client("mira").post(f"/dossiers/{place}/add/", {}).status_code == 422


def test_a_file_is_looked_at_and_not_filed(place: Dossier) -> None:
    mira, path = client("mira"), f"/dossiers/{place}/add/look/"

    good = mira.post(path, {"file": sent("a.pdf", SCAN)})
    twin = mira.post(path, {"file": sent("a.txt", "空调漏水，请派人维修。".encode())})
    bad = mira.post(path, {"file": sent("a.exe", b"MZ")})
    none = mira.post(path)

    assert "badge good" in good.content.decode()
    assert f"{place}-0001" in twin.content.decode()
    assert (bad.status_code, "data-bad" in bad.content.decode()) == (422, True)
    assert none.status_code == 422
    assert titles() == ["材料"]


def test_names_are_shown_as_text(place: Dossier) -> None:
    hostile = sent("<img src=x onerror=alert(1)>.exe", b"MZ")

    answer = client("mira").post(f"/dossiers/{place}/add/", {"files": [hostile]})

    assert "<img src=x" not in answer.content.decode()


def test_who_may_not_file_hears_no(place: Dossier, office: Office) -> None:
    before = holding(office)

    lena = client("lena").post(f"/dossiers/{place}/add/", {"files": [sent("a.pdf", SCAN)]})

    assert lena.status_code == 404
    assert holding(office) == before


def test_a_twin_that_one_may_not_know_is_no_twin(
    place: Dossier, office: Office, tmp_path: Path
) -> None:
    there = cast_there()
    filed(office, there.jonas, place.customer, title="保密", text="保密的话", grade="A")
    file = tmp_path / "a.txt"
    file.write_text("保密的话", "utf-8")

    mira = intake.look(office, there.mira, place, file)
    jonas = intake.look(office, there.jonas, place, file)

    assert mira.twins == ()
    assert jonas.twins == (f"{place}-0002",)


def test_together_is_one_act_after_the_other_and_whole(
    place: Dossier, office: Office, tmp_path: Path
) -> None:
    files = [tmp_path / f"{n}.txt" for n in range(3)]
    for n, file in enumerate(files):
        file.write_text(f"第 {n} 件", "utf-8")

    done = intake.bring_together(office, cast_there().mira, place, [Wanted(file) for file in files])

    assert [one.filed.item.turn for one in done] == [2, 3, 4]
    assert [one["act"] for one in log()[-3:]] == ["item.filed"] * 3
    assert titles()[1:] == ["0", "1", "2"]


def test_what_came_to_nothing_is_an_entry(place: Dossier, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "a.exe"
    file.write_bytes(b"MZ")

    with pytest.raises(BadInput):
        intake.bring_together(office, cast_there().mira, place, [Wanted(file)])

    assert (log()[-1]["act"], log()[-1]["res"]) == ("item.filed", "deny")
