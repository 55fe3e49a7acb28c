"""Reading without marks, judging without names."""

import pytest
from desk import press, shown

from annotator.edit.commands import COMMANDS
from annotator.edit.events import Copied
from annotator.formats.incoming import folded
from annotator.formats.own import to_line
from annotator.formats.own_reader import from_line
from annotator.model.records import Claim, Entity, Release, Suggestion
from annotator.model.scheme import Label
from annotator.model.spans import Span

BLIND = (
    "*[Ann Lee]PERSON+ of [Acme]ORG+ [said]CUE1 [Lee won]CLAIM1?. "
    "[Acme]ORG+ [denied]CUE2 [that Lee won]CLAIM2?."
)


def blind_session(desk, *written):
    """A session in blind mode, as the window begins one."""
    session = desk.session(*written)
    session.modes.begin(True)
    return session


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        # what decides only brings the highlights back, and decides with the next press
        ("m a", "*[Ann]PERSON? met [Bob]ORG?."),
        ("m a a", "[Ann]PERSON+ met *[Bob]ORG?."),
        ("m x", "*[Ann]PERSON? met [Bob]ORG?."),
        ("m ctrl+enter", "*[Ann]PERSON? met [Bob]ORG?."),
        ("m escape", "*[Ann]PERSON? met [Bob]ORG?."),
        # what chooses brings them back and chooses
        ("m tab", "[Ann]PERSON? met *[Bob]ORG?."),
        ("m shift+right", "[<Ann]PERSON? met> [Bob]ORG?."),
    ],
)
def test_deciding_waits_for_the_marks_and_choosing_brings_them(desk, keys, after):
    session = desk.session("*[Ann]PERSON? met [Bob]ORG?.")
    press(session, keys)
    assert not session.modes.marks_hidden
    assert shown(session) == after


def test_reading_keys_leave_the_marks_hidden(desk):
    session = desk.session("*[Ann]PERSON? met [Bob]ORG?.", "[Cid]PERSON? left.")
    press(session, "m pagedown ctrl+pagedown left ctrl+f c i enter f3 ctrl+c ctrl+=")
    assert session.modes.marks_hidden
    assert session.describe_selection() == "Highlights are hidden, so that you can read"
    press(session, "m")
    assert not session.modes.marks_hidden


def test_nothing_is_written_unseen(desk):
    session = desk.session("*[Ann]PERSON? met [Bob]ORG?.")
    session.modes.marks_hidden = True
    for command in (c.id for c in COMMANDS.values() if c.menu in ("Judge", "Claim", "Release")):
        session.modes.marks_hidden = True
        session.run(command)
        assert shown(session, "]") == "*[Ann]PERSON? met [Bob]ORG?.", command


@pytest.mark.parametrize(
    ("does", "after"),
    [
        (lambda session: session.click(8), "[Ann]PERSON? met *[Bob]ORG?."),
        (lambda session: session.drag(4, 10), "[Ann]PERSON? <met [Bob>]ORG?."),
    ],
    ids=["click", "drag"],
)
def test_the_mouse_brings_the_marks_back(desk, does, after):
    session = desk.session("*[Ann]PERSON? met [Bob]ORG?.")
    press(session, "m")
    does(session)
    assert shown(session) == after
    assert not session.modes.marks_hidden


def test_names_are_masked_only_while_an_open_claim_is_judged(desk):
    session = desk.session(BLIND)
    assert session.mask is None
    press(session, "b")
    assert session.mask is None
    press(session, "tab")
    assert session.words[:] == (
        "Person A of Organisation A said Person A won. Organisation A denied that Person A won."
    )
    press(session, "a")
    assert session.mask is not None  # the next claim is judged at once
    press(session, "x")
    assert session.mask is None
    press(session, "ctrl+z")
    assert session.mask is not None
    press(session, "b")
    assert session.mask is None


def test_names_stay_masked_until_all_values_of_a_claim_are_set(desk):
    session = desk.session(BLIND)
    press(session, "b tab e 2 k 1")
    assert session.mask is not None
    press(session, "alt+up")
    assert session.mask is None
    press(session, "alt+down")
    assert session.mask is None  # it is judged


def test_steps_say_what_was_decided_blind(desk):
    session = blind_session(desk, BLIND)
    press(session, "tab e 2 a x")
    claims = [i for i in session.fold.items.values() if i.record.layer == "claim"]
    assert [item.blind for item in claims] == [True, True]
    again = desk.again(session)
    assert [i.blind for i in again.fold.items.values() if i.record.layer == "claim"] == [True, True]
    assert not any(i.blind for i in again.fold.items.values() if i.record.layer == "entity")


