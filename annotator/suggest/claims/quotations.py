"""Quotations: pairs of quotation marks in a piece, and whom they are from.

A quotation may run over several sentences, which no parse of one sentence sees.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from annotator.suggest.claims.attribution import Attribution, attribution, listed
from annotator.suggest.claims.trees import children, cue_run, fragments, subject

_OPEN, _CLOSE, _EITHER = frozenset("“«„"), frozenset("”»"), '"'
_MARKS = _OPEN | {_EITHER, "‘"}
_ALL = _MARKS | _CLOSE | {"’"}
_SHORTEST = 3
"""Words of a quotation that somebody must have said."""
_NEAR = 10
"""Tokens between a quotation and the verb that reports it, at most."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A run of tokens from quotation mark to quotation mark."""

    run: range
    closed: bool
    """False where the paragraph ends before the quotation does."""
    words: int
    """How many words are inside."""

    @property
    def is_long(self) -> bool:
        """Whether it is more than a name or a word held at arm's length."""
        return self.words >= _SHORTEST

    def holds(self, number: int) -> bool:
        """Whether a token stands inside."""
        return number in self.run


def quotations(doc: Doc) -> list[Quotation]:
    """The quotations of `doc`; nested ones belong to the outer one."""
    if not _MARKS.intersection(doc.text):
        return []
    found: list[Quotation] = []
    start: int | None = None
    for token in doc:
        mark = token.text
        if mark not in _ALL:
            continue
        if start is None and (mark in _OPEN or _opens(token)):
            start = token.i
        elif start is not None and _closes(doc[start].text, token):
            found.append(_quotation(doc, start, token.i + 1, closed=True))
            start = None
        elif start is not None and mark in _OPEN and doc[start].text == mark:
            start = token.i  # the first one was never closed
    if start is not None and doc[start].text != "‘":  # which may be the apostrophe of ‘90s
        found.append(_quotation(doc, start, len(doc), closed=False))
    return found


def _quotation(doc: Doc, start: int, stop: int, closed: bool) -> Quotation:
    return Quotation(range(start, stop), closed, len(doc[start:stop].text.split()))


def _opens(token: Token) -> bool:
    """Whether a mark of either side opens; those of 5" and ‘90s do not."""
    if token.text == _EITHER:
        return token.i == 0 or bool(token.nbor(-1).whitespace_) or not token.nbor(-1).like_num
    is_last = token.i + 1 == len(token.doc)
    return token.text == "‘" and not is_last and not token.nbor().text[0].isdigit()


def _closes(opening: str, token: Token) -> bool:
    if opening in _OPEN:
        return token.text in _CLOSE or (token.text == _EITHER and opening == "“")
    if opening == "‘":
        before = token.nbor(-1).text if token.i else ""
        return token.text == "’" and (before in ",.!?" or token.i + 1 == len(token.doc))
    return token.text == _EITHER or (token.text == "”" and opening == _EITHER)


def with_quotations(
    doc: Doc, found: list[Attribution], marked: list[Quotation]
) -> list[Attribution]:
    """`found` with every long quotation in `marked` given to the attribution it belongs to."""
    result = list(found)
    for quotation in marked:
        _grow_or_attach(doc, quotation, marked, result)
    return result


def _grow_or_attach(
    doc: Doc, quotation: Quotation, marked: list[Quotation], result: list[Attribution]
) -> None:
    touching = [
        a for a in result
        if not set(a.cue) & set(quotation.run) and a.numbers() & set(quotation.run)
    ]  # fmt: skip
    if touching:
        best = max(touching, key=lambda a: (len(a.numbers() & set(quotation.run)), -a.cue.start))
        _grow(doc, best, quotation)
        return
    if not quotation.is_long:
        return
    new = _new_attribution(doc, quotation, marked, result)
    if new is not None:
        result.append(new)
        return
    earlier = _continued(doc, quotation, marked, result)
    if earlier is not None:
        earlier.content = [*earlier.content, quotation.run]


def _grow(doc: Doc, attribution: Attribution, quotation: Quotation) -> None:
    """Take in the whole quotation, unless the cue or the source stands inside it."""
    others = set(attribution.cue) | set(attribution.source or ())
    if not others & set(quotation.run):
        attribution.content = fragments(doc, attribution.numbers() | set(quotation.run))


def _new_attribution(
    doc: Doc, quotation: Quotation, marked: list[Quotation], result: list[Attribution]
) -> Attribution | None:
    """Whoever says it with a verb of speech near the marks that reports nothing else."""
    used = {a.verb.i for a in result if a.rule in ("clause", "parataxis", "quotation")}
    near = [
        verb for verb in doc
        if verb.pos_ == "VERB" and verb.i not in used and listed(verb, "clause", "speech")
        and not any(q.holds(verb.i) for q in marked) and _distance(verb, quotation) <= _NEAR
    ]  # fmt: skip
    for verb in sorted(near, key=lambda verb: _distance(verb, quotation)):
        speaker = subject(verb) or _after(verb)
        if speaker is not None and not quotation.holds(speaker.i):
            result[:] = [a for a in result if a.verb != verb]
            return attribution("quotation", verb, cue_run(verb), set(quotation.run), speaker)
    return None


def _distance(verb: Token, quotation: Quotation) -> int:
    after = verb.i - quotation.run.stop
    return after if after >= 0 else quotation.run.start - verb.i


def _after(verb: Token) -> Token | None:
    """The speaker of "..., said X" where the parser took X for an object."""
    return next(
        (c for c in children(verb, "dobj", "attr", "npadvmod", "oprd") if c.i > verb.i), None
    )


def _continued(
    doc: Doc, quotation: Quotation, marked: list[Quotation], result: list[Attribution]
) -> Attribution | None:
    """The attribution before: '"A," said X. "B."' has B as a further fragment."""
    first = quotation.run.start
    if first > 0 and not (doc[first - 1].text in '.!?:,;”"' or doc[first - 1].is_space):
        return None
    earlier = [
        a for a in result
        if a.cue.start < first and not any(q.holds(a.cue.start) for q in marked)
    ]  # fmt: skip
    return max(earlier, key=lambda a: a.cue.start) if earlier else None
