"""Releases as text: what is highlighted, how it stands, what is selected.

``[Ann]PERSON?``  a suggested entity; ``??`` doubtful, ``+`` accepted, ``-`` rejected, ``^``
                  corrected, ``!`` added by hand; an addition that was deleted is shown as rejected
``[we won]CLAIM?``  the content of a claim; ``[said]CUE`` and ``[Ann]SOURCE`` belong to it, or to
                  the claim of the same number: ``[we won]CLAIM2?`` ``[says]CUE2``
``*[Ann]PERSON?`` it is selected
``|``             stands before the token under the caret, where it matters
``<won the>``     is marked
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from annotator.model.fold import Item
from annotator.model.records import Claim, Entity, Record, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.model.tokens import token_at

SIGNS = {"open": "?", "accepted": "+", "rejected": "-", "corrected": "^", "added": "!"}
_CLOSE = re.compile(r"\](?P<name>[A-Z_]+)(?P<number>\d*)(?P<sign>\?\?|[?+\-^!]|)")
_PARTS = ("CLAIM", "CUE", "SOURCE")


@dataclass
class Written:
    """A release as the notation writes it."""

    text: str = ""
    items: list[tuple[Record, str]] = field(default_factory=list)
    selected: Record | None = None
    caret: int | None = None
    mark: Span | None = None

    @property
    def release(self) -> Release:
        return Release(self.text, title="A release")

    def suggestions(self) -> list[Suggestion]:
        return [
            Suggestion(record, "pen@1", "written", 0.4 if sign == "??" else 0.9)
            for record, sign in self.items
            if sign != "!"
        ]


def read(written: str) -> Written:
    """What the notation says."""
    result = Written()
    pieces: list[tuple[Span, str, str, str, bool]] = []
    opened: list[tuple[int, bool]] = []
    text, at, marked, star = "", 0, None, False
    while at < len(written):
        close = _CLOSE.match(written, at)
        if close:
            start, is_selected = opened.pop()
            span = Span(start, len(text))
            pieces.append((span, close["name"], close["number"], close["sign"], is_selected))
            at = close.end()
            continue
        char = written[at]
        if char == "*" and written[at + 1 : at + 2] == "[":
            star = True
        elif char == "[":
            opened.append((len(text), star))
            star = False
        elif char == "|":
            result.caret = len(text)
        elif char == "<":
            marked = len(text)
        elif char == ">":
            result.mark = Span(marked, len(text))
        else:
            text += char
        at += 1
    result.text = text
    _put_together(result, pieces)
    return result


def _put_together(result: Written, pieces: list[tuple[Span, str, str, str, bool]]) -> None:
    claims: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    signs: dict[str, str] = {}
    chosen: set[str] = set()
    for span, name, number, sign, is_selected in sorted(pieces):
        if name not in _PARTS:
            record = Entity(span, name)
            result.items.append((record, sign))
            result.selected = record if is_selected else result.selected
            continue
        claims[number][name].append(span)
        if name == "CLAIM":
            signs[number] = signs.get(number) or sign
        if is_selected:
            chosen.add(number)
    for number, parts in claims.items():
        cue = parts["CUE"][0] if parts["CUE"] else None
        claim = Claim(tuple(parts["CLAIM"]), cue, tuple(parts["SOURCE"]))
        result.items.append((claim, signs[number]))
        result.selected = claim if number in chosen else result.selected


def first_steps(written: Written, ids: dict[Record, str]) -> list[Step]:
    """The steps that bring the suggestions to where the notation has them."""
    steps, additions = [], 0
    for record, sign in written.items:
        if sign == "!":
            additions += 1
            decision = Decision("add", f"a{additions}", record)
        elif sign in "+-" and sign:
            decision = Decision("accept" if sign == "+" else "reject", ids[record])
        else:
            continue
        steps.append(Step("test", (decision,), Selection(Span(0, 0))))
    return steps


def show(
    text: str, items: list[Item], selection: Selection, shows_caret: bool, shows_rejected: bool
) -> str:
    """What stands, in the notation."""
    shown = [i for i in items if i.is_shown or (shows_rejected and i.status == "rejected")]
    shown.sort(key=lambda item: item.record.order())
    claims = [item for item in shown if isinstance(item.record, Claim)]
    before, after = defaultdict(list), defaultdict(list)
    spans: list[tuple[Span, str, str]] = []
    for item in shown:
        number = str(claims.index(item) + 1) if len(claims) > 1 and item in claims else ""
        star = "*" if item.id == selection.item else ""
        sign = "??" if item.is_doubtful else SIGNS[item.status]
        spans += _named_spans(item.record, number, sign, star)
    for span, name, star in sorted(spans, key=lambda s: (s[0].start, -s[0].end)):
        before[span.start].append(f"{star}[")
        after[span.end].insert(0, f"]{name}")
    if selection.mark is not None:
        before[selection.mark.start].append("<")
        after[selection.mark.end].insert(0, ">")
    if shows_caret:
        before[selection.caret.start].append("|")
    return "".join(
        "".join(after[at]) + "".join(before[at]) + text[at : at + 1] for at in range(len(text) + 1)
    )


def _named_spans(record: Record, number: str, sign: str, star: str) -> list[tuple[Span, str, str]]:
    if isinstance(record, Entity):
        return [(record.span, record.label + sign, star)]
    names = {"content": f"CLAIM{number}{sign}", "cue": f"CUE{number}", "source": f"SOURCE{number}"}
    return [
        (span, names[part], star if part == "content" and fragment == 0 else "")
        for part, fragment, span in record.parts()
    ]


def caret_at(text: str, offset: int) -> Span:
    """The token at an offset."""
    return token_at(text, offset) or Span(0, 0)
