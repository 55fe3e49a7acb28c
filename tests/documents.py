"""Word files and PDFs as tests need them."""

from __future__ import annotations

from pathlib import Path

import docx
import pypdf


def word_file(path: Path, *paragraphs: str) -> Path:
    """A Word file with these paragraphs."""
    made = docx.Document()
    for words in paragraphs:
        made.add_paragraph(words)
    made.save(str(path))
    return path


def pdf(path: Path, *pages: str, about: dict[str, str] | None = None, password: str = "") -> Path:
    """A PDF with these lines on its pages, written by hand: no library here draws words."""
    writer = pypdf.PdfWriter()
    for words in pages:
        page = writer.add_blank_page(400, 400)
        lines = "".join(f"({line}) Tj T* " for line in words.splitlines())
        stream = pypdf.generic.DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 14 TL 20 380 Td {lines}ET".encode("latin-1"))
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
        named = pypdf.generic.NameObject
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        plain = pypdf.generic.DictionaryObject({named(k): named(v) for k, v in font.items()})
        fonts = pypdf.generic.DictionaryObject({named("/F1"): plain})
        page[named("/Resources")] = pypdf.generic.DictionaryObject({named("/Font"): fonts})
    writer.add_metadata(about or {})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(str(path))
    return path
