"""PDFs: the words of each page, as they are drawn.

A PDF says where letters stand and not what they are to each other, so lines keep the ends that they
have on paper. A hyphen at the end of a line goes only where the text itself shows that none belongs
there: the joined word stands elsewhere in it, or it was a soft hyphen. Lines that stand again on
every page are left for the reading view, which tells page furniture. A page that was exported here
comes back with all that is marked on it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from annotator.formats.documents import EXTRA, document, hush
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.extras import load
from annotator.formats.format import Format, Source, Start
from annotator.formats.incoming import Take
from annotator.formats.own_reader import from_line
from annotator.formats.pdf_page import ATTACHED
from annotator.formats.texts import refuse_long
from annotator.model.plain import Incoming

_WORD = re.compile(r"[^\W\d_]+")
_SOFT = re.compile("\u00ad[ \t]*\r?\n[ \t]*")
_HYPHEN = re.compile(
    r"(?<![\w\-\u2010])([^\W\d_]+)[\-\u2010][ \t]*\n[ \t]*([^\W\d_]+)(?![\w\-\u2010])"
)
_TOLD = 8
"""So many numbers of pages are told."""


def read_pdf(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """The release in a file. Raise `RefusedError`, `OSError` or `MissingLibraryError`."""
    pypdf = load("pypdf", EXTRA)
    hush("pypdf")
    try:
        with pypdf.PdfReader(source.path) as reader:
            _refuse_locked(reader, source)
            yield _ours(reader, source, take) or _release(reader, source)
    except (OSError, RefusedError, GeneratorExit):
        raise
    except Exception as error:  # whatever the parser raises for a broken file
        raise RefusedError(
            f"{source.shown} is no whole PDF ({type(error).__name__}); open it in a PDF reader and"
            " print it into a new one, or save its text as a .txt file."
        ) from None


def _refuse_locked(reader: Any, source: Source) -> None:
    """Go on with a PDF that anybody may open; one with a password is refused."""
    if not reader.is_encrypted:
        return
    try:
        is_open = bool(reader.decrypt(""))
    except Exception:  # a cipher that the library does not know here
        is_open = False
    if not is_open:
        raise RefusedError(
            f"{source.shown} is encrypted; open it with its password and save it without one."
        )


def _ours(reader: Any, source: Source, take: Take) -> Incoming | None:
    """What is attached to a page that was exported here."""
    attached = reader.attachments.get(ATTACHED)
    return from_line(json.loads(attached[0]), source.shown, take) if attached else None


def _release(reader: Any, source: Source) -> Incoming:
    pages = list(_pages(reader, source))
    silent = [number for number, page in enumerate(pages, start=1) if not page.strip()]
    if len(silent) == len(pages):
        raise RefusedError(
            f"{source.shown} holds pictures and no text; let a program read them (OCR), such as"
            " ocrmypdf, and import what that makes."
        )
    text = joined("\n".join(page for page in pages if page.strip()))
    about = reader.metadata
    said = {"title": about.title, "author": about.author} if about else {}
    when = about.creation_date if about else None
    return document(text, source, said, when, _note(silent, source))


def _pages(reader: Any, source: Source) -> Iterator[str]:
    length = 0
    for page in reader.pages:
        text = page.extract_text().strip("\n")
        length += len(text)
        refuse_long(length, source.shown)
        yield text


def _note(silent: list[int], source: Source) -> str:
    if not silent:
        return ""
    more = " and more" if len(silent) > _TOLD else ""
    listed = ", ".join(map(str, silent[:_TOLD])) + more
    s, have = ("s", "have") if len(silent) > 1 else ("", "has")
    return f"{source.shown}: page{s} {listed} {have} no text, perhaps pictures of it."


def joined(text: str) -> str:
    """`text` with words whole that a line end had cut, where the text shows that they are one."""
    text = _SOFT.sub("", text)
    known = {word.casefold() for word in _WORD.findall(_HYPHEN.sub(" ", text))}

    def whole(cut: re.Match[str]) -> str:
        word = cut[1] + cut[2]
        return f"{word}\n" if word.casefold() in known and cut[2].islower() else cut[0]

    return _HYPHEN.sub(whole, text)


def _recognises(start: Start) -> bool:
    return start.data.lstrip().startswith(b"%PDF-")


FORMAT = Format(
    name="pdf-text",
    title="PDF files",
    summary="the words of each page of a .pdf that has text, one release a file",
    suffixes=(".pdf",),
    read=read_pdf,
    recognises=_recognises,
    extra=EXTRA,
    libraries=("pypdf",),
)
