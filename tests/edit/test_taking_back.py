"""A release is withdrawn, or all that an import brought, and comes back."""

from __future__ import annotations

import pytest
from desk import press, shown

from annotator.edit.events import Opened, QueueChanged
from annotator.model.plain import Incoming
from annotator.model.records import Release
from annotator.model.withdrawal import bring_back

WITHDRAW, TAKE_BACK = "ctrl+shift+backspace", "ctrl+shift+delete"
ANN, BOB, EVE = "*[Ann]PERSON? left.", "[Bob]PERSON? stayed.", "[Eve]PERSON? won."


def titles(session) -> list[str]:
    return [row.title for row in session.project.queue()]


def import_more(session, *names: str) -> list[str]:
    """Import releases called so; their ids."""
    found = [Release(f"{name} came in.", title=name) for name in names]
    session.project.add_all(map(Incoming, found))
    return [release.id for release in found]


def test_a_withdrawn_release_leaves_the_queue_and_the_next_one_is_opened(desk):
    session = desk.session(ANN, BOB)
    press(session, WITHDRAW)
    assert shown(session) == "*[Bob]PERSON? stayed."
    assert session.said.text == "Withdrew “A release”. Ctrl+Z brings it back"
    assert session.counts().releases == 1


def test_undo_brings_it_back_and_opens_it_with_what_was_selected(desk):
    session = desk.session("*[Ann]PERSON? of [Acme]ORG?.", BOB)
    press(session, f"tab {WITHDRAW} ctrl+z")
    assert shown(session) == "[Ann]PERSON? of *[Acme]ORG?."
    assert session.said.text == "Took back: withdrew “A release”"
    assert (session.fold.state, session.counts().new) == ("new", 2)
    press(session, "ctrl+shift+z")
    assert session.text == "Bob stayed."
    assert session.said.text == "Did again: withdrew “A release”"


def test_withdrawing_the_last_one_leaves_nothing_in_hand_until_undo(desk):
    session = desk.session(ANN)
    press(session, WITHDRAW)
    assert (session.release, session.counts().releases) == (None, 0)
    press(session, f"{WITHDRAW} a")
    assert session.project.last_step() == 1
    press(session, "ctrl+z")
    assert shown(session) == ANN


def test_where_all_others_are_finished_one_of_them_is_opened(desk):
    session = desk.session(ANN, BOB)
    press(session, f"ctrl+enter {WITHDRAW}")
    assert session.text == "Ann left."
    assert session.fold.state == "finished"


def test_a_release_with_decisions_is_asked_about_once(desk):
    session = desk.session("*[Ann]PERSON? of [Acme]ORG?.", BOB)
    press(session, f"a x {WITHDRAW}")
    assert session.prompt.title == "Withdraw this release, with 2 decisions in it?"
    press(session, "escape")
    assert (session.prompt, session.counts().releases) == (None, 2)
    press(session, f"{WITHDRAW} down enter")
    assert session.said.text == "The release stays in the queue"
    press(session, f"{WITHDRAW} enter")
    assert session.text == "Bob stayed."
    press(session, "ctrl+z")
    assert shown(session) == "[Ann]PERSON+ of Acme."


def test_it_is_still_withdrawn_after_a_restart_and_still_comes_back(desk):
    session = desk.session(ANN, BOB)
    press(session, WITHDRAW)
    session = desk.again(session)
    assert session.text == "Bob stayed."
    press(session, "ctrl+z")
    assert shown(session) == ANN


def test_the_decision_made_before_is_undone_after_it(desk):
    session = desk.session("*[Ann]PERSON? of [Acme]ORG?.", BOB)
    press(session, f"a {WITHDRAW} enter ctrl+z ctrl+z")
    assert shown(session) == "*[Ann]PERSON? of [Acme]ORG?."


@pytest.mark.parametrize("others", [[], [BOB]])
def test_what_is_done_again_in_a_release_that_is_out_again_is_told(desk, others):
    session = desk.session(ANN, *others)
    release, said = session.release, []
    press(session, WITHDRAW)
    session.project.add(release)
    session.open(release.id)
    press(session, "a ctrl+z ctrl+z")
    for key in ("ctrl+shift+z", "ctrl+shift+z", "ctrl+z", "ctrl+z"):
        press(session, key)
        said.append(session.said.text)
    assert said == [
        "Did again: withdrew “A release”",
        "Did again: accepted PERSON “Ann” in a release that is withdrawn",
        "Took back: accepted PERSON “Ann” in a release that is withdrawn",
        "Took back: withdrew “A release”",
    ]
    assert shown(session) == ANN


def test_what_the_last_import_brought_is_taken_back_in_one_act(desk):
    session = desk.session(ANN)
    import_more(session, "One", "Two", "Three")
    press(session, TAKE_BACK)
    assert session.prompt.title.startswith("Take back the import of 20")
    assert session.prompt.choices[0].title == "Withdraw 3 releases"
    press(session, "enter")
    assert session.said.text == "Withdrew 3 releases. Ctrl+Z brings them back"
    assert titles(session) == ["A release"]
    assert shown(session) == ANN
    press(session, "ctrl+z")
    assert titles(session) == ["A release", "One", "Two", "Three"]
    assert shown(session) == ANN
    press(session, "ctrl+shift+z")
    assert titles(session) == ["A release"]
    assert shown(session) == ANN


