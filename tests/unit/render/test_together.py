"""Papers of one template set together by the real LibreOffice: the same as each alone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from pypdf import PdfReader

from docgen.errors import OutsideFailed
from docgen.render import pdf, pdfcheck, soffice
from docgen.render.pdf import Pool, to_pdf, to_pdfs

Paper = Callable[..., bytes]
FIELD = "<w:fldSimple w:instr=' {} '><w:r><w:t>0</w:t></w:r></w:fldSimple>"
FOOTER = f"<w:p>{FIELD.format('PAGE')}<w:r><w:t>之</w:t></w:r>{FIELD.format('NUMPAGES')}</w:p>"
HEADING = "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
BREAK = "<w:p><w:r><w:br w:type='page'/><w:t>续</w:t></w:r></w:p>"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """A running LibreOffice."""
    with Pool(1) as running:
        yield running


@pytest.fixture
def runs(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many papers each run of LibreOffice was for."""
    counted: list[int] = []
    convert = pool.convert

    def count(docx: bytes, **options: object) -> bytes:
        counted.append(int(str(options.get("papers", 1))))
        return convert(docx, **options)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(pool, "convert", count)
    return counted


def record(paper: Paper, name: str, pages: int) -> bytes:
    """A paper with a name in head and text, and page numbers at the foot."""
    more = [BREAK] * (pages - 1)
    return paper(HEADING.format(name), *more, "末", header=f"头 {name}", footer=FOOTER)


def said(made: bytes) -> tuple[list[str], list[str]]:
    """What a reader sees: each page without its spaces, and the outline."""
    reader = PdfReader(io.BytesIO(made))
    outline = [str(entry["/Title"]) for entry in reader.outline]  # type: ignore[call-overload] # flat
    return ["".join(page.extract_text().split()) for page in reader.pages], outline


def test_set_together_reads_as_set_alone(paper: Paper, pool: Pool, runs: list[int]) -> None:
    """Also behind a paper with an odd number of pages, where LibreOffice adds an empty one."""
    papers = [
        record(paper, name, pages) for name, pages in zip("甲乙丙丁", (1, 3, 2, 1), strict=True)
    ]

    together = to_pdfs(papers, same_template=True, pool=pool)

    assert runs == [4]
    alone = to_pdfs(papers, pool=pool)
    assert [said(each) for each in together] == [said(each) for each in alone]
    assert said(together[1])[0] == ["头乙乙1之3", "头乙续2之3", "头乙续末3之3"]
    assert [pdf.pages(each) for each in together] == [1, 3, 2, 1]


def test_a_batch_that_is_not_alike_is_made_one_by_one(
    paper: Paper, pool: Pool, runs: list[int]
) -> None:
    papers = [record(paper, "甲", 1), paper("乙")]

    made = to_pdfs(papers, same_template=True, pool=pool)

    assert runs == [1, 1]
    assert [said(each)[0] for each in made] == [["头甲甲末1之1"], ["乙"]]


def test_a_batch_that_cannot_be_taken_apart_is_made_one_by_one(
    paper: Paper, pool: Pool, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "PLACES", soffice.PLAIN)
    papers = [record(paper, name, 1) for name in "甲乙"]

    made = to_pdfs(papers, same_template=True, pool=pool)

    assert runs == [2, 1, 1]
    assert [said(each)[1] for each in made] == [["甲"], ["乙"]]


def test_large_batches_are_set_in_groups(
    paper: Paper, pool: Pool, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "TOGETHER", 2)
    papers = [record(paper, name, 1) for name in "甲乙丙"]

    made = to_pdfs(papers, same_template=True, pool=pool)

    assert sorted(runs) == [1, 2]
    assert [said(each)[1] for each in made] == [["甲"], ["乙"], ["丙"]]


@pytest.mark.parametrize("warm", [False, True], ids=["one run", "pool"])
def test_archival_pdfs_say_so_and_are_never_set_together(
    paper: Paper, pool: Pool, runs: list[int], *, warm: bool
) -> None:
    papers = [record(paper, name, 1) for name in "甲乙"]

    made = to_pdfs(papers, same_template=True, archival=True, pool=pool if warm else None)

    assert runs == ([1, 1] if warm else [])
    assert all(map(pdfcheck.archival, made))
    assert not pdfcheck.archival(to_pdf(papers[0], pool=pool))


def test_an_office_too_old_for_archival_pdfs_is_said(
    paper: Paper, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "ARCHIVAL", soffice.PLAIN)

    with pytest.raises(OutsideFailed, match="no PDF/A"):
        to_pdf(paper("文"), archival=True, pool=pool)
