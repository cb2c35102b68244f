"""Makes the pictures of the README and a contact sheet of all forms, from a fresh demo office.

They are what the program really makes: a filled form's first page, and a terminal with the
catalogue of a dossier. Run it with ``make docs``; needs LibreOffice and pdftoppm.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from contact import sheets
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from docgen.render.pdf import to_pdf

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
DOCGEN = str(Path(sys.executable).with_name("docgen"))
DPI = "80"
_FACE = "Noto Sans Mono CJK SC"


def main() -> None:
    """Make the demo office in a temporary folder and draw what it made."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder) / "demo-office"
        _docgen("demo", "--dir", str(office), "--no-serve")
        _draw_forms(office)
        said = _docgen("--office", str(office), "dossier", "catalogue", "1").replace("─", "-")
    _picture(to_pdf(_terminal(f"$ docgen dossier catalogue 1\n{said}")), PICTURES / "catalogue")
    for family, sheet in sheets(ROOT / "templates"):
        _picture(sheet, PICTURES / f"forms-{family}")
    print(f"pictures in {PICTURES.relative_to(ROOT)}")


def _docgen(*words: str) -> str:
    done = subprocess.run([DOCGEN, *words], check=True, capture_output=True, text=True)
    return done.stdout


#: Which form becomes which picture; its first page.
_NAMES = {
    "服务合同": "service-contract",
    "派遣协议": "dispatch-agreement",
    "外派调动或离职工作交接表": "posting-handover",
    "客户投诉记录及处理意见": "complaint-record",
    "走访客户报告单": "visit-report",
    "客户资料表": "customer-particulars",
}


def _draw_forms(office: Path) -> None:
    drawn = set()
    for pdf in sorted((office / "archive").rglob("*.pdf")):
        name = _NAMES[pdf.stem.partition(" ")[0]]
        if name not in drawn:
            _picture(pdf.read_bytes(), PICTURES / name)
        drawn.add(name)


def _picture(pdf: bytes, target: Path) -> None:
    command = ["pdftoppm", "-r", DPI, "-png", "-f", "1", "-l", "1", "-singlefile", "-", str(target)]
    subprocess.run(command, check=True, input=pdf)


def _terminal(text: str) -> bytes:
    """A page that looks like a terminal, in a face whose Chinese is two columns wide."""
    paper = Document()
    section = paper.sections[0]
    lines = text.rstrip("\n").split("\n")
    section.page_width, section.page_height = Mm(285), Mm(12 + 6.4 * len(lines))
    section.left_margin = section.right_margin = Mm(6)
    section.top_margin = section.bottom_margin = Mm(5)
    section.header_distance = section.footer_distance = Mm(0)
    for line in lines:
        _line(paper, line)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _line(paper: Word, text: str) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(17)
    run = paragraph.add_run(text)
    run.font.name, run.font.size = _FACE, Pt(10)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FACE)


if __name__ == "__main__":
    main()