@pytest.mark.parametrize(
    ("begins_blind", "keys", "is_blind"),
    [
        (True, "a", True),
        # entities are judged first, and again in between
        (True, "tab tab alt+up alt+down a", True),
        (True, "alt+up 1 tab a", True),
        # names were looked at on purpose, on the claim or before it
        (True, "b b a", False),
        (True, "alt+up b b tab a", False),
        (True, "b a", False),
        # or before blind mode was on
        (False, "b a", False),
        (False, "a", False),
        # opened anew
        (False, "b ctrl+pagedown ctrl+pageup a", True),
        (True, "b b ctrl+pagedown b ctrl+pageup b a", False),
        # the last decision counts
        (True, "e 2 b b k 1", False),
    ],
)
def test_a_claim_is_blind_if_blind_mode_was_on_since_the_release_was_opened(
    desk, begins_blind, keys, is_blind
):
    written = "[Ann]PERSON+ of [Acme]ORG+ [said]CUE *[Lee won]CLAIM?."
    session = desk.session(written, "[Cid]PERSON? left.")
    session.modes.begin(begins_blind)
    press(session, keys)
    claim = next(i for i in session.fold.items.values() if i.record.layer == "claim")
    assert claim.stands
    assert claim.blind == is_blind


def test_the_message_says_from_when_on_decisions_are_blind(desk):
    session = desk.session(BLIND)
    press(session, "b")
    assert session.said.text == (
        "Blind mode: names are masked while you judge a claim; "
        "decisions count as blind once the release is opened anew"
    )


def test_what_is_accepted_along_is_not_blind(desk):
    session = blind_session(desk, BLIND)
    press(session, "tab ctrl+enter")
    claims = [i for i in session.fold.items.values() if i.record.layer == "claim"]
    assert [(item.seen, item.blind) for item in claims] == [(True, True), (False, False)]


@pytest.mark.parametrize(
    ("written", "keys", "blind"),
    [
        # an entity that is marked while the claim is selected
        ("*[Lee won]CLAIM? in <[May]PERSON?>.", "3", ["May"]),
        ("*[Lee won]CLAIM? in <May>.", "1", ["May"]),
        # what was looked at before and is accepted along, not what was never looked at
        ("*[May]PERSON? [Bob]ORG? [Lee won]CLAIM?.", "t shift+a", ["May", "Lee won"]),
        ("*[May]PERSON? [Bob]ORG? [Lee won]CLAIM?.", "t ctrl+enter", ["May", "Lee won"]),
    ],
)
def test_whatever_was_seen_and_decided_while_names_were_masked_is_blind(desk, written, keys, blind):
    session = blind_session(desk, written)
    press(session, keys)
    items = sorted(session.fold.items.values(), key=lambda item: item.record.order())
    words = [next(iter(item.record.spans())).text(session.text) for item in items if item.blind]
    assert words == blind
    assert all(item.seen for item in items if item.blind)


def test_undo_takes_the_blindness_back_with_the_decision(desk):
    session = blind_session(desk, BLIND)
    press(session, "tab a ctrl+z")
    assert not any(item.blind for item in session.fold.items.values())


def test_blind_decisions_are_exported_and_read_again(desk):
    session = blind_session(desk, BLIND)
    press(session, "tab a x")
    line = to_line(session.release, session.fold)
    assert line["claims"][0]["blind"]
    assert line["rejected"]["claims"][0]["blind"]
    assert not line["entities"][0]["blind"]
    assert [i.blind for i in folded(from_line(line, "a line")).items.values()].count(True) == 2
    for item in (*line["claims"], *line["entities"], line["rejected"]["claims"][0]):
        del item["blind"]  # as older files are
    assert not any(i.blind for i in folded(from_line(line, "a line")).items.values())


def test_no_name_is_told_while_masked(desk):
    session = desk.session(BLIND.replace("*", ""))
    told = []
    session.listeners.append(told.append)
    press(session, "b tab p L e e enter")
    assert session.mask is not None
    press(session, "ctrl+c")
    press(session, "home shift+right ctrl+c")
    copied = [event.text for event in told if isinstance(event, Copied)]
    assert copied == ["Person A won", "Person A"]
    press(session, "shift+k 1 ctrl+z e 1 s")
    for word in ("Ann", "Lee", "Acme"):
        assert word not in session.said.text
        assert word not in session.describe_selection()
    assert session.title == "A release"


def test_claimers_are_offered_under_their_tags(desk):
    session = desk.session(BLIND)
    press(session, "b tab p")
    numbers = {choice.title: choice.keys for choice in session.prompt.choices}
    assert sorted(numbers) == ["AUTHOR", "IMPLICIT", "Organisation A", "Person A"]
    press(session, numbers["Person A"])
    item = session.fold.items[session.selection.item]
    assert item.record.claimer == "Ann Lee"
    assert session.said.text == "Set the claimer: Person A. Ctrl+Z undoes"


