"""Every rule on every word: the claims of one parsed piece before they are told apart."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from annotator.suggest.claims.attribution import Attribution, Rule, lemma
from annotator.suggest.claims.clauses import according_to, as_reported, clause, parataxis, trailing
from annotator.suggest.claims.phrases import (
    adjective,
    evaluated_object,
    for_infinitive,
    infinitive,
    light_verb,
    noun,
    passive,
    preposition,
)
from annotator.suggest.claims.surface import clause_by_words
from annotator.suggest.claims.trees import children
from annotator.suggest.words import word_list, words

VERB_RULES: tuple[Rule, ...] = (
    light_verb,
    clause,
    parataxis,
    for_infinitive,
    infinitive,
    preposition,
    passive,
    evaluated_object,
    adjective,
    as_reported,
    trailing,
    clause_by_words,
)
"""In the order in which they are tried; the first that fits wins."""


def attributions(doc: Doc) -> list[Attribution]:
    """What the rules find in `doc`, in the order of the text."""
    found = []
    for token in doc:
        if token.pos_ in ("VERB", "AUX") and may_report(token):
            hits = (rule(token) for rule in VERB_RULES)
            hit = next((hit for hit in hits if hit is not None), None)
        elif token.pos_ == "NOUN":
            hit = noun(token)
        else:
            hit = None
        if token.lower_ == "according":
            hit = according_to(token)
        if hit is not None:
            found.append(hit)
    return _once(found)


def may_report(verb: Token) -> bool:
    """Whether any list has the verb, and it is no condition; most verbs end here."""
    return lemma(verb) in _all_verbs() and not _is_condition(verb)


@cache
def _all_verbs() -> frozenset[str]:
    """Every verb that a rule looks for."""
    lists = word_list("claims")
    tables = ("clause", "evidence", "infinitive", "object", "light", "viewing", "adjectives")
    by_name = {verb for table in ("prepositions", "addressed") for verb in lists[table]}
    phrasal = {phrase.split()[0] for phrase in lists["phrasal"]["verbs"]}
    listed = set().union(*(words("claims", table) for table in (*tables, "passive")))
    return frozenset(listed | by_name | phrasal)


def _is_condition(verb: Token) -> bool:
    """Whether it says what somebody would say: "if the G7 is concerned about ..."."""
    return any(mark.lower_ in ("if", "unless", "until") for mark in children(verb, "mark"))


def _once(found: list[Attribution]) -> list[Attribution]:
    """`found` without those whose cue is part of a longer one: "want" in "want to convey"."""
    return [
        a for a in found
        if not any(b is not a and len(b.cue) > len(a.cue) and set(a.cue) <= set(b.cue)
                   for b in found)
    ]  # fmt: skip
