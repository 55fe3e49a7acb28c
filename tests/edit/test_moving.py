"""Choosing writes nothing: text - keys - text, and the project has no step."""

from __future__ import annotations

from bisect import bisect_right

import pytest
from desk import press, shown

from annotator.edit.events import Copied


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("*[Ann]PERSON? of [Acme]ORG?", "tab", "[Ann]PERSON? of *[Acme]ORG?"),
        ("*[Ann]PERSON? of [Acme]ORG?", "shift+tab", "[Ann]PERSON? of *[Acme]ORG?"),
        ("[Ann]PERSON? of *[Acme]ORG?", "tab", "*[Ann]PERSON? of [Acme]ORG?"),
        # in text order over both layers
        (
            "*[Ann]PERSON? [said]CUE [[Acme]ORG? won]CLAIM?",
            "tab",
            "[Ann]PERSON? [said]CUE *[[Acme]ORG? won]CLAIM?",
        ),
        (
            "[Ann]PERSON? [said]CUE *[[Acme]ORG? won]CLAIM?",
            "tab",
            "[Ann]PERSON? [said]CUE [*[Acme]ORG? won]CLAIM?",
        ),
        # from the caret, when nothing is selected
        ("[Ann]PERSON? |of [Acme]ORG?", "tab", "[Ann]PERSON? of *[Acme]ORG?"),
        ("[Ann]PERSON? |of [Acme]ORG?", "shift+tab", "*[Ann]PERSON? of [Acme]ORG?"),
        ("*[Ann]PERSON+ of [Acme]ORG+", "alt+down", "[Ann]PERSON+ of *[Acme]ORG+"),
        ("*[Ann]PERSON+ of [Acme]ORG+", "alt+up", "[Ann]PERSON+ of *[Acme]ORG+"),
        ("[Ann]PERSON+ of |[Acme]ORG+", "space", "[Ann]PERSON+ of *[Acme]ORG+"),
        # again for the next one around it
        ("[|[Acme]ORG+ won]CLAIM+", "space space", "*[[Acme]ORG+ won]CLAIM+"),
        # what was rejected is found again, behind what is on the page
        ("*[Ann]PERSON+ of [Acme]ORG- here", "alt+down", "[Ann]PERSON+ of *[Acme]ORG- here"),
        ("[Ann]PERSON- of *[Acme]ORG+ here", "alt+up", "*[Ann]PERSON- of [Acme]ORG+ here"),
        ("[Ann]PERSON- of [|Acme]ORG- here", "space", "[Ann]PERSON- of *[Acme]ORG- here"),
        ("[[|Ann]PERSON- Lee]ORG+ here", "space space", "[*[Ann]PERSON- Lee]ORG+ here"),
        ("[Ann]PERSON- of *[Acme]ORG? here", "tab", "[Ann]PERSON- of *[Acme]ORG? here"),
        ("*[Ann]PERSON? of [Acme]ORG?", "escape", "[Ann]PERSON? of [Acme]ORG?"),
        # first of what is marked alone
        ("*[we won]CLAIM? <and left>.", "escape", "*[we won]CLAIM? and left."),
        ("*[we won]CLAIM? <and left>.", "escape escape", "[we won]CLAIM? and left."),
    ],
)
def test_keys_select(check, before, keys, after):
    assert check(before, keys, after).project.last_step() == before.count("+") + before.count("-")


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("|Ann left.", "right", "Ann |left."),
        ("Ann |left.", "left", "|Ann left."),
        ("|Ann left.", "left", "|Ann left."),
        ("Ann left|.", "right", "Ann left|."),
        ("|Ann.\nLeft.\nNow.", "down down", "Ann.\nLeft.\n|Now."),
        ("Ann.\nLeft.\n|Now.", "up", "Ann.\n|Left.\nNow."),
        ("Ann |left now.\nBob", "end", "Ann left now|.\nBob"),
        ("Ann left |now.\nBob", "home", "|Ann left now.\nBob"),
        ("|Ann left.\nBob", "ctrl+end", "Ann left.\n|Bob"),
        ("Ann left.\n|Bob", "ctrl+home", "|Ann left.\nBob"),
        ("|Ann left now", "shift+right", "<Ann |left> now"),
        ("|Ann left now", "shift+right shift+right shift+left", "<Ann |left> now"),
        ("Ann |left now", "shift+left", "<|Ann left> now"),
        ("Ann |left now", "shift+end", "Ann <left |now>"),
        ("Ann |left now", "shift+home", "<|Ann left> now"),
        ("|Ann left now", "shift+right escape", "Ann |left now"),
        ("|Ann left now", "shift+right right", "Ann left |now"),
        # there is no line below the last
        ("Ann.\nBob |left.", "down", "Ann.\nBob |left."),
        ("Ann.\nBob |left.", "pagedown", "Ann.\nBob |left."),
        ("Ann.\nBob |left.", "shift+down", "Ann.\nBob <|left>."),
        # the caret lets go of an entity
        ("*[Ann]PERSON? left now", "right", "[Ann]PERSON? |left now"),
    ],
)
def test_keys_move_the_caret_and_mark(check, before, keys, after):
    assert check(before, keys, after).project.last_step() == 0


