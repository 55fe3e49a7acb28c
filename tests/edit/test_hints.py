"""The keys that matter now."""

from __future__ import annotations

import pytest
from desk import press

from annotator.edit.hints import keys_now, keys_without_project
from annotator.edit.keys import Binding, Keymap


@pytest.mark.parametrize(
    ("before", "keys", "first"),
    [
        ("*[Ann]PERSON? left.", "", ["accept", "reject", "label"]),
        ("*[we won]CLAIM? and left.", "", ["accept", "reject", "next-claimer", "claimer"]),
        ("*[Ann]PERSON- left.", "", ["accept", "next-item"]),
        ("|Ann left.", "", ["next-open", "letters", "next-unmarked"]),
        ("|Ann left.", "shift+right", ["label", "label", "new-claim", "drop"]),
        ("<Ann> said *[we won]CLAIM?.", "", ["label", "label", "new-claim", "set-source"]),
        ("|Ann left.", "ctrl+enter", ["reopen", "palette"]),
        ("[|Ann]PERSON? left.", "ctrl+enter space", ["accept", "reject", "label"]),
        ("|Ann left.", "ctrl+f", ["prompt-choose", "prompt-next", "prompt-previous"]),
        ("|Ann left.", "f", ["letters-leave"]),
        ("|Ann left.", "f f", ["label", "letters-done"]),
        ("*[we won]CLAIM?", "n", ["prompt-choose", "prompt-cancel"]),
        ("*[Ann]PERSON? left.", "l", ["prompt-choose", "prompt-next", "prompt-cancel"]),
    ],
)
def test_the_keys_are_those_for_what_is_selected(desk, before, keys, first):
    session = desk.session(before)
    press(session, keys)
    assert [binding.command for _, binding in keys_now(session)][: len(first)] == first


@pytest.fixture
def looking_on(desk):
    """Opens a written release a second time, where it can only be read."""

    def looking_on(*written):
        second = desk.beside(desk.session(*written))
        second.open_first()
        assert second.project.read_only
        return second

    return looking_on


@pytest.mark.parametrize(
    ("written", "keys", "hinted"),
    [
        ("[Ann]PERSON? left.", "", ["next-open", "next-item", "find"]),
        ("[we won]CLAIM? and left.", "", ["next-open", "next-item", "next-part", "find"]),
        ("[Ann]PERSON- left.", "", ["next-item", "find"]),
        ("|Ann left.", "shift+right", ["copy", "drop"]),
        ("Ann left.", "f f", ["letters-done", "letters-select", "letters-back", "letters-leave"]),
    ],
)
def test_where_nothing_can_be_written_the_keys_only_look(looking_on, written, keys, hinted):
    session = looking_on(written)
    press(session, keys)
    found = [binding.command for _, binding in keys_now(session)]
    assert [name for name in found if name not in ("palette", "keys")] == hinted


def test_the_queue_of_a_project_that_is_only_read_withdraws_nothing(looking_on):
    found = [binding.command for _, binding in keys_now(looking_on("Ann left."), "pane")]
    assert "pane-choose" in found
    assert "pane-withdraw" not in found


@pytest.mark.parametrize("name", ["label", "note", "claimer", "epistemic", "new-claim", "import"])
def test_a_project_that_is_only_read_says_so_before_anything_is_asked(looking_on, name):
    session, wanted = looking_on("[we won]CLAIM? and left."), []
    session.listeners.append(lambda event: wanted.append(event) if name in str(event) else None)
    session.run(name)
    assert session.said.text.startswith("Nothing was written: ")
    assert session.said.tone == "error"
    assert (session.prompt, wanted) == (None, [])


def test_the_next_release_is_hinted_at_where_there_is_one(desk):
    session = desk.session("|Ann left.", "[Bo]PERSON? left.")
    press(session, "ctrl+enter ctrl+pageup")
    assert [binding.command for _, binding in keys_now(session)][:2] == ["reopen", "next-release"]


def test_only_what_has_a_key_is_hinted_at(desk):
    keymap = Keymap({"review": {"j": Binding("accept")}})
    session = desk.session("*[Ann]PERSON? left.", keymap=keymap)
    assert keys_now(session) == [("J", Binding("accept"))]
    assert keys_without_project(session.keymap) == []


def test_without_a_project_the_keys_lead_to_one(keymap):
    assert [keys for keys, _ in keys_without_project(keymap)][:2] == ["Ctrl+N", "Ctrl+O"]


@pytest.mark.parametrize(
    ("mode", "keys"),
    [
        ("search", [("Enter", "pane-choose"), ("↓", "pane-next"), ("Esc", "leave-pane"),
                    ("Ctrl+K", "palette")]),
        ("pane", [("Enter", "pane-choose"), ("↓", "pane-next"),
                  ("Ctrl+Shift+Backspace", "pane-withdraw"), ("Esc", "leave-pane"),
                  ("Ctrl+K", "palette"), ("?", "keys")]),
    ],
)  # fmt: skip
def test_in_the_queue_the_keys_are_those_that_walk_through_it(desk, mode, keys):
    session = desk.session("*[Ann]PERSON? left.")
    assert [(shown, one.command) for shown, one in keys_now(session, mode)] == keys
    press(session, "l")
    assert keys_now(session, mode)[0][1].command == "prompt-choose"
    press(session, "escape f")
    assert keys_now(session, mode)[0][1].command == "letters-leave"


def test_in_the_queue_a_key_is_shown_that_means_so_there(desk):
    modes = {
        "review": {"k": Binding("palette"), "j": Binding("pane-next")},
        "pane": {"n": Binding("pane-next")},
        "search": {"f2": Binding("palette")},
    }
    session = desk.session("*[Ann]PERSON? left.", keymap=Keymap(modes))
    assert keys_now(session, "pane") == [("N", Binding("pane-next")), ("K", Binding("palette"))]
    assert keys_now(session, "search") == [("F2", Binding("palette"))]


@pytest.mark.parametrize(
    ("palette", "own", "shown"),
    [
        ("k", {"k": "reject"}, []),
        ("k", {"k l": "reject"}, []),  # K only begins something there
        ("k l", {"k": "reject"}, []),  # it does that before L is pressed
        ("k l", {"k r": "reject"}, ["K L"]),
        ("k l", {"k l": "reject"}, []),
        ("k", {"l": "reject"}, ["K"]),
    ],
)
def test_in_the_queue_no_key_is_shown_that_does_something_else_there(desk, palette, own, shown):
    bindings = {keys: Binding(command) for keys, command in own.items()}
    keymap = Keymap({"review": {palette: Binding("palette")}, "pane": bindings})
    session = desk.session("*[Ann]PERSON? left.", keymap=keymap)
    assert [keys for keys, _ in keys_now(session, "pane")] == shown
    for key in palette.split(" "):
        session.press(key, "pane")
    assert (session.prompt is not None) == bool(shown)
