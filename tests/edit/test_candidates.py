"""Who is behind a claim: the list, the next candidate by a key, and the order of candidates."""

from __future__ import annotations

import pytest
from desk import claim_in_hand, press
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.edit.claimers import candidates, name_after
from annotator.edit.likely import MOST
from annotator.edit.nearby import Nearby
from annotator.model.records import AUTHOR, CHOSEN, CLAIMER_BASIS, IMPLICIT, Claim


def test_the_claimer_is_picked_from_names_and_roles(desk):
    session = desk.session("[Ann]PERSON? of [Acme]ORG? said *[we won]CLAIM?.")
    session.press("p")
    assert [c.value for c in session.prompt.choices] == ["Ann", "Acme", AUTHOR, IMPLICIT]
    for key in ["a", "c", "enter"]:
        session.press(key)
    assert claim_in_hand(session).claimer == "Acme"
    session.press("p")
    assert session.prompt.choices[0].value == "Acme"


@pytest.mark.parametrize("title", ["President ", "The President of [Oz]GPE? "])
def test_a_person_is_offered_once_and_not_again_with_the_title(desk, title):
    session = desk.session(f"[{title}[Ann Lee]PERSON?]SOURCE said *[we won]CLAIM?.")
    session.press("p")
    people = [c.value for c in session.prompt.choices if "Ann Lee" in c.value]
    assert people == ["Ann Lee"]


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("Zoe Quinn", "Zoe Quinn"),
        ("Ann", "Ann"),  # though its letters are in Susanna Nixon
        ("UN", "UN"),  # though IMPLICIT is somebody unnamed
        ("author", AUTHOR),
        ("susanna nixon", "Susanna Nixon"),  # who is called just so
        ("Susanna", "Susanna Nixon"),  # whose name begins so
        ("nix", "Susanna Nixon"),  # a word of whose name begins so
    ],
)
def test_the_typed_claimer_is_one_known_by_the_first_letters_or_else_a_new_one(desk, typed, chosen):
    session = desk.session("[Susanna Nixon]PERSON? said *[we won]CLAIM?.")
    session.press("p")
    session.type(typed)
    session.press("enter")
    assert claim_in_hand(session).claimer == chosen


def test_they_are_two_of_a_kind_that_are_named_together(desk):
    session = desk.session(
        "[Acme]ORG? and [Ann]PERSON? met [Bob]PERSON? and [Cid]PERSON?. "
        "[They]SOURCE said *[we won]CLAIM?."
    )
    offered = candidates(session.here)
    assert "Bob and Cid" in offered
    assert "Acme and Ann" not in offered


def test_up_takes_what_is_typed_where_somebody_fits_it(desk):
    session = desk.session("[Susanna Nixon]PERSON? of [Nix Ltd]ORG? said *[we won]CLAIM?.")
    press(session, "p N i x up enter")
    assert claim_in_hand(session).claimer == "Nix"


def test_what_is_typed_says_that_it_is_new(desk):
    session = desk.session("[Susanna Nixon]PERSON? of [Nix Ltd]ORG? said *[we won]CLAIM?.")
    session.press("p")
    session.type("nix")
    assert [c.title for c in session.prompt.fitting()] == ["Nix Ltd", "Susanna Nixon", "new: nix"]
    session.type("nx")  # its letters stand in both, apart from each other
    assert [c.title for c in session.prompt.fitting()] == ["new: nx", "Susanna Nixon", "Nix Ltd"]
    session.type("nixon")  # those of Nix Ltd are not enough, and are not looked for
    assert [c.title for c in session.prompt.fitting()] == ["Susanna Nixon", "new: nixon"]
    session.type("unnamed")  # IMPLICIT only holds it in the words on it
    assert [c.title for c in session.prompt.fitting()] == ["new: unnamed", IMPLICIT]


def test_claimers_of_other_releases_come_most_recent_first(desk):
    session = desk.session("*[We won]CLAIM?", "*[They lost]CLAIM?")
    for name in ("Ann", "Bob"):
        session.press("p")
        session.type(name)
        session.press("enter")
    session.run("next-release")
    session.press("p")
    assert [c.value for c in session.prompt.choices] == [AUTHOR, IMPLICIT, "Bob", "Ann"]


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ("r", "Ann Lee"),
        ("r r", "Bo Roe"),
        ("r r r", "Acme"),
        ("r shift+r", IMPLICIT),
        ("shift+r", IMPLICIT),
        ("shift+r shift+r", AUTHOR),
        ("r r r r r r", "Ann Lee"),  # round
        ("p 2", "Bo Roe"),
        ("r p 2", "Bo Roe"),
        ("r p 1", "Ann Lee"),
        ("r r ctrl+z", "Ann Lee"),
        ("r r ctrl+z r", "Bo Roe"),
    ],
)
def test_the_claimer_is_swapped_for_the_next_candidate(desk, keys, chosen):
    session = desk.session("[Acme]ORG? sent [Bo Roe]PERSON? and [Ann Lee]PERSON?. *[We won]CLAIM?.")
    press(session, keys)
    assert claim_in_hand(session).claimer == chosen


