"""A perfect analyst on short releases: which keys, and what stands afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk import shown
from notation import read
from parsed import parse, parsed

from annotator.agree.gold import Gold
from annotator.edit.keys import Keymap
from annotator.edit.session import Session
from annotator.fluency.play import PlayedRelease, PlayError, play
from annotator.model.records import AUTHOR, Claim


@pytest.fixture
def played(desk):
    """Plays a release from the suggestions in one text to what stands in another."""

    def played(suggested: str, true: str) -> tuple[PlayedRelease, Session]:
        session = desk.session(suggested)
        gold = read(true)
        records = tuple(record for record, _ in gold.items)
        found = play(session, Gold(session.release, records), session.press)
        return found, session

    return played


@pytest.mark.parametrize(
    ("suggested", "true", "keys"),
    [
        ("*[Ann]PERSON? left.", "[Ann]PERSON left.", ""),
        ("*[Ann]ORG? left.", "[Ann]PERSON left.", "1"),
        ("*[Ann]ORG? left.", "Ann left.", "x"),
        ("*[Ann]PERSON? Lee left.", "[Ann Lee]PERSON left.", "}"),
        ("*[Ann]PERSON? saw [Bob]ORG? off.", "[Ann]PERSON saw [Bob]PERSON off.", "tab 1"),
        ("Ann left.", "[Ann]PERSON left.", "1"),
        ("On two days.", "[On two]LAW days.", "shift+right alt+1"),
        ("*[non-Ann]PERSON? left.", "non-[Ann]PERSON left.", "ctrl+f a n n enter 1"),
    ],
)
def test_entities_take_the_fewest_keys(played, suggested, true, keys):
    found, _ = played(suggested, true)
    *first, finish = [key for act in found.acts for key in act.keys]
    assert " ".join(first) == keys
    assert finish == "y"


def test_a_far_entity_is_gone_to_by_its_form_or_searched_for(played):
    text = "one. " * 400 + "{} left." + " two." * 400
    found, _ = played(text.format("Ann Lee"), text.format("[Ann Lee]PERSON"))
    assert found.acts[0].keys == ("j", "1")
    found, _ = played(text.format("red cross"), text.format("[red cross]ORG"))
    assert found.acts[0].keys[:2] == ("ctrl+f", "r")
    assert found.cost.k < 12


def test_words_in_view_are_marked_by_their_letters(played):
    text = "one " * 40 + "{} left" + " two" * 40
    found, _ = played(text.format("red cross"), text.format("[red cross]ORG"))
    assert found.acts[0].keys[0] == "f"
    assert found.acts[0].letters_read == 2
    assert len(found.acts[0].keys) <= 6


def test_what_a_tool_cannot_say_is_left_out_of_the_work_it_is_compared_with(played):
    found, _ = played("Ann said we won.", "[Ann]SOURCE [said]CUE [we won]CLAIM.")
    act = found.acts[0]
    assert act.spans_cost.k <= act.cost.k
    assert act.task.spans_only.changes == ("content", "cue", "source")


@pytest.mark.parametrize(
    ("suggested", "true"),
    [
        ("Ann said we won.", "[Ann]SOURCE [said]CUE [we won]CLAIM."),
        ("[Ann]SOURCE [said]CUE we [won]CLAIM?.", "[Ann]SOURCE [said]CUE [we won]CLAIM."),
        ("[Ann said]CUE [we won]CLAIM?.", "[Ann]SOURCE [said]CUE [we won]CLAIM."),
        ("[Ann]SOURCE [said]CUE [we won]CLAIM?.", "Ann [said]CUE [we won]CLAIM."),
        (
            "[said]CUE [we won, Ann says, by far]CLAIM?.",
            "[said]CUE [we won]CLAIM, Ann says, [by far]CLAIM.",
        ),
        ("[we]CLAIM? won and lost.", "we won and [lost]CLAIM."),
        (
            "[Ann and]SOURCE Bob [said]CUE [we won]CLAIM?.",
            "[Ann]SOURCE and [Bob]SOURCE [said]CUE [we won]CLAIM.",
        ),
    ],
)
def test_claims_are_brought_to_the_gold(played, suggested, true):
    _, session = played(suggested, true)
    assert session.fold.state == "finished"
    stands = shown(session)
    for sign in "+^!":
        stands = stands.replace(f"CLAIM{sign}", "CLAIM")
    assert stands == true


THAT = "that we won the vote"
SAID = parsed(
    "(((The (Minister (Ann Lee)n)n)p, who left,)p said today (that (we won (the vote)p)c)c)s.",
    "The Minister Ann Lee | said | that we won the vote",
)


def test_a_claim_that_is_guessed_takes_its_place_and_one_key(desk):
    session = desk.session(f"The Minister [Ann Lee]PERSON?, who left, said today {THAT}.")
    parse(session, SAID)
    true = read(f"[The Minister [Ann Lee]PERSON]SOURCE, who left, [said]CUE today [{THAT}]CLAIM.")
    claim, entity = sorted((record for record, _ in true.items), key=lambda r: r.layer)
    claim = replace(claim, claimer="Ann Lee", attributes={"quote_type": "indirect"})
    found = play(session, Gold(session.release, (entity, claim)), session.press)
    added = next(act for act in found.acts if act.kind == "add claim")
    assert added.keys[-1] == "c"
    assert len(added.keys) <= 3
    # the content is chosen; cue, source, claimer and quote type were guessed right
    assert (added.cost.m, added.cost.reading) == (5, 0)


def test_a_part_that_was_guessed_wrong_is_a_decision(desk):
    session = desk.session("The Minister Ann Lee, who left, said today that we won the vote.")
    parse(session, SAID)
    true = read(f"The Minister [Ann Lee]SOURCE, who left, [said today]CUE [{THAT}]CLAIM.")
    found = play(session, Gold(session.release, (true.items[0][0],)), session.press)
    (added,) = (act for act in found.acts if act.kind == "add claim")
    assert (added.cost.m, added.cost.reading) == (3, 0)


def test_bounds_are_grown_where_that_takes_fewer_keys(desk):
    session = desk.session(
        "[The Minister Ann Lee]SOURCE, who left, [said]CUE today *[that we won the]CLAIM? vote."
    )
    parse(session, SAID)
    true = read(f"[The Minister Ann Lee]SOURCE, who left, [said]CUE today [{THAT}]CLAIM.")
    found = play(session, Gold(session.release, (true.items[0][0],)), session.press)
    assert found.acts[0].keys == ("g",)


def test_the_yardstick_needs_no_mouse_and_less_than_half_of_the_best_tool(played):
    text = "{} of [Acme]ORG{} met {} in {} on [Friday]DATE{}; {} came too."
    suggested = text.format(
        "*[Ann Lee]PERSON?", "?", "[Bob]PERSON? Ray", "[Rome]ORG?", "?", "Max Moor"
    )
    true = text.format(
        "[Ann Lee]PERSON", "", "[Bob Ray]PERSON", "[Rome]GPE", "", "[Max Moor]PERSON"
    )
    found, _ = played(suggested, true)
    print([act.keys for act in found.acts], round(found.cost.handling, 1))
    assert (found.cost.p, found.cost.h, found.cost.b) == (0, 0, 0)
    assert found.cost.reading == 3
    assert found.cost.handling < 14.2 / 2


def test_a_persons_own_keymap_is_played(desk, keymap):
    own = {**keymap.modes["review"]}
    own["j"] = own.pop("x")
    del own["delete"]
    session = desk.session("*[Ann]ORG? left.", keymap=Keymap({**keymap.modes, "review": own}))
    found = play(session, Gold(session.release, ()), session.press)
    assert found.acts[0].keys == ("j",)


def test_what_no_key_can_do_is_told_with_the_release(desk, keymap):
    own = {k: b for k, b in keymap.modes["review"].items() if b.command != "reject"}
    session = desk.session("*[Ann]ORG? left.", keymap=Keymap({**keymap.modes, "review": own}))
    with pytest.raises(PlayError, match=r"A release: no keys are known to reject entity.*'Ann'"):
        play(session, Gold(session.release, ()), session.press)


def test_keys_that_do_not_work_are_told(desk):
    session = desk.session("*[Ann]ORG? left.")
    with pytest.raises(PlayError, match="A release: x did not reject entity"):
        play(session, Gold(session.release, ()), lambda _: None)


CLAIMED = (
    "[Acme]ORG{0} sent [Bo Roe]PERSON{0}, [Cy Day]PERSON{0}, [Di Fox]PERSON{0}, [Ed Gay]PERSON{0} "
    "and [Ann Lee]PERSON{0}. [She]SOURCE said *[so]CLAIM{0}."
)


@pytest.mark.parametrize(
    ("claimer", "keys", "picks"),
    [
        ("Ann Lee", "r", 0),  # the line of hints shows it
        ("Ed Gay", "r r", 1),
        ("IMPLICIT", "shift+r", 1),
        ("Di Fox", "p 3", 1),
        ("Zoe", "p Z o e enter", 1),
        ("3M", "p   3 M enter", 1),
    ],
)
def test_a_claimer_is_put_right_the_quickest_way(desk, claimer, keys, picks):
    session = desk.session(CLAIMED.format("?"))
    true = [
        replace(record, claimer=claimer) if isinstance(record, Claim) else record
        for record, _ in read(CLAIMED.format("")).items
    ]
    found = play(session, Gold(session.release, tuple(true)), session.press)
    act = next(act for act in found.acts if act.kind == "correct claim: claimer")
    assert (" ".join(act.keys), act.cost.m) == (keys, 1 + picks)


def test_what_the_project_says_of_claims_is_said_with_its_keys(desk):
    session = desk.session("[Ann]SOURCE [said]CUE [we won]CLAIM?.")
    session.project.add_attributes(("topic", ["economy", "health"]), ("affiliation", []))
    ((record, _),) = read("[Ann]SOURCE [said]CUE [we won]CLAIM.").items
    said = {"topic": "health", "affiliation": "UN"}
    true = replace(record, claimer=AUTHOR, attributes=said)
    found = play(session, Gold(session.release, (true,)), session.press)
    (claim,) = (item.record for item in session.fold.items.values())
    assert claim.attributes.items() >= said.items()
    keys = " ".join(key for act in found.acts for key in act.keys)
    assert "o 1 2" in keys
    assert "o 2 U N enter" in keys
