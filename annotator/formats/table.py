"""The one table of file formats, from which CLI and menus are made; tests hold the docs to it.

A format is one module that exposes `FORMAT` and one line here. Where files could be of several
formats, the first that recognises them is taken; those that take anything stand last.
"""

from __future__ import annotations

from annotator.formats import (
    brat,
    conll,
    csv_claims,
    csv_entities,
    csv_rows,
    docbin,
    doccano,
    docx_file,
    html_page,
    huggingface,
    json_of_others,
    jsonl,
    label_studio,
    pdf_page,
    pdf_text,
    prodigy,
    text,
    web_annotation,
    web_pages,
    xmi,
)
from annotator.formats.format import Format
from annotator.model.errors import WrongUsageError, did_you_mean

FORMATS: tuple[Format, ...] = (
    brat.FORMAT,
    conll.FORMAT,
    docbin.FORMAT,
    xmi.FORMAT,
    huggingface.FORMAT,
    csv_claims.FORMAT,
    csv_entities.FORMAT,
    html_page.FORMAT,
    pdf_page.FORMAT,
    web_annotation.FORMAT,
    prodigy.FORMAT,
    doccano.FORMAT,
    label_studio.FORMAT,
    jsonl.FORMAT,
    json_of_others.FORMAT,
    csv_rows.FORMAT,
    docx_file.FORMAT,
    web_pages.FORMAT,
    pdf_text.FORMAT,
    text.FORMAT,
)
DEFAULT = jsonl.FORMAT.name


class UnknownFormatError(WrongUsageError):
    """No format has this name."""


def written() -> tuple[Format, ...]:
    """The formats that can be exported."""
    return tuple(known for known in FORMATS if known.writer is not None)


def read() -> tuple[Format, ...]:
    """The formats that can be imported."""
    return tuple(known for known in FORMATS if known.read is not None)


def format_to_write(name: str) -> Format:
    """The format of this name, which can be exported. Raise `UnknownFormatError`."""
    return _named(name, written(), "export")


def format_to_read(name: str) -> Format:
    """The format of this name, which can be imported. Raise `UnknownFormatError`."""
    return _named(name, read(), "import")


def _named(name: str, formats: tuple[Format, ...], verb: str) -> Format:
    known = {one.name: one for one in formats}
    if name in known:
        return known[name]
    raise UnknownFormatError(
        f'There is no format "{name}" to {verb}; there is {", ".join(known)}.'
        f"{did_you_mean(name, known)}"
    )
