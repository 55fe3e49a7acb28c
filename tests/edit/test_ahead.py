"""Suggesting ahead, with a suggester's process that the test plays itself."""

from __future__ import annotations

import pytest
from tampering import tampered

from annotator.edit.ahead import Ahead, SuggestAhead
from annotator.edit.session import Session
from annotator.model.records import Entity, Release
from annotator.model.selection import NOTHING_SELECTED, Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.store.project import Project


class Player:
    """Plays the suggester's process: keeps what is sent, answers when told to."""

    def __init__(self, project: Project, keymap) -> None:
        self.session = Session(project, keymap)
        self.sent: list[dict] = []
        self.told: list[Ahead] = []
        self.ahead = SuggestAhead(self.session, self.sent.append, self.told.append)

    def is_ready(self) -> None:
        self.ahead.took({"ready": {"notes": []}})

    def answers(self, message: dict, label: str = "PERSON", **more: str) -> None:
        suggestion = {"start": 0, "end": 3, "label": label, **more}
        suggestion |= {"suggester": "player@1", "rule": "played", "score": 0.9}
        self.ahead.took({"id": message["id"], "suggestions": [suggestion], "seconds": 0.1})

    def fails(self, message: dict, why: str) -> None:
        self.ahead.took({"id": message["id"], "error": why})


@pytest.fixture
def releases() -> list[Release]:
    return [Release(f"{name} left.", title=name) for name in ("Ann", "Bob", "Eve", "Zoe", "Sue")]


@pytest.fixture
def project(tmp_path, releases):
    with Project.create(tmp_path / "p.annotator", "ann") as project:
        for release in releases:
            project.add(release)
        yield project


@pytest.fixture
def player(project, keymap):
    return Player(project, keymap)


def test_nothing_is_sent_before_the_process_is_ready(player, releases):
    player.ahead.want(releases[0].id)
    assert player.sent == []
    player.is_ready()
    (first,) = (m for m in player.sent if m["urgent"])
    assert first == {"id": releases[0].id, "text": "Ann left.", "language": "", "urgent": True}


def test_the_queue_is_suggested_in_order_until_it_is_done(player, releases):
    player.is_ready()
    for message in player.sent:  # grows while it is answered
        player.answers(message)
    assert [m["id"] for m in player.sent] == [r.id for r in releases]
    assert player.told[-1].condition == "done"
    assert player.session.project.waiting_count() == 0


def test_a_release_whose_text_is_damaged_is_left_out_and_the_others_are_not(player, releases):
    path = player.session.project.path
    tampered(path, "UPDATE releases SET text = 'Rob left.' WHERE number = 2")
    player.ahead.want(releases[1].id)
    player.is_ready()
    for message in player.sent:  # grows while it is answered
        player.answers(message)
    assert [m["id"] for m in player.sent] == [r.id for r in releases if r.title != "Bob"]
    assert (player.session.suggesting, player.told[-1].condition) == (True, "done")
    assert 'The text of release 2, "Bob", is damaged' in player.told[-1].note


def test_the_release_in_hand_overtakes_the_queue(player, releases):
    player.is_ready()
    player.ahead.want(releases[4].id)
    assert player.sent[-1]["id"] == releases[4].id
    assert player.sent[-1]["urgent"] is True


def test_a_release_that_is_on_its_way_is_sent_again_as_urgent_once(player, releases):
    player.is_ready()
    player.ahead.want(releases[0].id)
    player.ahead.want(releases[0].id)
    assert [(m["id"], m["urgent"]) for m in player.sent].count((releases[0].id, True)) == 1


def test_suggestions_of_the_release_in_hand_are_shown_and_the_first_selected(player, releases):
    player.session.open(releases[0].id)
    player.is_ready()
    player.answers(player.sent[0])
    assert player.session.here.item is not None
    assert player.session.here.item.record.label == "PERSON"


@pytest.mark.parametrize(
    ("added", "label", "shown"),
    [
        # the same words under another name, and words that only touch them
        (Entity(Span(0, 3), "PARTY"), "ORG", {"PARTY": "added"}),
        (Entity(Span(0, 8), "PARTY"), "ORG", {"PARTY": "added"}),
        (Entity(Span(2, 8), "ORG"), "ORG", {"ORG": "added"}),
        # beside them there is room
        (Entity(Span(4, 8), "EVENT"), "ORG", {"EVENT": "added", "ORG": "open"}),
    ],
)
def test_what_is_suggested_late_never_lies_over_what_was_added(
    player, releases, added, label, shown
):
    player.session.open(releases[0].id)
    step = Step("label", (Decision("add", "a1", added),), NOTHING_SELECTED)
    player.session.project.record(releases[0].id, step)
    player.is_ready()
    player.answers(next(m for m in player.sent if m["id"] == releases[0].id), label)
    items = player.session.fold.items.values()
    assert {item.record.label: item.status for item in items} == shown


