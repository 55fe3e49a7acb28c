"""Tasks as Prodigy takes them: a text cut into tokens, with spans and relations on whole tokens.

    {"text": "Ann won.", "tokens": [{"text": "Ann", "start": 0, "end": 3, "id": 0, "ws": true},
      {"text": "won", "start": 4, ...}], "spans": [{"start": 0, "end": 3, "token_start": 0,
      "token_end": 0, "label": "PERSON"}], "answer": "accept", "_view_id": "ner_manual"}

Offsets are code points; `end` is exclusive and `token_end` inclusive. A span may begin and end
anywhere: tokens are cut wherever one does. White space but for the single space after a word is a
token, as spaCy has it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator.formats.errors import RefusedError
from annotator.formats.linked import CLAIM, further_parts
from annotator.model.records import Claim
from annotator.model.spans import Span
from annotator.model.tokens import token_end

NER, OVERLAPPING, CLAIMS, OPEN = ".ner.jsonl", ".overlapping.jsonl", ".claims.jsonl", ".open.jsonl"
FILES = (NER, OVERLAPPING, CLAIMS, OPEN)
"""The files of an export; the first there is has every release."""
HASHES = ("_input_hash", "_task_hash")
"""What Prodigy works out by itself when a dataset is imported."""


def companions(path: Path) -> tuple[Path, ...]:
    """The files of the same export that are read with a file: those that come after it."""
    for number, suffix in enumerate(FILES):
        if path.name.endswith(suffix):
            stem = path.name.removesuffix(suffix)
            return tuple(path.with_name(stem + later) for later in FILES[number + 1 :])
    return ()


class Cut:
    """A text cut into tokens so that each of `spans` is made of whole ones."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self._tokens = _tokens_at(text, frozenset(spans))

    def tokens(self) -> Sequence[Mapping[str, Any]]:
        """The tokens as Prodigy has them."""
        return self._tokens.plain

    def span(self, span: Span, label: str, **more: Any) -> dict[str, Any]:
        """A span as Prodigy has it."""
        start, end = span
        first, last = self._tokens.of(span)
        places = {"start": start, "end": end, "token_start": first, "token_end": last}
        return {**places, "label": label, **more}


class _Tokens:
    """Tokens of a text, one after the other."""

    def __init__(self, text: str, spaced: Iterable[tuple[Span, bool]]) -> None:
        self.plain: list[dict[str, Any]] = [
            {"text": text[start:end], "start": start, "end": end, "id": number, "ws": space}
            for number, ((start, end), space) in enumerate(spaced)
        ]
        self._starts = [token["start"] for token in self.plain]

    def of(self, span: Span) -> tuple[int, int]:
        """The numbers of the first and the last token of a span."""
        start, end = span
        return bisect_left(self._starts, start), bisect_right(self._starts, end - 1) - 1

    def hold(self, span: Span) -> bool:
        """Whether a span is made of whole tokens."""
        first, last = self.of(span)
        tokens = self.plain
        return (
            0 <= first <= last < len(tokens)
            and tokens[first]["start"] == span.start
            and tokens[last]["end"] == span.end
        )


def _tokens_at(text: str, spans: Collection[Span]) -> _Tokens:
    """The tokens of a text, cut for the spans where they are not made of whole ones anyway."""
    uncut = _uncut(text)
    if all(map(uncut.hold, spans)):
        return uncut
    return _Tokens(text, _cut(text, spans))


@lru_cache(maxsize=1)
def _uncut(text: str) -> _Tokens:
    """The tokens that a text has by itself; several tasks about it need the same."""
    return _Tokens(text, _cut(text, ()))


def _cut(text: str, spans: Iterable[Span]) -> Iterator[tuple[Span, bool]]:
    """Each token, and whether the space after it goes with it."""
    starts = {span.start for span in spans}
    ends = {span.end for span in spans}
    edges = [*sorted(starts | ends), len(text)]
    pieces = list(_pieces(_words(text), edges))
    taken = False
    for number, piece in enumerate(pieces):
        if taken:
            taken = False
            continue
        after = pieces[number + 1] if number + 1 < len(pieces) else None
        taken = (
            after is not None
            and after.text(text) == " "
            and not text[piece.start].isspace()
            and not (after.start in starts or after.end in ends)
        )
        yield piece, taken


