"""The keymap: spelling, merging, and what is wrong with a file, line by line."""

from __future__ import annotations

import pytest

from annotator.edit.commands import COMMANDS, MENUS, groups_in, in_menu
from annotator.edit.keys import (
    Binding,
    Keymap,
    KeymapError,
    Matched,
    Nothing,
    Pending,
    key_name,
    read_keymap,
    shown_keys,
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Shift+TAB", "shift+tab"),
        ("shift+ctrl+z", "ctrl+shift+z"),
        ("ctrl++", "ctrl++"),
        ("?", "?"),
        ("+", "+"),
    ],
)
def test_a_key_has_one_spelling(written, name):
    assert key_name(written) == name


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("ctrl+entr", '"ctrl+entr" is no key. Did you mean "enter"?'),
        ("crtl+a", '"crtl+a" has the unknown modifier "crtl". Did you mean "ctrl"?'),
    ],
)
def test_a_misspelt_key_gets_a_hint(written, sentence):
    with pytest.raises(KeymapError, match=r".*") as caught:
        key_name(written)
    assert str(caught.value) == sentence


def test_keys_are_shown_as_people_read_them():
    assert shown_keys("ctrl+shift+z") == "Ctrl+Shift+Z"
    assert shown_keys("g pageup") == "G PgUp"
    assert shown_keys("ctrl++") == "Ctrl++"


def test_all_keys_of_a_command_are_shown_with_the_label_keys_in_short(keymap):
    assert keymap.all_shown("accept") == ["Enter", "A"]
    assert keymap.all_shown("label") == ["L", "1 … 9, 0, Alt+1 … Alt+9"]
    assert keymap.all_shown("smaller-text") == ["Ctrl+-"]


@pytest.fixture
def merge(tmp_path, keymap):
    def merge(text: str) -> tuple[Keymap, list[str]]:
        path = tmp_path / "keymap.toml"
        path.write_text(text, "utf-8")
        merged, problems = read_keymap(path, COMMANDS, keymap)
        return merged, [str(problem) for problem in problems]

    return merge


def test_a_persons_file_is_merged_key_by_key(merge):
    merged, problems = merge('[review]\n"j" = "next-open"\n"x" = ""\n')
    assert problems == []
    assert merged.look_up("review", "j") == Matched(Binding("next-open"))
    assert merged.look_up("review", "x") == Nothing()
    assert merged.look_up("review", "a") == Matched(Binding("accept"))


def test_a_keymap_that_an_editor_saved_with_a_mark_at_its_beginning_is_read(merge):
    merged, problems = merge('\ufeff[review]\n"j" = "next-open"\n')
    assert problems == []
    assert merged.look_up("review", "j") == Matched(Binding("next-open"))


def test_keys_in_a_row_are_pending_until_they_are_whole(merge):
    merged, problems = merge('[review]\n"z z" = "release-start"\n"z e" = "release-end"\n')
    assert problems == []
    pending = merged.look_up("review", "z")
    assert isinstance(pending, Pending)
    assert sorted(pending.ways) == ["z e", "z z"]
    assert merged.look_up("review", "z z") == Matched(Binding("release-start"))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            '"j" = "acept"',
            'keymap.toml, [review]: "j" asks for the unknown command "acept". '
            'Did you mean "accept"?',
        ),
        (
            '"shift+tab" = "undo"\n"Shift+Tab" = "redo"',
            'keymap.toml, [review]: "Shift+Tab" and "shift+tab" are the same key; keep one.',
        ),
        (
            '"a b" = "undo"',
            'keymap.toml, [review]: "a b" and "a" begin alike; one would hide the other.',
        ),
        ('"j" = 3', 'keymap.toml, [review]: "j" needs the name of a command in quotes.'),
    ],
)
def test_a_bad_line_is_told_and_the_good_ones_are_kept(merge, line, sentence):
    merged, problems = merge(f'[review]\n"u" = "undo"\n{line}\n')
    assert problems == [sentence]
    assert merged.look_up("review", "u") == Matched(Binding("undo"))


def test_an_unknown_mode_gets_a_hint(merge):
    _, problems = merge('[reviw]\n"u" = "undo"\n')
    assert problems == ['keymap.toml: there is no mode "reviw". Did you mean "review"?']


def test_a_file_that_is_no_toml_leaves_the_programs_keys(merge, keymap):
    merged, problems = merge('[review\n"u" = undo')
    assert merged.modes == keymap.modes
    assert len(problems) == 1
    assert problems[0].startswith("keymap.toml: ")


def test_keys_without_a_table_of_their_mode_are_told(merge, keymap):
    merged, problems = merge("review = 3\nprompt = ['a']\n")
    assert merged.modes == keymap.modes
    assert problems == [
        f'keymap.toml: "{mode}" needs a table: write [{mode}] above its keys.'
        for mode in ("review", "prompt")
    ]


@pytest.mark.parametrize("odd", ["a = " + "[" * 100_000, "a = " + "9" * 5000])
def test_an_odd_file_leaves_the_programs_keys_too(merge, keymap, odd):
    merged, problems = merge(odd)
    assert merged.modes == keymap.modes
    assert [problem[-28:] for problem in problems] == ["; none of its keys are used."]


def test_every_command_is_in_a_menu_or_belongs_to_a_prompt():
    listed = {command.id for menu in MENUS for command in in_menu(menu)}
    assert {c.id for c in COMMANDS.values() if c.menu} == listed
    assert all(
        c.id.startswith(("prompt-", "pane-", "leave-", "letters-", "practice-"))
        for c in COMMANDS.values()
        if not c.menu
    )


def test_chords_in_a_session_wait_for_their_end(desk, merge):
    keymap, _ = merge('[review]\n"z n" = "next-open"\n')
    session = desk.session("*[Ann]PERSON? of [Acme]ORG?", keymap=keymap)
    assert isinstance(session.press("z"), Pending)
    before = session.selection
    assert isinstance(session.press("n"), Matched)
    assert session.selection != before
    session.press("z")
    assert isinstance(session.press("q"), Nothing)
    assert isinstance(session.press("tab"), Matched)


def test_no_menu_has_more_than_eight_rows_without_a_line_between_them():
    for menu in MENUS:
        assert max(map(len, groups_in(menu))) <= 8, menu
        assert [command for group in groups_in(menu) for command in group] == in_menu(menu)


JUDGING = {"finish", "reopen", "withdraw"}
"""What is decided on a release is not decided while something is typed elsewhere."""


def test_what_the_window_does_with_keys_that_type_nothing_it_does_in_the_search_too(keymap):
    review, search = keymap.modes["review"], keymap.modes["search"]
    window = {c.id for menu in ("Release", "View", "Help") for c in in_menu(menu)} - JUDGING
    types_nothing = {keys for keys in review if keys.startswith(("ctrl+", "f1", "shift+f1"))}
    wanted = {keys: review[keys] for keys in types_nothing if review[keys].command in window}
    assert len(wanted) > 20
    assert {keys: search.get(keys) for keys in wanted} == wanted
