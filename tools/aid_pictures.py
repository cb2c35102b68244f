"""Draws every printed aid of an empty, a usual and a 400-paper dossier, to be looked at.

    .venv/bin/python tools/aid_pictures.py [folder]

Without a folder it makes the guide's picture, ``docs/pictures/aids.png``. With one it leaves
there each aid as Word file and PDF, and of each its first, second, middle and last pages as
pictures at reading size. Run by ``make docs`` and ``make aids``; needs LibreOffice and pdftoppm.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from aid_office import MANY, USUAL, Scene, old_papers, permit_copies, scene
from contact import example, sheet_of
from pypdf import PdfReader, PdfWriter

from docgen.model.transfer import Finding, Piece
from docgen.office import aids, binding, certificate, disposal, labelling, transfer_list, transfers
from docgen.office.aid_lists import register_values
from docgen.office.volumes import Volume, volume
from docgen.register.models import Item
from docgen.register.models_custody import Transfer, TransferLine
from docgen.render.pdf import Pool, to_pdfs

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
GUIDE = ROOT / "docs" / "pictures" / "aids"
_PAPERS = ("visit/visit-report", "customer/customer-particulars", "complaint/reminder-slip")
#: What the guide shows, in this order: an aid and the number of its page.
SHOWN = (
    ("cover-usual", 1),
    ("catalogue-usual", 1),
    ("note-usual", 1),
    ("transfer-usual", 1),
    ("destruction-usual", 1),
    ("papers-many", 2),
    ("register-usual", 1),
    ("labels-box", 1),
    ("labels-spine", 1),
    ("bound-usual", 4),
)


def documents(made: Scene) -> Iterator[tuple[str, bytes]]:
    """The Word file of each aid, with its name."""
    for size, dossier in made.dossiers.items():
        for kind in ("cover", "catalogue", "note", "papers"):
            yield (
                f"{kind}-{size}",
                aids.of_dossier(made.office, made.clerk, kind, str(dossier)).docx,
            )
    yield from _registers(made)
    yield from _labels(made)
    yield from transfer_lists(made)
    yield from destruction_lists(made)


def _registers(made: Scene) -> Iterator[tuple[str, bytes]]:
    office, who = made.office, made.archivist
    yield "register-empty", aids.of_archive(office, who, "register", unit="后勤部").docx
    yield "register-usual", aids.of_archive(office, who, "register").docx
    every = [volume(office, who, str(one)) for one in made.dossiers.values()]
    many: list[Volume] = (every * MANY)[:MANY]
    yield "register-many", aids.made(office, "register", register_values(office, many, "")).docx


def _labels(made: Scene) -> Iterator[tuple[str, bytes]]:
    numbers = [str(one) for one in made.dossiers.values()]
    for kind, sheet, count, first in (
        ("box", "3x8", 30, 6),
        ("box", "2x7", 15, 2),
        ("box", "2x4", 9, 1),
        ("spine", "5x1", 6, 2),
        ("spine", "3x1", 3, 1),
    ):
        wanted = (numbers * count)[:count]
        made_up = labelling.label(
            made.office, made.clerk, wanted, kind=kind, sheet=sheet, first=first
        )
        usual = sheet in {"3x8", "5x1"}
        yield f"labels-{kind}" if usual else f"labels-{kind}-{sheet}", made_up.docx


def transfer_lists(made: Scene, most: int = MANY) -> Iterator[tuple[str, bytes]]:
    """A list of the usual dossier, sent and then checked; a long one that was sent."""
    office, who = made.office, made.clerk
    for size in ("usual", "many"):
        items = list(made.dossiers[size].items.order_by("turn")[:most])
        row = _transfer(made, items)
        yield f"transfer-{size}", transfer_list.printed(office, who, row.code).docx
        if size == "usual":
            findings = {
                str(items[1]): Finding(Piece.DIFFERS, "缺第2页"),
                str(items[4]): Finding(Piece.RETURNED, "业主未签字，退回补签"),
            }
            transfers.accept(office, made.archivist, row.code, findings, rest=True)
            done = transfer_list.printed(office, who, row.code)
            yield "transfer-usual-accepted", done.docx


def _transfer(made: Scene, items: list[Item]) -> Transfer:
    row = Transfer.objects.create(
        rule="repair",
        unit=made.clerk.unit,
        receiver="总经理办公室",
        state="proposed",
        started=made.office.today.replace(month=6, day=30),
        due=made.office.today.replace(month=11, day=30),
        proposed_by=made.clerk,
        proposed_at=made.office.now(),
    )
    lines = (TransferLine(transfer=row, item=item, state=Piece.LISTED) for item in items)
    TransferLine.objects.bulk_create(lines)
    return transfers.send(made.office, made.clerk, row.code)


def destruction_lists(made: Scene, most: int = MANY) -> Iterator[tuple[str, bytes]]:
    """A list as proposed and as approved; a long one that is still to be signed."""
    items = old_papers(made, USUAL + most)
    for size, some in (("usual", items[:USUAL]), ("many", items[USUAL:])):
        row = disposal.propose(
            made.office,
            made.clerk,
            [str(item) for item in some],
            opinion="保管期满，逐件鉴定，无继续保存的价值。",
            method="粉碎",
        )
        yield f"destruction-{size}", certificate.document(made.office, row)
        if size == "usual":
            disposal.approve(made.office, made.archivist, row.code)
            row = disposal.approve(made.office, made.legal, row.code)
            yield "destruction-usual-approved", certificate.document(made.office, row)


def pdfs(folder: Path, only: Collection[str] = ()) -> Iterator[tuple[str, bytes, bytes]]:
    """Each aid's name, Word file and PDF, or ``only`` some; a bound volume has no Word file."""
    with Pool() as pool:
        papers = to_pdfs([example(TEMPLATES, name) for name in _PAPERS], pool=pool)
        made = scene(folder / "office", pages=papers)
        named = {name: word for name, word in documents(made) if not only or name in only}
        done = to_pdfs(list(named.values()), pool=pool)
    for (name, word), pdf in zip(named.items(), done, strict=True):
        yield name, word, pdf
    for size, dossier in made.dossiers.items():
        out = folder / f"bound-{size}.pdf"
        if not only or out.stem in only:
            permit_copies(made, dossier, "legal")
            bound = binding.bind(made.office, made.clerk, str(dossier), out, purpose="legal")
            yield out.stem, b"", _opened(out.read_bytes(), bound.password)


