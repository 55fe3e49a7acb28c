"""What of a release is page furniture, and what only looks like it."""

from __future__ import annotations

import textwrap
import time

import pytest
from furniture_cases import (
    ABOUTS,
    BODY,
    CONTACT_LINES,
    CONTACTS,
    DATES,
    EMBARGO,
    ENDS,
    MORE,
    RIGHTS,
    TEXT,
    TOOLS,
    lines,
)
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.furniture.lines import is_furniture_line
from annotator.model.paragraphs import paragraphs
from annotator.model.resources import resource


def furniture(text):
    """The words of the furniture of `text`, paragraph by paragraph."""
    return [words(text, p) for p in paragraphs(text) if p.kind == "furniture"]


def kept(text):
    """The words of everything else."""
    return [words(text, p) for p in paragraphs(text) if p.kind != "furniture"]


def words(text, paragraph):
    return " ".join(paragraph.span.text(text).split())


@pytest.mark.parametrize("line", lines(TOOLS + DATES + RIGHTS + ENDS + EMBARGO + CONTACT_LINES))
def test_a_line_of_furniture(line):
    assert furniture(f"{BODY}\n\n{line}\n\n{MORE}") == [" ".join(line.split())]


@pytest.mark.parametrize("line", lines(TOOLS + DATES + ENDS + EMBARGO))
@pytest.mark.parametrize("form", ["  {}", "{}\xa0", "\u200b{}", "\t{}  "])
def test_white_space_around_a_line_does_not_matter(line, form):
    assert len(furniture(f"{form.format(line)}\r\n{BODY}\r\n")) == 1


def test_every_phrase_of_the_list_is_known_as_it_is_written_there():
    listed = resource("furniture.txt").read_text("utf-8").splitlines()
    assert [phrase for phrase in listed if not is_furniture_line(phrase)] == []


@pytest.mark.parametrize("line", lines(TEXT))
def test_a_line_of_text(line):
    assert furniture(f"{BODY}\n\n{line}\n\n{MORE}") == []
    assert furniture(line) == []


@pytest.mark.parametrize("line", lines(TEXT))
def test_a_headline_is_text(line):
    assert furniture(f"{line}\n{BODY}") == []


