"""Word files, saved web pages and PDFs: their words, what they say of themselves, what is wrong."""

from __future__ import annotations

import datetime
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from documents import pdf, word_file
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from terminal import annotator

from annotator.formats import docx_file, extras, html_page, web_pages
from annotator.formats.errors import Problem
from annotator.formats.exporting import export
from annotator.formats.extras import MissingLibraryError
from annotator.formats.files import read_files
from annotator.formats.incoming import Take, folded
from annotator.formats.pdf_page import FORMAT as PDF
from annotator.formats.pdf_text import joined
from annotator.formats.writing import About, Options
from annotator.model.fold import fold
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.scheme import Scheme
from annotator.model.spans import Span
from annotator.model.steps import StoredSuggestion

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(path: Path) -> list[Incoming | Problem]:
    return list(read_files([path]))


def release(path: Path) -> Release:
    (found,) = read(path)
    assert isinstance(found, Incoming), found
    return found.release


def sentence(path: Path) -> str:
    (found,) = read(path)
    assert isinstance(found, Problem), found
    return str(found)


# Word files


def test_a_word_file_is_read_in_order_with_what_it_says_of_itself(tmp_path):
    made = docx.Document()
    made.add_heading("The club wins", 0)
    made.add_paragraph("BAKU\tAnn said “we won”.\nShe left.")
    table = made.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Goals", "3"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "Both"
    made.add_paragraph("")
    made.add_paragraph("The end.")
    made.sections[0].header.paragraphs[0].text = "Letterhead"
    about = made.core_properties
    about.title, about.author, about.language = "Club wins the cup", "Bo", "en-GB"
    about.created = datetime.datetime(2024, 5, 1, 9, tzinfo=datetime.UTC)
    made.save(str(tmp_path / "a.docx"))
    assert release(tmp_path / "a.docx") == Release(
        "The club wins\n\nBAKU\tAnn said “we won”.\nShe left.\n\nGoals\n\n3\n\nBoth\n\nThe end.",
        *("Club wins the cup", "", "2024-05-01", "", "en"),
        {"author": "Bo"},
    )


def test_the_date_of_the_template_is_none_of_the_release(tmp_path):
    made = docx.Document()  # says that it was created in 2013
    made.add_paragraph("Ann won.")
    made.save(str(tmp_path / "a.docx"))
    assert release(tmp_path / "a.docx").date == ""


def test_changes_in_a_word_file_count_as_accepted(tmp_path):
    made = docx.Document()
    runs = "".join(
        [
            "<w:r><w:t xml:space='preserve'>Ann </w:t></w:r>",
            "<w:del w:id='1' w:author='x'><w:r><w:delText>lost</w:delText></w:r></w:del>",
            "<w:ins w:id='2' w:author='x'><w:r><w:t>won</w:t></w:r></w:ins>",
            "<w:sdt><w:sdtContent><w:r><w:t>, he said</w:t></w:r></w:sdtContent></w:sdt>",
        ]
    )
    made.element.body.insert(0, parse_xml(f"<w:p {W}>{runs}</w:p>"))
    made.core_properties.title = "Document1"
    made.save(str(tmp_path / "a.docx"))
    found = release(tmp_path / "a.docx")
    assert (found.text, found.title) == ("Ann won, he said", "Ann won, he said")


@settings(deadline=None, max_examples=15)
@given(st.lists(st.text("ab \u00a0é👩&<“'", min_size=1), min_size=1, max_size=4))
def test_paragraphs_of_a_word_file_come_letter_for_letter(tmp_path_factory, paragraphs):
    path = word_file(tmp_path_factory.mktemp("word") / "a.docx", "Ann", *paragraphs)
    said = [words for words in paragraphs if words.strip()]
    assert release(path).text == "\n\n".join(["Ann", *said])


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda data: data[:-400], "is no whole Word file"),
        (lambda _: b"no zip at all", "is no whole Word file"),
        (lambda _: b"\xd0\xcf\x11\xe0 old", "is an old Word file, or one with a password"),
    ],
)
def test_a_broken_word_file_gets_one_sentence(tmp_path, spoil: Callable[[bytes], bytes], told):
    path = word_file(tmp_path / "a.docx", "Ann won.")
    path.write_bytes(spoil(path.read_bytes()))
    assert sentence(path).startswith(f"a.docx {told}")


def test_a_word_file_without_words_or_with_too_much_is_refused(tmp_path, monkeypatch):
    path = word_file(tmp_path / "a.docx", " ", "\u00a0")
    assert sentence(path) == "a.docx has no text in it; there is nothing to read."
    monkeypatch.setattr(docx_file, "MOST_UNPACKED", 1_000)
    assert "far more than it should" in sentence(path)