@pytest.mark.parametrize("key", ["r", "shift+r"])
def test_swapping_corrects_the_claim_in_one_step_and_nothing_else(check, key):
    session = check(
        "[Ann]SOURCE [said]CUE *[we won]CLAIM?.", key, "[Ann]SOURCE [said]CUE *[we won]CLAIM^."
    )
    assert session.project.last_step() == 1
    assert claim_in_hand(session).attributes[CLAIMER_BASIS] == CHOSEN
    press(session, "ctrl+z")
    assert claim_in_hand(session).claimer is None


def test_the_part_that_is_selected_stays_selected(desk):
    session = desk.session("[Ann]SOURCE [said]CUE *[we won]CLAIM?.")
    press(session, "v r")
    assert session.selection.part == "cue"


def test_enter_goes_on_with_the_swapped_claimer(check):
    session = check(
        "[Bo]PERSON+ met *[us]CLAIM?, [Ann]ORG?.",
        "r enter",
        "[Bo]PERSON+ met [us]CLAIM^, *[Ann]ORG?.",
    )
    claim = next(i.record for i in session.fold.items.values() if isinstance(i.record, Claim))
    assert claim.claimer == "Bo"


def test_a_number_picks_only_before_anything_is_typed(desk):
    session = desk.session("[Acme 12]ORG? sent [Ann Lee]PERSON?. *[We won]CLAIM?.")
    press(session, "p")
    assert [choice.keys for choice in session.prompt.choices] == ["1", "2", "0", "9"]
    press(session, "a 2")
    assert session.prompt is not None
    assert {choice.keys for choice in session.prompt.fitting()} == {""}
    session.type(" 3M")  # a name that begins with a digit is typed behind a space
    session.press("enter")
    assert claim_in_hand(session).claimer == "3M"


