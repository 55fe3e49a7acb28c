"""Attributions offered to a person who knows that something is claimed: far more than is suggested.

What the rules find comes first. Then whatever governs a clause, an object or a phrase is a cue,
whatever verb, noun or adjective it is. The labels are ClearNLP's, as in spaCy's English pipelines.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from annotator.suggest.claims.attribution import Attribution, attribution, lemma, listed
from annotator.suggest.claims.attributions import attributions
from annotator.suggest.claims.quotations import with_quotations
from annotator.suggest.claims.sharing import with_shared_sources
from annotator.suggest.claims.trees import (
    agent,
    children,
    cue_run,
    is_infinitive,
    is_passive,
    own_subject,
    run_around,
    subject,
    subtree,
    tail,
)

RULE = "offered"
Offered = tuple[Attribution, bool]
"""An attribution, and whether a clause is reported."""

_CLAUSES = ("ccomp", "xcomp")
_BESIDE_NOUN = ("acl", "ccomp", "relcl")
_OBJECTS = ("dobj", "oprd", "attr")
_SAY_NOTHING = frozenset({"be", "have", "do", "become"})
"""Verbs whose objects nobody claims."""
_LONGEST_ASIDE = 24
"""Tokens of "..., the head of the press service of X told reporters today", at most."""


def offered(doc: Doc) -> Iterator[Offered]:
    """What the rules find in `doc`, then what governs anything else, in the order of the text."""
    for found in with_quotations(doc, with_shared_sources(doc, attributions(doc))):
        if found.content:
            yield found, True
    for token in doc:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            yield from _of_verb(token)
        elif token.pos_ == "NOUN":
            yield from _of_noun(token)


def _of_verb(verb: Token) -> Iterator[Offered]:
    found = [
        (_clause(verb), True),
        (_aside(verb), True),
        (_after_colon(verb), True),
        *((offer, True) for offer in _clauses_of_object(verb)),
        *((offer, False) for offer in _objects(verb)),
        *((offer, False) for offer in _phrases(verb)),
    ]
    yield from ((offer, is_sure) for offer, is_sure in found if offer is not None)


def _made(verb: Token, stop: int, content: set[int], source: Token | None) -> Attribution | None:
    """An offer whose cue is the verb group up to the token `stop`."""
    start = cue_run(verb).start
    cue = range(start, max(stop, cue_run(verb).stop))
    is_nobody = source is None and is_passive(verb)
    return attribution(RULE, verb, cue, content - set(cue), source, implicit=is_nobody)


def _speaker(verb: Token) -> Token | None:
    """Who says it: whom a passive names with "by", else the subject, also one after the verb."""
    if is_passive(verb) or verb.dep_ == "acl":
        return agent(verb)
    return subject(verb)


def _clause(verb: Token) -> Attribution | None:
    """``told us that ...``, ``pledged to ...``, ``made clear that ...``, ``is sure that ...``."""
    clauses = [c for c in children(verb, *_CLAUSES) if c.i > verb.i and _tells(c)]
    judged = [a for a in children(verb, "acomp", "oprd") if a.i > verb.i]
    clauses += [c for a in judged for c in children(a, *_CLAUSES) if c.i > a.i]
    if not clauses or lemma(verb) in _SAY_NOTHING - {"be"} or (lemma(verb) == "be" and not judged):
        return None
    content = set().union(*map(subtree, clauses))
    adjective = [a.i + 1 for a in judged if a.i < min(content)]
    return _made(verb, max(adjective, default=0), content, _speaker(verb))


def _tells(clause: Token) -> bool:
    """Whether it is a clause or an infinitive, not "kept *saying*"."""
    return clause.dep_ == "ccomp" or is_infinitive(clause)


def _aside(verb: Token) -> Attribution | None:
    """``..., the spokesman told reporters today.``, ``As the media write, ...``: the rest says it.

    A subject may be missing in the parse; a comma or a quotation mark sets the aside off.
    """
    inside = subtree(verb) if verb.dep_ in ("parataxis", "advcl", "ccomp") else _segment(verb)
    source = own_subject(verb)
    if source is None or len(inside) > _LONGEST_ASIDE or not _may_be_aside(verb):
        return None
    rest = set(range(verb.sent.start, verb.sent.end)) - inside
    if len(rest) < 3 or verb.i not in inside:
        return None
    return attribution(RULE, verb, cue_run(verb), rest, source)


def _may_be_aside(verb: Token) -> bool:
    """Whether it is a verb of saying, or one that "as" begins, and governs nothing itself."""
    is_as = any(m.lower_ == "as" for m in children(verb, "mark", "advmod"))
    says = listed(verb, "clause", "speech") and verb.tag_ in ("VBD", "VBZ", "VBP")
    governs = [c for c in children(verb, *_CLAUSES) if c.i > verb.i]
    return (says or is_as) and not governs


def _segment(verb: Token) -> set[int]:
    """The words around a verb and its subject up to a comma or quotation mark on each side."""
    doc, sentence, source = verb.doc, verb.sent, own_subject(verb)
    if source is None:
        return set()
    start, stop = min(source.left_edge.i, verb.i), max(source.right_edge.i, verb.i) + 1
    while start > sentence.start and not doc[start - 1].is_punct:
        start -= 1
    while stop < sentence.end and not doc[stop].is_punct:
        stop += 1
    return set(range(start, stop))


def _after_colon(verb: Token) -> Attribution | None:
    """``On this we remain firm: ...``: the rest of the sentence says it."""
    doc, sentence = verb.doc, verb.sent
    colon = next((t.i for t in doc[verb.i : sentence.end] if t.text == ":"), None)
    if colon is None or any(t.pos_ == "VERB" for t in doc[verb.i + 1 : colon]):
        return None
    stop = max((a.i + 1 for a in children(verb, "acomp") if verb.i < a.i < colon), default=0)
    return _made(verb, stop, set(range(colon + 1, sentence.end)), _speaker(verb))


def _clauses_of_object(verb: Token) -> Iterator[Attribution | None]:
    """``expressed his desire that ...``, ``took the view that ...``: the noun is in the cue."""
    for noun in (o for o in children(verb, "dobj", "attr") if o.i > verb.i):
        for clause in children(noun, *_BESIDE_NOUN) + children(verb, *_CLAUSES):
            if clause.i > noun.i and _is_told(clause):
                content = subtree(clause)
                yield _made(verb, noun.i + 1, content | set(tail(verb, max(content))),
                            _speaker(verb))  # fmt: skip


def _is_told(clause: Token) -> bool:
    """Whether it is "that ..." or "to ...": no relative clause."""
    return is_infinitive(clause) or any(m.lower_ == "that" for m in children(clause, "mark"))


def _objects(verb: Token) -> Iterator[Attribution | None]:
    """``supports the efforts of ...``, ``the efforts were praised by ...``."""
    if lemma(verb) in _SAY_NOTHING:
        return
    for named in (o for o in children(verb, *_OBJECTS) if o.i > verb.i):
        content = set(run_around(named))
        yield _made(verb, 0, content, _speaker(verb))
        yield _made(verb, 0, content | set(tail(verb, max(content))), _speaker(verb))
    if is_passive(verb) and (named := own_subject(verb)) is not None:
        yield _made(verb, 0, subtree(named), agent(verb))


def _phrases(verb: Token) -> Iterator[Attribution | None]:
    """``called for ...`` with the preposition in the cue; ``expressed condolences to ...``.

    Behind an object the preposition may belong to either, so that both are offered.
    """
    if lemma(verb) in _SAY_NOTHING - {"be"}:
        return
    objects = [o for o in children(verb, "dobj", "acomp") if o.i > verb.i]
    holders = [verb, *objects, *(c for c in children(verb, "xcomp") if is_infinitive(c))]
    for phrase in (p for holder in holders for p in children(holder, "prep") if p.i > verb.i):
        stop = max((o.i + 1 for o in objects if o.i < phrase.i), default=0)
        if phrase.i - max(stop, cue_run(verb).stop) > 2 or (lemma(verb) == "be" and not stop):
            continue
        content = subtree(phrase)
        yield _made(verb, phrase.i + 1, content | set(tail(verb, max(content))), _speaker(verb))
        yield _made(verb, phrase.i + 1, content, _speaker(verb))
        yield _made(verb, stop, content, _speaker(verb))


def _of_noun(noun: Token) -> Iterator[Offered]:
    """``his claim that ...``, ``the decision to ...``: the noun alone, with whose it is."""
    owner = next(iter(children(noun, "poss")), None)
    for clause in children(noun, "acl", "ccomp"):
        if clause.i > noun.i and _is_told(clause):
            cue = range(noun.i, noun.i + 1)
            found = attribution(RULE, noun, cue, subtree(clause), owner)
            if found is not None:
                yield found, True
