"""Which words are masked: every occurrence of a name, and nothing outside the text."""

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.fold import Item
from annotator.model.masking import HIDDEN, Mask
from annotator.model.name_tags import Name, Names
from annotator.model.records import AUTHOR, Entity, Suggestion
from annotator.model.spans import Span


def mask(text: str, **names: str) -> Mask:
    """The mask of a text where the first place of each of these names is labelled."""
    return Mask(text, [item(text, name, label) for name, label in named(names)])


def named(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(words, label) for label, many in names.items() for words in many.split("|")]


def item(text: str, words: str, label: str) -> Item:
    start = text.index(words)
    return Item(f"s{start}", Entity(Span(start, start + len(words)), label), "open")


@pytest.mark.parametrize(
    ("text", "names", "read"),
    [
        # repeated strings, surnames and first names alone, capitals
        ("Ilham Aliyev spoke. Ilham Aliyev left; Aliyev's car, ALIYEV and Ilham followed.",
         {"PERSON": "Ilham Aliyev"},
         "Person A spoke. Person A left; Person A's car, Person A and Person A followed."),
        # short names in capitals, either way
        ("KIM JONG UN met Ann Lee. LEE left; Ann LEE and ANN LEE came with Kim.",
         {"PERSON": "KIM JONG UN|Ann Lee"},
         "Person A met Person B. Person B left; Person B and Person B came with Person A."),
        ("MR LEE met Mr Kim. Mr May and MR OH left.", {"PERSON": "MR LEE"},
         "Person A met Mr Kim. Mr May and MR OH left."),
        ("Lee left the US with IT staff of LEE Ltd.", {"PERSON": "Lee"},
         "Person A left the US with IT staff of Person A Ltd."),
        # one person under two entities has one tag, another one another
        ("Ilham Aliyev met Ann Lee. Aliyev left.", {"PERSON": "Ilham Aliyev|Ann Lee"},
         "Person A met Person B. Person A left."),
        # a title names nobody
        ("President Ann Lee met a President. Lee left.", {"PERSON": "President Ann Lee"},
         "Person A met a President. Person A left."),
        # peoples and their countries, either way
        ("Armenia said that Armenians and Armenian banks ...", {"GPE": "Armenia"},
         "Place A said that Place A and Place A banks ..."),
        ("Azerbaijani banks left Azerbaijan.", {"NORP": "Azerbaijani"},
         "Group A banks left Group A."),
        # what names none by itself is read
        ("The Republic of Armenia is a Republic. Armenia won.", {"GPE": "The Republic of Armenia"},
         "Place A is a Republic. Place A won."),
        # initials
        ("The United States and the U.S. and the US told us.", {"GPE": "The United States"},
         "Place A and the Place A. and the Place A told us."),
        ("World Health Organization: the WHO knows who.", {"ORG": "World Health Organization"},
         "Organisation A: the Organisation A knows who."),
        ("Acme Oil Ltd left. Acme Oil stayed.", {"ORG": "Acme Oil Ltd"},
         "Organisation A left. Organisation A stayed."),
        # the same name at the start of a sentence and in capitals, labelled there or not
        ("He fled al-Qaida. Al-Qaida left. AL-QAIDA won; al-Qaida's men and the al-Qaida lost.",
         {"ORG": "al-Qaida|Al-Qaida"},
         "He fled Organisation A. Organisation A left. Organisation A won; "
         "Organisation A's men and the Organisation A lost."),
        ("Al-Qaida left al-Qaida and al Dhafra.", {"ORG": "Al-Qaida"},
         "Organisation A left Organisation A and al Dhafra."),
        ("In iPrint or IPrint we trust: IPRINT.", {"ORG": "iPrint|IPRINT"},
         "In Organisation A or Organisation A we trust: Organisation A."),
        # with an article or "our" and without, also where the place is labelled with it
        ("The Acme Bank and its Acme Bank, our Acme Bank, Acme Bank's safe.",
         {"ORG": "The Acme Bank|its Acme Bank|our Acme Bank|Acme Bank's"},
         "Organisation A and Organisation A, Organisation A, Organisation A safe."),
        # a common word is none for its letters
        ("May left. We may stay, and target Target.", {"PERSON": "May", "ORG": "Target"},
         "Person A left. We may stay, and target Organisation A."),
        # over a hard wrap, and where there are no spaces
        ("Ann Lee left. Ann\n   Lee came.", {"PERSON": "Ann Lee"}, "Person A left. Person A came."),
        ("習近平は東京で習近平と", {"PERSON": "習近平"}, "Person Aは東京でPerson Aと"),
        # part of another word is another word
        ("Ann met Anna.", {"PERSON": "Ann"}, "Person A met Anna."),
        # other labels are no names
        ("Ann won on Monday.", {"DATE": "Monday", "PERSON": "Ann"}, "Person A won on Monday."),
    ],
)  # fmt: skip
def test_names_are_masked_wherever_they_stand(text, names, read):
    assert mask(text, **names)[:] == read


def test_a_name_that_a_piece_cuts_is_masked_whole():
    text = "He said that Ilham Aliyev won."
    assert mask(text, PERSON="Ilham Aliyev")[3:19] == "said that Person A"


