"""Choosing: the caret, the mark, the selected item. Nothing here writes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace

from annotator.edit.here import Here
from annotator.edit.outcomes import Copy, Found, Outcome, Say, Want
from annotator.edit.prompts import Prompt
from annotator.edit.words import quoted
from annotator.model.records import Claim
from annotator.model.selection import Selection
from annotator.model.spans import Span

NOTHING_OPEN = "Nothing is open here"
NOTHING_DOUBTFUL = "Nothing here is doubtful"
NO_HIGHLIGHT = "There is no highlight under the caret"
NO_OPEN_CLAIM = "No claim is open here"


def next_open(here: Here, _: str = "") -> Outcome:
    """Go to the next open suggestion, in reading order over both layers."""
    return _to(here, here.places.next_open(here.place), NOTHING_OPEN)


def previous_open(here: Here, _: str = "") -> Outcome:
    """Go to the previous open suggestion."""
    return _to(here, here.places.previous_open(here.place), NOTHING_OPEN)


def next_doubtful(here: Here, _: str = "") -> Outcome:
    """Go to the next open suggestion that its suggester is not sure of."""
    return _to(here, here.places.next_doubtful(here.place), NOTHING_DOUBTFUL)


def previous_doubtful(here: Here, _: str = "") -> Outcome:
    """Go to the previous doubtful suggestion."""
    return _to(here, here.places.previous_doubtful(here.place), NOTHING_DOUBTFUL)


def next_claim(here: Here, _: str = "") -> Outcome:
    """Go to the next open claim, past all entities."""
    return _to(here, here.places.next_claim(here.place), NO_OPEN_CLAIM)


def previous_claim(here: Here, _: str = "") -> Outcome:
    """Go to the open claim before."""
    return _to(here, here.places.previous_claim(here.place), NO_OPEN_CLAIM)


def next_item(here: Here, _: str = "") -> Outcome:
    """Go to the next highlight of any state, also a rejected one."""
    return _to(here, here.places.next_known(here.place), "There are no highlights here")


def previous_item(here: Here, _: str = "") -> Outcome:
    """Go to the previous highlight of any state."""
    return _to(here, here.places.previous_known(here.place), "There are no highlights here")


def _to(here: Here, name: str | None, otherwise: str) -> Outcome:
    return Say(otherwise) if name is None else here.on_item(name)


def select_here(here: Here, _: str = "") -> Outcome:
    """Select what lies under the caret; again for the next one around it, rejected ones last."""
    caret = here.selection.caret
    around = here.places.lying_at(caret)
    if not around:
        return Say(NO_HIGHLIGHT)
    names = [item.id for item in around]
    at = names.index(here.selection.item) + 1 if here.selection.item in names else 0
    chosen = here.on_item(names[at % len(names)])
    return Selection(caret, chosen.item)


def drop(here: Here, _: str = "") -> Outcome:
    """Let go: first of what is marked, then of what is selected, then of what is searched."""
    if here.selection.mark is not None:
        return here.unmarked()
    if here.item is not None:
        return Selection(here.selection.caret)
    return Want("clear-search")


def copy(here: Here, _: str = "") -> Outcome:
    """Copy what is marked or, without a mark, the selected entity or the content of the claim."""
    if here.selection.mark is not None:
        return Copy(here.selection.mark.text(here.words))
    if here.item is None:
        return Say("Nothing is marked or selected that could be copied")
    record = here.item.record
    spans = record.content if isinstance(record, Claim) else (record.span,)
    return Copy(" … ".join(span.text(here.words) for span in spans))


def caret_left(here: Here, _: str = "") -> Outcome:
    """Move the caret to the token before."""
    return here.at_caret(here.token_before(here.selection.caret))


def caret_right(here: Here, _: str = "") -> Outcome:
    """Move the caret to the next token."""
    return here.at_caret(here.token_after(here.selection.caret))


def caret_up(here: Here, _: str = "") -> Outcome:
    """Move the caret a line up."""
    return _in_column(here, here.at_caret(_over(here, here.lines.lines_from, -1)))


def caret_down(here: Here, _: str = "") -> Outcome:
    """Move the caret a line down."""
    return _in_column(here, here.at_caret(_over(here, here.lines.lines_from, 1)))


def page_up(here: Here, _: str = "") -> Outcome:
    """Move the caret a page up."""
    return _in_column(here, here.at_caret(_over(here, here.lines.pages_from, -1)))


def page_down(here: Here, _: str = "") -> Outcome:
    """Move the caret a page down."""
    return _in_column(here, here.at_caret(_over(here, here.lines.pages_from, 1)))


def _over(here: Here, move: Callable[[int, int, int], int], by: int) -> Span:
    """The token so many lines or pages away; one that is broken over two lines is left at once.

    Where there is no further line, the caret never turns back.
    """
    caret = here.selection.caret
    start, end = caret
    moved = here.token(move(start if by < 0 else max(start, end - 1), by, _goal(here)))
    return moved if (moved.start > start) == (by > 0) else caret


def _goal(here: Here) -> int:
    """The place whose column the caret keeps to: where it was when it began to go up or down."""
    goal = here.selection.goal
    return here.selection.caret.start if goal is None else goal


def _in_column(here: Here, selection: Selection) -> Selection:
    """The same with the column kept for the next way up or down; any other key forgets it."""
    return replace(selection, goal=_goal(here))


def paragraph_start(here: Here, _: str = "") -> Outcome:
    """Move the caret to the start of its paragraph."""
    return here.at_caret(here.token(here.paragraph(here.selection.caret.start).start))


def paragraph_end(here: Here, _: str = "") -> Outcome:
    """Move the caret to the end of its paragraph."""
    return here.at_caret(here.token(max(0, here.paragraph(here.selection.caret.start).end - 1)))


def release_start(here: Here, _: str = "") -> Outcome:
    """Move the caret to the first token of the release."""
    return here.at_caret(here.token(0))


def release_end(here: Here, _: str = "") -> Outcome:
    """Move the caret to the last token of the release."""
    return here.at_caret(here.token(len(here.text)))


def mark_left(here: Here, _: str = "") -> Outcome:
    """Stretch the mark to the token before."""
    return stretched(here, here.token_before(here.selection.caret))


def mark_right(here: Here, _: str = "") -> Outcome:
    """Stretch the mark to the next token."""
    return stretched(here, here.token_after(here.selection.caret))


def mark_up(here: Here, _: str = "") -> Outcome:
    """Stretch the mark a line up."""
    return _in_column(here, stretched(here, _over(here, here.lines.lines_from, -1)))


def mark_down(here: Here, _: str = "") -> Outcome:
    """Stretch the mark a line down."""
    return _in_column(here, stretched(here, _over(here, here.lines.lines_from, 1)))


def mark_paragraph_start(here: Here, _: str = "") -> Outcome:
    """Stretch the mark to the start of the paragraph."""
    return stretched(here, here.token(here.paragraph(here.selection.caret.start).start))


def mark_paragraph_end(here: Here, _: str = "") -> Outcome:
    """Stretch the mark to the end of the paragraph."""
    return stretched(here, here.token(max(0, here.paragraph(here.selection.caret.start).end - 1)))


def stretched(here: Here, caret: Span) -> Selection:
    """The mark from its anchor (where marking began) to the token `caret`, both included."""
    anchor = here.selection.anchor or here.selection.caret
    moved = here.at_caret(caret)
    return Selection(
        caret, moved.item, moved.part, moved.fragment, anchor=anchor, mark=anchor.joined(caret)
    )


def mark_of(here: Here, span: Span) -> Selection:
    """`span` marked as if from its first token to its last, so that the mark can be stretched."""
    first, last = here.token(span.start), here.token(max(span.start, span.end - 1))
    return replace(stretched(here, last), anchor=first, mark=span)


def next_part(here: Here, _: str = "") -> Outcome:
    """Go through content, cue and source of the selected claim: the boundary keys move that one."""
    return _part_beside(here, 1)


def previous_part(here: Here, _: str = "") -> Outcome:
    """Go through the parts of the selected claim the other way round."""
    return _part_beside(here, -1)


def _part_beside(here: Here, by: int) -> Outcome:
    """The part so many after (or before) the selected one; it goes round at both ends."""
    if here.item is None or not isinstance(here.item.record, Claim):
        return Say("Select a claim first: its parts are its content, cue and source")
    parts = list(here.item.record.parts())
    now = (here.selection.part, here.selection.fragment)
    at = next((i for i, (part, number, _) in enumerate(parts) if (part, number) == now), -(by > 0))
    part, number, span = parts[(at + by) % len(parts)]
    return Selection(here.token(span.start), here.item.id, part, number)


def find(_here: Here, _: str = "") -> Outcome:
    """Find a text in this release; the first match after the caret is marked as you type."""
    return Prompt(
        "find", "Find", _found, free=True, preview=_preview, tells=_counted, beside=_beside
    )


def find_next(here: Here, text: str) -> Outcome:
    """Mark the next place with the text that was searched last."""
    return _found_beside(here, text, 1)


def find_previous(here: Here, text: str) -> Outcome:
    """Mark the place before with the text that was searched last."""
    return _found_beside(here, text, -1)


def _found_beside(here: Here, text: str, by: int) -> Outcome:
    if not text:
        return Say("Nothing was searched yet: Find comes first")
    return _told(here, text, _beside(here, text, by))


def _found(here: Here, text: str) -> Outcome:
    return _told(here, text, _match(here, text, here.chosen().start))


def _told(here: Here, text: str, match: Selection | None) -> Outcome:
    if match is None:
        return Say(f"{quoted(text)} is not in the text of this release")
    return Found(match, f"{quoted(text)}: {_counted(replace(here, selection=match), text)}")


def _preview(here: Here, text: str) -> Selection:
    return _match(here, text, here.chosen().start) or here.unmarked()


def _counted(here: Here, text: str) -> str:
    """Which of how many places in the order of the text is marked: "2 of 14"."""
    if _pattern(text) is None:
        return ""
    starts, mark = _starts(here, text), here.selection.mark
    if not starts or mark is None:
        return "Not in the text"
    return f"{bisect_right(starts, mark.start)} of {len(starts):,}"


def _starts(here: Here, text: str) -> list[int]:
    """Where the places with `text` begin."""
    wanted = _pattern(text)
    return [found.start() for found in wanted.finditer(here.text)] if wanted else []


def _beside(here: Here, text: str, by: int) -> Selection | None:
    """The match after (or before) what is marked; it goes round at both ends."""
    now = here.chosen()
    if by > 0:
        return _match(here, text, now.end)
    starts = _starts(here, text)
    return _match(here, text, starts[bisect_left(starts, now.start) - 1]) if starts else None


def _pattern(text: str) -> re.Pattern[str] | None:
    """What finds the words of `text` over any white space, if there are any; case is ignored."""
    words = [re.escape(word) for word in text.split()]
    return re.compile(r"\s+".join(words), re.IGNORECASE) if words else None


def _match(here: Here, text: str, start: int) -> Selection | None:
    """The first match at or after `start`, from the top again at the end; case is ignored."""
    wanted = _pattern(text)
    found = wanted and (wanted.search(here.text, start) or wanted.search(here.text))
    if not found:
        return None
    return mark_of(here, Span(*found.span()))
