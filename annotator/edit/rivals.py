"""What lies over each other though only one of it can be meant, as what two annotators say."""

from __future__ import annotations

from collections import defaultdict

from annotator.edit.here import Here
from annotator.model.fold import Item
from annotator.model.records import Claim, Entity
from annotator.model.spans import Span


def first_rival(here: Here) -> str | None:
    """The first open item that lies over another one, open or standing; None where there is none.

    Entities do not overlap; two claims with one cue do not claim the same words.
    """
    reaching: Item | None = None
    by_cue: dict[Span, list[Item]] = defaultdict(list)
    for _, name in here.places.visible:
        item = here.fold.items[name]
        if isinstance(item.record, Entity):
            beside = [reaching] if reaching is not None and _overlap(reaching, item) else []
            if reaching is None or _end(item) > _end(reaching):
                reaching = item
        elif item.record.cue is not None:
            others = by_cue[item.record.cue]
            beside = [other for other in others if _claim_the_same(item, other)]
            others.append(item)
        else:
            beside = []
        rival = next((one for one in (item, *beside) if beside and one.is_open), None)
        if rival is not None:
            return rival.id
    return None


def _overlap(item: Item, other: Item) -> bool:
    return _end(item) > next(other.record.spans()).start


def _end(item: Item) -> int:
    return next(item.record.spans()).end


def _claim_the_same(item: Item, other: Item) -> bool:
    mine, theirs = item.record, other.record
    assert isinstance(mine, Claim)
    assert isinstance(theirs, Claim)
    return any(span.overlaps(its) for span in mine.content for its in theirs.content)
