"""Word files (.docx): the words of paragraphs and table cells, in the order they are read.

Deleted words of tracked changes, notes, headers and footers are no part of the text; inserted ones
are. Pictures are left out, nothing that the file points to is fetched, and no macro runs.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from annotator.formats.archives import BROKEN
from annotator.formats.documents import EXTRA, document
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.extras import load
from annotator.formats.format import Format, Source, Start
from annotator.formats.incoming import Take
from annotator.model.plain import Incoming

MOST_UNPACKED = 400_000_000
"""Bytes of all that is packed in one file."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P = f"{_W}p"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_UNREAD = frozenset(
    {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
"""What is gone, says how something looks, or says again what stands beside it."""
_TEMPLATE = datetime(2013, 12, 23, 23, 15)  # in UTC
"""When the template was made that python-docx copies."""
_BLANK = re.compile(r"^\s*$")


def read_docx(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """The release in a file. Raise `RefusedError`, `OSError` or `MissingLibraryError`."""
    del take  # a bare text says nothing to be taken in either way
    docx = load("docx", EXTRA)
    _refuse_swollen(source)
    try:
        opened = docx.Document(str(source.path))
        text = "\n\n".join(filter(_is_said, _paragraphs(opened.element.body)))
        about = opened.core_properties
        said = {"title": about.title, "author": about.author, "language": about.language}
        when = _written_on(about.created)
    except OSError:
        raise
    except Exception as error:  # whatever the parsers below raise for a broken file
        raise RefusedError(_broken(source, error)) from None
    yield document(text, source, said, when)


def _written_on(created: datetime | None) -> datetime | None:
    """When a file was made; nothing where that is only when the template of python-docx was."""
    if created is None or created.replace(tzinfo=None) == _TEMPLATE:
        return None
    return created


def _refuse_swollen(source: Source) -> None:
    try:
        with zipfile.ZipFile(source.path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except BROKEN as error:
        raise RefusedError(_broken(source, error)) from None
    if size > MOST_UNPACKED:
        raise RefusedError(
            f"{source.shown} unpacks to {size / 1e6:,.0f} MB, far more than it should; save its"
            " text as a .txt file."
        )


def _broken(source: Source, error: Exception) -> str:
    with source.path.open("rb") as file:
        is_old = file.read(4) == b"\xd0\xcf\x11\xe0"
    if is_old:
        return (
            f"{source.shown} is an old Word file, or one with a password; save it as .docx without"
            " one."
        )
    return (
        f"{source.shown} is no whole Word file ({type(error).__name__}); open it in a word"
        " processor and save it again as .docx."
    )


def _is_said(paragraph: str) -> bool:
    return _BLANK.match(paragraph) is None


def _paragraphs(part: Any) -> Iterator[str]:
    """The words of every paragraph; one in a text box comes after that which holds the box."""
    for paragraph in part.iter(_P):
        if not any(above.tag in _UNREAD for above in paragraph.iterancestors()):
            yield "".join(_words(paragraph)).strip("\n")


def _words(element: Any) -> Iterator[str]:
    for inner in element:
        if inner.tag == f"{_W}t":
            yield inner.text or ""
        elif inner.tag in _SIGNS:
            yield _SIGNS[inner.tag]
        elif inner.tag not in _UNREAD and inner.tag != _P:
            yield from _words(inner)


def _recognises(start: Start) -> bool:
    return start.data.startswith(b"PK\x03\x04") and b"word/document.xml" in start.data


FORMAT = Format(
    name="docx",
    title="Word files",
    summary="paragraphs and table cells of a .docx, one release a file",
    suffixes=(".docx", ".docm"),
    read=read_docx,
    recognises=_recognises,
    extra=EXTRA,
    libraries=("docx",),
)
