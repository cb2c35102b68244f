"""Binding: all papers in order, each on an entry of its own, whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import pytest
from pypdf import PdfReader, PdfWriter
from tests.support.desks import Cast, at, dossier_of, filed, log
from tests.support.destruction import room
from tests.support.offices import customer, founder, person

from docgen.errors import BadInput, Integrity, NotAllowed, OutsideFailed
from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.office import binding, destroying, dossiers, filing, lending, permits
from docgen.office.binding import bind
from docgen.office.desk import Office
from docgen.office.filing import NewPaper
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.register.models_copies import Copy
from docgen.render import leaves, spool
from docgen.render.bound import Volume
from docgen.render.words import words


def pdf(pages: int = 1) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


class Idle:
    """In the place of LibreOffice's processes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


@pytest.fixture
def set_words(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of each Word file that was set; a page each, and no LibreOffice runs."""
    seen: list[str] = []

    def set_all(documents: Sequence[bytes], **_: object) -> list[bytes]:
        if any(b"broken" in each for each in documents):
            raise OutsideFailed("broken", why="w", fix="f")
        seen.extend(map(words, documents))
        return [pdf()] * len(documents)

    for place in (binding, spool):
        monkeypatch.setattr(place, "to_pdfs", set_all)
    monkeypatch.setattr(binding, "Pool", Idle)
    return seen


def put(office: Office, who: Person, dossier: Dossier, name: str, data: bytes) -> Item:
    new = NewPaper(files={name: data}, title=name, group="other", text=name)
    return filing.file(office, who, dossier, new).item


@pytest.fixture
def dossier(office: Office, folk: Cast, known: Customer) -> Dossier:
    """A PDF of two pages, a text, a sheet that cannot be printed, and one above mira."""
    row = dossiers.open_dossier(office, folk.mira, known)
    put(office, folk.mira, row, "来函.pdf", pdf(2))
    put(office, folk.mira, row, "说明.txt", "第一行".encode())
    put(office, folk.mira, row, "台账.xlsx", b"PK")
    filed(office, folk.jonas, known, title="内部评估", grade="A")
    return row


def marks(path: Path) -> list[tuple[str, int]]:
    read = PdfReader(path)
    found = [one for one in read.outline if not isinstance(one, list)]
    return [(str(one.title), read.get_destination_page_number(one) or 0) for one in found]


@pytest.mark.usefixtures("set_words")
def test_papers_in_order_between_cover_and_note(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    done = bind(office, folk.mira, str(dossier), tmp_path / "a.pdf", purpose="legal")

    assert (done.papers, done.pages, done.left_out) == (3, 4, 1)
    assert done.unprinted == (f"{dossier}-0003",)
    assert marks(done.path) == [
        ("封面", 0),
        ("卷内目录", 1),
        ("0001 来函.pdf", 2),
        ("0002 说明.txt", 4),
        ("0003 台账.xlsx", 5),
        ("卷内备考表", 6),
    ]


def test_the_catalogue_names_the_pages_and_what_is_left_out(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path, set_words: list[str]
) -> None:
    bind(office, folk.mira, str(dossier), tmp_path / "a.pdf", purpose="legal")

    (catalogue,) = [text for text in set_words if "卷 内 目 录" in text]
    rows = [line.split("\t") for line in catalogue.splitlines() if line[:1] in "123"]
    assert [(row[3], row[5]) for row in rows] == [
        ("来函.pdf", "1"),
        ("说明.txt", "3"),
        ("台账.xlsx", "4"),
    ]
    assert "另有1件密级较高，未列入。" in catalogue
    assert "3件　4页" in catalogue


@pytest.mark.usefixtures("set_words")
def test_every_paper_is_an_entry_and_so_is_the_binding(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    done = bind(office, folk.mira, str(dossier), tmp_path / "a.pdf", purpose="legal")

    read = [(entry["obj"], entry["why"]) for entry in log("copy.issued")]
    assert read == [(f"{dossier}-000{turn}", "legal") for turn in (1, 2, 3)]
    (bound,) = log("dossier.bound")
    assert (bound["obj"], bound["n"], bound["idx"]) == (str(dossier), 3, done.log_index)


@pytest.mark.usefixtures("set_words")
def test_the_same_dossier_is_the_same_volume_but_for_its_number(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    still = at(office, office.now())

    one, two = (
        bind(still, folk.mira, str(dossier), tmp_path / name, purpose="legal")
        for name in ("a.pdf", "b.pdf")
    )

    assert one.number != two.number
    first, second = (
        [page.extract_text().replace(each.number, "") for page in PdfReader(each.path).pages]
        for each in (one, two)
    )
    assert first == second


@pytest.mark.usefixtures("set_words")
def test_every_page_bears_the_number_of_the_volume_and_the_register_has_each_paper(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    done = bind(office, folk.mira, str(dossier), tmp_path / "a.pdf", purpose="legal")

    pages = PdfReader(done.path).pages
    assert all(done.number in page.extract_text() for page in pages)
    rows = Copy.objects.filter(number=done.number)
    assert sorted(str(row.item) for row in rows) == [f"{dossier}-000{n}" for n in (1, 2, 3)]
    assert {row.state for row in rows} == {"held"}


@pytest.mark.usefixtures("set_words")
def test_an_empty_dossier_has_cover_catalogue_and_note(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    empty = dossiers.open_dossier(office, folk.mira, customer(office, "甲公司"))

    done = bind(office, folk.mira, str(empty), tmp_path / "a.pdf", purpose="legal")

    assert [title for title, _ in marks(done.path)] == ["封面", "卷内目录", "卷内备考表"]


@pytest.mark.usefixtures("set_words")
def test_a_purpose_is_needed_before_any_paper_is_taken(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    with pytest.raises(NotAllowed):
        bind(office, folk.mira, str(dossier), tmp_path / "a.pdf", purpose="")

    assert log("copy.issued") == []
    assert [entry["res"] for entry in log("dossier.bound")] == ["deny"]
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.usefixtures("set_words")
def test_nothing_is_written_over(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"mine")

    with pytest.raises(BadInput):
        bind(office, folk.mira, str(dossier), tmp_path / "a.pdf", purpose="legal")

    assert (tmp_path / "a.pdf").read_bytes() == b"mine"


def test_a_word_file_that_cannot_be_set_gets_a_notice_and_the_others_their_pages(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path, set_words: list[str]
) -> None:
    bad = put(office, folk.mira, dossier, "坏.docx", b"broken")

    done = bind(office, folk.mira, str(dossier), tmp_path / "a.pdf", purpose="legal")

    assert done.unprinted == (f"{dossier}-0003", str(bad))
    assert any("不能转成可打印的页" in text for text in set_words)


@pytest.mark.usefixtures("set_words")
@pytest.mark.parametrize("fails", ["read", "write"])
def test_a_failure_leaves_no_file_and_an_entry(
    office: Office,
    folk: Cast,
    dossier: Dossier,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fails: str,
) -> None:
    def broken(*_: object, **__: object) -> Iterator[bytes]:
        if fails == "read":
            raise Integrity("changed", why="w", fix="f")
        raise OSError(28, "No space left on device")

    if fails == "read":
        monkeypatch.setattr(lending, "open", broken)
    else:
        monkeypatch.setattr(Volume, "end", broken)
    out = tmp_path / "out"
    out.mkdir()

    with pytest.raises((Integrity, OutsideFailed)):
        bind(office, folk.mira, str(dossier), out / "a.pdf", purpose="legal")

    assert list(out.iterdir()) == []
    assert log("dossier.bound")[-1]["res"] in {"deny", "error"}
    assert {row.state for row in Copy.objects.all()} <= {"void"}
    assert len(log("copy.voided")) == len(log("copy.issued"))


@pytest.mark.usefixtures("set_words")
def test_progress_is_told_paper_by_paper(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    told: list[tuple[str, int, int]] = []

    bind(
        office,
        folk.mira,
        str(dossier),
        tmp_path / "a.pdf",
        purpose="legal",
        tell=lambda what, done, total: told.append((what, done, total)),
    )

    assert [(done, total) for what, done, total in told if what == "binding"] == [
        (1, 3),
        (2, 3),
        (3, 3),
    ]


def test_with_libreoffice_all_is_really_there(
    office: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    filed(office, folk.mira, known, title="空调漏水记录")

    done = bind(office, folk.mira, str(dossier_of(known)), tmp_path / "a.pdf", purpose="legal")

    text = [page.extract_text() for page in PdfReader(done.path).pages]
    assert len(text) == 4
    assert "严禁外传" in text[0].replace(" ", "").replace("\n", "")
    assert "空调漏水记录" in text[1]
    assert "空调漏水，请派人维修。" in text[2]
    assert "备" in text[3]


def test_a_destroyed_paper_is_told_by_a_page(tmp_path: Path, set_words: list[str]) -> None:
    there = room(tmp_path / "office")
    gone, _ = there.old(title="已毁材料"), there.old("别的", title="在卷材料")
    destroying.carry_out(there.office, founder(), there.witnessed(gone).code)

    done = bind(there.office, founder(), str(there.dossier), tmp_path / "a.pdf", purpose="legal")

    (told,) = [text for text in set_words if f"{gone} 已毁材料" in text]
    assert leaves.NOT_KEPT in told
    assert done.papers == 2
    assert [one["obj"] for one in log("copy.issued")] == [f"{there.dossier}-0002"]


@pytest.mark.usefixtures("set_words")
def test_a_volume_is_treated_as_its_strictest_paper(
    office: Office, folk: Cast, dossier: Dossier, tmp_path: Path
) -> None:
    gu = person(office, "gu", "manager", unit=folk.mira.unit, clearance="A")
    for secret in dossier.items.filter(rank=Grade.A.rank):
        row = permits.request(office, folk.jonas, str(secret), Act.COPY, "legal", "调取")
        permits.approve(office, gu, row.code)

    done = bind(office, folk.jonas, str(dossier), tmp_path / "a.pdf", purpose="legal")

    reader = PdfReader(done.path, password=done.password)
    assert done.password
    assert all(done.number in page.extract_text() for page in reader.pages)
    assert all(len(page.images) == 1 for page in reader.pages)
