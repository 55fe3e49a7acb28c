"""Accept, reject, relabel, move boundaries, finish: text - keys - text."""

from __future__ import annotations

import pytest
from desk import press, shown
from parsed import Clock

from annotator.edit.acting import MANY
from annotator.edit.everywhere import in_one_go
from annotator.edit.keys import Binding, Keymap
from annotator.edit.waiting import BREATH
from annotator.model.records import Claim, Entity, Suggestion
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step

ANN = "[Ann]PERSON? of [Acme]ORG? left."


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("*[Ann]PERSON? of [Acme]ORG? left.", "a", "[Ann]PERSON+ of *[Acme]ORG? left."),
        ("*[Ann]PERSON? of [Acme]ORG? left.", "enter", "[Ann]PERSON+ of *[Acme]ORG? left."),
        ("*[Ann]PERSON? of [Acme]ORG? left.", "x", "[Ann]PERSON- of *[Acme]ORG? left."),
        ("*[Ann]PERSON? of [Acme]ORG? left.", "delete", "[Ann]PERSON- of *[Acme]ORG? left."),
        # the last one judged: nothing is selected any more
        ("[Ann]PERSON+ of *[Acme]ORG? left.", "a", "[Ann]PERSON+ of [Acme]ORG+ left."),
        # the one above is still open: round again
        ("[Ann]PERSON? of *[Acme]ORG? left.", "a", "*[Ann]PERSON? of [Acme]ORG+ left."),
        # accepting what stands already only goes on
        ("*[Ann]PERSON+ of [Acme]ORG? left.", "a", "[Ann]PERSON+ of *[Acme]ORG? left."),
        # an addition that is rejected is deleted
        ("*[Ann]PERSON! of [Acme]ORG? left.", "x", "Ann of *[Acme]ORG? left."),
        # what was rejected may still be accepted, or rejected anew without a second word
        ("*[Ann]PERSON- of [Acme]ORG? left.", "a", "[Ann]PERSON+ of *[Acme]ORG? left."),
        ("*[Ann]PERSON- of [Acme]ORG? left.", "x", "[Ann]PERSON- of *[Acme]ORG? left."),
        ("*[Ann]PERSON- of [Acme]ORG? left.", "1", "*[Ann]PERSON+ of [Acme]ORG? left."),
        ("*[Ann]PERSON- of [Acme]ORG? left.", "}", "*[Ann of]PERSON^ [Acme]ORG? left."),
        # what was accepted may still be rejected
        ("*[Ann]PERSON+ of [Acme]ORG? left.", "x", "[Ann]PERSON- of *[Acme]ORG? left."),
    ],
)
def test_accept_and_reject_go_on_to_the_next_open(check, before, keys, after):
    check(before, keys, after)


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        # on the way from highlight to highlight, and at the caret
        ("*[Ann]PERSON! of [Acme]ORG? left.", "x alt+up", "*[Ann]PERSON- of [Acme]ORG? left."),
        ("<Ann> left.", "1 x space", "*[Ann]PERSON- left."),
        ("<[Ann]PERSON? of Acme> left.", "2 x space", "*[[Ann]PERSON? of Acme]ORG- left."),
        # it comes back as it was, claims too, and is deleted again
        ("*[Ann]PERSON! of [Acme]ORG? left.", "x alt+up a", "[Ann]PERSON! of *[Acme]ORG? left."),
        ("She said *[they won]CLAIM!.", "x space a", "She said [they won]CLAIM!."),
        ("<Ann> left.", "1 x space a space x space", "*[Ann]PERSON- left."),
        ("<Ann> left.", "1 x space a ctrl+z", "*[Ann]PERSON- left."),
        # with its own label or another one
        ("<Ann> left.", "1 x space 1", "*[Ann]PERSON! left."),
        ("<Ann> left.", "1 x space 2", "*[Ann]ORG! left."),
        # labelled anew it is the same one, and never stands there twice
        ("<Ann> left.", "1 x 1 x space space", "*[Ann]PERSON- left."),
        ("<Ann> left.", "1 x 2 1 space space a", "[Ann]PERSON! left."),
    ],
)
def test_what_one_added_and_deleted_is_reached_and_brought_back(check, before, keys, after):
    check(before, keys, after)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("1 x", "Deleted PERSON “Ann”"),
        ("1 x space a", "Brought back PERSON “Ann”"),
        ("1 x space a ctrl+z", "Took back: brought back PERSON “Ann”"),
    ],
)
def test_the_message_says_that_an_addition_was_deleted_or_came_back(desk, keys, words):
    session = desk.session("<Ann> left.")
    press(session, keys)
    assert session.said.text.startswith(words)


