"""What the card of a claim says, in words."""

from __future__ import annotations

from collections.abc import Callable

from annotator.edit.valuing import spelled
from annotator.edit.words import described, meaning, one_line, origin, shortened
from annotator.model.fold import Item
from annotator.model.masking import claimer_in, words_in
from annotator.model.records import AUTHOR, CLAIMER_BASIS, IMPLICIT, Claim
from annotator.model.spans import Words

_CLAIMERS = {AUTHOR: "The release itself", IMPLICIT: "Somebody, unnamed"}
_CHIPS = ("quote_type", "epistemic", "check_worthiness", "sentiment")
"""Come first; behind them what else is said of a claim."""
_ELSEWHERE = ("note", CLAIMER_BASIS)
"""Stands in another place of the card."""
_LONGEST_CHIP = 24


class Card:
    """What a card says of a claim, in words."""

    def __init__(self, item: Item, text: Words) -> None:
        record = item.record
        assert isinstance(record, Claim)
        self.sign = "doubtful" if item.is_doubtful else item.status
        self.is_unseen = item.is_unseen
        claimer = record.claimer and one_line(claimer_in(record.claimer, text))
        self.claimer = _CLAIMERS.get(claimer or "", claimer or "Claimer not named")
        self.is_named = record.claimer not in (None, AUTHOR, IMPLICIT)
        self.is_guess = item.guessed_claimer is not None
        self.cue = one_line(record.cue.text(text)) if record.cue else "no cue"
        self.content = " … ".join(one_line(span.text(text)) for span in record.content)
        self.note = words_in(record.attributes.get("note", ""), text)
        said = {n: words_in(v, text) for n, v in record.attributes.items() if n not in _ELSEWHERE}
        values = {name: said[name] for name in dict.fromkeys((*_CHIPS, *said)) if name in said}
        self.chips = [shortened(value, _LONGEST_CHIP) for value in values.values()]
        self.values = "\n".join(_spelled(name, value) for name, value in values.items())
        self.origin = origin(item.suggestion, text) if item.suggestion else ""
        self._item, self._text = item, text

    @property
    def described(self) -> str:
        """The whole claim and where it comes from, which a card has no room for."""
        return described(self._item, self._text)

    def chips_in(self, room: float, width: Callable[[str], float]) -> list[str]:
        """The first chips that have room; where not all have, "+2" says how many more there are."""
        for count in range(len(self.chips), 0, -1):
            hidden = len(self.chips) - count
            shown = [*self.chips[:count], *([f"+{hidden}"] if hidden else [])]
            if sum(map(width, shown)) <= room:
                return shown
        return [f"+{len(self.chips)}"] if self.chips else []

    def shown(self) -> tuple[object, ...]:
        """All that is drawn: cards of which it is the same look the same."""
        return (
            self.sign,
            self.is_unseen,
            self.claimer,
            self.is_named,
            self.is_guess,
            self.cue,
            self.content,
            self.note,
            tuple(self.chips),
            self.origin,
        )

    def all_words(self) -> str:
        """Everything, for the tool tip."""
        note = f"\n\nNote: {self.note}" if self.note else ""
        values = f"\n\n{self.values}" if self.values else ""
        return f"{self.claimer}, {self.cue}:\n{self.content}{values}{note}\n\n{self.described}"


def _spelled(name: str, value: str) -> str:
    """An attribute in full: "Check worthiness: CFS, a factual statement worth checking"."""
    means = meaning(name, value)
    said = f"{spelled(name)}: {value}"
    return f"{said}, {means}" if means else said
