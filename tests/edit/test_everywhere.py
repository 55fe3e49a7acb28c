"""The same for all equal strings of the project: several releases - keys - several releases."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from desk import Desk, press, shown

from annotator.edit import everywhere
from annotator.edit.alike import Verdict
from annotator.edit.events import Opened, QueueChanged
from annotator.edit.everywhere import Search, in_one_go
from annotator.edit.outcomes import Say
from annotator.edit.session import Session
from annotator.model.errors import AnnotatorError
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.spans import Span
from annotator.store.errors import NotRecordedError

ANN = "*[Ann]PERSON+ met [Ann]PERSON?."


def stands(session: Session, *like: str) -> list[str]:
    """What stands in every release of the project, nothing selected; the one in hand stays so."""
    release, selection = session.release.id, session.selection
    found = []
    for row, written in zip(session.project.queue(), like, strict=True):
        session.open(row.release)
        found.append(shown(session, written).replace("*", ""))
    session.open(release)
    session.select(selection)
    return found


def titles(session: Session) -> list[tuple[str, str]]:
    return [(choice.title, choice.detail) for choice in session.prompt.choices]


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        # suggested alike, suggested otherwise, missed
        ([ANN, "[Ann]PERSON? left.", "[Ann]ORG? and Ann."], "+ enter",
         ["[Ann]PERSON+ met [Ann]PERSON+.", "[Ann]PERSON+ left.",
          "[Ann]PERSON^ and [Ann]PERSON!."]),
        # nothing is done without Enter
        ([ANN, "[Ann]PERSON? left."], "+ escape",
         ["[Ann]PERSON+ met [Ann]PERSON?.", "[Ann]PERSON? left."]),
        # a rejection too; another label does not contradict it
        (["*[Ann]PERSON- met.", "[Ann]PERSON? left.", "[Ann]ORG? and [Ann]ORG+ and [Ann]PERSON+."],
         "+ enter",
         ["[Ann]PERSON- met.", "[Ann]PERSON- left.", "[Ann]ORG? and [Ann]ORG+ and [Ann]PERSON+."]),
        # what is judged otherwise stays; other words, other case, words inside longer names too
        ([ANN, "[Ann]ORG+ left.", "[Ann]PERSON- Anna ann [Ann Co]ORG?.", "Ann\nleft."], "+ enter",
         ["[Ann]PERSON+ met [Ann]PERSON+.", "[Ann]ORG+ left.",
          "[Ann]PERSON- Anna ann [Ann Co]ORG?.", "[Ann]PERSON!\nleft."]),
        # white space for white space
        (["*[Ann Lee]PERSON+ met.", "Ann\n Lee left, Ann and Lee stayed."], "+ enter",
         ["[Ann Lee]PERSON+ met.", "[Ann\n Lee]PERSON! left, Ann and Lee stayed."]),
        # one undo, one redo
        ([ANN, "[Ann]PERSON? left.", "Ann stayed."], "+ enter ctrl+z",
         ["[Ann]PERSON+ met [Ann]PERSON?.", "[Ann]PERSON? left.", "Ann stayed."]),
        ([ANN, "[Ann]PERSON? left.", "Ann stayed."], "+ enter ctrl+z ctrl+shift+z",
         ["[Ann]PERSON+ met [Ann]PERSON+.", "[Ann]PERSON+ left.", "[Ann]PERSON! stayed."]),
    ],
)  # fmt: skip
def test_the_same_is_done_in_the_whole_project(desk: Desk, before, keys, after):
    session = desk.session(*before)
    press(session, keys)
    assert stands(session, *after) == after
    assert stands(desk.again(session), *after) == after


def test_where_nothing_stays_there_is_yes_and_no(desk):
    session = desk.session(ANN, "[Ann]PERSON? left.")
    press(session, "+")
    leave = ("Leave them as they are", "")
    assert titles(session) == [("Accept it in 2 places of 2 releases", "one undo for all"), leave]
    press(session, "n")
    assert session.said.text == "Nothing was done"
    assert shown(session) == ANN
    press(session, "+ y")
    assert shown(session) == "*[Ann]PERSON+ met [Ann]PERSON+."


def test_the_count_comes_first_and_what_stays_is_listed(desk):
    session = desk.session(
        ANN, "[Ann]PERSON? and Ann.", "[Ann]ORG+ left.", "[Ann Co]ORG? left.", "Bob left."
    )
    press(session, "+")
    assert session.prompt.title == (
        "PERSON “Ann” in the project; 1 judged otherwise stays; 1 overlaps an open suggestion"
    )
    assert titles(session) == [
        ("Accept it in 3 places of 2 releases", "one undo for all"),
        ("A release", "ORG “Ann”, accepted"),
        ("A release", "ORG “Ann Co”, open"),
    ]
    assert session.project.last_step() == 2
    press(session, "enter")
    assert session.said.text == (
        "Accepted PERSON “Ann” in 3 places of 2 releases; 1 judged otherwise stays;"
        " 1 overlaps an open suggestion. Ctrl+Z undoes"
    )
    assert session.project.last_step() == 4
    assert session.describe_selection().startswith("PERSON 90 %")


@pytest.mark.parametrize(("key", "verb"), [("a", "accepted"), ("x", "rejected")])
def test_the_message_names_what_was_decided_not_what_is_selected_next(desk, key, verb):
    session = desk.session("*[Ann]PERSON? met [Bob]ORG?.", "[Bob]ORG? and [Ann]PERSON?.")
    press(session, key)
    assert session.here.item.record == Entity(Span(8, 11), "ORG")
    press(session, "+ enter")
    told = f"{verb} PERSON “Ann” in 1 place of 1 release"
    assert session.said.text.lower().startswith(f"{told}.".lower())
    press(session, "ctrl+z")
    assert session.said.text == f"Took back: {told}"


def test_how_far_the_search_was_is_not_said_beside_the_question(desk, monkeypatch):
    session = desk.session(ANN, "[Ann]PERSON? left.")
    monkeypatch.setattr("annotator.edit.projectwide.head_start", lambda _: None)
    heard = []

    def telling(values, name, shown, done):
        for value in values:
            session.say(f"{name}: {shown(value)}")
            heard.append(session.said.text)
        done(None, None)

    session.use_clock(telling, None)
    press(session, "+")
    assert heard[-1] == "Looking for “Ann”: 2 of 2 releases"
    assert session.prompt is not None
    assert session.said.text == ""


def test_the_message_shows_no_name_that_is_masked(desk):
    session = desk.session("*[Ann]PERSON? said [we won]CLAIM?.", "[Ann]PERSON? left.")
    press(session, "b a + enter")
    told = "ccepted PERSON “Person A” in 1 place of 1 release"
    assert session.said.text.startswith(f"A{told}.")
    press(session, "ctrl+z")
    assert session.said.text == f"Took back: a{told}"


def test_what_stays_can_be_gone_to(desk):
    session = desk.session(ANN, "[Bob]ORG? met [Ann]ORG+.", "Ann [Ann]PERSON- left.")
    press(session, "+ down enter")
    assert shown(session) == "[Bob]ORG? met *[Ann]ORG+."
    assert session.project.last_step() == 3
    session.open(session.project.queue()[0].release)
    press(session, "alt+down + up enter")
    assert shown(session, "[]-") == "Ann *[Ann]PERSON- left."


def test_finished_releases_are_left_alone_and_listed(desk):
    session = desk.session(ANN, "[Bob]PERSON? left, Ann stayed.")
    other = session.project.queue()[1].release
    session.open(other)
    press(session, "ctrl+enter")
    session.open(session.project.queue()[0].release)
    press(session, "alt+up +")
    assert titles(session)[1:] == [("A release", "finished: 1 place left alone")]
    press(session, "enter")
    assert session.said.text == (
        "Accepted PERSON “Ann” in 1 place of 1 release; 1 finished release left alone."
        " Ctrl+Z undoes"
    )
    assert stands(session, "", "") == [
        "[Ann]PERSON+ met [Ann]PERSON+.",
        "[Bob]PERSON+ left, Ann stayed.",
    ]
    press(session, "+ enter")
    assert shown(session) == "[Bob]PERSON+ left, <Ann> stayed."


def test_the_finished_release_in_hand_is_its_persons_to_change(desk):
    session = desk.session("*[Ann]PERSON? met Ann.", "[Ann]PERSON? left.")
    press(session, "ctrl+enter ctrl+pageup alt+down + enter")
    assert shown(session) == "*[Ann]PERSON+ met [Ann]PERSON!."
    assert session.fold.state == "finished"
    press(session, "ctrl+z")
    assert shown(session) == "*[Ann]PERSON+ met Ann."
    assert session.fold.state == "finished"


def test_while_a_suggester_works_what_waits_for_it_is_left_to_it(desk):
    session = desk.session(ANN, "[Ann]PERSON? left.")
    waiting = Release("Ann stayed.", title="Waits")
    session.project.add(waiting)
    session.suggesting = True
    press(session, "+ enter")
    assert session.said.text == (
        "Accepted PERSON “Ann” in 2 places of 2 releases; 1 release still to be suggested for."
        " Ctrl+Z undoes"
    )
    assert session.project.waiting() == [waiting.id]
    assert session.project.steps(waiting.id) == []
    ann = Suggestion(Entity(Span(0, 3), "PERSON"), "pen@1", "test", 0.9)
    session.project.add_run(waiting.id, [ann], 0.1)
    press(session, "+ enter")
    assert session.project.fold(waiting.id).items["s4"].status == "accepted"


def test_where_no_suggester_works_it_is_added_and_kept_when_one_comes_after_all(desk):
    session = desk.session(ANN)
    waiting = Release("Ann stayed.", title="Waits")
    session.project.add(waiting)
    press(session, "+ enter")
    ann = Suggestion(Entity(Span(0, 3), "PERSON"), "pen@1", "test", 0.9)
    assert session.project.waiting() == [waiting.id]
    assert session.project.add_run(waiting.id, [ann], 0.1)
    statuses = [item.status for item in session.project.fold(waiting.id).items.values()]
    assert statuses == ["covered", "added"]


def test_what_nobody_looked_at_is_recorded_as_unseen(desk):
    session = desk.session("*[Ann]PERSON? met [Ann]PERSON? and [Ann]ORG? and Ann.", "[Ann]PERSON?.")
    press(session, "a alt+up + enter")
    other = session.project.queue()[1].release
    session = desk.again(session)
    assert [(i.status, i.seen) for i in session.fold.items.values()] == [
        ("accepted", True), ("accepted", True), ("corrected", False), ("added", False)
    ]  # fmt: skip
    assert [i.seen for i in session.project.fold(other).items.values()] == [False]
    press(session, "alt+up")
    assert session.describe_selection() == "PERSON · added by ann · added unseen"


def test_undo_from_another_release_turns_all_back_and_says_so(desk):
    session = desk.session(ANN, "[Ann]PERSON? left.", "[Bob]PERSON? and Ann.")
    press(session, "+ enter ctrl+pagedown")
    assert shown(session) == "[Ann]PERSON+ left."
    heard = []
    session.listeners.append(heard.append)
    press(session, "ctrl+z")
    assert session.said.text == "Took back: accepted PERSON “Ann” in 3 places of 3 releases"
    assert shown(session) == "*[Ann]PERSON+ met [Ann]PERSON?."
    assert QueueChanged(None) in heard
    assert stands(session, "", "", "")[1:] == ["[Ann]PERSON? left.", "[Bob]PERSON? and Ann."]
    counts = session.counts()
    assert (counts.open, counts.judged, counts.started, counts.new) == (3, 1, 1, 2)
    press(session, "ctrl+shift+z")
    assert session.said.text == "Did again: accepted PERSON “Ann” in 3 places of 3 releases"
    assert session.here.item.record == Entity(Span(0, 3), "PERSON")


def test_undo_leads_back_to_where_it_was_decided_also_when_only_others_changed(desk):
    session = desk.session("*[Ann]PERSON+ met.", "[Ann]PERSON? left.")
    press(session, "+ enter ctrl+pagedown ctrl+z")
    assert session.said.text == "Took back: accepted PERSON “Ann” in 1 place of 1 release"
    assert shown(session) == "*[Ann]PERSON+ met."


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("Ann *met.", "Decide on an entity first"),
        ("*[Ann]PERSON? met Ann.", "Decide on an entity first"),
        ("*[Ann]PERSON+ met Bob.", "No other “Ann” is left to judge in this project"),
        ("*[we won]CLAIM+.", "Decide on an entity first"),
    ],
)
def test_what_cannot_be_done_is_said(desk, before, sentence):
    session = desk.session(before, "Bob left.")
    press(session, "+")
    assert session.prompt is None
    assert session.said.text.startswith(sentence)


def test_where_all_is_judged_only_what_stays_is_listed(desk):
    session = desk.session("*[Ann]PERSON+ met.", "[Ann]ORG+ left.")
    press(session, "+")
    assert titles(session) == [("A release", "ORG “Ann”, accepted")]
    press(session, "enter")
    assert shown(session) == "*[Ann]ORG+ left."


def test_suggestions_that_come_while_the_question_stands_are_judged_as_they_are_then(desk):
    session = desk.session(ANN)
    waiting = Release("Ann stayed.", title="Waits")
    session.project.add(waiting)
    press(session, "+")
    ann = Suggestion(Entity(Span(0, 3), "ORG"), "pen@1", "test", 0.9)
    session.project.add_run(waiting.id, [ann], 0.1)
    press(session, "enter")
    (item,) = session.project.fold(waiting.id).items.values()
    assert (item.status, item.record) == ("corrected", Entity(Span(0, 3), "PERSON"))


def test_nothing_is_done_when_the_verdict_changed_while_the_question_stood(desk):
    session = desk.session(ANN, "[Ann]PERSON? left.")
    press(session, "+")
    asked = session.prompt
    session.run("reject")
    assert session.prompt is None, "a menu was used: the question is left"
    answer = asked.answer(session.here, asked.value())
    assert answer == Say("Something else was decided on “Ann” meanwhile: ask again")


def test_what_cannot_be_written_is_said_and_nothing_is_shown(desk, monkeypatch):
    session = desk.session(ANN, "[Ann]PERSON? left.")

    def broken(*_: object) -> None:
        raise NotRecordedError("The disk is full.")

    monkeypatch.setattr("annotator.store.history.write_act", broken)
    press(session, "+ enter")
    assert (session.said.text, session.said.tone) == ("The disk is full.", "error")
    assert session.project.last_step() == 1
    assert stands(session, "", "") == ["[Ann]PERSON+ met [Ann]PERSON?.", "[Ann]PERSON? left."]


def test_a_search_that_is_stopped_does_nothing(desk, monkeypatch):
    session = desk.session(ANN, "[Ann]PERSON? left.")
    monkeypatch.setattr("annotator.edit.everywhere._AT_ONCE_SECONDS", -1)
    monkeypatch.setattr("annotator.edit.everywhere._FIRST_SLICE", 1)
    session.use_clock(lambda _values, _name, _shown, done: done(None, None), None)
    press(session, "+")
    assert session.said.text == "Stopped looking after 1 of 2 releases; nothing was done"
    assert session.prompt is None


def test_what_goes_wrong_in_a_search_is_said(desk, monkeypatch):
    session = desk.session(ANN, "[Ann]PERSON? left.")
    monkeypatch.setattr("annotator.edit.everywhere._AT_ONCE_SECONDS", -1)
    monkeypatch.setattr("annotator.edit.everywhere._FIRST_SLICE", 1)
    session.use_clock(failed, None)
    press(session, "+")
    assert (session.said.text, session.said.tone) == ("The disk is full.", "error")
    assert session.prompt is None


def stopped(_values, _name, _shown, done):
    done(None, None)


def failed(_values, _name, _shown, done):
    done(None, AnnotatorError("The disk is full."))


def nothing_goes_quickly(monkeypatch):
    """From now on every release takes a slice of its own."""
    monkeypatch.setattr("annotator.edit.everywhere._AT_ONCE_SECONDS", -1)
    monkeypatch.setattr("annotator.store.readying._SLICE_SECONDS", -1)


def decided_meanwhile(session):
    """Work in slices between which the next open suggestion is rejected."""

    def slices(values, name, shown_, done):
        session.use_clock(in_one_go, None)
        press(session, "tab x")
        in_one_go(values, name, shown_, done)

    return slices


@pytest.mark.parametrize(
    ("slices", "sentence", "steps"),
    [
        (lambda _: stopped, "Stopped after 1 of 3 releases; nothing was written", 0),
        (lambda _: failed, "The disk is full.", 0),
        (decided_meanwhile, "Something else was decided meanwhile; nothing was written: ask", 1),
        (lambda _: in_one_go, "Accepted PERSON “Ann” in 3 places of 3 releases", 3),
    ],
)
def test_a_long_act_is_written_whole_or_not_at_all(desk, monkeypatch, slices, sentence, steps):
    session = desk.session(ANN + " [Bob]ORG?", "[Ann]PERSON? left.", "[Ann]PERSON? came.")
    press(session, "+")
    nothing_goes_quickly(monkeypatch)
    session.use_clock(slices(session), None)
    last = session.project.last_step()
    press(session, "enter")
    assert session.said.text.startswith(sentence)
    assert session.project.last_step() == last + steps


@pytest.fixture
def long_act(desk, monkeypatch):
    """A verdict that was applied to three releases; from now on nothing of it goes quickly."""
    session = desk.session(ANN + " [Bob]ORG?", "[Ann]PERSON? left.", "[Ann]PERSON? came.")
    press(session, "+ enter")
    nothing_goes_quickly(monkeypatch)
    return session


@pytest.mark.parametrize(
    ("slices", "sentence", "steps"),
    [
        (lambda _: stopped, "Stopped after 1 of 3 releases; nothing was taken back", 0),
        (decided_meanwhile, "Something else was decided meanwhile; nothing was written: ask", 1),
        (lambda _: in_one_go, "Took back: accepted PERSON “Ann” in 3 places of 3 releases", 3),
    ],
)
def test_a_long_act_is_taken_back_whole_or_not_at_all(long_act, slices, sentence, steps):
    session, last = long_act, long_act.project.last_step()
    session.use_clock(slices(session), None)
    press(session, "ctrl+z")
    assert session.said.text.startswith(sentence)
    assert session.project.last_step() == last + steps
    third = "[Ann]PERSON? came." if steps == 3 else "[Ann]PERSON+ came."
    assert stands(session, "", "", "")[2] == third


def test_a_long_act_that_was_taken_back_is_done_again_whole_or_not_at_all(long_act):
    session = long_act
    press(session, "ctrl+z")
    last = session.project.last_step()
    session.use_clock(stopped, None)
    press(session, "ctrl+y")
    assert session.said.text == "Stopped after 1 of 3 releases; nothing was done again"
    assert session.project.last_step() == last
    session.use_clock(in_one_go, None)
    press(session, "ctrl+y")
    assert session.said.text == "Did again: accepted PERSON “Ann” in 3 places of 3 releases"
    assert session.project.last_step() == last + 3


def test_how_far_an_act_is_counts_the_releases_in_which_something_is_decided(desk, monkeypatch):
    session = desk.session("*[Ann]PERSON+ met.", "[Ann]PERSON? left.", "[Ann]PERSON? came.")
    press(session, "+")
    assert titles(session)[0] == ("Accept it in 2 places of 2 releases", "one undo for all")
    nothing_goes_quickly(monkeypatch)
    for keys, did in (("enter", "written"), ("ctrl+z", "taken back"), ("ctrl+y", "done again")):
        session.use_clock(stopped, None)
        question = session.prompt
        press(session, keys)
        assert session.said.text == f"Stopped after 1 of 2 releases; nothing was {did}"
        session.use_clock(in_one_go, None)
        if question is not None:
            session.ask(question)
        press(session, keys)
        assert "in 2 places of 2 releases" in session.said.text


class Later:
    """Work in slices that is over when `end` is called, or what `__call__` gave back."""

    def __call__(self, values, _name, _shown, done):
        self.end = lambda: done([*values], None)
        return lambda: done(None, None)


@pytest.mark.parametrize(
    ("before", "keys", "shown_then"),
    [
        ("", "", "*[Ann]PERSON+ met [Ann]PERSON?. [Bob]ORG?"),
        ("", "tab", "[Ann]PERSON+ met [Ann]PERSON?. *[Bob]ORG?"),
        ("", "ctrl+pagedown", "[Ann]PERSON? left."),
        ("ctrl+pagedown", "ctrl+f", "[Ann]PERSON? left."),
    ],
)
def test_whoever_goes_on_during_a_long_undo_stays_there_and_sees_what_is_taken_back(
    long_act, before, keys, shown_then
):
    session, later = long_act, Later()
    press(session, before)
    session.use_clock(later, None)
    press(session, f"ctrl+z {keys}")
    release, prompt, page = session.release, session.prompt, []
    session.listeners.append(page.append)
    later.end()
    assert (session.release, session.prompt) == (release, prompt)
    assert Opened() not in page
    assert shown(session) == shown_then
    assert session.said.text == "Took back: accepted PERSON “Ann” in 3 places of 3 releases"


def test_undo_leads_back_from_another_release_also_when_it_takes_long(long_act):
    session, later = long_act, Later()
    press(session, "ctrl+pagedown")
    session.use_clock(later, None)
    press(session, "ctrl+z")
    assert shown(session) == "[Ann]PERSON+ left."
    later.end()
    assert shown(session) == "*[Ann]PERSON+ met [Ann]PERSON?. [Bob]ORG?"


@pytest.fixture
def applied(desk, monkeypatch):
    """A verdict that is just being applied to three releases, and the slices it is done in."""
    session, later = (
        desk.session(ANN + " [Bob]ORG?", "[Ann]PERSON? left.", "[Ann]PERSON?."),
        Later(),
    )
    press(session, "+")
    nothing_goes_quickly(monkeypatch)
    session.use_clock(later, None)
    press(session, "enter")
    return session, later


def test_undo_calls_a_verdict_off_while_it_is_being_applied(applied):
    session, _ = applied
    press(session, "ctrl+z")
    assert session.said.text == "Stopped after 1 of 3 releases; nothing was written"
    assert stands(session, "", "", "") == [
        "[Ann]PERSON+ met [Ann]PERSON?. [Bob]ORG?",
        "[Ann]PERSON? left.",
        "[Ann]PERSON?.",
    ]
    press(session, "ctrl+z")
    assert session.said.text == "Took back: accepted PERSON “Ann”"


def test_undo_takes_back_what_was_decided_while_a_verdict_is_applied(applied):
    session, later = applied
    press(session, "tab x ctrl+z")
    assert shown(session) == "[Ann]PERSON+ met *[Ann]PERSON?. [Bob]ORG?"
    later.end()
    assert session.said.text.startswith("Something else was decided meanwhile; nothing was written")


def test_redo_calls_an_undo_off_while_it_goes_on(long_act):
    session, last = long_act, long_act.project.last_step()
    session.use_clock(Later(), None)
    press(session, "ctrl+z ctrl+y")
    assert session.said.text == "Stopped after 1 of 3 releases; nothing was taken back"
    assert session.project.last_step() == last


def test_undo_is_undo_where_the_slices_of_a_verdict_were_refused(desk, monkeypatch):
    session = desk.session(ANN, "[Ann]PERSON? left.", "[Ann]PERSON? came.")
    press(session, "+")
    nothing_goes_quickly(monkeypatch)
    session.use_clock(lambda *_: None, None)
    press(session, "enter ctrl+z")
    assert session.said.text == "Took back: accepted PERSON “Ann”"


def test_whoever_goes_on_while_a_verdict_is_applied_is_told_of_it_there(desk, monkeypatch):
    session, later = desk.session(ANN, "[Ann]PERSON? left.", "[Ann]PERSON? came."), Later()
    press(session, "+")
    nothing_goes_quickly(monkeypatch)
    session.use_clock(later, None)
    press(session, "enter ctrl+pagedown")
    later.end()
    assert shown(session, "") == "*[Ann]PERSON+ left."
    told = "Accepted PERSON “Ann” in 3 places of 3 releases. Ctrl+Z undoes"
    assert session.said.text == told


@pytest.mark.parametrize("every", [1, 1_000])
def test_a_key_waits_for_no_more_than_a_slice_of_a_search(monkeypatch, every):
    """A look at so many rows takes 0.1 ms each, one into a release that holds the words 0.3 ms."""
    clock, total = [0.0], 20_000
    stops: list[float] = []

    def find(_words, after, count):
        clock[0] += 0.0001 * count
        return range(after, min(after + count, total), every)

    def look_into(*_):
        clock[0] += 0.0003

    monkeypatch.setattr(everywhere, "time", SimpleNamespace(perf_counter=lambda: clock[0]))
    monkeypatch.setattr(everywhere, "_look_into", look_into)
    verdict = Verdict(item=None, words="Ann", label="PERSON", stands=True)
    search = Search(verdict, "", ground=None, selection=NOTHING_SELECTED, total=total)
    for _ in everywhere.look_through(SimpleNamespace(holding=find), search, suggesting=False):
        stops.append(clock[0] - sum(stops))
    assert search.is_whole
    assert max(stops[1:]) < 0.02


def test_whoever_goes_on_during_a_long_search_is_not_asked(desk, monkeypatch):
    session = desk.session(ANN, "[Ann]PERSON? left.")
    monkeypatch.setattr("annotator.edit.everywhere._AT_ONCE_SECONDS", -1)
    monkeypatch.setattr("annotator.edit.everywhere._FIRST_SLICE", 1)
    ends = []

    def later(values, _name, _shown, done):
        ends.append(lambda: done([*values], None))

    session.use_clock(later, None)
    press(session, "+ tab")
    ends[0]()
    assert session.prompt is None
    assert session.said.text.startswith("The project is looked through, but you went on")


def test_repeat_never_means_the_whole_project(desk):
    session = desk.session("*[Ann]PERSON? met [Bob]ORG?.", "[Ann]PERSON? left.")
    press(session, "a alt+up + enter")
    press(session, ".")
    assert shown(session) == "[Ann]PERSON+ met [Bob]ORG+."