def draw_all(folder: Path) -> None:
    """Leave every aid in a folder, and pictures of the pages worth a look."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        for name, word, pdf in pdfs(Path(room)):
            if word:
                (folder / f"{name}.docx").write_bytes(word)
            (folder / f"{name}.pdf").write_bytes(pdf)
            last = len(PdfReader(io.BytesIO(pdf)).pages)
            for page in sorted({1, 2, last // 2 + 1, last - 1, last} & set(range(1, last + 1))):
                _picture(pdf, folder / f"{name}-{page:03}of{last:03}", page, "90")


def draw_guide() -> None:
    """Make the guide's picture: one page of each aid on one sheet."""
    with tempfile.TemporaryDirectory() as room:
        drawn = pdfs(Path(room), dict(SHOWN))
        made = {name: PdfReader(io.BytesIO(pdf)).pages for name, _, pdf in drawn}
    _picture(sheet_of([made[name][page - 1] for name, page in SHOWN]), GUIDE, 1, "60")


def _opened(pdf: bytes, password: str) -> bytes:
    """A bound volume without its lock, for the eyes of whoever looks at the pictures."""
    if not password:
        return pdf
    plain = io.BytesIO()
    PdfWriter(clone_from=PdfReader(io.BytesIO(pdf), password=password)).write(plain)
    return plain.getvalue()


def _picture(pdf: bytes, target: Path, page: int, dpi: str) -> None:
    command = ["pdftoppm", "-r", dpi, "-png", "-gray", "-f", str(page), "-l", str(page)]
    subprocess.run([*command, "-singlefile", "-", str(target)], check=True, input=pdf)


if __name__ == "__main__":
    draw_all(Path(sys.argv[1])) if sys.argv[1:] else draw_guide()
