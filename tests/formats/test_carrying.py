"""Decisions on a release, on its corrected version: kept, to be reviewed, or gone."""

from __future__ import annotations

import re

import pytest
from folds import TEXTS, spans
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.alignment import Alignment, Place
from annotator.formats.carrying import Carried, carried, with_marks
from annotator.formats.incoming import Mark, folded, incoming
from annotator.formats.kin import MOST_ALIKE, Kin, sketch
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Release, Suggestion
from annotator.model.spans import Span

OLD = Release(
    "BAKU, 1 May. President Ann Lee said that twelve people were hurt in Ganja.\n\n"
    "Minister Bo Ray denied the report on Monday.\n\n"
    "The club of Acme Corp welcomed the news from Paris and from London."
)


def at(words: str, text: str = OLD.text) -> Span:
    (found,) = re.finditer(re.escape(words), text)
    return Span(*found.span())


def judged(words: str, label: str, status: str = "accepted") -> Mark:
    record = Entity(at(words), label)
    suggestion = None if status == "added" else Suggestion(record, "m@1", "ner", 0.9)
    return Mark(record, status, suggestion, "bea", "2024-05-01T10:00:00Z", False, True)  # type: ignore[arg-type]


CLAIM = Claim(
    (at("that twelve people were hurt in Ganja"),),
    at("said"),
    (at("President Ann Lee"),),
    "Ann Lee",
    {"epistemic": "true-certain"},
)
MARKS = [
    judged("Ann Lee", "PERSON"),
    judged("twelve", "CARDINAL", "added"),
    judged("Bo Ray", "PERSON"),
    judged("Monday", "DATE"),
    judged("Acme Corp", "ORG", "rejected"),
    judged("Paris", "GPE", "open"),
    Mark(CLAIM, "accepted", Suggestion(CLAIM, "m@1", "ccomp", 0.8), "bea"),
]


def carry(new: str, marks: list[Mark] = MARKS) -> Carried:
    return carried(OLD, folded(incoming(OLD, marks, "a")), new)


def words(found: Carried, new: str) -> dict[str, str]:
    """What stands on the new text, and how; claims by their content."""
    cores = [
        (m, m.record.span if isinstance(m.record, Entity) else m.record.content[0])
        for m in found.marks
    ]
    return {span.text(new): mark.status for mark, span in cores}


def test_what_is_the_same_keeps_its_verdict_and_who_gave_it():
    new = "Corrected.\n\n" + OLD.text.replace("BAKU, 1 May", "BAKU, 2 May") + " The end."
    found = carry(new)
    assert (found.kept, found.review, found.gone) == (6, 0, ())
    assert words(found, new) == {
        "Ann Lee": "accepted",
        "twelve": "added",
        "Bo Ray": "accepted",
        "Monday": "accepted",
        "Acme Corp": "rejected",
        "Paris": "open",
        "that twelve people were hurt in Ganja": "accepted",
    }
    person = next(mark for mark in found.marks if mark.record.layer == "entity")
    assert (person.annotator, person.at, person.seen, person.blind) == (
        *("bea", "2024-05-01T10:00:00Z"),
        *(False, True),
    )
    assert person.suggestion is not None
    assert (person.suggestion.suggester, person.suggestion.score) == ("m@1", 0.9)
    claim = next(mark.record for mark in found.marks if isinstance(mark.record, Claim))
    assert claim.claimer == "Ann Lee"
    assert [span.text(new) for span in (*claim.source, claim.cue or Span(0, 0))] == [
        "President Ann Lee",
        "said",
    ]
    assert claim.attributes == {"epistemic": "true-certain"}


def test_what_changed_is_proposed_again_and_what_is_gone_is_told():
    new = OLD.text.replace("twelve people", "fourteen people").replace(" on Monday", "")
    found = carry(new)
    assert words(found, new) == {
        "Ann Lee": "accepted",
        "Bo Ray": "accepted",
        "Acme Corp": "rejected",
        "Paris": "open",
        "fourteen": "open",
        "that fourteen people were hurt in Ganja": "open",
    }
    proposals = [
        m.suggestion for m in found.marks if m.suggestion and m.suggestion.rule == "carried"
    ]
    assert {(one.suggester, one.score) for one in proposals} == {(f"carried@{OLD.id[:8]}", 0.5)}
    assert "was “twelve”" in {one.reason for one in proposals}
    assert found.gone == ("DATE “Monday”",)
    assert found.told() == (
        "3 decisions carried over, 2 to be reviewed because the words changed or moved. Gone with"
        " their words: DATE “Monday”."
    )


def test_what_moved_is_proposed_again_and_a_wrong_suggestion_is_not():
    first, second, third = OLD.text.split("\n\n")
    new = "\n\n".join([third, first, second])
    found = carry(new)
    moved = words(found, new)
    assert "Acme Corp" not in moved
    assert "Paris" not in moved
    assert moved["Ann Lee"] == "accepted"
    mark = judged("London", "GPE")
    (again,) = carry(new, [mark]).marks
    assert (again.status, again.record) == ("open", Entity(at("London", new), "GPE"))
    assert again.suggestion is not None
    assert again.suggestion.reason == "stood elsewhere"


