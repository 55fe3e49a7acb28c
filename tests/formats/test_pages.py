"""Pages for a report: nothing of a release is run or fetched, and marks may overlap."""

from __future__ import annotations

import builtins
import json
import re
from html.parser import HTMLParser

import pytest
from test_own_jsonl import ABOUT, NEWS, example

from annotator.formats import html_page, pdf_page
from annotator.formats.errors import RefusedError
from annotator.formats.exporting import export
from annotator.formats.extras import MissingLibraryError
from annotator.formats.format import Source
from annotator.formats.incoming import folded
from annotator.formats.page_reader import read_page
from annotator.formats.places import Out
from annotator.formats.writing import Options
from annotator.model.fold import Fold, Item
from annotator.model.records import AUTHOR, Claim, Entity, Release, Suggestion
from annotator.model.spans import Span

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>&lt;'<style>*{}</style>"


class Seen(HTMLParser):
    """Every element with its attributes, in order."""

    def __init__(self, data: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(data)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def exported(tmp_path, release=NEWS, stands=None):
    export(tmp_path / "x", html_page.FORMAT, [(release, stands or example())], ABOUT)
    (path,) = (tmp_path / "x").glob("0*.html")
    return path


def added(*records, state="finished"):
    return Fold({f"a{i}": Item(f"a{i}", r, "added") for i, r in enumerate(records)}, state)


def text_in(path):
    """The element with the text, and what is in it."""
    page = path.read_text("utf-8")
    return page[page.index('<div class="text"') : page.index("</div>")]


def test_a_name_has_its_label_and_a_claim_its_number(tmp_path):
    path = exported(tmp_path, Release("Ann Lee left."), added(Entity(Span(0, 7), "PERSON")))
    assert text_in(path) == (
        '<div class="text" lang=""><p class="body" dir="auto">'
        '<span class="e l0 first last" data-m="0 entity 0" data-label="PERSON"'
        ' data-status="added" title="PERSON">Ann Lee</span>'
        '<span class="tag" data-tag="PERSON"></span> left.</p>'
    )
    page = exported(tmp_path).read_text("utf-8")
    assert 'href="#claim-1" data-tag="1" aria-label="claim 1"' in page
    assert '<article class="claim" id="claim-1"' in page
    assert "1. Ann Lee <small>confirmed</small>" in page
    assert "<dt>content</dt><dd>we won in Oslo</dd>" in page
    assert 'data-tag="PERSON?"' in page


def test_nothing_of_a_release_is_run_or_fetched(tmp_path):
    release = Release(
        EVIL, EVIL, EVIL, EVIL, f"javascript:{EVIL}", EVIL, {EVIL: EVIL, "u": "HTTP://a b"}
    )
    claim = Claim((Span(0, 9),), Span(3, 8), (Span(2, 7),), EVIL, {EVIL: EVIL, "note": EVIL})
    path = exported(tmp_path, release, added(claim, Entity(Span(4, 12), EVIL)))
    for page in (path, path.with_name("index.html")):
        seen = Seen(page.read_text("utf-8"))
        assert not seen.tags & {"script", "img", "iframe", "object", "link", "base", "form"}
        assert [tag for tag, _ in seen.elements].count("style") == 1
        for tag, said in seen.elements:
            assert not any(name.startswith("on") or name in ("src", "style") for name in said), tag
            assert re.match(r"#claim-\d+$|0\d+-[a-z0-9-]+\.html$", said.get("href") or "#claim-1")
        policy = next(s for _, s in seen.elements if s.get("http-equiv"))
        assert policy["content"].startswith("default-src 'none'")


def test_only_an_address_of_the_web_is_a_link(tmp_path):
    path = exported(tmp_path, Release("Ann", url="https://x.org/?a=1&b=2"), added())
    links = [said["href"] for tag, said in Seen(path.read_text("utf-8")).elements if tag == "a"]
    assert links == ["https://x.org/?a=1&b=2"]


def test_marks_that_overlap_keep_their_places(tmp_path):
    release = Release("The WHO staff in Bern said so.")
    records = [
        Entity(Span(4, 13), "ORG"),
        Entity(Span(8, 21), "X"),
        Entity(Span(4, 7), "ORG"),
        Claim((Span(22, 29), Span(4, 7)), Span(22, 26), (Span(0, 13), Span(0, 13)), AUTHOR),
        Claim((Span(22, 29),)),
    ]
    path = exported(tmp_path, release, added(*records))
    found = [item.record for item in folded(read_page(Source(path))).items.values()]
    assert sorted(map(repr, found)) == sorted(map(repr, records))
    assert re.sub(r"<[^>]+>", "", text_in(path)) == release.text
    said = path.read_text("utf-8")
    assert "the release itself" in said
    assert "nobody is named" in said


def test_a_source_that_claims_share_has_one_frame(tmp_path):
    source = (Span(0, 3),)
    claims = [Claim((Span(4, 7),), source=source), Claim((Span(8, 12),), source=source)]
    said = text_in(exported(tmp_path, Release("Ann won here."), added(*claims)))
    assert said.count('class="source first last"') == 1
    assert said.count('class="source shared first last"') == 1


def test_a_wrapped_line_goes_on_and_the_text_stays(tmp_path):
    line = "The ministry of transport said on Monday that the new bridge over the"
    second = "river in the north of the country will be open to all who want to"
    text = f"{line}\r\n{second}\r\ncross it.\r\n"
    path = exported(tmp_path, Release(text), added(Entity(Span(60, 75), "FAC")))
    said = text_in(path)
    assert said.count("<p ") == 1
    assert said.count('class="wrap"') == 2
    back = read_page(Source(path))
    assert back.release.text == text
    assert folded(back).items["a1"].record == Entity(Span(60, 75), "FAC")


def test_suggestions_are_told_apart_without_colour(tmp_path):
    ann = Entity(Span(0, 3), "PERSON")
    won = Claim((Span(4, 7),))
    items = [
        Item(f"s{i}", r, "open", Suggestion(r, "m@1", "x", 0.5)) for i, r in enumerate([ann, won])
    ]
    path = exported(tmp_path, Release("Ann won."), Fold({i.id: i for i in items}))
    page = path.read_text("utf-8")
    assert 'class="e l0 open first last"' in page
    assert 'data-tag="PERSON?"' in page
    assert "<small>suggested</small>" in page


def test_the_index_leads_to_every_page(tmp_path):
    many = [(Release(f"Text {i}", "Same title"), added()) for i in range(3)]
    export(tmp_path / "x", html_page.FORMAT, many, ABOUT)
    index = Seen((tmp_path / "x/index.html").read_text("utf-8"))
    links = [said["href"] for tag, said in index.elements if tag == "a"]
    assert len(set(links)) == 3
    assert all((tmp_path / "x" / link).is_file() for link in links)


def test_another_page_is_refused(tmp_path):
    path = tmp_path / "x.html"
    path.write_text("<p>Hello</p>")
    with pytest.raises(RefusedError, match=r"x\.html is no page that was exported here"):
        read_page(Source(path))


@pytest.fixture
def pdf():
    try:
        pdf_page._weasyprint()
    except MissingLibraryError as missing:
        pytest.skip(str(missing))
    return pytest.importorskip("pypdf")


def test_a_pdf_shows_the_page_and_carries_its_line(tmp_path, pdf):
    release = Release("Ann Lee left.", EVIL, url="file:///etc/passwd")
    export(tmp_path / "x", pdf_page.FORMAT, [(release, added(Entity(Span(0, 7), "PERSON")))], ABOUT)
    (path,) = (tmp_path / "x").glob("*.pdf")
    with pdf.PdfReader(path) as reader:
        shown = " ".join(page.extract_text() for page in reader.pages)
        line = json.loads(reader.attachments["release.jsonl"][0])
    for words in ("Ann Lee", "PERSON", "How to read it", "<script>alert(1)</script>"):
        assert words in " ".join(shown.split()), shown
    assert line["entities"][0]["text"] == "Ann Lee"


def test_a_pdf_fetches_nothing():
    with pytest.raises(ValueError, match="nothing is fetched"):
        pdf_page._refuse("https://x.org/x.png")


def test_what_pdf_needs_of_the_system_is_told(tmp_path, monkeypatch):
    real = builtins.__import__

    def broken(name, *_):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango'")
        return real(name)

    monkeypatch.setattr(pdf_page, "load", broken)
    with pytest.raises(MissingLibraryError, match="needs the system library Pango"):
        pdf_page.PdfWriter(Out(tmp_path), ABOUT, Options())