def test_a_word_file_is_known_without_its_name_and_a_spreadsheet_is_not_unpacked(tmp_path):
    word_file(tmp_path / "a.docx", "Ann won.").rename(tmp_path / "a")
    assert release(tmp_path / "a").text == "Ann won."
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert "is a spreadsheet" in sentence(tmp_path / "b.xlsx")


# Web pages

STORY = "The minister noted that the club has won the cup for the third time in ten years. " * 4
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Club wins – Site</title>
<meta property="og:site_name" content="The Club"><meta name="author" content="Bo Lee">
<meta property="article:published_time" content="2024-05-01T09:00:00Z">
<link rel="canonical" href="https://club.example/wins"><script>document.write("run")</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Club wins</h1>
<p>BAKU, 1&nbsp;May &ndash; Ann   Lee <b>said</b> that “we
won”, <a href="http://x.example">again</a>.<br>She left. e\u0301 👩\u200d👧</p>
<p>{STORY}</p><ul><li>One goal by Ann, as the paper has it</li><li>Two by Bo</li></ul>
<table><tr><td>Goals</td><td>3</td></tr></table>
<p>Ann   Lee said.</p><img src="http://x.example/i.png"></article>
<footer>Copyright 2024</footer></body></html>"""


def test_the_main_text_of_a_page_is_what_is_shown(tmp_path, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("something was fetched"))
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    found = release(path)
    assert found.text.split("\n\n") == [
        "Club wins",
        "BAKU, 1\u00a0May – Ann Lee said that “we won”, again.\nShe left. e\u0301 👩\u200d👧",
        STORY.strip(),
        "One goal by Ann, as the paper has it",
        "Two by Bo",
        "Goals",
        "3",
        "Ann Lee said.",
    ]
    assert (found.title, found.publisher, found.date, found.url) == (
        *("Club wins", "The Club"),
        *("2024-05-01", "https://club.example/wins"),
    )
    assert found.extra == {"author": "Bo Lee"}


def test_a_page_in_the_encoding_that_it_names_is_read(tmp_path):
    path = tmp_path / "a.htm"
    page = f'<html><head><meta charset="windows-1251"></head><body><p>Министр: да. {STORY}</p>'
    path.write_bytes(page.encode("cp1251"))
    assert release(path).text.startswith("Министр: да. The minister")


def test_a_page_that_is_far_too_long_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(web_pages, "LONGEST_PAGE", 1_000)
    assert "too much for one page" in sentence(path)


def test_a_page_that_is_known_by_its_content_or_has_hardly_a_word(tmp_path):
    path = tmp_path / "a"
    script = "<script>x()</script>"
    path.write_text(f"<!-- saved -->\n<html><body><div>Ann won.</div>{script}</body></html>")
    assert release(path).text == "Ann won."
    path = tmp_path / "b.html"
    for page in (f"<html><body>{script}</body></html>", "", "\0"):
        path.write_text(page)
        (found,) = read(path)
        assert isinstance(found, Problem), page
        assert str(found).endswith(".")


RELEASE = Release("Ann of Acme won.", "Club wins", "Club")
ANN = Suggestion(Entity(Span(0, 3), "PERSON"), "m@1", "r", 0.9)
STANDS = fold([StoredSuggestion("s1", ANN)], [])
ABOUT = About("club", 0, Scheme(), "annotator 0.1.0", ("m@1",))


def exported(place: Path, kind: object) -> Path:
    try:
        export(place, kind, [(RELEASE, STANDS)], ABOUT, Options())  # type: ignore[arg-type]
    except MissingLibraryError as missing:
        pytest.skip(str(missing))
    return place


@pytest.mark.parametrize("kind", [html_page.FORMAT, PDF], ids=["html", "pdf"])
def test_a_page_that_was_exported_here_comes_back_with_its_marks(tmp_path, kind):
    place = exported(tmp_path / "out", kind)
    found = [one for one in read(place) if isinstance(one, Incoming)]
    assert [one.release for one in found] == [RELEASE]
    (item,) = folded(found[0]).items.values()
    assert (item.record, item.status) == (Entity(Span(0, 3), "PERSON"), "open")
    problems = [str(one) for one in read(place) if isinstance(one, Problem)]
    assert problems == (
        ["index.html is the list of pages that were exported here; import the pages."]
        if kind is html_page.FORMAT
        else []
    )
    again = [one for one in read_files([place], Take.SUGGESTIONS) if isinstance(one, Incoming)]
    assert again[0].steps == ()


def test_a_page_that_was_exported_here_and_lost_its_text_is_told(tmp_path):
    place = exported(tmp_path / "out", html_page.FORMAT)
    (page,) = (path for path in place.glob("*.html") if path.name != "index.html")
    page.write_text(
        re.sub('(?<=class="text")(.*?>).*?</div>', r"\1</div>", page.read_text(), flags=re.DOTALL)
    )
    assert sentence(page) == (
        f"{page.name} is empty or only white space; there is nothing to read in it."
    )


def test_a_page_that_was_exported_here_and_spoiled_is_told(tmp_path):
    place = exported(tmp_path / "out", html_page.FORMAT)
    (page,) = (path for path in place.glob("*.html") if path.name != "index.html")
    spoiled = page.read_text("utf-8").replace("data-status=", "data-x=")
    (tmp_path / "a.html").write_text(spoiled, "utf-8")
    assert sentence(tmp_path / "a.html") == (
        "a.html was exported here and changed since; export it again."
    )


def test_a_page_of_comments_without_end_is_no_riddle(tmp_path):
    (tmp_path / "a").write_text("<!---->" * 500 + "Ann won.")
    assert release(tmp_path / "a").text.endswith("Ann won.")


# PDFs


def test_the_words_of_every_page_of_a_pdf_are_read(tmp_path):
    about = {"/Title": "Club wins", "/Author": "Bo", "/CreationDate": "D:20240501090000Z"}
    path = pdf(tmp_path / "a.pdf", "Club news\nAnn said yes.", "Club news\nBo left.", about=about)
    assert release(path) == Release(
        "Club news\nAnn said yes.\nClub news\nBo left.",
        *("Club wins", "", "2024-05-01", "", ""),
        {"author": "Bo"},
    )
    path.rename(tmp_path / "known by its content")
    assert release(tmp_path / "known by its content").title == "Club wins"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("the govern-\nment said, government", "the government\n said, government"),
        ("the govern-\nment said", "the govern-\nment said"),
        ("a well-\nknown, well-known man", "a well-\nknown, well-known man"),
        ("Al-\nJazeera and AlJazeera", "Al-\nJazeera and AlJazeera"),
        ("govern\u00ad\nment", "government"),
        ("state-of-the-\nart theart", "state-of-the-\nart theart"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_where_the_text_shows_that_it_may(text, whole):
    assert joined(text) == whole


def test_a_pdf_that_cannot_be_read_gets_one_sentence(tmp_path):
    path = pdf(tmp_path / "a.pdf", "Ann won.")
    path.write_bytes(path.read_bytes()[:300])
    assert sentence(path).startswith("a.pdf is no whole PDF")
    locked = pdf(tmp_path / "b.pdf", "Ann won.", password="secret")
    assert sentence(locked).startswith("b.pdf is encrypted")
    assert "OCR" in sentence(pdf(tmp_path / "c.pdf", "", ""))
    (found,) = read(pdf(tmp_path / "d.pdf", "Ann won.", "", "Bo lost."))
    assert isinstance(found, Incoming)
    assert found.note == "d.pdf: page 2 has no text, perhaps pictures of it."


# All of them

STARTS = [("a.docx", b"PK\x03\x04"), ("a.pdf", b"%PDF-1.7\n"), ("a.html", b"<html>")]


@settings(deadline=None, max_examples=30)
@given(st.binary(max_size=60), st.sampled_from(STARTS))
def test_no_bytes_break_a_reader(tmp_path_factory, data, kind):
    name, start = kind
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(start + data)
    for one in read(path):
        assert isinstance(one, Incoming | Problem)


def test_a_library_that_is_not_installed_is_told_and_the_rest_goes_in(tmp_path, monkeypatch):
    pdf(tmp_path / "a.pdf", "Ann won.")
    (tmp_path / "b.txt").write_text("Bo won.")

    def gone(module: str) -> object:
        raise ImportError(module, name=module)

    monkeypatch.setattr(extras.importlib, "import_module", gone)
    problem, found = read(tmp_path)
    assert isinstance(found, Incoming)
    assert str(problem) == (
        "a.pdf was left out: This format needs pypdf, which is not installed; type"
        f' {sys.executable} -m pip install "annotator[documents]".'
    )


@pytest.mark.usefixtures("own_folders")
def test_documents_are_imported_from_folder_archive_and_standard_input(tmp_path):
    (tmp_path / "in").mkdir()
    word_file(tmp_path / "in" / "a.docx", "Ann won.")
    (tmp_path / "in" / "b.html").write_text(PAGE, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.write(pdf(tmp_path / "c.pdf", "Cy won."), "c.pdf")
    annotator("new", "club")
    into = ("import", "club.annotator", "--language", "en")
    assert annotator(*into, "in", "c.zip")[:2] == (0, "Imported 3 releases.\n")
    for path in (word_file(tmp_path / "d.docx", "Dee won."), pdf(tmp_path / "e.pdf", "Ed won.")):
        known = annotator(*into, "-", given=path.read_bytes())
        assert known == (0, "Imported 1 release.\n", "")
    page = b"<p>Fay won.</p>"
    known = annotator(*into, "-", "--as", "web-page", given=page)
    assert known == (0, "Imported 1 release.\n", "")