def test_a_deleted_claim_stays_deleted_where_the_same_was_suggested_and_accepted(desk):
    session = desk.session_without_run("Ann said we won.")
    name, guess = session.release.id, {"claimer_basis": "guess"}
    claim = Claim((Span(9, 15),), Span(4, 8), (Span(0, 3),), "Ann", guess)
    for decision in (Decision("add", "a1", claim), Decision("reject", "a1")):
        session.project.record(name, Step("test", (decision,), session.selection))
    session.project.add_run(name, [Suggestion(claim, "pen@1", "written", 0.9)], seconds=0)
    session.open(name)
    for item in ("s1", "a1"):
        session.select_item(item)
        press(session, "a")
    assert [item.status for item in session.fold.items.values()] == ["accepted", "rejected"]


def test_what_was_deleted_says_so_and_counts_as_no_verdict(desk):
    session = desk.session("<Ann> left.")
    press(session, "1 x space")
    assert session.describe_selection() == "PERSON · deleted by ann"
    assert session.places.judged == 0


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("*[Ann]PERSON? left.", "2", "*[Ann]ORG^ left."),
        ("*[Ann]PERSON? left.", "1", "*[Ann]PERSON+ left."),
        # back to what was suggested is no correction
        ("*[Ann]PERSON? left.", "2 1", "*[Ann]PERSON+ left."),
        ("*[Ann]PERSON! left.", "3", "*[Ann]GPE! left."),
        ("*[Ann]PERSON? left.", "l o enter", "*[Ann]ORG^ left."),
        ("*[Ann]PERSON? left.", "l p r enter", "*[Ann]PRODUCT^ left."),
        ("*[Ann]PERSON? left.", "l down enter", "*[Ann]ORG^ left."),
        # the list starts on the present label
        ("*[Ann]ORG? left.", "l enter", "*[Ann]ORG+ left."),
        ("*[Ann]GPE? left.", "l up enter", "*[Ann]ORG^ left."),
        ("*[Ann]PERSON? left.", "l escape", "*[Ann]PERSON? left."),
        # labels that came with a file, which the scheme does not have, are offered behind its own
        ("*[Ann]SHIP? left.", "l enter", "*[Ann]SHIP+ left."),
        ("*[Ann]PERSON? of [Lee]SHIP? left.", "l s h enter", "*[Ann]SHIP^ of [Lee]SHIP? left."),
        ("*[Ann]PERSON? of [Lee]SHIP? left.", "l up enter", "*[Ann]SHIP^ of [Lee]SHIP? left."),
        ("*[Ann]PERSON? of [Lee]SHIP- left.", "l up enter", "*[Ann]SHIP^ of [Lee]SHIP- left."),
    ],
)
def test_a_label_key_relabels_what_is_selected(check, before, keys, after):
    check(before, keys, after)


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("<Ann Lee> left.", "1", "*[Ann Lee]PERSON! left."),
        ("|Ann Lee left.", "1", "*[Ann]PERSON! Lee left."),
        ("|Ann Lee left.", "shift+right 1", "*[Ann Lee]PERSON! left."),
        ("Ann |Lee left.", "shift+left l d a enter", "*[Ann Lee]DATE! left."),
        # a mark that is a highlight already relabels that one
        ("[<Ann>]PERSON? left.", "2", "*[Ann]ORG^ left."),
        # a mark wins over what is selected
        ("*[Ann]PERSON? <left>.", "7", "[Ann]PERSON? *[left]EVENT!."),
    ],
)
def test_a_label_key_labels_what_is_marked(check, before, keys, after):
    check(before, keys, after)


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("<[Ann]PERSON?> Lee left.", "1", "*[Ann]PERSON+ Lee left."),
        ("[<Ann]PERSON? Lee> left.", "1", "*[Ann Lee]PERSON^ left."),
        ("[Dr <Ann Lee>]PERSON? left.", "1", "Dr *[Ann Lee]PERSON^ left."),
        ("Dr [<Ann]PERSON? Lee> left.", "1 [", "*[Dr Ann Lee]PERSON^ left."),
        # another label over it is another entity, and so is one beside something judged
        ("[<Ann]PERSON? Lee> left.", "2", "*[[Ann]PERSON? Lee]ORG! left."),
        ("[<Ann]PERSON+ Lee> left.", "1", "*[[Ann]PERSON+ Lee]PERSON! left."),
        # which of two would be meant, nobody knows
        ("<[Ann]PERSON? and [Lee]PERSON?> left.", "1",
         "*[[Ann]PERSON? and [Lee]PERSON?]PERSON! left."),
    ],
)  # fmt: skip
def test_a_label_key_gives_an_open_entity_the_bounds_of_the_mark(check, before, keys, after):
    check(before, keys, after)


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("Dr *[Ann]PERSON? Lee left.", "}", "Dr *[Ann Lee]PERSON^ left."),
        ("Dr *[Ann]PERSON? Lee left.", "[", "*[|Dr Ann]PERSON^ Lee left."),
        ("*[Dr Ann]PERSON? Lee left.", "]", "Dr *[Ann]PERSON^ Lee left."),
        ("Dr *[Ann Lee]PERSON? left.", "{", "Dr *[Ann]PERSON^ Lee left."),
        ("Dr *[Ann]PERSON? Lee left.", "} {", "Dr *[Ann]PERSON+ Lee left."),
        ("*[Ann's]PERSON? cat", "{", "*[Ann]PERSON^'s cat"),
        ("*[Anna]PERSON? left", "alt+{", "*[Ann]PERSON^a left"),
        ("*[Ann]PERSON?a left", "alt+}", "*[Anna]PERSON^ left"),
        ("A*[nn]PERSON? left", "alt+[", "*[Ann]PERSON^ left"),
        ("*[Ann]PERSON? left", "alt+]", "A*[nn]PERSON^ left"),
        # from inside a token the next stop is the token's own end
        ("*[An]PERSON?na left", "}", "*[Anna]PERSON^ left"),
        ("Dr A*[nna]PERSON? left", "[", "Dr *[Anna]PERSON^ left"),
        # an accented letter and a family of emoji are one character each
        ("*[Ann]PERSON?é left", "alt+}", "*[Anné]PERSON^ left"),
        ("*[x]PERSON?👩‍👩‍👧 left", "alt+}", "*[x👩‍👩‍👧]PERSON^ left"),
        # never to nothing, never out of the text
        ("*[Ann]PERSON? left", "{", "*[Ann]PERSON? left"),
        ("*[Ann]PERSON? left", "[", "*[Ann]PERSON? left"),
        ("Go *[Ann]PERSON?", "}", "Go *[Ann]PERSON?"),
        ("*[A]PERSON?nn", "alt+{", "*[A]PERSON?nn"),
    ],
)
def test_brackets_move_a_boundary(check, before, keys, after):
    check(before, keys, after)


