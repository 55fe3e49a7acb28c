"""Claims that the parse hides: a verb of saying, and "that" a few words later.

The parser often hangs such a clause on a noun in between ("noted with satisfaction that", "told
reporters after the call that") or loses the subject. The order of the words still tells.
"""

from __future__ import annotations

from spacy.tokens import Token

from annotator.suggest.claims.attribution import Attribution, can_speak, is_it, listed
from annotator.suggest.claims.trees import (
    cue_run,
    fragments,
    is_passive,
    source_run,
    subject,
    trim,
)

RULE = "clause-by-words"

_WIDEST = 12
"""Tokens between the verb and "that", at most."""
_IN_A_NAME = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "ADP", "NUM", "PART"})
"""The parts of speech of a source such as "the head of the state's press office"."""


def clause_by_words(verb: Token) -> Attribution | None:
    """``noted with satisfaction that ...`` where no rule over the tree found anything."""
    if not listed(verb, "clause") or is_passive(verb):
        return None
    that = _that_after(verb)
    clause = None if that is None else _clause_of(that)
    source = _source_before(verb)
    if that is None or clause is None or not source:
        return None
    content = fragments(verb.doc, range(that.i, clause.right_edge.i + 1))
    return Attribution(RULE, verb, cue_run(verb), content, source) if content else None


def _that_after(verb: Token) -> Token | None:
    """The "that" of the clause: before it there are no verb and no end of a clause."""
    for token in verb.doc[verb.i + 1 : min(verb.i + _WIDEST, verb.sent.end)]:
        if token.lower_ == "that" and token.tag_ != "WDT":
            is_mark = token.dep_ == "mark" or listed(verb, "infinitive", "addressing")
            return token if is_mark else None
        if token.pos_ in ("VERB", "AUX") or token.text in ",;:":
            return None
    return None


def _clause_of(that: Token) -> Token | None:
    """The verb of the clause that begins at `that`."""
    for above in that.ancestors:
        if above.i > that.i and above.pos_ in ("VERB", "AUX"):
            return above
    return None


def _source_before(verb: Token) -> range | None:
    """The subject; without one, the words before the verb back to a verb or a punctuation mark."""
    speaker = subject(verb)
    if speaker is not None:
        return source_run(speaker) if can_speak(speaker) or is_it(speaker) else None
    doc, stop = verb.doc, cue_run(verb).start
    start = stop
    while start > verb.sent.start and doc[start - 1].pos_ in _IN_A_NAME:
        start -= 1
    run = trim(doc, range(start, stop))
    is_name = any(doc[i].pos_ in ("NOUN", "PROPN", "PRON") for i in run)
    starts_well = len(run) > 0 and doc[run.start].pos_ != "ADP"
    return run if is_name and starts_well and verb.tag_ in ("VBD", "VBZ", "VBP") else None