@pytest.mark.parametrize("block", CONTACTS.values(), ids=CONTACTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_contact_block_below_the_text(block, end):
    text = f"{BODY}\n\n{MORE}\n\n{block}\n".replace("\n", end)
    assert kept(text) == [BODY, MORE]


@pytest.mark.parametrize("block", CONTACTS.values(), ids=CONTACTS)
def test_a_contact_block_below_hard_wrapped_text(block):
    text = textwrap.fill(BODY, 60) + "\n\n" + textwrap.fill(MORE, 60) + "\n\n" + block
    assert kept(text) == [BODY, MORE]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_contact_block_above_the_headline_ends_with_its_last_address(gap):
    head = "For immediate release\nMedia contact: Jane Roe\n313-956-1909"
    text = f"{head}{gap}Minister receives a delegation{gap}{BODY}"
    assert kept(text) == ["Minister receives a delegation", BODY]


@pytest.mark.parametrize(
    "text",
    [
        f"Contacts\n\n{BODY}",
        f"{BODY}\n\nContacts\n\nThe armies of the two states keep in touch.\n\n{MORE}",
        f"{BODY}\n\nFurther information\n\n{MORE}",
        f"{BODY}\n\nContact\n\nMinister Doe\n\n{MORE}",
        f"{BODY}\n\nMedia\n\nNewspapers were closed.",
        f"{BODY}\n\nPress office\n\nNew rules\n\n{MORE}",
    ],
)
def test_a_contact_heading_without_addresses_may_be_of_the_text(text):
    assert furniture(text) == []


def test_text_goes_on_after_a_contact_block():
    text = f"{BODY}\n\nMedia contact\nJane Roe\n+44 20 7946 0000\n\nBackground\n\n{MORE}"
    assert kept(text) == [BODY, "Background", MORE]


def test_headings_after_the_last_address_are_of_the_text():
    text = f"{BODY}\n\nMedia contact\n\nJane Roe\n\n+44 20 7946 0000\n\nAnnex\n\nThe new posts"
    assert kept(text) == [BODY, "Annex", "The new posts"]


def test_a_sentence_that_ends_with_a_page_address_stays_whole():
    text = f"{BODY}\n\nThe ministry put all of the documents of the summit on a page of its own:\n"
    text += "https://www.example.org/a/long/path/to/all/of/the/documents/of/the/summit"
    assert len(kept(text)) == 2


@pytest.mark.parametrize("about", ABOUTS.values(), ids=ABOUTS)
def test_an_about_text_at_the_end(about):
    assert kept(f"{BODY}\n\n{MORE}\n\n{about}") == [BODY, MORE]
    assert kept(f"{BODY}\r\n\r\n{about}\r\n\r\n-ENDS-\r\n".replace("\r\r", "\r")) == [BODY]


def test_an_about_text_in_hard_wrapped_text():
    hard = "\n\n".join(
        textwrap.fill(p, 60) for p in [BODY, MORE, *ABOUTS["ministry"].split("\n\n")]
    )
    assert kept(hard) == [BODY, MORE]


def test_an_about_text_above_notes_to_editors():
    text = f"{BODY}\n\n{ABOUTS['company']}\n\nNotes to editors\n\n1. {MORE}"
    assert kept(text) == [BODY, f"1. {MORE}"]


@pytest.mark.parametrize(
    "about",
    [
        f"About the visit\n\nThe visit is a part of the work of the ministry.\n\n{MORE}",
        "About the Visit\n\nThe visit is a part of the work of the ministry.",
        "ABOUT THE TALKS\n\nThe talks are the second of this kind and bring together agencies.",
        "About Malaria\n\nMalaria is a disease that mosquitoes bring.",
        "About Jane Roe\n\nJane Roe is the minister of the interior.",
        "About half the people\n\nHalf the people were moved by the ministry.",
        "About 500 People\n\nThe agency is an office that moved 500 people.",
        "About Acme\n\nAcme is a company that was closed on Monday.",
        "About Acme\n\nAcme is a company, the minister said.",
        f"About Acme\n\nAcme is a company of the state.\n\n{BODY}",
        f"About Acme\n\nAcme is a company of the state.\n\nThe talks\n\n{BODY}",
        "About Acme\n\nPolice closed the gates of the factory.",
        "About Acme",
        "About 500 people were evacuated by the ministry, which is an agency of the state.",
        "About Acme the company knows nothing: it is a company of the state.",
    ],
)
def test_an_about_text_that_is_of_the_release(about):
    assert furniture(f"{BODY}\n\n{about}") == []


def test_an_about_text_without_a_release_before_it_is_text():
    assert furniture(ABOUTS["ministry"]) == []


HOSTILE = [
    "About " + "A" * 100 + " x",
    "About " + "The Of " * 14 + "x",
    "A / " * 30 + "x",
    "Home > " * 20 + "\x00",
    "+0 " * 60,
    "0.0.0.0@" * 20,
    "- " * 70 + "x",
    "#a " * 40 + "!",
    "5 May 2014 " * 7 + "x",
    "Embargo: " + "may 5 " * 20,
]


@pytest.mark.parametrize("line", HOSTILE)
@pytest.mark.parametrize("end", ["\n", "\n\n"])
def test_no_line_takes_long(line, end):
    began = time.process_time()
    paragraphs(BODY + "\n\n" + (line + end) * 500)
    assert time.process_time() - began < 1


def test_a_very_deep_indent_does_no_harm():
    text = f"Media contact\n{' ' * 900}Jane Roe\n+44 20 7946 0000"
    assert kept(text) == ["Jane Roe"]


PIECES = [
    *lines(TOOLS + DATES + RIGHTS + ENDS + EMBARGO + CONTACT_LINES + TEXT),
    *CONTACTS.values(),
    *ABOUTS.values(),
    BODY,
    MORE,
    "",
    "",
    "",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["\n", "\r\n", "\u2028"]))
def test_every_visible_character_is_in_one_paragraph(pieces, end):
    text = "\n".join(pieces).replace("\n", end)
    last, covered = 0, 0
    for paragraph in paragraphs(text):
        assert last <= paragraph.span.start < paragraph.span.end <= len(text)
        assert not text[last : paragraph.span.start].strip()
        last, covered = paragraph.span.end, covered + len(paragraph.span)
    assert not text[last:].strip()