def test_what_is_suggested_late_and_was_added_comes_back_when_that_is_taken_back(player, releases):
    player.session.open(releases[0].id)
    for key in ("ctrl+home", "1"):
        player.session.press(key)
    player.is_ready()
    player.answers(next(m for m in player.sent if m["id"] == releases[0].id))
    player.session.press("ctrl+z")
    (item,) = player.session.fold.items.values()
    assert (item.record, item.status) == (Entity(Span(0, 3), "PERSON"), "open")


def test_the_reason_of_an_answer_is_kept_and_told(player, releases):
    player.session.open(releases[0].id)
    player.is_ready()
    player.answers(player.sent[0], reason="by ear")
    assert player.session.describe_selection() == "PERSON 90 % · by ear · player@1"


def test_a_crash_is_told_and_the_process_started_again(player):
    player.is_ready()
    assert player.ahead.ended() is True
    assert player.told[-1].condition == "restarting"
    player.is_ready()
    assert [m["id"] for m in player.sent[2:]] == [m["id"] for m in player.sent[:2]]


def test_a_release_that_ends_the_process_twice_is_left_out_and_the_others_are_not(player, releases):
    player.session.open(releases[1].id)
    player.ahead.want(releases[1].id)
    for _ in range(2):
        player.is_ready()
        assert player.ahead.ended() is True
    assert player.told[-1].note == 'The suggester stops at "Bob": it goes on with the others'
    assert not player.session.awaits_suggestions
    player.is_ready()
    for message in player.sent:  # grows while it is answered
        player.answers(message)
    assert player.session.project.failed() == [releases[1].id]
    assert player.session.project.waiting_count() == 0
    assert player.told[-1].condition == "done"


def test_what_failed_before_and_ends_the_process_now_is_left_out_at_once(player, releases, keymap):
    player.is_ready()
    player.fails(player.sent[0], "It is too long.")
    again = Player(player.session.project, keymap)
    again.is_ready()
    for message in again.sent:  # grows while it is answered
        if message["id"] != releases[0].id:
            again.answers(message)
    assert again.ahead.ended() is True
    assert again.told[-1].note == 'The suggester stops at "Ann": it goes on with the others'
    again.is_ready()
    assert again.told[-1].condition == "done"


@pytest.mark.parametrize("is_busy", [True, False])
def test_a_process_that_only_ever_ends_is_given_up(player, is_busy):
    starts = 0
    while player.session.suggesting:
        player.is_ready()
        for message in player.sent if not is_busy else ():
            player.answers(message)
        player.ahead.ended()
        starts += 1
    assert starts == (6 if is_busy else 2)
    assert player.ahead.ended() is False
    assert player.told[-1].condition == "stopped"
    assert "what you decide is kept" in player.told[-1].note


def test_a_process_that_never_was_ready_is_not_started_again(player):
    assert player.ahead.ended() is False
    assert "annotator doctor" in player.told[-1].note


def test_a_failure_at_the_start_is_told(player):
    player.ahead.took({"failed": "The pipeline xx is not installed."})
    assert player.told[-1] == Ahead("stopped", 5, "The pipeline xx is not installed.")


@pytest.mark.parametrize(
    "nonsense", [[{"label": "PERSON"}], [{"start": 0, "end": 99, "label": "X"}], [7]]
)
def test_nonsense_is_told_and_the_rest_goes_on(player, releases, nonsense):
    player.is_ready()
    for suggestion in nonsense:
        if isinstance(suggestion, dict):
            suggestion |= {"suggester": "player@1", "rule": "played", "score": 0.9}
    player.ahead.took({"id": player.sent[0]["id"], "suggestions": nonsense, "seconds": 0})
    assert "nonsense" in player.told[-1].note
    for message in player.sent:  # grows while it is answered
        player.answers(message)
    assert player.session.project.waiting_count() == 0
    assert player.session.project.suggestions(releases[0].id) == []


def test_an_error_over_one_release_is_told_and_counts_as_its_run(player, releases):
    player.is_ready()
    player.fails(player.sent[0], "It is too long.")
    assert player.told[-1].note == "It is too long."
    assert player.session.project.queue_row(releases[0].id).suggested
    assert len(player.sent) == 3
    player.ahead.took({"error": "A request is a JSON object."})
    assert player.told[-1].note == "A request is a JSON object."


def test_what_failed_is_tried_again_once_a_start_when_all_others_are_done(player, releases, keymap):
    player.is_ready()
    player.fails(player.sent[0], "It is too long.")
    again = Player(player.session.project, keymap)
    again.is_ready()
    for message in again.sent:  # grows while it is answered
        if message["id"] == releases[0].id:
            again.fails(message, "It is too long.")
        else:
            again.answers(message)
    assert [m["id"] for m in again.sent] == [r.id for r in (*releases[1:], releases[0])]
    assert again.told[-1] == Ahead("done", 0, "It is too long.")
    last = Player(player.session.project, keymap)
    last.ahead.want(releases[0].id)
    last.is_ready()
    last.answers(last.sent[0])
    assert last.session.project.failed() == []