def test_author_and_implicit_are_picked_by_the_last_digits_where_many_are_named(desk):
    names = ("Al", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo", "Kim", "Lu")
    named = " ".join(f"[{name} Roe]PERSON?" for name in names)
    session = desk.session(f"{named}. *[We won]CLAIM?.")
    assert len(candidates(session.here)) == MOST
    press(session, "p")
    shown = [(choice.keys, choice.value) for choice in session.prompt.choices]
    assert [keys for keys, _ in shown] == [*"1234567890", "", ""]
    assert shown[8:10] == [("9", IMPLICIT), ("0", AUTHOR)]
    press(session, "0")
    assert claim_in_hand(session).claimer == AUTHOR
    press(session, "ctrl+z p 9")
    assert claim_in_hand(session).claimer == IMPLICIT


def test_author_and_implicit_keep_their_digits_wherever_they_stand(desk):
    names = ("Al", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo", "Kim", "Lu")
    named = " ".join(f"[{name} Roe]PERSON?" for name in names)
    session = desk.session(f"{named}. [We]SOURCE [say]CUE *[so]CLAIM?.")
    press(session, "p")
    keys = {choice.value: choice.keys for choice in session.prompt.choices}
    assert next(iter(keys)) == AUTHOR
    assert (keys[AUTHOR], keys[IMPLICIT]) == ("0", "9")
    assert list(keys.values())[1:3] == ["1", "2"]


# -- the order


@pytest.mark.parametrize(
    ("written", "first"),
    [
        # names in the source: people, in full, before its own words
        ("[President [Ann Lee]PERSON?]SOURCE said *[we won]CLAIM?.", ["Ann Lee"]),
        ("[Ann Lee]PERSON? left. [[Lee]PERSON?]SOURCE said *[we won]CLAIM?.", ["Ann Lee", "Lee"]),
        ("[Ann al-Lee]PERSON? left. [[Lee]PERSON?]SOURCE said *[we won]CLAIM?.", ["Ann al-Lee"]),
        # a body that somebody speaks for; a body without its article
        ("[A [Home Office]ORG? spokesman]SOURCE said *[we won]CLAIM?.", ["Home Office"]),
        (
            "[the Ministry of Health of Malta]SOURCE said *[we won]CLAIM?.",
            ["Ministry of Health of Malta"],
        ),
        ("[the country’s Ministry of Health]SOURCE said *[we won]CLAIM?.", ["Ministry of Health"]),
        ("[the [World Bank]ORG?'s report]SOURCE said *[we won]CLAIM?.", ["World Bank"]),
        # the longer name of a body, and what it abbreviates
        (
            "The [Bank of Malta]ORG? met. [The [Bank]ORG?]SOURCE said *[we won]CLAIM?.",
            ["Bank of Malta"],
        ),
        (
            "The [World Trade Union]ORG? met. [[WTU]ORG?]SOURCE said *[we won]CLAIM?.",
            ["World Trade Union"],
        ),
        # a people: its country
        ("[Armenia]GPE? won. [The [Armenian]NORP? side]SOURCE said *[so]CLAIM?.", ["Armenia"]),
        # all of a coordinated source
        ("[[Malta]GPE?, [Peru]GPE?]SOURCE pledge *[to go]CLAIM?.", ["Malta and Peru"]),
        (
            "[[Ann Lee]PERSON? and [Bo Roe]PERSON?]SOURCE said *[so]CLAIM?.",
            ["Ann Lee and Bo Roe", "Ann Lee"],
        ),
        (
            "Interior Secretary [Ann Lee]PERSON? met [Bo Roe]PERSON?. "
            "[The secretary and [Roe]PERSON?]SOURCE said *[so]CLAIM?.",
            ["Ann Lee and Bo Roe"],
        ),
        (
            "[Ann Lee]PERSON? left. [[Lee]PERSON?]SOURCE, like [the Bank]SOURCE, said *[so]CLAIM?.",
            ["Ann Lee and Bank", "Ann Lee"],
        ),
        # a body whose name has "and" in it is one
        (
            "[The [Ministry of Trade and Industry]ORG?]SOURCE said *[so]CLAIM?.",
            ["Ministry of Trade and Industry"],
        ),
        # whoever a pronoun stands for: named last, of its kind
        (
            "[Ann Lee]PERSON? met [Bo Roe]PERSON? of [Acme]ORG?. [He]SOURCE said *[so]CLAIM?.",
            ["Bo Roe", "Ann Lee"],
        ),
        ("[Acme]ORG? sent [Bo Roe]PERSON?. [It]SOURCE said *[so]CLAIM?.", ["Acme", "Bo Roe"]),
        # a description: whose title it is
        (
            "President [Ann Lee]PERSON? met [Bo Roe]PERSON?. "
            "[The head of state]SOURCE said *[so]CLAIM?.",
            ["Ann Lee"],
        ),
        (
            "[Ann Lee]PERSON?, the mayor, met [Bo Roe]PERSON?. [The mayor]SOURCE said *[so]CLAIM?.",
            ["Ann Lee"],
        ),
        # or the body of that kind
        (
            "The [Audit Committee]ORG? and [Acme]ORG? met. [The committee]SOURCE said *[so]CLAIM?.",
            ["Audit Committee", "Acme"],
        ),
        # several together: the two that are named most, in the order of their first naming
        (
            "[Ann Lee]PERSON? met [Bo Roe]PERSON?, [Cy Day]PERSON? and [Bo Roe]PERSON?. "
            "[Lee]PERSON? left. [The two sides]SOURCE agreed *[to go]CLAIM?.",
            ["Ann Lee and Bo Roe"],
        ),
        (
            "[Ann Lee]PERSON? of [Malta]GPE? met [Bo Roe]PERSON? of [Peru]GPE?. "
            "[The two governments]SOURCE agreed *[to go]CLAIM?.",
            ["Malta and Peru", "Ann Lee and Bo Roe"],
        ),
        # "we": the release itself
        ("[Ann Lee]PERSON? left. [We]SOURCE think *[so]CLAIM?.", [AUTHOR, "Ann Lee"]),
        # a cue of nobody: somebody unnamed
        ("[Ann Lee]PERSON? left. It [was noted]CUE *[so]CLAIM?.", [IMPLICIT, "Ann Lee"]),
        # nothing to go by
        ("*[We won]CLAIM?.", [AUTHOR, IMPLICIT]),
        (
            "*[We won]CLAIM?, [Ann Lee]PERSON? and [Acme]ORG?.",
            ["Ann Lee", "Acme", AUTHOR, IMPLICIT],
        ),
    ],
)
def test_the_most_likely_claimer_comes_first(desk, written, first):
    session = desk.session(written)
    assert candidates(session.here)[: len(first)] == first


def put(session, content, name):
    """Make `name` the claimer of the claim with this content; the same claim stays in hand."""
    kept = session.selection.item
    for item in list(session.fold.items.values()):
        record = item.record
        if isinstance(record, Claim) and record.content[0].text(session.text) == content:
            session.select_item(item.id)
            session.run("claimer", name)
    session.select_item(kept)


@pytest.mark.parametrize(
    ("written", "content", "name", "first"),
    [
        # who spoke last comes before who was named last
        (
            "[Ann Lee]PERSON? said [so]CLAIM1?. [Bo Roe]PERSON? left. "
            "[She]SOURCE2 said *[no]CLAIM2?.",
            "so",
            "Ann Lee",
            ["Ann Lee", "Bo Roe"],
        ),
        # a source with the same head noun is the same
        (
            "[An [Acme]ORG? statement]SOURCE1 said [so]CLAIM1?. [Ajax]ORG? left. "
            "[The statement]SOURCE2 said *[no]CLAIM2?.",
            "so",
            "Acme",
            ["Acme", "Ajax"],
        ),
        # "I" in what somebody said is who said it
        (
            "[Ann Lee]PERSON? said [[I]SOURCE2 hope *[so]CLAIM2?]CLAIM1?, [Bo Roe]PERSON?.",
            "I hope so",
            "Ann Lee",
            ["Ann Lee", "Bo Roe"],
        ),
        # those who spoke together before
        (
            "[[Malta]GPE?, [Peru]GPE?]SOURCE1 pledge [to go]CLAIM1?. "
            "[Ann Lee]PERSON? met [Bo Roe]PERSON?. [They]SOURCE2 said *[no]CLAIM2?.",
            "to go",
            "Malta and Peru",
            ["Malta and Peru", "Ann Lee and Bo Roe"],
        ),
        # what only points back names nobody
        (
            "[Ann Lee]PERSON? left. [so]CLAIM1?, they said. [She]SOURCE2 said *[no]CLAIM2?.",
            "so",
            "They",
            ["Ann Lee", AUTHOR, IMPLICIT],
        ),
        # a claimer behind comes after all before
        (
            "[Ann Lee]PERSON? left. [She]SOURCE2 said *[no]CLAIM2?. "
            "[so]CLAIM1?, said [Bo Roe]PERSON?.",
            "so",
            "Cy Day",
            ["Ann Lee", "Bo Roe", "Cy Day", AUTHOR],
        ),
    ],
)
def test_who_spoke_before_may_speak_again(desk, written, content, name, first):
    session = desk.session(written)
    put(session, content, name)
    assert candidates(session.here)[: len(first)] == first


_NAMES = (
    "[Ann Lee]PERSON?",
    "[Lee]PERSON?",
    "[Acme Bank]ORG?",
    "[AB]ORG?",
    "[Malta]GPE?",
    "[Maltese]NORP?",
)
_OTHERS = ("the", "and", ",", "minister", "they", "bank", "Bank’s", "said", ".", "3M", "12")
_WORDS = st.sampled_from([*_NAMES, *_OTHERS])
_SOURCES = st.lists(_WORDS, max_size=4).map(" ".join)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=st.lists(_WORDS, max_size=12).map(" ".join),
    source=_SOURCES,
    claimer=st.sampled_from([None, "Ann Lee", "Zoe Quinn", AUTHOR, IMPLICIT]),
    keys=st.lists(st.sampled_from(["r", "shift+r"]), max_size=5),
)
def test_candidates_never_repeat_and_the_present_one_is_first(desk, before, source, claimer, keys):
    sourced = f"[{source}]SOURCE" if source else ""
    session = desk.session(f"{before} {sourced} said *[we won]CLAIM?.")
    if claimer is not None:
        session.run("claimer", claimer)
    press(session, " ".join(keys))
    present, names = claim_in_hand(session).claimer, candidates(session.here)
    assert len(set(names)) == len(names) <= MOST + 1
    assert all(name.strip() for name in names)
    assert {AUTHOR, IMPLICIT} <= set(names)
    assert present is None or names[0] == present
    follows = name_after(session.here)
    session.press("r")
    assert claim_in_hand(session).claimer == follows != present
    if present in candidates(session.here):
        session.press("shift+r")
        assert claim_in_hand(session).claimer == present


def test_going_through_all_candidates_meets_each_once(desk):
    session = desk.session(
        "[Acme]ORG? sent [Bo Roe]PERSON? and [Ann Lee]PERSON?. [She]SOURCE said *[so]CLAIM?."
    )
    session.press("r")
    wanted, met = candidates(session.here), []
    for _ in wanted:
        met.append(claim_in_hand(session).claimer)
        session.press("r")
    assert met == wanted


def test_a_long_release_costs_no_more_than_a_short_one(desk):
    named = "[Ann Lee]PERSON? met [Bo Roe]PERSON?. " * 400
    session = desk.session(f"[Cy Day]PERSON? left. {named}[He]SOURCE said *[so]CLAIM?. {named}")
    item = session.here.item
    near = Nearby(session.here, item.record, item.id)
    assert len(near.before) + len(near.behind) < 300
    assert "Cy Day" in {one.name for one in near.before}  # the top of a release says who matters
    assert candidates(session.here)[:3] == ["Bo Roe", "Ann Lee", "Cy Day"]
