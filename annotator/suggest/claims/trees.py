"""The dependency tree as runs of words: subtrees, fragments, verb groups, subjects, sources.

A run of words is a `range` of token numbers within one parsed piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from annotator.suggest.words import words

_ENDS = frozenset(",;:.!?—–…") | {"--", "-", "(", ")"}
_QUOTES = frozenset('”»"’')
_EDGES = frozenset(",;:—–-.…--")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_IN_GROUP = ("aux", "auxpass", "neg", "prt")
_PHRASES = ("prep", "conj", "appos", "dep", "oprd", "xcomp", "acl", "relcl", "agent", "cc")
_LONGEST_GROUP = 5
_DEEPEST = 5
"""How many verbs up the tree a shared subject is looked for."""


def subtree(token: Token) -> set[int]:
    """The numbers of every token below `token`, itself included."""
    return {below.i for below in token.subtree}


def children(token: Token, *deps: str) -> list[Token]:
    """The children of `token` with one of these dependencies, in order."""
    return [child for child in token.children if child.dep_ in deps]


def runs(numbers: Iterable[int]) -> list[range]:
    """Neighbouring numbers joined to runs."""
    found: list[range] = []
    for number in sorted(numbers):
        if found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
    return found


def fragments(doc: Doc, numbers: Iterable[int]) -> list[range]:
    """`numbers` as runs of words: gaps of mere punctuation closed, edges without punctuation."""
    joined: list[range] = []
    for run in runs(numbers):
        if joined and all(t.is_punct or t.is_space for t in doc[joined[-1].stop : run.start]):
            joined[-1] = range(joined[-1].start, run.stop)
        else:
            joined.append(run)
    trimmed = (trim(doc, run) for run in joined)
    return [run for run in trimmed if any(doc[i].is_alpha or doc[i].like_num for i in run)]


def run_around(token: Token) -> range:
    """The unbroken part of the subtree of `token` that holds it."""
    return next(run for run in runs(subtree(token)) if token.i in run)


def trim(doc: Doc, run: range) -> range:
    """`run` without white space, commas, dashes and full stops at its edges."""
    start, stop = run.start, run.stop
    while start < stop and _is_edge(doc[start]):
        start += 1
    while stop > start and (_is_edge(doc[stop - 1]) or _leads_on(doc[stop - 1])):
        stop -= 1
    return range(start, stop)


def _leads_on(token: Token) -> bool:
    """Whether it belongs to what follows: "and", "and also"."""
    is_after_and = token.i > 0 and token.nbor(-1).dep_ == "cc"
    return token.dep_ == "cc" or (is_after_and and token.lower_ in ("also", "further", "then"))


def _is_edge(token: Token) -> bool:
    return token.is_space or token.text in _EDGES or token.text == "--"


def is_passive(verb: Token) -> bool:
    """Whether `verb` has a passive auxiliary."""
    return any(child.dep_ == "auxpass" for child in verb.children)


def finite_tag(verb: Token) -> str:
    """The tag of what carries the tense: of the first auxiliary, or of the verb."""
    auxiliaries = children(verb, "aux", "auxpass")
    return min(auxiliaries, key=lambda t: t.i).tag_ if auxiliaries else verb.tag_


def is_finite(verb: Token) -> bool:
    """Whether the verb has a tense."""
    return finite_tag(verb) in ("VBD", "VBZ", "VBP", "MD")


def own_subject(verb: Token) -> Token | None:
    """The subject that is a child of `verb`."""
    return next(iter(children(verb, *_SUBJECTS)), None)


def subject(verb: Token, depth: int = 0) -> Token | None:
    """The subject of `verb`: its own, or the one it shares with the verb it depends on."""
    own = own_subject(verb)
    if own is not None:
        return _antecedent(own, verb)
    if depth > _DEEPEST or verb.head == verb:
        return None
    if verb.dep_ == "acl":
        return verb.head if verb.tag_ == "VBG" else None
    if verb.dep_ == "relcl":
        return None
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as":
        return next(iter(children(verb.head.head, "dobj")), None)  # "quoted X as saying"
    if verb.dep_ == "xcomp":
        controller = _controller(verb)
        if controller is not None:
            return controller
    shares = (
        verb.dep_ in ("conj", "xcomp", "acomp")
        or (verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VB"))
        or (verb.dep_ in ("ccomp", "dep", "prep", "pcomp") and verb.tag_ == "VBG")
    )
    return subject(verb.head, depth + 1) if shares else None


def _antecedent(own: Token, verb: Token) -> Token:
    """For "who", the noun it stands for."""
    if own.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        return verb.head
    return own


def _controller(verb: Token) -> Token | None:
    """The object that does what an infinitive says: "asked *him* to say"."""
    if verb.head.lemma_.lower() not in words("claims", "infinitive"):
        return None
    return next((c for c in children(verb.head, "dobj", "dative") if c.i < verb.i), None)


def source_run(subject: Token) -> range:
    """The claimer as named: with title and apposition, without relative clauses."""
    dropped: set[int] = set()
    for below in subject.subtree:
        is_clause = below.dep_ in ("relcl", "advcl") and below != subject
        if is_clause or (below.dep_ == "acl" and below.head == subject):
            dropped |= subtree(below)
    kept = subtree(subject) - dropped
    run = next(run for run in runs(kept) if subject.i in run)
    run = trim(subject.doc, run)
    while len(run) > 1 and subject.doc[run.start].text in _QUOTES:
        run = range(run.start + 1, run.stop)
    return _without_open_bracket(subject.doc, run)


def _without_open_bracket(doc: Doc, run: range) -> range:
    texts = [doc[i].text for i in run]
    if "(" in texts and ")" not in texts:
        if run.stop < len(doc) and doc[run.stop].text == ")":
            return range(run.start, run.stop + 1)
        return trim(doc, range(run.start, run.start + texts.index("(")))
    return run


def cue_run(verb: Token) -> range:
    """The whole verb group: auxiliaries, negation, particle, "went on to" before it."""
    doc = verb.doc
    start, stop = verb.i, verb.i + 1
    group = verb
    while (first := _group_head(group)) is not None:
        group, start = first, first.i
    helpers = [
        c.i for g in {group, verb} for c in g.children if c.dep_ in _IN_GROUP and c.i < start
    ]
    if helpers and start - min(helpers) <= _LONGEST_GROUP and _joined(doc, min(helpers), start):
        start = min(helpers)
    while stop < len(doc) and doc[stop].dep_ == "prt" and doc[stop].head == verb:
        stop += 1
    return range(start, stop)


def _group_head(verb: Token) -> Token | None:
    """The verb that begins the group of `verb`: "went" of "went on to say"."""
    head = verb.head
    if verb.dep_ == "xcomp" and head.dep_ == "acomp" and head.i < verb.i <= head.i + 2:
        return head.head  # "are pleased to announce"
    if (
        verb.dep_ in ("xcomp", "advcl")
        and head.i < verb.i <= head.i + _LONGEST_GROUP
        and verb.tag_ == "VB"
        and head.lemma_.lower() in words("claims", "groups")
    ):
        return head
    return None


def _joined(doc: Doc, start: int, stop: int) -> bool:
    """Whether only words of a verb group stand between (no subject, as in a question)."""
    return all(doc[i].pos_ in ("AUX", "ADV", "PART", "VERB") for i in range(start, stop))


def tail(verb: Token, last: int) -> list[int]:
    """What follows the object and still belongs to it: phrases of `verb` up to the next clause."""
    added: list[int] = []
    for child in sorted(verb.rights, key=lambda t: t.i):
        if child.right_edge.i <= last or child.dep_ == "punct":
            continue
        if child.dep_ not in _PHRASES or (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")):
            break
        added += range(last + 1, child.right_edge.i + 1)
        last = child.right_edge.i
    return added + list(range(last + 1, _reach(verb, last)))


def _reach(verb: Token, last: int) -> int:
    """Where the words end that go on without a comma: "the Summit *dedicated to peace in May*".

    The parser often hangs them elsewhere. ", as well as" goes on too.
    """
    doc, sentence = verb.doc, verb.sent
    at = last + 1
    while at < sentence.end and not _begins_anew(doc[at]):
        at += 1
    rest = doc[at : at + 4].text
    if at < sentence.end and re.match(r",\s+as\s+well\s+as\b", rest):
        return _reach(verb, at + 3)
    return at


def _begins_anew(token: Token) -> bool:
    """Whether a punctuation mark, a conjunction or another clause begins here."""
    return (
        token.text in _ENDS
        or token.dep_ in ("cc", "mark", "nsubj", "nsubjpass", "expl")
        or token.pos_ == "SCONJ"
        or token.tag_ in ("VBD", "VBZ", "VBP", "MD", "WDT", "WP", "WRB")
    )


def is_infinitive(verb: Token) -> bool:
    """Whether `verb` has a "to"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def has_that(verb: Token) -> bool:
    """Whether a clause begins with "that"."""
    return any(mark.lower_ == "that" for mark in children(verb, "mark"))


def agent(verb: Token) -> Token | None:
    """Who a passive names with "by"."""
    for by in children(verb, "agent"):
        for named in children(by, "pobj"):
            return named
    return None
