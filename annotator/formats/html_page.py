"""HTML pages for a report: one for each release, and an index of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.formats.errors import Problem
from annotator.formats.format import Format, Source
from annotator.formats.page_reader import read_page
from annotator.formats.pages import STATES, UNTITLED, head, page_of, text_of
from annotator.formats.writing import Aspect, Loss, Page, Writer
from annotator.model.plain import Incoming
from annotator.model.records import Release

INDEX = "index.html"
_SLUG = re.compile(r"[^A-Za-z0-9]+")
_COLUMNS = ("Release", "Publisher", "Date", "Judged", "Names", "Claims")


class PageWriter(Writer):
    """A page for each release, as HTML."""

    checker = "this program's own reader of its pages"
    suffix = ".html"

    def start(self) -> None:
        """Begin the index of each part."""
        for part in self.parts:
            title = text_of(" ".join(filter(None, (self.about.project, part))))
            cells = "".join(_cell("th", name, name in _COLUMNS[4:]) for name in _COLUMNS)
            table = f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"
            begin = f"{head(title)}<h1>{title}</h1>\n{table}"
            self.out.file(_within(part, INDEX)).write(begin.encode("utf-8"))

    def write(self, page: Page) -> Iterator[Loss]:
        """Write the page of a release and its line in the index."""
        name = f"{page.number:06}-{_slug(page.release)}{self.suffix}"
        self.out.put(_within(page.part, name), self.page(page))
        self.out.file(_within(page.part, INDEX)).write(_row(page, name).encode("utf-8"))
        yield from ()

    def page(self, page: Page) -> bytes:
        """The file of a release."""
        return page_of(page).encode("utf-8")

    def finish(self) -> None:
        """End the index of each part."""
        for part in self.parts:
            index = self.out.file(_within(part, INDEX))
            index.write(b"</tbody>\n</table>\n</body>\n</html>\n")

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """Every page of the part."""
        for path in sorted((self.out.folder / part).glob(f"*{self.suffix}")):
            if path.name != INDEX:
                yield self.read_page(Source(path))

    def read_page(self, source: Source) -> Incoming:
        """What is on a page."""
        return read_page(source)


def _within(part: str, name: str) -> str:
    return f"{part}/{name}" if part else name


def _slug(release: Release) -> str:
    words = _SLUG.sub("-", release.title).strip("-").lower()[:40].strip("-")
    return words or release.id[:12]


def _row(page: Page, name: str) -> str:
    release = page.release
    link = f'<a href="{name}">{text_of(release.title or UNTITLED)}</a>'
    claims = sum(item.record.layer == "claim" for item in page.items)
    plain = (text_of(release.publisher), text_of(release.date), STATES[page.state])
    numbers = (str(len(page.items) - claims), str(claims))
    cells = [_cell("td", said) for said in (link, *plain)]
    return f"<tr>{''.join([*cells, *(_cell('td', said, True) for said in numbers)])}</tr>\n"


def _cell(kind: str, said: str, is_number: bool = False) -> str:
    return f"<{kind}{' class=number' if is_number else ''}>{said}</{kind}>"


_PAGE = "a page for people says what stands, not how it came about"
LACKS: dict[Aspect, str] = {
    "rejected": "a page for people says what is there, and not what is not",
    "origin": _PAGE,
    "suggester": _PAGE,
    "rule": _PAGE,
    "score": _PAGE,
    "annotator": _PAGE,
    "at": _PAGE,
    "seen": _PAGE,
}
FORMAT = Format(
    name="html",
    title="HTML pages",
    summary="a page for each release with its highlights and claims, for a report, and an index",
    writer=lambda: PageWriter,
    lacks=LACKS,
)