@pytest.mark.parametrize(
    ("key", "is_left"), [("y", False), ("enter", False), ("n", True), ("escape", True), ("w", None)]
)
def test_a_question_for_yes_or_no_takes_these_keys_and_nothing_can_be_typed(desk, key, is_left):
    session = desk.session("*[Ann]PERSON! met Bob.", "Nobody left.")
    press(session, "ctrl+shift+backspace")
    yes, no = session.prompt.choices
    assert [(yes.title, yes.keys), (no.title, no.keys)] == [
        ("Withdraw it", "Y"),
        ("Leave it in the queue", "N"),
    ]
    session.press(key)
    if is_left is None:
        assert session.prompt.text == ""
    else:
        assert session.prompt is None
        assert (len(titles(session)) == 2) is is_left


def test_the_page_stays_as_it_is_while_others_are_taken_back(desk):
    session = desk.session(ANN)
    import_more(session, "One", "Two")
    press(session, TAKE_BACK)
    heard = []
    session.listeners.append(heard.append)
    press(session, "enter")
    assert titles(session) == ["A release"]
    assert QueueChanged(None) in heard
    assert Opened() not in heard  # it would be scrolled to what is selected


def test_the_release_in_hand_is_put_down_when_it_is_taken_back_with_the_others(desk):
    session = desk.session(ANN)
    ids = import_more(session, "One", "Two")
    session.open(ids[1])
    press(session, f"right {TAKE_BACK} enter")
    assert shown(session) == ANN
    press(session, "ctrl+z")
    assert shown(session, "|") == "Two |came in."
    press(session, "ctrl+pageup ctrl+shift+z")
    assert shown(session) == ANN


def test_undo_opens_what_was_taken_back_where_nothing_is_in_hand(desk):
    session = desk.session_without_run("Ann left.")
    press(session, f"{TAKE_BACK} enter")
    assert session.release is None
    press(session, "ctrl+z")
    assert session.text == "Ann left."


@pytest.mark.parametrize("count", [1, 2])
def test_whoever_went_on_stays_there_when_what_was_taken_back_comes_back(desk, count):
    session = desk.session(ANN, BOB)
    import_more(session, *["One", "Two"][:count])
    press(session, f"{TAKE_BACK} enter ctrl+pagedown ctrl+z")
    assert len(titles(session)) == 2 + count
    assert shown(session) == "*[Bob]PERSON? stayed."


def test_what_somebody_has_decided_in_stays_and_is_counted(desk):
    session = desk.session(ANN)
    ids = import_more(session, "One", "Two", "Three")
    session.open(ids[1])
    press(session, f"1 {TAKE_BACK}")
    assert session.prompt.choices[0].detail == "undo brings them back; 1 with decisions stays"
    press(session, "enter")
    told = "Withdrew 2 releases; 1 with decisions stays. Ctrl+Z brings them back"
    assert session.said.text == told
    assert titles(session) == ["A release", "Two"]


def test_a_decision_that_was_undone_does_not_count(desk):
    session = desk.session(ANN)
    ids = import_more(session, "One")
    session.open(ids[0])
    press(session, f"1 ctrl+z {TAKE_BACK} enter")
    assert titles(session) == ["A release"]


def test_only_the_last_import_is_taken_back_also_after_a_restart(desk):
    session = desk.session(ANN)
    import_more(session, "One")
    import_more(session, "Two", "Three")
    session = desk.again(session)
    press(session, f"{TAKE_BACK} enter")
    assert titles(session) == ["A release", "One"]
    press(session, TAKE_BACK)
    assert session.said.text == "Nothing of the last import is in the queue"
    assert titles(session) == ["A release", "One"]


def test_where_everything_was_decided_in_nothing_is_asked(desk):
    session = desk.session("*[Ann]PERSON? left.")
    press(session, f"a {TAKE_BACK}")
    assert session.prompt is None
    assert session.said.text == "Somebody has decided in all that the last import brought: it stays"


def test_a_read_only_project_says_why_nothing_is_withdrawn(desk):
    session = desk.session(ANN, BOB)
    second = desk.beside(session)
    second.open_first()
    press(second, WITHDRAW)
    assert second.said.text.startswith("Nothing was written: ")
    press(second, TAKE_BACK)
    assert second.said.text.startswith("Nothing was written: ")
    assert second.prompt is None
    assert shown(second) == ANN


def test_a_window_that_looks_on_sees_it_go_and_come(desk):
    session = desk.session(ANN, BOB)
    second = desk.beside(session)
    second.open_first()
    press(session, WITHDRAW)
    assert (second.counts().releases, second.queue.row(second.release.id)) == (1, None)
    second.suggestions_came(second.release.id)
    press(session, "ctrl+z")
    assert second.queue.row(second.release.id).title == "A release"


