"""HTML pages for a report: one for each release, and an index of them."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.formats.errors import Problem
from annotator.formats.format import Format, Source
from annotator.formats.naming import file_of, within
from annotator.formats.page_reader import read_page
from annotator.formats.page_text import text_of
from annotator.formats.pages import STATES, UNTITLED, head, page_of
from annotator.formats.writing import Aspect, Loss, Page, Writer
from annotator.model.plain import Incoming

SUFFIX, INDEX = ".html", "index.html"
_TABLE = """<table>
<thead><tr><th scope="col">Release</th><th scope="col">Publisher</th><th scope="col">Date</th>
<th scope="col">Judged</th><th scope="col" class="number">Names</th>
<th scope="col" class="number">Claims</th></tr></thead>
<tbody>
"""


class PageWriter(Writer):
    """A page for each release, as HTML."""

    checker = "this program's own reader of its pages"

    def start(self) -> None:
        """Begin the index of each part."""
        for part in self.parts:
            title = text_of(" ".join(filter(None, (self.about.project, part))))
            begin = f"{head(title)}<h1>{title}</h1>\n{_TABLE}"
            self.out.file(within(part, INDEX)).write(begin.encode("utf-8"))

    def write(self, page: Page) -> Iterator[Loss]:
        """Write the page of a release and its line in the index."""
        name = file_of(page, SUFFIX)
        self.out.put(name, page_of(page).encode("utf-8"))
        row = _row(page, name.rpartition("/")[2])
        self.out.file(within(page.part, INDEX)).write(row.encode("utf-8"))
        yield from ()

    def finish(self) -> None:
        """End the index of each part."""
        for part in self.parts:
            index = self.out.file(within(part, INDEX))
            index.write(b"</tbody>\n</table>\n</body>\n</html>\n")

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """Every page of the part."""
        for path in sorted((self.out.folder / part).glob(f"*{SUFFIX}")):
            if path.name != INDEX:
                yield read_page(Source(path))


def _row(page: Page, name: str) -> str:
    release = page.release
    link = f'<a href="{name}">{text_of(release.title or UNTITLED)}</a>'
    claims = sum(item.record.layer == "claim" for item in page.items)
    return (
        f"<tr><td>{link}</td><td>{text_of(release.publisher)}</td>"
        f'<td class="date">{text_of(release.date)}</td><td>{STATES[page.state]}</td>'
        f'<td class="number">{len(page.items) - claims}</td><td class="number">{claims}</td></tr>\n'
    )


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
