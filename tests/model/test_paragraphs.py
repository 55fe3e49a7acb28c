"""Which newline is a wrap, which ends a paragraph, and what is furniture."""

from __future__ import annotations

import re
import sys
import textwrap
import time
from math import inf

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.model.paragraphs import paragraphs, unwrapped

RELEASE = [
    "Minister welcomes agreement on oil exports and revenue sharing",
    "President of the Republic of Azerbaijan Ilham Aliyev has received World Health Organization "
    "Regional Director for Europe Hans Henri Kluge. The talks took place in Baku on Monday.",
    "Hans Henri Kluge pointed out that the visit of the mission, which included representatives "
    "of the UN Resident Coordinator Office and WHO Baku Office, was highly appreciated. He said "
    "that the WHO - one of the oldest partners - would send more medical teams in May 2024.",
    "The minister had three aims:",
    "- to ensure an effective posture in the region and beyond, with the help of all partners "
    "and friends of the country;",
    "- to strengthen relationships with allies.",
    "“This is a milestone for our patients,” said Dr. Maria Lopez, chief medical officer of Acme. "
    "“We are grateful to every volunteer who took part.”",
]


def shapes(text):
    """Each paragraph as (kind, words), with even white space."""
    return [(p.kind, " ".join(p.span.text(text).split())) for p in paragraphs(text)]


@pytest.mark.parametrize("width", [60, 65, 72, 80])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_hard_wrapped_release_has_its_own_paragraphs(width, end):
    plain = "\n\n".join(RELEASE)
    hard = "\n\n".join(textwrap.fill(p, width, break_on_hyphens=False) for p in RELEASE)
    assert shapes(hard.replace("\n", end)) == shapes(plain)
    assert [words for _, words in shapes(plain)] == RELEASE


def test_one_line_a_paragraph_stays_as_it_is():
    text = "\n".join(RELEASE)
    assert [words for _, words in shapes(text)] == RELEASE


def test_lines_of_uneven_length_are_joined_in_a_wrapped_release():
    text = (
        "The delegation was received in the capital on Monday by the President\n"
        "and then also by the Director-General of the World Health\n"
        "Organization Tedros Adhanom Ghebreyesus, who arrived from Geneva in\n"
        "the morning and left for Brussels and the European Commission the next\n"
        "day."
    )
    assert len(paragraphs(text)) == 1


def test_two_lines_that_are_the_whole_text_are_one_sentence():
    text = "The head of the mission was received on Monday by President Ilham\nAliyev in Baku."
    assert len(paragraphs(text)) == 1


def test_contact_lines_stay_apart():
    text = (
        "Contact for the press:\nJane Roe\nHead of Communications\nTel: +44 20 7946 0000\n"
        "press@example.org"
    )
    assert len(paragraphs(text)) == 5


def test_contact_lines_stay_apart_below_wrapped_text():
    body = textwrap.fill(RELEASE[2], 72)
    text = body + "\n\nMedia contact\nJane Roe\nTel: +44 20 7946 0000"
    assert len(paragraphs(text)) == 4


def test_a_lower_case_line_goes_on():
    text = "Also today, the U.S.-led \ncoalition\n conducted five airstrikes."
    assert len(paragraphs(text)) == 1


def test_a_bullet_begins_a_paragraph_and_a_dash_inside_a_sentence_does_not():
    assert [kind for kind, _ in shapes("Aims\n- one aim\n- two aims\n1. first\n(a) last")] == [
        "heading",
        "bullet",
        "bullet",
        "bullet",
        "bullet",
    ]
    hard = (
        "The ministers expressed gratitude for the holding of the online summit\n"
        "- on the initiative of the chairman of the movement and of his staff -\n"
        "and thanked the hosts for the warm welcome in the capital of the state\n"
        "that they had visited."
    )
    assert len(paragraphs(hard)) == 1


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ministers meet in Baku", "heading"),
        ("DoD Spokesman: U.S. Airstrikes Weaken Al-Qaida", "heading"),
        ("Dr. Ann Lee visits Baku", "heading"),
        ("The ministers met. They went on to Baku", "body"),
        (
            "The ministers of the member states met in the capital and went on to the coast in the"
            " evening of the day",
            "body",
        ),
    ],
)
def test_a_heading_is_short_and_holds_no_sentence(words, kind):
    (found, _), *_ = shapes(f"{words}\n\nThe talks went on in the evening.")
    assert found == kind


