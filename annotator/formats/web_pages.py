"""Web pages that were saved: the main text letter for letter, without what stands around it.

Which part that is, and what the page says of itself, is found by trafilatura. Nothing is fetched
and no script runs: the file is only read. Space is what a browser shows: a run of white space is
one space, a paragraph stands by itself. A page that was exported here comes back with its marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from annotator.formats.documents import EXTRA, document, hush
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.extras import load
from annotator.formats.format import Format, Source, Start
from annotator.formats.incoming import Take
from annotator.formats.page_reader import read_page
from annotator.formats.texts import understood
from annotator.model.plain import Incoming

LONGEST_PAGE = 20_000_000
"""Bytes of one file."""

_HEAD = 4_000
_BEGINS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<(?:!doctype\s+html|html)\b",
    re.DOTALL | re.IGNORECASE,
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_OURS = '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme"'
"""What stands in the head of every page that is exported here."""
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset({"p", "head", "item", "quote", "cell", "list", "row", "table", "code", "div"})
_NOTHING = "no text was found in it; open it in a browser and save the text as a .txt file."


def read_html(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """The release in a file. Raise `RefusedError`, `OSError` or `MissingLibraryError`."""
    size = source.path.stat().st_size
    if size > LONGEST_PAGE:
        raise RefusedError(f"{source.shown} has {size / 1e6:.0f} MB, too much for one page.")
    html, note = _html(source)
    if _OURS in html[:_HEAD]:
        yield _ours(source, html, take)
    else:
        yield _release(source, html, note)


def _html(source: Source) -> tuple[str, str]:
    """The file as text. Where it is no UTF-8, what it says of its encoding goes before a guess."""
    data = source.path.read_bytes()
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        said = _CHARSET.search(data[:_HEAD])
    try:
        return (
            (data.decode(said[1].decode("ascii")), "") if said else understood(data, source.shown)
        )
    except (LookupError, UnicodeError):  # an encoding nobody knows, or one that decodes nothing
        return understood(data, source.shown)


def _ours(source: Source, html: str, take: Take) -> Incoming:
    if " data-title=" not in html:
        raise RefusedError(
            f"{source.shown} is the list of pages that were exported here; import the pages."
        )
    try:
        return read_page(source, take)
    except (LookupError, ValueError, TypeError):
        raise RefusedError(
            f"{source.shown} was exported here and changed since; export it again."
        ) from None


def _release(source: Source, html: str, note: str) -> Incoming:
    trafilatura = load("trafilatura", EXTRA)
    for library in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer"):
        hush(library)
    if "<html" not in html[:_HEAD].lower():
        html = f"<html><body>{html}</body></html>"
    try:
        return _extracted(trafilatura, source, html, note)
    except RefusedError:
        raise
    except Exception as error:  # whatever the parsers below raise for a broken page
        raise RefusedError(f"{source.shown} ({type(error).__name__}): {_NOTHING}") from None


def _extracted(trafilatura: Any, source: Source, html: str, note: str) -> Incoming:
    found = trafilatura.bare_extraction(
        html, include_comments=False, include_tables=True, favor_recall=True, with_metadata=True
    )
    text = _words(found.body) if found is not None else ""
    if not text:
        text, note = _all_of(trafilatura, html), _doubt(source)
    if not text:
        raise RefusedError(f"{source.shown}: {_NOTHING}")
    said = _about(found)
    return document(text, source, said, _day(found), note)


def _all_of(trafilatura: Any, html: str) -> str:
    """All paragraphs, where nobody can tell which are the main ones."""
    body, _, _ = trafilatura.baseline(html)
    return _words(body)


def _doubt(source: Source) -> str:
    return f"{source.shown}: its main text could not be told, so all that is on the page came in."


def _about(found: Any) -> dict[str, str | None]:
    if found is None:
        return {}
    return {
        "title": found.title,
        "publisher": found.sitename,
        "url": found.url,
        "language": found.language,
        "author": found.author,
        "licence": found.license,
    }


def _day(found: Any) -> date | None:
    try:
        return date.fromisoformat(found.date)
    except (AttributeError, TypeError, ValueError):
        return None


def _words(body: Any) -> str:
    """What people read: a blank line between paragraphs, a line end where the page breaks one."""
    blocks = "".join(_pieces(body)).split("\0")
    lines = ("\n".join(map(str.strip, _spaced(block))) for block in blocks)
    return "\n\n".join(filter(None, (line.strip("\n ") for line in lines)))


def _spaced(block: str) -> list[str]:
    return [_SPACE.sub(" ", line) for line in block.split("\1")]


def _pieces(element: Any) -> Iterator[str]:
    """The words in order; NUL where a paragraph begins and ends, and \\1 for a broken line."""
    edge = "\0" if element.tag in _BLOCKS else ""
    yield edge
    yield _plain(element.text)
    for inner in element:
        yield "\1" if inner.tag == "lb" else ""
        if isinstance(inner.tag, str):
            yield from _pieces(inner)
        yield _plain(inner.tail)
    yield edge


def _plain(words: str | None) -> str:
    return (words or "").replace("\0", "").replace("\1", "")


def _recognises(start: Start) -> bool:
    return _BEGINS.match(start.text[:_HEAD]) is not None


FORMAT = Format(
    name="web-page",
    title="Web pages",
    summary="the main text of a saved page with its title, publisher, date and address",
    suffixes=(".html", ".htm", ".xhtml"),
    read=read_html,
    recognises=_recognises,
    extra=EXTRA,
    libraries=("trafilatura",),
)
