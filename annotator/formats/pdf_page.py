"""PDF pages for a report: the same page as HTML, one file for each release.

The layout is WeasyPrint's; letters come from the fonts of the machine. What the page says is
attached to the file as a line of this program's own JSONL, by which it can be read again: the
letters of a PDF stand where they are drawn and not in the order they are read. Nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.extras import MissingLibraryError, checker_of, load
from annotator.formats.format import Format, Source
from annotator.formats.html_page import LACKS
from annotator.formats.naming import file_of
from annotator.formats.own import dumped, to_line
from annotator.formats.own_reader import from_line
from annotator.formats.pages import page_of
from annotator.formats.writing import About, Loss, Options, Page, Writer
from annotator.model.fold import Fold
from annotator.model.plain import Incoming

if TYPE_CHECKING:
    from annotator.formats.places import Out

ATTACHED = "release.jsonl"
EXTRA = "report"


class PdfWriter(Writer):
    """A page for each release, as PDF."""

    def __init__(self, out: Out, about: About, options: Options) -> None:
        super().__init__(out, about, options)
        self._weasyprint = _weasyprint()
        self._pypdf = load("pypdf", EXTRA)
        self._fonts = load("weasyprint.text.fonts", EXTRA).FontConfiguration()
        self.checker = f"{checker_of('pypdf')}, the line attached to each page"

    def write(self, page: Page) -> Iterator[Loss]:
        """Lay out the page of a release."""
        stands = Fold({item.id: item for item in page.items}, page.state)
        line = dumped(to_line(page.release, stands)) + b"\n"
        attached = self._weasyprint.Attachment(string=line, name=ATTACHED, description=ATTACHED)
        html = self._weasyprint.HTML(string=page_of(page), url_fetcher=_refuse)
        data = html.write_pdf(attachments=[attached], font_config=self._fonts, pdf_tags=True)
        self.out.put(file_of(page, ".pdf"), data)
        yield from ()

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """What is attached to every page of the part."""
        for path in sorted((self.out.folder / part).glob("*.pdf")):
            yield self._read_page(Source(path))

    def _read_page(self, source: Source) -> Incoming:
        with self._pypdf.PdfReader(source.path) as reader:
            attached = reader.attachments.get(ATTACHED)
            if not attached or not len(reader.pages):
                raise RefusedError(f"{source.shown} has no page, or no {ATTACHED} in it.")
            return from_line(json.loads(attached[0]), source.shown)


def _weasyprint() -> Any:
    """WeasyPrint; it raises `OSError` where Pango, which it draws letters with, is missing."""
    try:
        return load("weasyprint", EXTRA)
    except OSError as error:
        raise MissingLibraryError(
            "This format needs the system library Pango 1.44 or newer, which is not installed; on"
            " Debian and Ubuntu type apt install libpango-1.0-0 libpangoft2-1.0-0"
            " libharfbuzz-subset0, or export html and print that from a browser."
        ) from error


def _refuse(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"nothing is fetched: {url}")


FORMAT = Format(
    name="pdf",
    title="PDF pages",
    summary="the same page as html, as PDF, for each release",
    writer=lambda: PdfWriter,
    lacks=LACKS,
    extra=EXTRA,
    libraries=("pypdf", "weasyprint"),
)