def test_the_same_in_the_whole_project_finds_what_stands_behind_the_gaps(desk):
    session = desk.session(ANN, BOB, EVE, "[Ann]PERSON? ran.")
    for _ in range(2):
        session.open(session.project.queue()[1].release)
        press(session, WITHDRAW)
    session.open(session.project.queue()[0].release)
    press(session, "a + enter")
    assert session.said.text.startswith("Accepted PERSON “Ann” in 1 place of 1 release")


def test_an_act_over_the_project_that_was_asked_about_leaves_alone_what_went_meanwhile(desk):
    session = desk.session(ANN, "[Ann]PERSON? ran.", "[Ann]PERSON? won.")
    press(session, "a +")
    question = session.prompt
    session.open(session.project.queue()[1].release)
    press(session, WITHDRAW)
    session.open(session.project.queue()[0].release)
    session.ask(question)
    press(session, "enter")
    assert session.said.text.startswith("Accepted PERSON “Ann” in 1 place of 1 release")
    press(session, "ctrl+z ctrl+z")
    assert shown(session) == "*[Ann]PERSON? ran."


def test_repeating_never_withdraws(desk):
    session = desk.session(ANN, BOB, EVE)
    press(session, f"{WITHDRAW} .")
    assert session.counts().releases == 2


def test_whoever_shows_the_queue_is_told_to_read_all_of_it_anew(desk):
    session = desk.session(ANN, BOB)
    heard = []
    session.listeners.append(heard.append)
    for keys in (WITHDRAW, "ctrl+z", "ctrl+shift+z"):
        heard.clear()
        press(session, keys)
        assert QueueChanged(None) in heard


def test_so_it_is_where_a_finished_release_comes_back_by_what_is_done_again(desk):
    """It was finished after an import had brought it back, and the withdrawal was undone too."""
    session = desk.session(ANN, BOB)
    release, heard = session.release, []
    press(session, WITHDRAW)
    session.project.add(release)
    session.open(release.id)
    press(session, "ctrl+enter ctrl+z ctrl+z ctrl+shift+z")
    assert session.counts().releases == 1
    session.listeners.append(heard.append)
    for key, count in (("ctrl+shift+z", 2), ("ctrl+z", 1)):
        heard.clear()
        press(session, key)
        assert session.counts().releases == count
        assert QueueChanged(None) in heard


# -- going to what an import brought

GO = "ctrl+g"


def visited(session, times: int) -> list[str]:
    """Where that key leads, pressed so often."""
    found = []
    for _ in range(times):
        press(session, GO)
        found.append(session.release.title)
    return found


def test_a_key_leads_to_what_the_last_import_brought_and_through_it(desk):
    session = desk.session(ANN)
    import_more(session, "Before")
    import_more(session, "One", "Two", "Three")
    assert visited(session, 4) == ["One", "Two", "Three", "One"]
    session = desk.again(session)
    session.open(session.project.queue()[0].release)
    assert visited(session, 1) == ["One"]


def test_what_is_to_be_judged_comes_before_what_is_finished(desk):
    session = desk.session(ANN)
    ids = import_more(session, "One", "Two", "Three")
    for number in (0, 1):
        session.open(ids[number])
        press(session, "1 ctrl+enter")
    session.open(session.project.queue()[0].release)
    assert visited(session, 3) == ["Three", "One", "Three"]


def test_what_is_withdrawn_is_passed_over(desk):
    session = desk.session(ANN)
    ids = import_more(session, "One", "Two", "Three")
    session.withdraw(ids[0])
    session.withdraw(ids[1])
    assert visited(session, 1) == ["Three"]
    press(session, GO)
    assert session.said.text == "Nothing else of the last import is in the queue"
    assert session.release.title == "Three"


def test_with_nothing_in_hand_the_key_opens_the_first(desk):
    session = desk.session(ANN)
    press(session, WITHDRAW)
    press(session, GO)
    assert (session.release, session.said.text) == (
        None,
        "Nothing else of the last import is in the queue",
    )
    import_more(session, "One", "Two")
    assert visited(session, 1) == ["One"]


def test_the_key_leads_also_to_what_the_last_import_only_brought_back(desk):
    session = desk.session(ANN)
    ids = import_more(session, "Zero", "One", "Two")
    import_more(session, "Three")
    session.withdraw(ids[0])
    session.withdraw(ids[2])
    import_more(session, "Zero", "Two")
    assert visited(session, 3) == ["Zero", "Two", "Zero"]
    session = desk.again(session)
    session.withdraw(ids[0])
    import_more(session, "Four", "Zero", "One")  # one is new, one was out, one was in the queue
    assert visited(session, 3) == ["Zero", "Four", "Zero"]
    import_more(session, "Five")
    assert visited(session, 1) == ["Five"]


def test_what_a_person_brought_back_did_not_come_in_with_an_import(desk):
    session = desk.session(ANN)
    ids = import_more(session, "One")
    import_more(session, "Two")
    session.withdraw(ids[0])
    session.project.record_all(ids, bring_back)
    assert visited(session, 1) == ["Two"]