@lru_cache(maxsize=1)
def _words(text: str) -> tuple[Span, ...]:
    """Words, punctuation and white space of a text; several tasks about it need the same.

    The first space after a word is apart from whatever white space follows.
    """
    found, at = [], 0
    while at < len(text):
        end = _word_end(text, at)
        found.append(Span(at, end))
        at = end
    return tuple(found)


def _word_end(text: str, at: int) -> int:
    if not text[at].isspace():
        return token_end(text, at)
    if text[at] == " " and at and not text[at - 1].isspace():
        return at + 1
    return next((i for i in range(at + 1, len(text)) if not text[i].isspace()), len(text))


def _pieces(words: Iterable[Span], edges: Sequence[int]) -> Iterator[Span]:
    """The words, cut at every edge. The last edge is the end of the text."""
    number = 0
    for word in words:
        at = word.start
        while edges[number] < word.end:
            if edges[number] > at:
                yield Span(at, edges[number])
                at = edges[number]
            number += 1
        yield Span(at, word.end)


def claim_spans(claims: Iterable[Claim]) -> list[tuple[Span, str]]:
    """Every part of the claims with its label, each once, in the order of the text."""
    found = {(claim.content[0], CLAIM) for claim in claims}
    found |= {(span, label) for claim in claims for label, span in further_parts(claim)}
    return sorted(found)


def relations(cut: Cut, claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """An arrow from each claim to each of its further parts; heads are last tokens."""
    arrows = []
    for claim in claims:
        head = cut.span(claim.content[0], CLAIM)
        for label, span in further_parts(claim):
            child = cut.span(span, label)
            ends = {"head": head["token_end"], "child": child["token_end"]}
            arrows.append({**ends, "head_span": head, "child_span": child, "label": label})
    return arrows


def check_task(task: Mapping[str, Any], name: str) -> None:
    """Raise `RefusedError` where a task breaks a rule that Prodigy documents."""
    text, tokens, spans = task["text"], task["tokens"], task["spans"]
    if any(key in task for key in HASHES):
        raise RefusedError(f"{name} has a hash, which Prodigy makes itself.")
    if any(text[token["start"] : token["end"]] != token["text"] for token in tokens):
        raise RefusedError(f"{name} has a token that is not in its place in the text.")
    if "".join(token["text"] + " " * token["ws"] for token in tokens) != text:
        raise RefusedError(f"{name} has tokens that do not make up its text.")
    if [token["id"] for token in tokens] != list(range(len(tokens))):
        raise RefusedError(f"{name} has tokens that are not counted from 0.")
    places = [(span["start"], span["end"]) for span in spans]
    if places != sorted(places):
        raise RefusedError(f"{name} has spans that do not stand in the order of the text.")
    if task["_view_id"] == "ner_manual" and _overlap(places):
        raise RefusedError(f"{name} has entities that overlap.")
    ends = [end for arrow in task.get("relations", ()) for end in _ends(arrow)]
    if not all(is_aligned(span, tokens) for span in (*spans, *ends)):
        raise RefusedError(f"{name} has a span that is not made of whole tokens.")


def _ends(arrow: Mapping[str, Any]) -> tuple[Any, Any]:
    return arrow["head_span"], arrow["child_span"]


def _overlap(places: Sequence[tuple[int, int]]) -> bool:
    return any(one[1] > other[0] for one, other in pairwise(places))


def is_aligned(span: Mapping[str, Any], tokens: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a span begins with its first token and ends with its last."""
    first, last = span["token_start"], span["token_end"]
    if not 0 <= first <= last < len(tokens):
        return False
    return (span["start"], span["end"]) == (tokens[first]["start"], tokens[last]["end"])