def test_the_list_of_labels_shows_the_key_of_each(desk):
    session = desk.session("*[Ann]PERSON? left.")
    session.press("l")
    keys = [choice.keys for choice in session.prompt.choices]
    assert keys[:2] == ["1", "2"]
    assert keys[9:11] == ["0", "Alt+1"]


@pytest.mark.parametrize(
    ("before", "keys", "words"),
    [
        ("[Red <Cross]ORG+ (RC>) left.", "2", "Added ORG “Cross (RC”, overlaps ORG “Red Cross”"),
        ("*[Ann]PERSON? [Lee]GPE? left.", "}", "“Ann Lee”, overlaps GPE “Lee”"),
        ("*[[Ann]PERSON? Lee]ORG? left.", "a", "“Ann Lee”, overlaps PERSON “Ann”"),
        # the one that is rejected is out of the way, and a claim never is in it
        ("[[<Ann>]PERSON- left]CLAIM?.", "2", "Added ORG “Ann”"),
        ("*[[Ann]PERSON? Lee]ORG? left.", "x", "Rejected ORG “Ann Lee”"),
    ],
)
def test_entities_may_overlap_and_the_message_says_so(desk, before, keys, words):
    session = desk.session(before)
    press(session, keys)
    assert session.said.text.endswith(f"{words}. Ctrl+Z undoes")


