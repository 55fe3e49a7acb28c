"""The part of a paragraph that is read at one go: nearly always all of it.

Only the text around an offset is looked at, so it costs the same in a long release as in a short
one. Offsets are Unicode code points.
"""

from __future__ import annotations

import re

from annotator.model.spans import Span

LONGEST = 4_000
"""Code points; a longer paragraph is read in several passages, cut near each multiple of this.

`suggest.prepare.LONGEST_PIECE` need not be the same. Pieces are cut one after the other, so all of
a paragraph is needed for them; a passage is found from any place by the text around it alone.
Neither is ever laid over the other: what is suggested and what is parsed are read by themselves.
"""
_NEAR = 1_000
"""Code points before a cut in which the end of a sentence is looked for."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*\s")


def passage_at(text: str, paragraph: Span, offset: int) -> Span:
    """The passage of `paragraph` around `offset`: the same one for each offset that it holds."""
    if paragraph.end - paragraph.start <= LONGEST:
        return paragraph
    number = max(0, offset - paragraph.start) // LONGEST
    after = _cut(text, paragraph, number + 1)
    if offset >= after and after < paragraph.end:
        return Span(after, _cut(text, paragraph, number + 2))
    return Span(_cut(text, paragraph, number), after)


def _cut(text: str, paragraph: Span, number: int) -> int:
    """Where a passage begins: after a sentence, else after a word, else anywhere."""
    limit = paragraph.start + number * LONGEST
    if number == 0 or limit >= paragraph.end:
        return min(limit, paragraph.end)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, limit - _NEAR, limit)]
    return ends[-1] if ends else text.rfind(" ", limit - _NEAR, limit) + 1 or limit
