"""Claims of a whole release: quotations over several paragraphs, claimers, attributes, scores."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from annotator.model.index import SpanIndex
from annotator.model.paragraphs import ParagraphKind
from annotator.model.records import CLAIMER_BASIS, GUESS, Claim
from annotator.model.spans import Span
from annotator.suggest.claims.claimers import Claimers
from annotator.suggest.claims.extract import ANNOUNCED, Draft, Reported
from annotator.suggest.entities.found import FoundEntity
from annotator.suggest.prepare import Prepared

_OPENING = '"“«„‘'
_LONGEST_BLOCK = 12
"""Paragraphs that one "X said:" can introduce without quotation marks."""


def assembled(
    found: list[Reported], prepared: Prepared, entities: list[FoundEntity]
) -> list[tuple[Claim, str]]:
    """The claims of a release with the rule of each, in reading order."""
    drafts = _over_paragraphs(found)
    quoted = sorted(span for report in found for span in report.quoted)
    contents = _indexed(drafts)
    claimers = Claimers(prepared.plain, entities)
    claims = []
    for n, draft in enumerate(drafts):
        claimer, is_guess = claimers.claimer(draft, _around(n, drafts, contents))
        attributes = {"quote_type": _quote_type(draft, quoted)}
        if is_guess:
            attributes[CLAIMER_BASIS] = GUESS
        claim = Claim(tuple(draft.content), draft.cue, tuple(draft.source), claimer, attributes)
        claims.append((claim, draft.rule))
    return claims


def _indexed(drafts: list[Draft]) -> SpanIndex[int]:
    """Every piece of content with the number of its draft."""
    index: SpanIndex[int] = SpanIndex()
    for n, draft in enumerate(drafts):
        for part in draft.content:
            index.add(part, n)
    return index


def _around(number: int, drafts: list[Draft], contents: SpanIndex[int]) -> Draft | None:
    """The innermost draft whose content holds the cue of this one."""
    cue = drafts[number].cue
    held = [n for part, n in contents.overlapping(cue) if n != number and part.contains(cue)]
    return max((drafts[n] for n in held), key=lambda other: other.cue.start, default=None)


def _over_paragraphs(found: list[Reported]) -> list[Draft]:
    """Every draft, with the quotations that go on in later paragraphs handed to their owner."""
    drafts: list[Draft] = []
    carry: _Carry | None = None
    for report in found:
        if carry is not None and not carry.take(report):
            carry = None
        own = report.drafts
        if report.announced is not None:
            cue = report.announced.cue
            own = [draft for draft in own if draft.cue != cue] + [report.announced]
            carry = _Carry(report.announced, by_marks=False)
        elif report.open_quotation is not None:
            owner = _owner(own, report.open_quotation)
            carry = _Carry(owner, by_marks=True) if owner is not None else carry
        drafts += own
    whole = [draft for draft in drafts if draft.content]
    contents = _indexed(whole)
    # An "I hope" or "we urge" inside what the same speaker is quoted with says nothing new.
    kept = [
        draft
        for n, draft in enumerate(whole)
        if not (draft.first_person and _around(n, whole, contents))
    ]
    return sorted(kept, key=lambda draft: (min(draft.content), draft.cue))


def _owner(drafts: list[Draft], quotation: Span) -> Draft | None:
    owners = [d for d in drafts if any(span.overlaps(quotation) for span in d.content)
              and not quotation.overlaps(d.cue)]  # fmt: skip
    return owners[-1] if owners else None


class _Carry:
    """A claim whose content goes on in the paragraphs below."""

    def __init__(self, draft: Draft, by_marks: bool) -> None:
        self._draft = draft
        self._by_marks = by_marks
        self._taken = 0
        self._first_kind: ParagraphKind = "body"

    def take(self, report: Reported) -> bool:
        """Take in the next paragraph; whether the claim may go on after it."""
        text = report.piece.text
        if text[0] in _OPENING and report.quoted:
            return self._take_quotation(report)
        if self._by_marks:
            return False
        return self._take_paragraph(report)

    def _take_quotation(self, report: Reported) -> bool:
        first = report.quoted[0]
        starts = first.start == report.piece.span(0, 1).start
        if not starts or _owner(report.drafts, first) is not None:
            return False
        if self._taken and not self._by_marks:
            return False
        self._by_marks = True
        self._taken += 1
        self._draft.content += report.quoted if report.open_quotation is None else [first]
        return report.open_quotation == first

    def _take_paragraph(self, report: Reported) -> bool:
        piece = report.piece
        if self._taken >= _LONGEST_BLOCK or report.announced is not None:
            return False
        if self._taken == 0:
            self._first_kind = piece.kind
        if self._first_kind == "bullet" and piece.kind != "bullet":
            return False
        if piece.kind == "heading" or (report.quoted and _has_speaker_outside(report)):
            return False
        length = len(piece.text) - piece.text.endswith(".")
        self._draft.content.append(piece.span(0, length))
        self._taken += 1
        return True


def _has_speaker_outside(report: Reported) -> bool:
    """Whether the paragraph quotes somebody itself."""
    return any(_owner(report.drafts, quotation) is not None for quotation in report.quoted)


def _quote_type(draft: Draft, quoted: list[Span]) -> str:
    """direct: all of it in quotation marks, or announced by a colon; mixed: some of it."""
    inside = sum(
        max(0, min(span.end, part.end) - max(span.start, part.start))
        for part in draft.content
        for span in _near(part, quoted)
        if not span.overlaps(draft.cue)
    )
    length = sum(part.end - part.start for part in draft.content)
    if draft.rule == ANNOUNCED or inside >= 0.95 * length:
        return "direct"
    return "mixed" if inside else "indirect"


def _near(part: Span, quoted: list[Span]) -> list[Span]:
    """The quotations, which are in order and apart, that may overlap `part`."""
    first = bisect_right(quoted, part.start, key=lambda span: span.end)
    last = bisect_left(quoted, part.end, key=lambda span: span.start)
    return quoted[first:last]
