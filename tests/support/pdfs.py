"""Small PDFs for tests: a page of A4 for each text, in Helvetica, without LibreOffice."""

from __future__ import annotations

import io

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def written(*texts: str) -> bytes:
    """A PDF with one page for each text; letters and figures only."""
    writer, out = PdfWriter(), io.BytesIO()
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(name) for key, name in names.items()})
    for text in texts:
        page = writer.add_blank_page(595, 842)
        code = DecodedStreamObject()
        code.set_data(f"BT /F 24 Tf 80 700 Td ({text}) Tj ET".encode("ascii"))
        page[NameObject("/Contents")] = writer._add_object(code)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}
        )
    writer.write(out)
    return out.getvalue()