def test_a_paragraph_that_moved_between_others_is_to_be_reviewed_all_of_it():
    first, second, third = OLD.text.split("\n\n")
    whole = Release("\n\n".join([first, second, third, "In Paris, Ann Lee said no more."]))
    new = "\n\n".join([second, first, third, "In Paris, Ann Lee said no more."])
    start = whole.text.index("Minister")
    place = Alignment(whole.text, new).place(Span(start, start + len("Minister Bo Ray")))
    assert place == Place(Span(0, len("Minister Bo Ray")), is_same=False)


def test_what_was_judged_goes_before_what_is_open_at_the_same_words():
    old, new = Release("Ann Lee won.\n\nThe club thanked Ann Lee for it."), "Ann Lee won."
    open_one, accepted = (
        Mark(record, status, Suggestion(record, "m@1", "ner", 0.9))
        for record, status in [
            (Entity(Span(0, 7), "PERSON"), "open"),
            (Entity(Span(31, 38), "PERSON"), "accepted"),
        ]
    )
    found = carried(old, folded(incoming(old, [open_one, accepted], "a")), new)
    (mark,) = found.marks
    assert (found.review, mark.suggestion and mark.suggestion.reason) == (1, "stood elsewhere")


def test_a_claim_that_lost_a_part_is_proposed_with_the_rest():
    new = OLD.text.replace("President Ann Lee said that t", "T")
    found = carry(new, [MARKS[-1]])
    (mark,) = found.marks
    assert isinstance(mark.record, Claim)
    assert mark.status == "open"
    assert (mark.record.cue, mark.record.source) == (None, ())


def test_lines_that_are_broken_anew_change_nothing():
    new = OLD.text.replace("said that twelve", "said\nthat  twelve").replace(
        "Ann Lee", "Ann\r\nLee"
    )
    found = carry(new)
    assert (found.kept, found.review, found.gone) == (6, 0, ())


def test_a_correction_of_a_suggestion_stays_one_where_all_of_it_is_there():
    suggestion = Suggestion(Entity(at("President Ann Lee"), "ORG"), "m@1", "ner", 0.9)
    mark = Mark(Entity(at("Ann Lee"), "PERSON"), "corrected", suggestion, "bea")
    (same,) = carry("New. " + OLD.text, [mark]).marks
    assert (same.status, same.suggestion and same.suggestion.record.label) == ("corrected", "ORG")  # type: ignore[union-attr]
    (alone,) = carry(OLD.text.replace("President Ann", "Minister Ann"), [mark]).marks
    assert (alone.status, alone.suggestion) == ("added", None)


def test_what_is_suggested_beside_stays_where_nothing_came_over():
    new = OLD.text.replace("twelve", "fourteen") + " Cy Fox left."
    fox = Suggestion(Entity(at("Cy Fox", new), "PERSON"), "m@2", "ner", 0.9)
    twice = Suggestion(Entity(at("Ann Lee", new), "ORG"), "m@2", "ner", 0.9)
    whole = with_marks(Release(new), carry(new), "b", [fox, twice])
    assert isinstance(whole, Incoming)
    stands = folded(whole)
    assert stands.state == "started"
    assert [i.record for i in stands.items.values() if i.suggestion == fox] == [fox.record]
    assert twice not in whole.suggestions


@settings(deadline=None, max_examples=150)
@given(data=st.data(), old=TEXTS, new=TEXTS)
def test_a_place_is_in_the_text_and_the_same_words_are_the_same(data, old, new):
    cut = data.draw(st.integers(0, len(old)))
    new = data.draw(st.sampled_from([new, old, old[:cut] + new + old[cut:], old[cut:] + old[:cut]]))
    span = data.draw(spans(old))
    place = Alignment(old, new).place(span)
    if place is not None:
        assert place.span.fits(len(new))
        if place.is_same:
            assert place.span.text(new).split() == span.text(old).split()
    if new == old and span.text(old).strip():
        assert place is not None
        assert (place.span, place.is_same) == (span, True)


def test_a_long_text_whose_lines_are_broken_anew_is_aligned_too():
    lines = [
        f"The minister of district {n} said that road {n} is open again." for n in range(3_000)
    ]
    old, new = "\n".join(lines), "  ".join(lines).replace("road 7 is", "road 7 was")
    alignment = Alignment(old, new)
    place = alignment.place(Span(len(old) - 30, len(old) - 20))
    assert place is not None
    assert place.is_same
    start = old.index("road 7 is")
    changed = alignment.place(Span(start, start + 9))
    assert changed is not None
    assert (changed.span.text(new), changed.is_same) == ("road 7 was", False)


@pytest.mark.parametrize("recent", [50_000, 1])
def test_versions_are_found_among_many_and_boilerplate_tells_nothing(monkeypatch, recent):
    monkeypatch.setattr("annotator.formats.kin._RECENT", recent)
    kin = Kin()
    footer = " The ministry publishes its releases in two languages, and keeps them for ten years."
    texts = [
        f"Release {n} of the day tells of event {n * 7}. It was held in hall {n}, as planned."
        f" The guests of day {n} left at {n} o'clock." + footer
        for n in range(3 * MOST_ALIKE)
    ]
    for number, text in enumerate(texts):
        kin.add(number, sketch(text))
    assert kin.alike(sketch(texts[17].replace("hall 17", "room 17")))[:1] == [17]
    assert kin.alike(sketch("Something else happened in the capital." + footer)) == []
