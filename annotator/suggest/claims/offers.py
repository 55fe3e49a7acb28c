"""Attributions offered to a person who knows that something is claimed: far more than is suggested.

What the rules find comes first. Then whatever governs a clause, an object or a phrase is a cue,
whatever verb, noun or adjective it is. The labels are ClearNLP's, as in spaCy's English pipelines.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from annotator.suggest.claims.attribution import Attribution, attribution, lemma, listed
from annotator.suggest.claims.attributions import attributions, may_report
from annotator.suggest.claims.quotations import quotations, with_quotations
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
_COMPLEMENTISERS = frozenset({"that", "whether"})
_WIDEST = 4
"""Tokens between a verb and its "that", at most."""
_IN_A_NAME = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "ADP", "NUM", "PART"})
_FINAL = frozenset({".", "!", "?", "…"})
_QUOTES = frozenset('”»"’)')
_SHORTEST_REST = 3
_LONGEST_ASIDE = 24
"""Tokens of "..., the head of the press service of X told reporters today", at most."""


def offered(doc: Doc) -> Iterator[Offered]:
    """What the rules find in `doc`, then what governs anything else, in the order of the text."""
    sure = with_shared_sources(doc, attributions(doc))
    for found in with_quotations(doc, sure, quotations(doc)):
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
        *((offer, may_report(verb)) for offer in _objects(verb)),
        *((offer, False) for offer in _phrases(verb)),
        (_before_that(verb), False),
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
    that = [m.i for c in clauses for m in children(c, "mark") if m.lower_ in _COMPLEMENTISERS]
    if that and that[0] - cue_run(verb).stop == 1:
        content -= {that[0] - 1}  # "makes *clear* that"
    adjective = [a.i + 1 for a in judged if a.i < min(content)]
    if content and min(content) - cue_run(verb).stop == 1 and that:
        adjective.append(min(content))
    return _made(verb, max(adjective, default=0), content, _speaker(verb))


def _tells(clause: Token) -> bool:
    """Whether it is a clause or an infinitive, not "kept *saying*"."""
    return clause.dep_ == "ccomp" or is_infinitive(clause)


def _aside(verb: Token) -> Attribution | None:
    """``..., the spokesman told reporters today.``, ``As the media write, ...``: the rest says it.

    Commas and quotation marks set it off, for the parser often takes a part of it elsewhere.
    """
    source = own_subject(verb)
    if source is None or not _may_be_aside(verb):
        return None
    inside, sentence = _segment(verb, source), sentence_around(verb)
    rest = set(sentence) - set(inside)
    if len(inside) > _LONGEST_ASIDE or len(rest) < _SHORTEST_REST:
        return None
    found = attribution(RULE, verb, cue_run(verb), rest, source)
    if found is not None and found.source is not None and source.i < verb.i:
        found.source = _whole_name(verb, range(inside.start, found.source.stop)) or found.source
    return found


def _whole_name(verb: Token, run: range) -> range | None:
    """`run` where nothing but the words of a name and its title stand in it."""
    doc = verb.doc
    return run if run and all(doc[i].pos_ in _IN_A_NAME for i in run) else None


def _may_be_aside(verb: Token) -> bool:
    """Whether it is a verb of saying, or one that "as" begins, and governs nothing itself."""
    is_as = any(m.lower_ == "as" for m in children(verb, "mark", "advmod"))
    says = listed(verb, "clause", "speech") and verb.tag_ in ("VBD", "VBZ", "VBP")
    governs = [c for c in children(verb, *_CLAUSES) if c.i > verb.i]
    return (says or is_as) and not governs


def _segment(verb: Token, source: Token) -> range:
    """The words around a verb and its subject up to a comma or quotation mark on each side."""
    doc, sentence = verb.doc, sentence_around(verb)
    start, stop = min(source.left_edge.i, verb.i), max(source.right_edge.i, verb.i) + 1
    while start > sentence.start and not _sets_off(doc[start - 1]):
        start -= 1
    while stop < sentence.stop and not _sets_off(doc[stop]):
        stop += 1
    return range(start, stop)


def _sets_off(token: Token) -> bool:
    return token.is_punct and token.text != "-"


def _after_colon(verb: Token) -> Attribution | None:
    """``On this we remain firm: ...``: the rest of the sentence says it."""
    doc, sentence = verb.doc, sentence_around(verb)
    colon = next((t.i for t in doc[verb.i : sentence.stop] if t.text == ":"), None)
    if colon is None or any(t.pos_ == "VERB" for t in doc[verb.i + 1 : colon]):
        return None
    stop = max((a.i + 1 for a in children(verb, "acomp") if verb.i < a.i < colon), default=0)
    return _made(verb, stop, set(range(colon + 1, sentence.stop)), _nearest(verb))


def _nearest(verb: Token) -> Token | None:
    """Who says it; of several subjects that the parser found, the one next to the verb."""
    before = [c for c in children(verb, "nsubj") if c.i < verb.i]
    return before[-1] if before and not is_passive(verb) else _speaker(verb)


def _before_that(verb: Token) -> Attribution | None:
    """``would like to remind that ...`` by the order of the words, to the end of the sentence.

    Between the verb and "that" only an object or an adjective may stand, which the cue takes in.
    """
    doc, stop = verb.doc, cue_run(verb).stop
    limit = min(stop + _WIDEST, sentence_around(verb).stop)
    that = next((t.i for t in doc[stop:limit] if t.lower_ in _COMPLEMENTISERS), None)
    if that is None or any(t.pos_ in ("VERB", "PUNCT", "SCONJ") for t in doc[stop:that]):
        return None
    content = set(range(that, sentence_around(verb).stop))
    return _made(verb, that, content, _speaker(verb))


def sentence_around(token: Token) -> range:
    """The sentence of `token`, joined to those that the parser cut off at no final mark."""
    doc, start, stop = token.doc, token.sent.start, token.sent.end
    while start > 0 and not _is_final(doc[start - 1]):
        start = doc[start - 1].sent.start
    while stop < len(doc) and not _is_final(doc[stop - 1]):
        stop = doc[stop].sent.end
    return range(start, stop)


def _is_final(token: Token) -> bool:
    return token.text in _FINAL or (token.text in _QUOTES and token.i > 0
                                    and token.nbor(-1).text in _FINAL)  # fmt: skip


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
    praised = own_subject(verb) if is_passive(verb) else None
    if praised is not None:
        yield _made(verb, 0, subtree(praised), agent(verb))


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
            made = attribution(RULE, noun, cue, subtree(clause), owner)
            if made is not None:
                yield made, True
