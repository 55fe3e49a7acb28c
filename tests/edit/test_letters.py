"""Letters at the words: text - keys - text, where the keys are looked up at the words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk import press, shown
from hypothesis import given
from hypothesis import strategies as st

from annotator.edit.events import LettersShown
from annotator.edit.here import Here, ParagraphLines
from annotator.edit.lettering import TYPE_LAST
from annotator.edit.letters import LETTERS, WORDS, letters_at_first, letters_at_last
from annotator.edit.moving import NO_HIGHLIGHT
from annotator.edit.places import Places
from annotator.model.fold import Fold
from annotator.model.paragraphs import paragraphs
from annotator.model.scheme import Scheme
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.tokens import token_at, tokens_in


def type_words(session, *words: str) -> None:
    """Type the letters that stand at these words."""
    for word in words:
        lettered = session.lettering.shown
        letters = next(k for k, s in lettered.words.items() if s.text(session.text) == word)
        press(session, " ".join(letters))


@pytest.mark.parametrize(
    ("before", "words", "keys", "after"),
    [
        # a first word, a last word, a label
        ("|We saw the red cross in Oslo.", ["red", "cross"], "2",
         "We saw the *[|red cross]ORG! in Oslo."),
        # one word twice, or one word and done
        ("|We saw the red cross in Oslo.", ["red", "red"], "", "We saw the <|red> cross in Oslo."),
        ("|We saw the red cross in Oslo.", ["red"], "enter", "We saw the <|red> cross in Oslo."),
        ("|We saw the red cross in Oslo.", ["red"], "2", "We saw the *[|red]ORG! cross in Oslo."),
        # a name is marked to its end at once
        ("|We saw Ann Lee in Oslo.", ["Ann"], "1", "We saw *[|Ann Lee]PERSON! in Oslo."),
        ("|We saw Ann Lee in Oslo.", ["Ann", "Ann"], "1", "We saw *[|Ann]PERSON! Lee in Oslo."),
        # what is marked may be stretched, and may stand before the caret
        ("We saw the red cross |in Oslo.", ["the", "cross"], "shift+right",
         "We saw <the red cross |in> Oslo."),
        # a claim stays in hand for its parts
        ("Ann and Bob told us that *[we won]CLAIM?.", ["told", "told"], "q",
         "Ann and Bob [|told]CUE us that *[we won]CLAIM^."),
        # Escape gets out with what was selected before, a command key does what it does
        ("*[Ann]PERSON? saw Bob.", ["saw"], "escape", "*[Ann]PERSON? saw Bob."),
        ("*[Ann]PERSON? saw Bob.", [], "escape", "*[Ann]PERSON? saw Bob."),
        ("*[Ann]PERSON? saw Bob.", [], "delete", "Ann saw Bob."),
        ("*[Ann]PERSON? saw Bob.", [], "shift+right", "[<Ann]PERSON? |saw> Bob."),
        # a letter is taken back, then the word
        ("|We saw the red cross.", ["red"], "backspace", "|We saw the red cross."),
        ("|We saw the red cross.", ["red"], "backspace backspace x", "|We saw the red cross."),
    ],
)  # fmt: skip
def test_two_words_mark_what_is_between(desk, before, words, keys, after):
    session = desk.session(before)
    press(session, "f")
    type_words(session, *words)
    press(session, keys)
    assert shown(session, after) == after, session.said


def test_nothing_is_written_before_a_label(desk):
    session = desk.session("|We saw Ann.")
    heard = []
    session.listeners.append(heard.append)
    press(session, "f")
    type_words(session, "Ann")
    assert session.project.last_step() == 0
    press(session, "1")
    assert session.project.last_step() == 1
    shows = [event.letters for event in heard if isinstance(event, LettersShown)]
    assert shows[0].first is None
    assert shows[1].first is not None
    assert shows[-1] is None


def test_one_of_two_letters_is_taken_back(desk):
    session = desk.session("|" + " ".join(f"word{n}" for n in range(40)))
    press(session, "f")
    before = session.lettering.shown
    first = next(letters for letters in before.words if len(letters) == 2)[0]
    press(session, first)
    assert session.lettering.shown.typed == first
    press(session, "backspace")
    assert session.lettering.shown == before


def test_at_the_last_word_its_letters_are_asked_for_until_they_are_whole(desk):
    session = desk.session("|" + " ".join(f"word{n}" for n in range(40)))
    press(session, "f")
    type_words(session, "word1")
    assert session.said.text == TYPE_LAST
    press(session, next(letters for letters in session.lettering.shown.words if letters[1:])[0])
    assert session.said.text == TYPE_LAST


def test_space_at_a_word_in_no_highlight_says_so(desk):
    session = desk.session("|We saw [Ann]PERSON? and Bob.")
    press(session, "f")
    type_words(session, "Bob")
    press(session, "space")
    assert session.lettering.shown is None
    assert session.said.text == NO_HIGHLIGHT


def test_letters_that_no_word_has_are_told_and_the_others_stay(desk):
    session = desk.session("|We saw Ann.")
    press(session, "f z")
    assert session.said.text == "No word has the letters “Z”"
    assert session.lettering.shown is not None
    type_words(session, "Ann")
    assert session.selection.mark.text(session.text) == "Ann"


@pytest.mark.parametrize(
    ("keys", "words", "more"),
    [
        ("f", ["red"], "enter"),
        ("f", ["red", "cross"], ""),
        ("f", [], "escape"),
        ("f z", [], "escape"),
        ("f", [], "shift+right"),
    ],
)
def test_what_to_type_is_told_no_longer_than_the_letters_are_there(desk, keys, words, more):
    session = desk.session("|We saw the red cross in Oslo.")
    press(session, keys)
    assert session.said.text
    type_words(session, *words)
    press(session, more)
    assert session.lettering.shown is None
    assert session.said.text == ""


def test_what_came_of_a_label_at_the_letters_is_told(desk):
    session = desk.session("|We saw the red cross in Oslo.")
    press(session, "f")
    type_words(session, "red")
    press(session, "2")
    assert session.said.text.startswith("Added ORG “red”")


def test_a_click_or_a_question_takes_the_letters_away(desk):
    session = desk.session("|We saw Ann.")
    press(session, "f")
    session.click(3)
    assert session.lettering.shown is None
    press(session, "f ctrl+f")
    assert session.lettering.shown is None
    assert session.prompt is not None


def test_a_release_without_words_says_so(desk):
    session = desk.session("|...")
    press(session, "f")
    assert session.said.text == "There is no word here"


def test_the_nearest_names_in_no_highlight_have_one_letter(desk):
    session = desk.session("|so " + "we and they " * 300 + "[Ann]PERSON? and Max Moor left")
    session.select(Selection(session.here.token(session.text.index("Max") - 400)))
    press(session, "f")
    lettered = session.lettering.shown
    short = {s.text(session.text) for k, s in lettered.words.items() if len(k) == 1}
    assert "Max" in short
    assert "Ann" not in short


def _here(text: str, caret: Span) -> Here:
    found = paragraphs(text)
    fold = Fold()
    return Here(text, found, fold, Places(fold), Selection(caret), Scheme(), ParagraphLines(found))


@given(st.lists(st.sampled_from(["the", "Ann", ".", "of\n\n", "3", "it's", "é\u0301", "🙂"])),
       st.data())  # fmt: skip
def test_letters_are_one_or_two_begin_differently_and_name_words(words, data):
    text = " ".join(words * 12)
    tokens = tokens_in(text, Span(0, len(text)))
    if not tokens:
        return
    here = _here(text, data.draw(st.sampled_from(tokens)))
    lettered = letters_at_first(here)
    spans = list(lettered.words.values())
    assert len(spans) == len({*spans}) <= WORDS
    assert {*spans} <= {*tokens}
    for letters in lettered.words:
        assert 1 <= len(letters) <= 2
        assert {*letters} <= {*LETTERS}
        assert letters[0] not in lettered.words or len(letters) == 1
    if here.selection.caret in spans:
        last = letters_at_last(here, here.selection.caret)
        paragraph = here.paragraph(here.selection.caret.start)
        assert all(paragraph.contains(span) for span in last.words.values())
        assert here.selection.caret in last.words.values()


@pytest.mark.parametrize("count", [1, 26, 27, 300, 426, 1000])
def test_all_words_up_to_the_most_have_letters(count):
    text = " ".join(f"w{n}" for n in range(count))
    lettered = letters_at_first(_here(text, token_at(text, len(text) // 2)))
    assert len(lettered.words) == min(count, WORDS)
    assert lettered.letters_of(Span(0, 2)) is not None or count > WORDS
    typed = lettered.then(LETTERS[-1])
    assert typed is None or replace(lettered, typed=LETTERS[-1]).fitting()