def test_finishing_accepts_what_is_left_and_opens_the_next_release(desk):
    session = desk.session("[Ann]PERSON? of [Acme]ORG?", "[Bob]PERSON?")
    first = session.release.id
    session.press("x")  # nothing is selected: says so, writes nothing
    session.press("ctrl+enter")
    assert session.text == "Bob"
    assert session.said.text == "Accepted the 2 left and finished “A release”. Ctrl+Z undoes"
    assert {i.status for i in session.project.fold(first).items.values()} == {"accepted"}
    assert session.project.fold(first).state == "finished"
    assert session.project.counts().finished == 1


def test_finishing_the_last_release_says_what_comes_next(desk):
    session = desk.session("[Ann]PERSON? left.")
    session.press("ctrl+enter")
    assert "export" in session.said.text
    assert session.fold.state == "finished"


def test_finishing_waits_for_suggestions_that_are_on_their_way(desk):
    session = desk.session_without_run("Ann left.")
    session.suggesting = True
    for keys in ("ctrl+enter", "1 ctrl+enter"):  # also when something was added by hand
        press(session, keys)
        assert session.fold.state != "finished"
        assert "still being made" in session.said.text
    session.project.add_run(session.release.id, [], seconds=0)
    session.suggestions_came(session.release.id)
    press(session, "ctrl+enter")
    assert session.fold.state == "finished"


@pytest.mark.parametrize("error", [None, "It is too long."])
def test_a_release_without_suggestions_is_finished_while_others_are_suggested_for(desk, error):
    session = desk.session_without_run("Ann left.")
    session.suggesting = True
    session.project.add_run(session.release.id, [], seconds=0, error=error)
    session.suggestions_came(session.release.id)
    press(session, "ctrl+enter")
    assert session.fold.state == "finished"


def test_a_finished_release_can_be_taken_up_again(desk):
    session = desk.session("[Ann]PERSON? left.")
    session.press("ctrl+enter")
    session.run("reopen")
    assert session.fold.state == "started"
    assert "Took this release up again" in session.said.text


def test_a_finished_release_may_be_mended_and_stays_finished(desk):
    session = desk.session("*[Ann]PERSON? left.")
    press(session, "ctrl+enter space 2")
    assert session.fold.state == "finished"
    assert session.said.text.endswith("the release stays finished. Ctrl+Z undoes")
    session.press("ctrl+shift+enter")
    assert session.fold.state == "started"


@pytest.mark.parametrize("key", ["a", "x", "[", "}"])
def test_keys_that_need_a_selection_say_so(desk, key):
    session = desk.session("[Ann]PERSON? left.")
    session.press(key)
    assert "Nothing is selected" in session.said.text
    assert session.project.last_step() == 0


@pytest.mark.parametrize("written", ["*[Ann won]CLAIM?.", "*[[Ann]PERSON? won]CLAIM?."])
def test_a_claim_gets_no_label_and_neither_does_its_first_word(desk, written):
    session = desk.session(written)
    press(session, "3")
    assert session.prompt is None
    assert session.said.text == "A claim has no label: mark a name in it first"
    assert session.project.last_step() == 0
    press(session, "right 3")
    assert "Added GPE “won”" in session.said.text


