"""Releases with anything that may stand in them, for hypothesis."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from annotator.model.fold import Fold, fold
from annotator.model.records import Claim, Entity, Record, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, RecordedStep, Step, StoredSuggestion

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.sampled_from('ab \r\n\ufeff\u2028\x85\u00ad\u05e9👩\u200d\u0301"\\'),
    ),
    min_size=1,
    max_size=40,
).filter(re.compile(r"[^\s\ufeff]").search)
TIMES = st.datetimes().map(lambda at: at.isoformat(timespec="milliseconds") + "Z")


def spans(text: str) -> st.SearchStrategy[Span]:
    return st.integers(0, len(text) - 1).flatmap(
        lambda start: st.integers(start + 1, len(text)).map(lambda end: Span(start, end))
    )


def records(text: str) -> st.SearchStrategy[Record]:
    piece = spans(text)
    entity = st.builds(Entity, piece, st.sampled_from(["PERSON", "ORG", "X"]))
    claim = st.builds(
        Claim,
        st.lists(piece, min_size=1, max_size=3).map(tuple),
        st.none() | piece,
        st.lists(piece, max_size=2).map(tuple),
        st.none() | WORDS,
        st.dictionaries(st.sampled_from(["epistemic", "note"]), WORDS),
    )
    return st.one_of(entity, claim)


RELEASES = st.builds(
    Release,
    TEXTS,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    st.dictionaries(st.sampled_from(["licence", "source_id"]), WORDS),
)


@st.composite
def folded_releases(draw: st.DrawFn) -> tuple[Release, Fold]:
    """A release and a fold that some steps led to."""
    release = draw(RELEASES)
    suggestion = st.builds(
        Suggestion, records(release.text), st.just("m@1"), WORDS, st.floats(0, 1), WORDS
    )
    suggested = draw(st.lists(suggestion, max_size=5))
    stands = fold([StoredSuggestion(f"s{i + 7}", s) for i, s in enumerate(suggested)], [])
    for number in range(1, draw(st.integers(0, 6)) + 1):
        stands.apply(draw(steps(release, stands, number)))
    return release, stands


@st.composite
def steps(draw: st.DrawFn, release: Release, stands: Fold, number: int) -> RecordedStep:
    verb = draw(st.sampled_from(["accept", "reject", "correct", "add"]))
    state = draw(st.sampled_from([None, None, "started", "finished"]))
    decisions: tuple[Decision, ...] = ()
    seen, blind = draw(st.booleans()), draw(st.booleans())
    if verb == "add" or not stands.items:
        name = stands.next_addition()
        decisions = (Decision("add", name, draw(records(release.text)), seen=seen, blind=blind),)
    else:
        item = stands.items[draw(st.sampled_from(sorted(stands.items)))]
        same = records(release.text).filter(lambda r: r.layer == item.record.layer)
        record = draw(same) if verb == "correct" else None
        was = item.record if record else None
        decisions = (Decision(verb, item.id, record, was, seen, blind),)
    if draw(st.integers(0, 5)) == 0:
        decisions = ()
    step = Step(verb, decisions, Selection(Span(0, 0)), state)
    who = draw(st.sampled_from(["ann", "bea", "Ö"]))
    return RecordedStep(number, release.id, "do", who, draw(TIMES), step)