class Typewriter:
    """Lines of a page where every character is as wide as any other."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]
        self.ends = [*(start - 2 for start in self.starts[1:]), len(text) - 1]

    def lines_from(self, offset: int, by: int, goal: int) -> int:
        line = bisect_right(self.starts, offset) - 1
        column = goal - self.starts[bisect_right(self.starts, goal) - 1]
        line = min(max(line + by, 0), len(self.starts) - 1)
        return min(self.starts[line] + column, self.ends[line])


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        # a short line in between does not draw the caret to the left
        ("one two |three\nup\nsixteen six", "down down", "one two three\nup\nsixteen |six"),
        ("one two |three\nup\nsixteen six", "down down up", "one two three\n|up\nsixteen six"),
        ("one two three\nup\nsixteen |six", "up up", "one two |three\nup\nsixteen six"),
        # a move along the line sets the column anew
        (
            "one two |three\nup\nsixteen six",
            "down left right down",
            "one two three\nup\n|sixteen six",
        ),
        ("one two |three\nup\nsix", "shift+down shift+up", "one two <|three>\nup\nsix"),
    ],
)
def test_ways_up_and_down_keep_to_their_column(desk, before, keys, after):
    session = desk.session(before)
    session.use_lines(Typewriter(session.text))
    press(session, keys)
    assert shown(session, after) == after


def test_the_caret_goes_by_tokens_as_people_read_them(desk):
    session = desk.session("Azerbaijan`s U.S. aid, “COVID-19” 3,000 👩‍👩‍👧 e\u0301t\u00ade.")
    seen = []
    for _ in range(20):
        seen.append(session.selection.caret.text(session.text))
        session.press("right")
    expected = ["Azerbaijan", "`s", "U.S.", "aid", ",", "“", "COVID-19", "”", "3,000"]
    expected += ["👩‍👩‍👧", "e\u0301t\u00ade", "."]
    assert list(dict.fromkeys(seen)) == expected


def test_find_marks_as_you_type_and_again(desk):
    session = desk.session("Ann met Bob. Later Bob left.")
    for key in ["ctrl+f", "b", "o"]:
        session.press(key)
    assert session.selection.mark == (8, 11 - 1)
    for key in ["b", "enter"]:
        session.press(key)
    assert session.selection.mark == (8, 11)
    session.press("f3")
    assert session.selection.mark == (19, 22)
    session.press("f3")
    assert session.selection.mark == (8, 11)
    session.press("1")
    assert [i.record.span for i in session.fold.items.values()] == [(8, 11)]


@pytest.mark.parametrize(
    ("before", "typed", "told"),
    [
        ("|Ann met Ann. Later ann left.", "ann", "1 of 3"),
        ("Ann |met Ann. Later ann left.", "ann", "2 of 3"),
        ("Ann met Ann. Later ann |left.", "ann", "1 of 3"),
        ("|Ann left.", "zoe", "Not in the text"),
        ("|Ann left.", "  ", ""),
    ],
)
def test_find_tells_which_of_how_many_places_it_marks(desk, before, typed, told):
    session = desk.session(before)
    session.press("ctrl+f")
    session.type(typed)
    assert session.prompt.told == told


def test_the_places_are_gone_through_both_ways_while_the_question_is_open_and_after_it(desk):
    session = desk.session("Ann met Ann. Later ann |left.")
    press(session, "ctrl+f a n n")
    seen = [(session.prompt.told, session.selection.mark.start)]
    for key in ("f3", "shift+f3", "shift+f3", "down", "up"):
        session.press(key)
        seen.append((session.prompt.told, session.selection.mark.start))
    one, two, three = ("1 of 3", 0), ("2 of 3", 8), ("3 of 3", 19)
    assert seen == [one, two, one, three, one, three]
    press(session, "enter")
    assert session.said.text == "“ann”: 3 of 3"
    for key, told, start in (("f3", *one), ("f3", *two), ("shift+f3", *one), ("shift+f3", *three)):
        session.press(key)
        assert session.said.text == f"“ann”: {told}"
        assert session.selection.mark.start == start


def test_going_on_where_nothing_was_found_does_nothing(desk):
    session = desk.session("Ann met Bob.")
    before = session.selection
    press(session, "ctrl+f f3 z shift+f3 f3")
    assert session.selection == before
    assert session.prompt.told == "Not in the text"


def test_find_finds_across_a_hard_wrap_and_whatever_the_case(desk):
    session = desk.session("The Red\nCross came.")
    session.press("ctrl+f")
    session.type("red cross")
    session.press("enter")
    assert session.selection.mark == (4, 13)


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        ("shift+right", "So <Ann Lee |left>."),
        ("shift+left", "So <|Ann> Lee left."),
        ("shift+left shift+left", "<|So Ann> Lee left."),
    ],
)
def test_what_was_found_is_stretched_on_at_its_end(desk, keys, after):
    session = desk.session("So Ann Lee left.")
    session.press("ctrl+f")
    session.type("ann lee")
    press(session, f"enter {keys}")
    assert shown(session, "|") == after


def test_a_letter_taken_back_finds_from_where_find_began(desk):
    session = desk.session("|Ann and Abe met.")
    session.press("ctrl+f")
    for typed, mark in (("a", (0, 1)), ("ab", (8, 10)), ("a", (0, 1))):
        session.type(typed)
        assert session.selection.mark == mark


def test_escape_leaves_find_where_it_began(desk):
    session = desk.session("*[Ann]PERSON? met Bob.")
    before = session.selection
    session.press("ctrl+f")
    session.type("Bob")
    session.press("escape")
    assert session.selection == before


def test_find_says_when_there_is_nothing(desk):
    session = desk.session("Ann met Bob.")
    session.press("ctrl+f")
    session.type("Zoe")
    session.press("enter")
    assert session.said.text == "“Zoe” is not in the text of this release"


def test_a_click_selects_the_shortest_and_again_the_one_around(desk):
    session = desk.session("[[Acme]ORG? won]CLAIM? today")
    entity, claim = (session.places.visible[i][1] for i in (1, 0))
    session.click(1)
    assert session.selection.item == entity
    session.click(1)
    assert session.selection.item == claim
    session.click(10)
    assert session.selection.item is None


def test_a_click_on_another_word_of_what_is_selected_is_no_second_click(desk):
    session = desk.session("[[Acme Corp]ORG? won]CLAIM? today")
    session.click(1)
    entity = session.selection.item
    session.click(6)
    assert (session.selection.item, session.selection.caret) == (entity, (5, 9))


def test_a_menu_is_for_what_is_selected_under_it_or_else_for_what_a_click_selects(desk):
    session = desk.session("[[Acme]ORG? won]CLAIM? <today>")
    session.aim(1)
    assert session.selection.mark == (9, 14), "a mark is what the menu is for"
    entity, claim = (session.places.visible[i][1] for i in (1, 0))
    session.press("escape")
    for _ in range(2):
        session.aim(1)
        assert session.selection.item == entity
    session.select_item(claim)
    session.aim(1)
    assert session.selection.item == claim
    session.aim(10)
    assert session.selection.item is None


@pytest.mark.parametrize(
    ("before", "copied"),
    [
        ("*[Ann\u00a0Lee]PERSON? left.", "Ann\u00a0Lee"),
        ("*[Ann]PERSON? <left\r\nfor\u00a0Rome>.", "left\r\nfor\u00a0Rome"),
        ("[said]CUE *[we won]CLAIM?, he added, [at last]CLAIM?", "we won … at last"),
    ],
)
def test_what_is_copied_is_the_untouched_text(desk, before, copied):
    session = desk.session(before)
    heard = []
    session.listeners.append(heard.append)
    session.press("ctrl+c")
    assert Copied(copied) in heard
    assert session.said.text == f"Copied: “{' '.join(copied.split())}”"
    assert session.project.last_step() == 0


def test_there_may_be_nothing_to_copy(desk):
    session = desk.session("|Ann left.")
    session.press("ctrl+c")
    assert session.said.text == "Nothing is marked or selected that could be copied"


class TenInALine:
    """A page whose lines have ten code points each, also where that breaks a word."""

    def lines_from(self, offset, by, goal, /):
        return max(0, offset // 10 + by) * 10 + goal % 10

    pages_from = lines_from

    def in_view(self, offset, /):
        return offset


def test_down_leaves_a_word_that_is_broken_over_two_lines_at_once(desk):
    session = desk.session("|Donaudampfschiff far and wide")
    session.use_lines(TenInALine())
    session.press("down")
    assert shown(session, "|") == "Donaudampfschiff far |and wide"
    session.press("up")
    assert shown(session, "|") == "|Donaudampfschiff far and wide"


@pytest.mark.parametrize(
    ("offset", "after"), [(9, "Ann <Lee |left>."), (0, "<|Ann Lee> left.")], ids=["right", "left"]
)
def test_a_click_with_shift_marks_from_the_caret_to_there(desk, offset, after):
    session = desk.session("Ann |Lee left.")
    session.click(offset, extend=True)
    assert shown(session, "|") == after


def test_a_drag_over_nothing_marks_nothing(desk):
    session = desk.session("*[Ann]PERSON?   left.")
    before = session.selection
    session.drag(4, 5)
    assert session.selection == before


def test_the_marking_keys_go_on_where_a_drag_to_the_left_ended(desk):
    session = desk.session("So Ann Lee left.")
    session.drag(8, 4)
    press(session, "shift+left")
    assert shown(session, "|") == "<|So Ann Lee> left."
    press(session, "shift+right shift+right")
    assert shown(session, "|") == "So Ann <|Lee> left."


def test_the_marking_keys_go_on_where_a_drag_to_the_right_ended(desk):
    session = desk.session("So Ann Lee left.")
    session.drag(4, 9)
    press(session, "shift+right")
    assert shown(session, "|") == "So <Ann Lee |left>."


def test_a_drag_marks_whole_tokens(desk):
    session = desk.session("Ann Lee left.")
    session.drag(5, 1)
    assert session.selection.mark == (0, 7)