@pytest.mark.parametrize(
    ("before", "keys", "why"),
    [
        ("*[Ann]PERSON? left.", "n a x c", "Notes are written on claims: select one first"),
        ("*[Ann]PERSON? left.", "p a x", "Select a claim first"),
        ("*[Ann]PERSON? left.", "e 2", "Select a claim first"),
        ("*[Ann won]CLAIM?.", "l x r g", "A claim has no label: mark a name in it first"),
    ],
)
def test_what_is_typed_for_a_question_that_cannot_be_put_decides_nothing(desk, before, keys, why):
    session = desk.session(before)
    for end in ("enter", "escape"):
        press(session, keys)
        assert session.prompt.title.startswith(why)
        press(session, end)
        assert (session.prompt, session.project.last_step()) == (None, 0)
        assert shown(session) == before


def test_a_label_that_came_with_a_file_is_offered_as_such_and_the_scheme_stays_as_it_is(desk):
    session = desk.session("*[Ann]PERSON? of [Lee]SHIP? left.", "Nobody left.")
    scheme = session.project.scheme.names()
    press(session, "l")
    *known, ship = session.prompt.choices
    assert [choice.value for choice in known] == scheme
    assert (ship.value, ship.detail, ship.keys) == (
        "SHIP",
        "not in the scheme, occurs in this release",
        "",
    )
    press(session, "up enter ctrl+pagedown l")
    assert [choice.value for choice in session.prompt.choices] == scheme
    assert desk.again(session).project.scheme.names() == scheme


def test_a_label_that_is_a_number_is_not_offered_for_it_would_be_a_place_in_the_scheme(desk):
    session = desk.session("*[Ann]PERSON? left.")
    two = Suggestion(Entity(Span(4, 8), "2"), "pen@1", "written", 0.9)
    session.project.add_run(session.hand.name, [two], seconds=0)
    session.suggestions_came(session.hand.name)
    press(session, "l")
    assert "2" not in [choice.value for choice in session.prompt.choices]


def test_a_step_with_very_many_decisions_is_announced_and_then_written(desk):
    session, clock = desk.session("*[Ann]PERSON? " + "[Bob]PERSON? " * (MANY - 1)), Clock()
    session.use_clock(in_one_go, clock.later)
    press(session, "y ctrl+z")
    assert session.said.text == "Accepting 2,000…"
    assert session.project.last_step() == 0
    assert not session.fold.items[session.selection.item].stands
    clock.passes(BREATH)
    assert session.project.last_step() == 1
    assert session.said.text == "Taking it back…"
    clock.passes(BREATH)
    assert session.project.last_step() == 2
    assert session.said.text.startswith("Took back")
    press(session, "shift+a escape")
    clock.passes(BREATH)
    assert session.said.text == "Not done: accept all that are not doubtful"
    assert session.project.last_step() == 2


def test_only_what_takes_the_release_away_is_done_once_while_a_key_is_held(desk):
    session = desk.session("*[Ann]PERSON? left Oslo.")
    once = ["y", "ctrl+enter", "ctrl+shift+backspace"]

    def held(*keys: str, mode: str = "review") -> list[str]:
        return [key for key in keys if session.pressing.is_once(key, mode)]

    assert held(*once, "tab", "enter", "x", "ctrl+z", "right", "ctrl+pagedown") == once
    assert held(*once, mode="pane") == once
    assert held(*once, mode="search") == []
    press(session, "f")
    assert held("y") == []
    press(session, "escape ctrl+f")
    assert held(*once) == []


def test_a_key_that_finished_a_release_does_not_go_on_with_the_next_one_while_it_is_held(desk):
    session = desk.session("*[Ann]PERSON? left Oslo.", "[Bob]PERSON? stayed.")
    press(session, "right")
    assert session.pressing.goes_on("right", "review")
    press(session, "y")
    assert not session.pressing.goes_on("y", "review")


def test_a_chord_that_finishes_is_done_once_while_its_last_key_is_held(desk, keymap):
    own = Keymap({**keymap.modes, "review": {"g y": Binding("finish")}})
    session = desk.session("*[Ann]PERSON? left.", keymap=own)
    assert not session.pressing.is_once("y", "review")
    press(session, "g")
    assert session.pressing.is_once("y", "review")
