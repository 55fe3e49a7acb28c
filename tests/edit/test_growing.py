"""Growing and shrinking: text - keys - text, on structures written by hand and without any."""

from __future__ import annotations

import pytest
from desk import press, shown
from parsed import parse, parsed

from annotator.edit.growing import SINGLE, WHOLE

TITLE = "((The (Foreign Minister (Ann Lee)n)n)p said (that ((we)p won (the vote)p)c)c)s. It rained."
SAID = "The Foreign Minister Ann Lee | said | that we won the vote"


@pytest.fixture
def grown(desk):
    """Presses keys on a text whose one paragraph has a structure; what stands and is selected."""

    def grown(before: str, keys: str, structure: str = TITLE):
        session = desk.session(before)
        parse(session, parsed(structure, *([SAID] if structure == TITLE else [])))
        press(session, keys)
        return session

    return grown


TEXT = "The Foreign Minister Ann Lee said that we won the vote. It rained."


@pytest.mark.parametrize(
    ("caret", "keys", "marked"),
    [
        ("|Lee", "g", "<Ann Lee>"),
        ("|Lee", "g g", "<Foreign Minister Ann Lee>"),
        ("|Lee", "g g g", "<The Foreign Minister Ann Lee>"),
        ("|Lee", "g g g h", "<Foreign Minister Ann Lee>"),
        ("|Lee", "g g g h h", "<Ann Lee>"),
        ("|Lee", "g g g h h g", "<Foreign Minister Ann Lee>"),
        ("|vote", "g g g", "<that we won the vote>"),
        # the last one is the whole paragraph
        ("|vote", "g g g g g", f"<{TEXT}>"),
        ("|vote", "g g g g g g g g", f"<{TEXT}>"),
        ("|vote", "g g g g g g g g h", "<The Foreign Minister Ann Lee said that we won the vote>"),
        # what is marked grows, whoever marked it
        ("<we won>", "g", "<we won the vote>"),
        # the marking keys go on at its end
        ("|won", "g shift+left", "<we won the>"),
        # after another key shrinking goes down to the caret, which is at the end
        ("|we", "g g shift+right shift+left h", "<we won the vote>"),
        ("|we", "g g shift+right shift+left h h", "<the vote>"),
        ("<Foreign Minister Ann Lee>", "h", "<Ann Lee>"),
    ],
)
def test_a_mark_grows_and_shrinks_and_nothing_is_written(grown, caret, keys, marked):
    bare = caret.strip("|<>")
    session = grown(TEXT.replace(bare, caret, 1), keys)
    plain = marked.strip("<>")
    assert shown(session) == TEXT.replace(plain, marked, 1)
    assert session.project.last_step() == 0


@pytest.mark.parametrize("keys", ["g h", "g g h h", "g shift+right shift+left h h"])
def test_the_last_thing_to_shrink_to_is_the_token_under_the_caret(grown, keys):
    session = grown(TEXT.replace("Lee", "|Lee"), keys)
    assert session.selection.mark is None
    assert session.selection.caret.text(TEXT) == "Lee"
    session.press("h")
    assert "cannot shrink" in session.said.text


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("The Foreign Minister Ann *[Lee]PERSON?", "g", "The Foreign Minister *[Ann Lee]PERSON^"),
        ("The Foreign Minister Ann *[Lee]PERSON?", "g g", "The *[Foreign Minister Ann Lee]PERSON^"),
        # the article comes only with the noun phrase
        (
            "The Foreign Minister Ann *[Lee]PERSON?",
            "g g g",
            "*[The Foreign Minister Ann Lee]PERSON^",
        ),
        (
            "The Foreign Minister Ann *[Lee]PERSON?",
            "g g g g",
            "*[The Foreign Minister Ann Lee]PERSON^",
        ),
        (
            "The Foreign Minister Ann *[Lee]PERSON?",
            "g g g h h",
            "The Foreign Minister *[Ann Lee]PERSON^",
        ),
        (
            "The *[Foreign Minister Ann Lee]PERSON?",
            "h",
            "The Foreign Minister *[Ann Lee]PERSON^",
        ),
    ],
)
def test_an_entity_grows_through_its_title_to_the_noun_phrase(grown, before, keys, after):
    tail = " said that we won the vote. It rained."
    session = grown(before + tail, keys)
    assert shown(session) == after + tail, session.said


CLAIM = "[The Foreign Minister Ann Lee]SOURCE [said]CUE that *[we won]CLAIM? the vote. It rained."


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        ("g", CLAIM.replace("*[we won]CLAIM? the vote", "*[we won the vote]CLAIM^")),
        ("g g", CLAIM.replace("that *[we won]CLAIM? the vote", "*[that we won the vote]CLAIM^")),
        # no further: the cue stands there
        ("g g g", CLAIM.replace("that *[we won]CLAIM? the vote", "*[that we won the vote]CLAIM^")),
        # back as it was suggested, which is accepting it
        ("g h", CLAIM.replace("CLAIM?", "CLAIM+")),
        ("h", CLAIM.replace("*[we won]CLAIM?", "*[we]CLAIM^ won")),
        # the part that V selects
        (
            "v v h h",  # the name in it, by way of the title
            CLAIM.replace(
                "[The Foreign Minister Ann Lee]", "The Foreign Minister [Ann Lee]"
            ).replace("CLAIM?", "CLAIM^"),
        ),
    ],
)
def test_a_part_of_a_claim_grows_and_never_into_its_other_parts(grown, keys, after):
    session = grown(CLAIM, keys)
    assert shown(session) == after, session.said


def test_a_content_grows_around_a_part_that_it_holds_already(grown):
    before = "The Foreign Minister Ann Lee said that *[[we]SOURCE won]CLAIM? the vote. It rained."
    after = "The Foreign Minister Ann Lee said that *[[we]SOURCE won the vote]CLAIM^. It rained."
    assert shown(grown(before, "g")) == after


def test_each_key_on_an_item_is_one_step_that_can_be_undone(grown):
    before = "The Foreign Minister Ann *[Lee]PERSON? said that we won the vote. It rained."
    session = grown(before, "g g")
    assert session.project.last_step() == 2
    assert "Moved a boundary" in session.said.text
    press(session, "ctrl+z ctrl+z")
    assert shown(session) == before


def test_a_content_with_nothing_around_it_but_the_paragraph_cannot_grow(grown):
    session = grown("Ann said *[we won]CLAIM?.", "g", "Ann said we won.")
    press(session, "v g")
    assert session.said.text == "It cannot grow further here"


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("It rained. Ann |won it. All left.", "g", "It rained. <Ann won it>. All left."),
        ("It rained. Ann |won it. All left.", "g g", "<It rained. Ann won it. All left.>"),
        ("It rained. Ann |won it. All left.", "g g h", "It rained. <Ann won it>. All left."),
        ("It rained.\n\nAnn |won.\n\nAll left.", "g g g", "It rained.\n\n<Ann won.>\n\nAll left."),
        ("*[Ann]PERSON? won it.", "g", "*[Ann]PERSON? won it."),
    ],
)  # fmt: skip
def test_without_a_parse_text_grows_to_the_sentence_and_the_paragraph(check, before, keys, after):
    check(before, keys, after)


@pytest.mark.parametrize(
    ("key", "sentence"), [("g", WHOLE), ("h", SINGLE), ("c", "There is no text to make a claim of")]
)
def test_where_there_is_no_text_the_keys_for_it_say_so(desk, key, sentence):
    session = desk.session_without_run(" ")
    press(session, key)
    assert session.said.text == sentence
    assert session.selection.mark is None
    assert session.project.last_step() == 0