def test_rejected_suggestions_stay_masked():
    text = "Ann Lee met Bob."
    entity = Entity(Span(0, 7), "PERSON")
    suggested = Item("s0", entity, "open", Suggestion(entity, "pen@1", "written", 0.9))
    found = Mask(text, [suggested])
    found.update(["s0"], {"s0": replace(suggested, status="rejected")})
    assert found[:] == "Person A met Bob."
    assert found.version == 0


def test_additions_that_are_taken_back_are_read_again_and_tags_stay():
    text = "Ann met Bob. Ann left."
    first, second = item(text, "Ann", "PERSON"), item(text, "Bob", "PERSON")
    known = {"s0": first, "s8": second}
    found = Mask(text, known.values())
    rejected = Item("s0", first.record, "rejected")
    found.update(["s0"], {**known, "s0": rejected})
    assert found[:] == "Ann met Person B. Ann left."
    found.update(["s0"], known)
    assert found[:] == "Person A met Person B. Person A left."
    assert found.version == 2


def test_relabelled_names_get_the_tag_of_their_label():
    text = "Ann met Bob."
    found = Mask(text, [item(text, "Ann", "PERSON")])
    found.update(["s0"], {"s0": item(text, "Ann", "ORG")})
    assert found[:] == "Organisation A met Bob."


@pytest.mark.parametrize(
    ("claimer", "read"),
    [
        ("Ann Lee", "Person A"),
        ("Minister Lee", "Minister Person A"),
        ("Boris Novak", HIDDEN),
        ("the spokesman", "the spokesman"),
        (AUTHOR, AUTHOR),
    ],
)
def test_a_claimer_is_masked_even_if_the_release_has_no_such_name(claimer, read):
    assert mask("Ann Lee spoke.", PERSON="Ann Lee").claimer(claimer) == read


WORDS = st.text("abAB .'’\n-é\u0301習🇦🇿1_", min_size=1, max_size=30)


@st.composite
def texts_and_names(draw: st.DrawFn) -> tuple[str, list[Item]]:
    text = draw(WORDS)
    items = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        span = Span(start, draw(st.integers(start + 1, len(text))))
        label = draw(st.sampled_from(["PERSON", "GPE", "NORP", "ORG", "DATE"]))
        items.append(Item(f"s{number}", Entity(span, label), "open"))
    return text, items


def test_a_name_in_many_places_is_learned_once(monkeypatch):
    learned = []
    learn = Names.learn
    monkeypatch.setattr(Names, "learn", lambda *call: (learned.append(call[1:]), learn(*call)))
    places = [Entity(Span(at, at + 3), "PERSON") for at in range(0, 32, 8)]
    found = Mask("Ann Bob " * 4, [Item(f"s{n}", place, "open") for n, place in enumerate(places)])
    assert learned == [(Name("Ann", "PERSON"), 4)]
    found.update(["s0", "s1", "s2"], {})
    assert found[:8] == "Person A Bob "
    found.update(["s3"], {})
    assert found[:8] == "Ann Bob "


def test_a_mask_knows_what_it_is_of():
    text = "Ann met Bob on Monday."
    ann, bob, day = (
        item(text, *n) for n in (("Ann", "PERSON"), ("Bob", "ORG"), ("Monday", "DATE"))
    )
    found = Mask(text, [ann, bob, day])
    assert found.is_of(text, [bob, ann])  # a date is no name
    assert found.is_of(text, [replace(ann, status="accepted"), bob, day])
    assert not found.is_of(text, [ann, day])
    assert not found.is_of(text.replace("Bob", "Eve"), [ann, bob, day])
    found.update([bob.id], {})
    assert found.is_of(text, [ann])


@given(texts_and_names())
def test_every_name_is_masked_everywhere_and_nothing_outside_the_text(given_names):
    text, items = given_names
    found = [masked.span for masked in Mask(text, items).spans(Span(0, len(text)))]
    assert all(span.fits(len(text)) for span in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    for entity in (item.record for item in items if item.record.label != "DATE"):
        assert any(span.contains(entity.span) for span in found)
        words = re.escape(entity.span.text(text))
        for place in re.finditer(rf"(?<![\w\u0301])(?={words}(?![\w\u0301]))\w", text):
            assert any(span.covers(place.start()) for span in found)


@given(texts_and_names(), st.data())
def test_a_piece_is_masked_as_the_whole_is(given_names, data):
    text, items = given_names
    found = Mask(text, items)
    start = data.draw(st.integers(0, len(text) - 1))
    piece = Span(start, data.draw(st.integers(start + 1, len(text))))
    whole = [m for m in found.spans(Span(0, len(text))) if m.span.overlaps(piece)]
    assert found.spans(piece) == whole


@given(texts_and_names(), st.data())
def test_names_that_come_and_go_leave_the_mask_of_what_stands(given_names, data):
    text, items = given_names
    found = Mask(text, items)
    known = {item.id: item for item in items}
    for name in data.draw(st.lists(st.sampled_from(sorted(known)), max_size=6)) if known else ():
        status = data.draw(st.sampled_from(["open", "rejected", "accepted"]))
        known[name] = Item(name, known[name].record, status)
        found.update([name], known)
    again = Mask(text, known.values()).spans(Span(0, len(text)))
    assert [m.span for m in found.spans(Span(0, len(text)))] == [m.span for m in again]