def test_claimers_are_numbered_without_gaps_where_some_are_left_out(desk):
    session = desk.session(BLIND)
    press(session, "tab p Z e d enter tab b p")  # Zed stands nowhere in the text
    keys = [choice.keys for choice in session.prompt.choices]
    assert len(keys) == 4
    assert keys == ["9", "1", "2", "0"]


def test_a_name_that_is_labelled_while_masked_is_masked_too(desk):
    session = desk.session("*[he won]CLAIM?. Bob left, and Bob came.")
    press(session, "b end home right right right 1")
    assert session.mask is None  # the entity is selected now
    press(session, "tab")
    assert session.words[:] == "he won. Person A left, and Person A came."
    press(session, "ctrl+z tab")
    assert session.words[:] == "he won. Bob left, and Bob came."


def test_a_name_stays_masked_when_its_entity_is_rejected(desk):
    session = desk.session("[Ann Lee]PERSON? said *[Lee won]CLAIM?.")
    press(session, "b alt+up x")
    assert session.fold.items["s1"].status == "rejected"
    press(session, "t")
    assert session.words[:] == "Person A said Person A won."


def test_a_note_is_offered_as_it_was_written(desk):
    session = desk.session("[Ann Lee]PERSON? said *[Lee won]CLAIM?.")
    press(session, "n L e e enter b")
    assert session.mask is not None
    press(session, "n")
    assert (session.prompt.title, session.prompt.text) == ("Note", "Lee")
    assert session.prompt.choices == ()


def test_the_mask_is_made_anew_only_for_other_names(desk):
    session = desk.session(BLIND.replace("*", ""), "*[Cid]PERSON+ [said]CUE [Cid won]CLAIM?.")
    press(session, "b tab")
    first = session.mask
    session.suggestions_came(session.release.id)
    assert session.mask is first
    press(session, "ctrl+pagedown tab")
    assert session.mask is not first
    assert session.words[:] == "Person A said Person A won."


def test_only_the_set_labels_are_masked(desk):
    session = desk.session(BLIND)
    session.modes.labels = ("ORG",)
    press(session, "b tab")
    assert session.words[0:23] == "Ann Lee of Organisation A said Le"


def test_modes_stay_in_the_next_release(desk):
    session = desk.session(BLIND, "*[Cid]PERSON+ [said]CUE [Cid won]CLAIM?.")
    press(session, "b m ctrl+pagedown")
    assert session.modes.marks_hidden
    assert session.modes.blind
    press(session, "tab")
    assert session.words[:] == "Person A said Person A won."


ANN_LEE = Suggestion(Entity(Span(13, 20), "PERSON"), "pen@1", "test", 0.9)
WE_WON = Suggestion(Claim((Span(0, 6),)), "pen@1", "test", 0.9)
BOTH = (WE_WON, ANN_LEE)


def titled(desk, title: str, *others: Release):
    """A session in blind mode on a release that is called so, in which a claim is selected."""
    session = desk.session("Bob left.")
    release = Release("We won, says Ann Lee.", title=title)
    session.project.add(release, BOTH)
    for other in others:
        session.project.add(other, BOTH)
    session.modes.begin(True)
    session.open(release.id)
    assert session.words[:] == "We won, says Person A."
    return session


def test_what_is_withdrawn_and_comes_back_is_named_without_the_name_that_its_title_is_cut_in(desk):
    session = titled(desk, "The story of the day: Ann Lee won again")
    press(session, "ctrl+shift+backspace")
    assert session.said.text == "Withdrew “The story of the day: Perso…”. Ctrl+Z brings it back"
    press(session, "ctrl+z")
    assert session.said.text == "Took back: withdrew “The story of the day: Perso…”"


@pytest.mark.parametrize("key", ["ctrl+shift+backspace", "ctrl+enter"])
def test_what_is_said_of_a_release_that_was_left_shows_no_name_that_is_masked_in_the_next(
    desk, key
):
    session = titled(desk, "Ann Lee won", Release("We won, says Ann Lee again.", title="Next"))
    press(session, "tab")
    assert session.mask is None
    press(session, key)
    assert session.title == "Next"
    assert "“Person A won”. Ctrl+Z" in session.said.text


def test_blind_mode_says_which_labels_of_the_project_are_not_masked(desk):
    session = desk.session("*[we won]CLAIM?.")
    session.project.add_labels(*(Label(name, "") for name in ("PARTY", "BILL", "POLICY", "RIVER")))
    session.modes.labels = ("PERSON", "PARTY")
    press(session, "b")
    assert session.said.text.endswith(
        ". Names labelled BILL, POLICY, RIVER are not masked;"
        " blind.labels in settings.toml masks them"
    )
    session.project.add_labels(Label("TOWN", ""))
    press(session, "b b")
    assert "Names labelled BILL, POLICY, RIVER and 1 more are not masked" in session.said.text