def test_a_release_that_is_finished_is_not_asked_for(player, releases):
    player.session.open(releases[0].id)
    player.session.project.record(
        releases[0].id, Step("finish", (), Selection(Span(0, 0)), "finished")
    )
    player.ahead.want(releases[0].id)
    player.is_ready()
    assert releases[0].id not in [m["id"] for m in player.sent]


def test_a_project_that_cannot_be_read_is_told_and_nothing_more_is_asked(player):
    player.is_ready()
    player.session.project.close()
    player.answers(player.sent[0])
    player.ahead.more()
    assert player.ahead.ended() is False
    assert player.told[-1].condition == "stopped"
    assert "closed database" in player.told[-1].note


def test_what_failed_is_told_and_what_could_be_suggested_is_kept(player, releases):
    player.is_ready()
    answer = {"start": 0, "end": 3, "label": "PERSON"}
    answer |= {"suggester": "player@1", "rule": "played", "score": 0.9}
    said = {"id": releases[0].id, "suggestions": [answer], "error": 'The suggester "x" failed.'}
    player.ahead.took(said)
    assert player.told[-1].note == 'The suggester "x" failed.'
    assert len(player.session.project.suggestions(releases[0].id)) == 1


def test_a_note_of_the_process_is_told(player):
    player.is_ready()
    player.ahead.took({"note": "Claims are off for German (de)."})
    assert player.told[-1].note == "Claims are off for German (de)."


def test_the_language_goes_with_the_text(player, releases):
    project = player.session.project
    project.choose_language([releases[0].id], "de")
    player.is_ready()
    assert [m["language"] for m in player.sent] == ["de", ""]


def in_french(player, release) -> bool:
    """Whether it is to be suggested for anew, for it is in French now."""
    player.session.project.choose_language([release.id], "fr")
    return player.ahead.suggest_anew(release.id)


def labels(player, release) -> set[str]:
    items = player.session.project.glance(release.id).items.values()
    return {item.record.label for item in items}


def test_a_release_in_another_language_is_suggested_for_anew_at_once(player, releases):
    player.session.open(releases[1].id)
    player.ahead.want(releases[1].id)
    player.is_ready()
    for message in player.sent:
        player.answers(message, "ORG")
    assert in_french(player, releases[1])
    again = player.sent[-1]
    assert (again["id"], again["language"], again["urgent"]) == (releases[1].id, "fr", True)
    player.answers(again, "PERSON")
    assert labels(player, releases[1]) == {"PERSON"}
    assert player.session.here.item.record.label == "PERSON"
    assert labels(player, releases[0]) == {"ORG"}
    assert player.told[-1] == Ahead("done")


def test_an_answer_in_the_language_of_before_says_nothing(player, releases):
    player.is_ready()
    first = player.sent[0]
    assert first["id"] == releases[0].id
    assert in_french(player, releases[0])
    player.answers(first, "ORG")
    assert labels(player, releases[0]) == set()
    for message in player.sent[1:]:
        player.answers(message, "PERSON")
    assert labels(player, releases[0]) == {"PERSON"}
    assert [m["language"] for m in player.sent if m["id"] == releases[0].id] == ["", "fr"]


def test_after_a_crash_no_answer_is_taken_for_one_in_the_language_of_before(player, releases):
    player.is_ready()
    assert in_french(player, releases[0])
    assert player.ahead.ended() is True
    count = len(player.sent)
    player.is_ready()
    for message in player.sent[count:]:
        player.answers(message, "PERSON")
    assert [m["language"] for m in player.sent[count:] if m["id"] == releases[0].id] == ["fr"]
    assert labels(player, releases[0]) == {"PERSON"}


def test_what_is_decided_stays_in_whatever_language(player, releases):
    player.is_ready()
    for message in player.sent:
        player.answers(message, "ORG")
    player.session.open(releases[0].id)
    player.session.press("a")
    count = len(player.sent)
    assert not in_french(player, releases[0])
    assert len(player.sent) == count
    assert labels(player, releases[0]) == {"ORG"}


def test_a_release_that_is_held_waits_until_it_is_let_go(player, releases):
    held = {releases[0].id: "Ann"}
    player.ahead.hold(held)
    held[releases[1].id] = "Bob"
    player.ahead.want(releases[0].id)
    player.is_ready()
    assert [m["id"] for m in player.sent] == [releases[2].id, releases[3].id]
    player.ahead.let_go()
    player.answers(player.sent[0])
    assert player.sent[2]["id"] == releases[0].id
    assert player.sent[2]["urgent"] is True


def test_an_answer_nobody_asked_for_is_dropped(player, releases):
    player.answers({"id": releases[3].id})
    assert player.session.project.waiting_count() == 5


@pytest.mark.usefixtures("project")
def test_a_read_only_project_asks_for_nothing(tmp_path, keymap):
    with Project.open(tmp_path / "p.annotator", "bob") as second:
        player = Player(second, keymap)
        assert player.told[-1].condition == "off"
        player.is_ready()
        assert player.sent == []
