"""Claims that follow one another in a sentence: which words and which source are whose.

The parser often hangs "..., adding that" or "and said that" below the clause that was reported
before. Such a cue ends the earlier content, and shares the earlier source.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from annotator.suggest.claims.attribution import Attribution, listed
from annotator.suggest.claims.trees import children, finite_tag, fragments, has_that, own_subject

_WIDEST_GAP = 4
"""Tokens between a reported clause and its continuation: ", and that"."""
_BACK_SHIFTED = frozenset({"had", "would", "was", "were", "could", "should", "might"})


def with_shared_sources(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """`found` with followers freed from the content before them, and continuations joined."""
    ordered = sorted(found, key=lambda a: a.cue.start)
    for earlier, later in _in_one_sentence(ordered):
        if _follows(earlier, later):
            _separate(doc, earlier, later)
        _leave_out_according_to(doc, earlier, later)
    for n, reported in enumerate(ordered):
        limit = ordered[n + 1].cue.start if n + 1 < len(ordered) else len(doc)
        _continue_clause(doc, reported, limit)
    return ordered


def _leave_out_according_to(doc: Doc, earlier: Attribution, later: Attribution) -> None:
    """``..., according to X`` at the end is about the whole sentence: no part of a content."""
    numbers = earlier.numbers()
    is_last = later.source is not None and later.source.stop >= later.verb.sent.end - 1
    if later.rule == "according-to" and later.cue.start in numbers and is_last:
        kept = fragments(doc, {i for i in numbers if i < later.cue.start})
        earlier.content = kept or earlier.content


def _in_one_sentence(ordered: list[Attribution]) -> list[tuple[Attribution, Attribution]]:
    return [
        (a, b) for n, a in enumerate(ordered) for b in ordered[n + 1 :]
        if a.verb.sent == b.verb.sent
    ]  # fmt: skip


def _follows(earlier: Attribution, later: Attribution) -> bool:
    """Whether `later` is said by the same source and not nested in `earlier`."""
    if later.cue.start not in earlier.numbers() and not _is_after_comma(later):
        return False
    if earlier.source is None or earlier.cue.start > later.cue.start:
        return False
    verb = later.verb
    if verb.tag_ == "VBG":
        return _is_after_comma(later) and verb.dep_ in ("advcl", "acl", "conj", "dep", "ccomp")
    if verb.dep_ != "conj" or own_subject(verb) is not None:
        return False
    return verb.head.i in earlier.numbers() and _is_of_outer_clause(earlier.verb, later)


def _is_of_outer_clause(outer: Token, later: Attribution) -> bool:
    """Whether the tense or a comma shows that a verb goes with `outer`, not with the clause."""
    verb, comma = later.verb, _is_after_comma(later)
    tense = finite_tag(verb)
    if tense != finite_tag(outer):
        return tense == "VBN" and comma  # the tagger takes "rejected" for a participle
    return comma or finite_tag(verb.head) != tense or listed(verb, "clause")


def _is_after_comma(later: Attribution) -> bool:
    before = later.cue.start - 1
    doc = later.verb.doc
    while before > 0 and doc[before].pos_ in ("ADV", "SCONJ", "CCONJ"):
        before -= 1
    return before > 0 and doc[before].text == ","


def _separate(doc: Doc, earlier: Attribution, later: Attribution) -> None:
    later.source = earlier.source
    cut = later.cue.start
    while cut > 0 and (doc[cut - 1].is_punct or doc[cut - 1].dep_ in ("cc", "advmod")):
        cut -= 1
    if later.cue.start in earlier.numbers() or earlier.numbers() & later.numbers():
        kept = {i for i in earlier.numbers() if i < cut}
        if kept:
            earlier.content = fragments(doc, kept)


def _continue_clause(doc: Doc, reported: Attribution, limit: int) -> None:
    """Join "..., and the portal had been launched", which is still reported, to the content.

    Only a back-shifted verb shows that: the program's own voice would not say "had".
    """
    if reported.rule not in ("clause", "clause-by-words") or not reported.content:
        return
    last = reported.content[-1]
    if last.start < reported.verb.i or not _is_back_shifted(doc, last):
        return
    for verb in doc[last.stop : limit]:
        if _continues(verb, last):
            end = min(verb.right_edge.i + 1, limit)
            joined = set(range(last.start, end)) | reported.numbers()
            reported.content = fragments(doc, joined)
            return


def _is_back_shifted(doc: Doc, run: range) -> bool:
    return any(doc[i].lower_ in _BACK_SHIFTED and doc[i].pos_ == "AUX" for i in run)


def _continues(verb: Token, last: range) -> bool:
    return (
        verb.dep_ == "conj"
        and verb.pos_ in ("VERB", "AUX")
        and verb.head.i < last.stop
        and own_subject(verb) is not None
        and verb.left_edge.i - last.stop <= _WIDEST_GAP
        and (has_that(verb) or bool(_auxiliaries(verb) & {"had", "would", "could"}))
    )


def _auxiliaries(verb: Token) -> set[str]:
    return {c.lower_ for c in children(verb, "aux", "auxpass")}
