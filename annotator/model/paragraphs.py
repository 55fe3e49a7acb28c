"""Lines into paragraphs: which newline is a hard wrap, which ends a paragraph, what is furniture.

The suggester and the reading view share this decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from annotator.model.spans import Span

ParagraphKind = Literal["body", "heading", "bullet", "furniture"]

_FINAL = re.compile(r"[.!?:;][\"'”’»)\]]*$")
_BULLET = re.compile(r"\s*(?:[-*•‣◦–—▪]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_FURNITURE = re.compile(r"\b\d+\s*px\b|[↺↻⟲]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its span without the final line end, and the line ends inside that are wraps.

    `wraps` are spans, because a line end may be two characters (CR LF).
    """

    span: Span
    kind: ParagraphKind
    wraps: tuple[Span, ...] = ()


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of `text` in order; blank lines belong to none."""
    lines: list[tuple[Span, int]] = []
    at = 0
    for whole in text.splitlines(keepends=True):
        bare = whole.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        lines.append((Span(at, at + len(bare)), at + len(whole)))
        at += len(whole)
    found: list[Paragraph] = []
    start: int | None = None
    wraps: list[Span] = []
    for i, (line, after) in enumerate(lines):
        if not line.text(text).strip():
            continue
        if start is None:
            start, wraps = line.start, []
        following = lines[i + 1][0] if i + 1 < len(lines) else None
        if following is not None and _goes_on(line.text(text), following.text(text)):
            wraps.append(Span(line.end, after))
            continue
        span = Span(start, line.end)
        found.append(Paragraph(span, _kind(span.text(text)), tuple(wraps)))
        start = None
    return found


def _goes_on(line: str, following: str) -> bool:
    if not following.strip() or _FINAL.search(line.rstrip()) or _BULLET.match(following):
        return False
    return following.lstrip()[0].islower()


def _kind(paragraph: str) -> ParagraphKind:
    if len(paragraph) < 80 and _FURNITURE.search(paragraph):
        return "furniture"
    return "bullet" if _BULLET.match(paragraph) else "body"


def unwrapped(text: str, found: list[Paragraph]) -> str:
    """`text` with every wrap turned into spaces of the same length."""
    pieces: list[str] = []
    at = 0
    for paragraph in found:
        for wrap in paragraph.wraps:
            pieces += [text[at : wrap.start], " " * (wrap.end - wrap.start)]
            at = wrap.end
    return "".join([*pieces, text[at:]])