def test_an_indent_begins_a_paragraph_where_no_blank_line_does():
    hard = (
        "   The ministers expressed gratitude for the holding of the summit in\n"
        "Baku in the spring and thanked the hosts for the welcome in the halls.\n"
        "   The next summit will be held in Tashkent in the autumn of next year\n"
        "if the ministers agree on the agenda of the meeting in time for that."
    )
    assert len(paragraphs(hard)) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_every_line_end_counts(end):
    text = end.join(["", "One sentence.", "", "Another sentence.", ""])
    assert [words for _, words in shapes(text)] == ["One sentence.", "Another sentence."]


@pytest.mark.parametrize(
    "line",
    [
        " date 2023-10-06 + ↺ − 16 px",
        "Share",
        "Print",
        "Share this page",
        "Share on Facebook",
        "1,204 views",
        "Views: 1204",
        "Font size",
        "2023-10-06 14:30",
        "Page 2 of 3",
        "Back to top",
    ],
)
def test_furniture(line):
    assert [kind for kind, _ in shapes(f"{line}\n\nA sentence.")] == ["furniture", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Monday.",
        "Print media will be admitted from nine.",
        "Views differ.",
        "On 2023-10-06 the ministers met.",
        "Page 2 of the treaty says so.",
        "Email sent by the ministry was read.",
        "Read more about the ministry's work in Geneva.",
    ],
)
def test_a_sentence_is_no_furniture(line):
    assert [kind for kind, _ in shapes(line)] == ["body"]


def test_nothing_is_no_paragraph():
    assert paragraphs("") == paragraphs(" \n\t\r\n ") == []


TEXTS = st.text(
    st.sampled_from("ab AB.,:-•1()“”\n\n\r\t\x0c\x85\u2028\u2029 "), max_size=300
) | st.lists(st.sampled_from([*RELEASE, "", "Share", "- a"]), max_size=8).map("\n".join)


@given(TEXTS)
def test_paragraphs_are_in_order_and_hold_every_visible_character(text):
    covered, last = set(), 0
    for paragraph in paragraphs(text):
        assert last <= paragraph.span.start < paragraph.span.end <= len(text)
        last = paragraph.span.end
        covered |= set(range(*paragraph.span))
        for wrap in paragraph.wraps:
            assert paragraph.span.contains(wrap)
            assert wrap.text(text).splitlines() != [wrap.text(text)]
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)


@given(TEXTS)
def test_unwrapping_changes_white_space_only(text):
    flat = unwrapped(text, paragraphs(text))
    assert len(flat) == len(text)
    assert all(a == b or (a.isspace() and b == " ") for a, b in zip(text, flat, strict=True))
    for paragraph in paragraphs(text):
        assert not re.search(r"[\r\n\u2028\x85]", paragraph.span.text(flat))


@given(st.lists(st.sampled_from(RELEASE), min_size=1, max_size=5), st.integers(60, 80))
def test_wrapping_a_text_changes_no_words_of_a_paragraph(parts, width):
    hard = "\n\n".join(textwrap.fill(p, width, break_on_hyphens=False) for p in parts)
    assume(len(hard.splitlines()) > 6)
    assert [words for _, words in shapes(hard)] == parts


def test_a_text_eight_times_as_long_costs_hardly_more_calls_than_eight():
    def calls(text):
        counted, before = [], sys.getprofile()
        sys.setprofile(lambda _frame, event, _about: counted.append(event))
        try:
            paragraphs(text)
        finally:
            sys.setprofile(before)
        return len(counted)

    short = textwrap.fill(" ".join(RELEASE), 72) * 20
    paragraphs(short)  # what is made once is made
    assert 0 < calls(short * 8) < 9 * calls(short)


def test_patterns_look_at_a_long_line_no_more_often_than_at_a_short_one():
    """What no call shows: sixty-four times the time where a pattern tries every two places."""

    def seconds(letters):
        best = inf
        for _ in range(5):
            began = time.process_time()
            paragraphs("a" * letters + ")" * letters)
            best = min(best, time.process_time() - began)
        return best

    assert seconds(1_000_000) < 3 * 8 * seconds(125_000)
