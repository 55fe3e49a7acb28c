"""The constituents of one parsed piece: names, phrases, clauses, sentences to grow a mark by.

Each is a run of token numbers with its head. Few and telling ones: what a person would stop at.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from annotator.model.structure import Kind
from annotator.suggest.claims.quotations import quotations
from annotator.suggest.claims.trees import (
    children,
    cue_run,
    is_finite,
    is_infinitive,
    own_subject,
    runs,
    source_run,
    subtree,
    trim,
)

Found = tuple[range, int, Kind]

_NOUNS = ("NOUN", "PROPN", "PRON", "NUM")
_VERBS = ("VERB", "AUX")
_BEFORE_NAME = ("compound", "amod", "nmod", "nn", "flat")
_ARTICLES = ("det", "predet", "poss")
_SET_APART = ("conj", "cc", "advcl", "parataxis", "punct")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_MARKS = ("mark", "cc", "advmod", "punct", "preconj", "intj")


def constituents(doc: Doc) -> Iterator[Found]:
    """What holds together in `doc`, of two tokens at least; some more than once."""
    for run, head, kind in _all(doc):
        clean = trim(doc, run)
        if len(clean) > 1:
            yield clean, head, kind


def _all(doc: Doc) -> Iterator[Found]:
    for token in doc:
        if token.pos_ in _NOUNS:
            yield from _noun_phrases(token)
        elif token.pos_ in _VERBS and token.dep_ not in ("aux", "auxpass"):
            yield from _clauses(token)
        elif token.pos_ == "ADJ" and token.dep_ not in _BEFORE_NAME:
            yield _around(token, subtree(token)), token.i, "phrase"
    for name in doc.ents:
        yield from _names(name)
    for quotation in quotations(doc):
        yield quotation.run, quotation.run.start, "clause"
    for sentence in doc.sents:
        yield range(sentence.start, sentence.end), sentence.root.i, "sentence"


# -- names and noun phrases


def _names(name: Span) -> Iterator[Found]:
    """A name without article, then with what stands before it as a title."""
    doc, head = name.doc, name.root
    start, stop = name.start, name.end
    while start < stop - 1 and doc[start].pos_ == "DET":
        start += 1
    if doc[stop - 1].tag_ == "POS":
        stop -= 1
    yield range(start, stop), head.i, "name"
    yield range(_with_title(doc, start, stop), stop), head.i, "name"


def _with_title(doc: Doc, start: int, stop: int) -> int:
    """Where the titles and adjectives before a name begin."""
    while start > 0 and _is_before_name(doc[start - 1], start, stop):
        start -= 1
    return start


def _is_before_name(token: Token, start: int, stop: int) -> bool:
    is_title = token.dep_ in _BEFORE_NAME or token.pos_ in ("PROPN", "NOUN")
    return is_title and token.pos_ != "VERB" and start <= token.head.i < stop


def _noun_phrases(noun: Token) -> Iterator[Found]:
    """The words up to the noun, with its article, with what follows, with its clauses."""
    below = subtree(noun)
    before = {i for i in _around(noun, below) if i <= noun.i}
    article = {i for a in children(noun, *_ARTICLES) for i in subtree(a)}
    if _around(noun, before - article):
        kind: Kind = "name" if noun.pos_ == "PROPN" else "phrase"
        yield _around(noun, before - article), noun.i, kind
    yield _around(noun, before), noun.i, "phrase"
    after = [c for c in noun.rights if c.dep_ not in ("relcl", "acl", "advcl", "punct")]
    first = {i for c in after if c.dep_ not in ("conj", "cc", "appos") for i in subtree(c)}
    yield _around(noun, before | first), noun.i, "phrase"
    yield source_run(noun), noun.i, "phrase"
    yield _around(noun, below), noun.i, "phrase"


def _around(token: Token, numbers: set[int]) -> range:
    """The unbroken run of `numbers` that holds `token`."""
    return next(run for run in runs(numbers | {token.i}) if token.i in run)


# -- verbs and clauses


def _clauses(verb: Token) -> Iterator[Found]:
    """The verb group, the predicate, the clause, the clause with its complementiser, all of it."""
    below = subtree(verb)
    apart = {i for c in verb.children if c.dep_ in _SET_APART for i in subtree(c)}
    marks = {i for c in verb.lefts if _begins(c, verb) for i in subtree(c)}
    subjects = {i for c in verb.lefts if c.dep_ in _SUBJECTS for i in range(c.right_edge.i + 1)}
    clause = below - apart
    stands = is_finite(verb) and own_subject(verb) is not None
    kind: Kind = "clause" if stands else "phrase"
    yield cue_run(verb), verb.i, "phrase"
    yield _around(verb, clause - marks - subjects), verb.i, "phrase"
    yield _around(verb, clause - marks), verb.i, kind
    yield _around(verb, clause), verb.i, kind
    yield _around(verb, below - marks), verb.i, kind
    yield _around(verb, below), verb.i, kind


def _begins(child: Token, verb: Token) -> bool:
    """Whether a word only begins the clause: "that", "and", the "to" of an infinitive."""
    if child.dep_ == "aux":
        return is_infinitive(verb) and child.lower_ == "to"
    return child.dep_ in _MARKS and len(list(child.children)) == 0
