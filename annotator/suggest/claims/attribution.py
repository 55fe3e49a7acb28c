"""An attribution: a claim within one parsed piece, and what every rule asks to make one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

from annotator.suggest.claims.trees import fragments, is_passive, source_run
from annotator.suggest.words import words


@dataclass
class Attribution:
    """A claim within one parsed piece, in runs of token numbers."""

    rule: str
    verb: Token
    """The word that reports; a noun in "the claim that"."""
    cue: range
    content: list[range]
    source: range | None = None
    implicit: bool = False
    """Whether it is a passive that names nobody."""

    def numbers(self) -> set[int]:
        """The numbers of every content token."""
        return {i for run in self.content for i in run}


Rule = Callable[[Token], Attribution | None]


def attribution(rule: str, verb: Token, cue: range, content: set[int], said_by: Token | None,
                implicit: bool = False) -> Attribution | None:  # fmt: skip
    """An attribution with a clean content, or None when nothing is left to be claimed."""
    doc = verb.doc
    speaks = said_by is not None and (can_speak(said_by) or is_it(said_by))
    source = source_run(said_by) if said_by is not None and speaks else None
    if not source or set(source) & set(cue):
        source = None
    rest = content - set(cue) - set(source or ())
    found = fragments(doc, rest)
    if sum(len(run) for run in found) < 2:
        return None
    return Attribution(rule, verb, cue, found, source, implicit)


def can_speak(token: Token) -> bool:
    """Whether a subject can be a source: no expletive, no date, no disease."""
    return (
        token.lower_ not in words("claims", "no_source")
        and token.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "DISEASE")
        and token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X")
        and token.dep_ != "expl"
        and token.left_edge.tag_ != "WP$"
    )


def is_it(token: Token) -> bool:
    """Whether it is an "it" that stands for somebody: "It said that ..."."""
    return token.lower_ == "it" and token.dep_ == "nsubj" and not is_passive(token.head)


def listed(verb: Token, table: str, key: str | None = None) -> bool:
    """Whether the lemma of `verb` stands in a table of the claim words."""
    return lemma(verb) in words("claims", table, key)


def lemma(token: Token) -> str:
    """The lemma in lower case; spaCy takes "hoped" for a form of "hop"."""
    return _MISREAD.get(token.lower_) or token.lemma_.lower()


_MISREAD = {"hopes": "hope", "hoped": "hope", "hoping": "hope"}
