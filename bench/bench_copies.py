"""How long a controlled copy takes: seconds a page, plain, locked and as pictures.

    python bench/bench_copies.py [PAGES]

Each line is one copy of a PDF with so many pages, in a child process as in earnest.
"""

from __future__ import annotations

import io
import sys
import time

from pypdf import PdfWriter

from docgen.render.stamp_work import Look, copied, mark_of

_LINE = "张伟（维修部）　2026-11-22 16:25　FB-2026-000123　内部（C）　内部资料，严禁外传"


def main(pages: int) -> None:
    """Print the table."""
    paper = blank(pages)
    mark = mark_of("FB-2026-000123", _LINE, "张伟 维修部", "DG:FB-2026-000123:12406:9F86D081")
    looks = {
        "marked": Look(mark),
        "marked, locked": Look(mark, restrict=True, password="secret"),  # noqa: S106  a sample
        "pictures, locked": Look(mark, raster=True, restrict=True, password="secret"),  # noqa: S106  a sample
    }
    print(f"{pages} pages, {len(paper):,} bytes")
    for name, look in looks.items():
        start = time.perf_counter()
        made = copied(paper, look, name="bench")
        took = time.perf_counter() - start
        print(f"{name:18} {took:7.2f} s {took / pages * 1000:7.1f} ms a page {len(made):12,} bytes")


def blank(pages: int) -> bytes:
    """A PDF of empty pages: what is measured is the mark, not the paper."""
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
