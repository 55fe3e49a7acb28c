"""Which words of a release are masked, so that a claim is judged without knowing who said it.

Names are kept item by item and sought only in the piece of text that is asked for: a key costs the
same in a long release as in a short one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from annotator.model.fold import Item
from annotator.model.index import SpanIndex
from annotator.model.name_forms import full_form
from annotator.model.name_tags import Masked, Name, Names, merged
from annotator.model.records import AUTHOR, IMPLICIT, Entity
from annotator.model.spans import Span, Words

MASKED = ("PERSON", "NORP", "ORG", "GPE")
"""The labels whose names are masked, where the person has not set others."""
HIDDEN = "Name masked"
"""What stands for a name that is not among those of the release."""
_AROUND = 200
"""Code points beside a piece of text that are looked at, because a name may reach into it."""


class Mask:
    """The names of one release and where they stand. `version` grows with every change of them.

    It stands for the text itself where names must not be read: a slice has tags in their place.
    """

    def __init__(
        self, text: str, items: Iterable[Item] = (), labels: Iterable[str] = MASKED
    ) -> None:
        self._text = text
        self._labels = frozenset(labels)
        self._entities = self._entities_of(items)
        places = sorted((entity.span, item) for item, entity in self._entities.items())
        self._spans = SpanIndex(places)
        self._names = Names()
        self.version = 0
        # each name once, as they come: a long release says few names many times
        names = Counter(self._name(self._entities[item]) for _, item in places)
        for name, count in names.items():
            self._names.learn(name, count)

    def is_of(self, text: str, items: Iterable[Item]) -> bool:
        """Whether it masks just what it would if it were made of these."""
        return text == self._text and self._entities_of(items) == self._entities

    def update(self, ids: Iterable[str], items: Mapping[str, Item]) -> None:
        """Look again at these items; some may be new, gone, labelled otherwise or void."""
        for name in ids:
            old, new = self._entities.get(name), self._entity_of(items.get(name))
            if old != new:
                self._take_out(name, old)
                self._take_in(name, new)

    def _entities_of(self, items: Iterable[Item]) -> dict[str, Entity]:
        return {item.id: entity for item in items if (entity := self._entity_of(item))}

    def _entity_of(self, item: Item | None) -> Entity | None:
        """The entity whose name is masked, if this item is one.

        What was rejected is masked like what stands: bounds may be wrong and the name a name.
        """
        if item is None or item.is_void or not isinstance(item.record, Entity):
            return None
        return item.record if item.record.label in self._labels else None

    def _take_in(self, item: str, entity: Entity | None) -> None:
        if entity is not None:
            self.version += 1
            self._entities[item] = entity
            self._spans.add(entity.span, item)
            self._names.learn(self._name(entity))

    def _take_out(self, item: str, entity: Entity | None) -> None:
        if entity is not None:
            self.version += 1
            del self._entities[item]
            self._spans.remove(entity.span, item)
            self._names.forget(self._name(entity))

    def _name(self, entity: Entity) -> Name:
        return Name(entity.span.text(self._text), entity.label)

    def spans(self, piece: Span) -> list[Masked]:
        """What is masked in a piece of the release, in order, none over another one."""
        wide = Span(max(0, piece.start - _AROUND), piece.end + _AROUND)
        found = [
            Masked(Span(wide.start + span.start, wide.start + span.end), tag)
            for span, tag in self._names.found(wide.text(self._text))
        ]
        for span, item in self._spans.overlapping(wide):
            found.append(Masked(span, self._names.tag(self._name(self._entities[item]))))
        return [masked for masked in merged(found) if masked.span.overlaps(piece)]

    def __getitem__(self, piece: slice, /) -> str:
        """The words of a piece, with a tag for every name that reaches into it."""
        start, end, _ = piece.indices(len(self._text))
        return _replaced(self._text, Span(start, end), self.spans(Span(start, end)))

    def found(self, words: str) -> list[Masked]:
        """What is masked in any words, such as a title."""
        return self._names.found(words)

    def hide(self, words: str) -> str:
        """Any words, with a tag for every name of the release in them."""
        return _replaced(words, Span(0, len(words)), self.found(words))

    def claimer(self, name: str) -> str:
        """A claimer without a name, even one that the release does not have."""
        if name in (AUTHOR, IMPLICIT):
            return name
        hidden = self.hide(name)
        is_name = any(word[0].isupper() for word in full_form(name))
        return HIDDEN if hidden == name and is_name else hidden


def claimer_in(name: str, text: Words) -> str:
    """A claimer as it may be read beside `text`."""
    return text.claimer(name) if isinstance(text, Mask) else name


def words_in(words: str, text: Words) -> str:
    """Any words as they may be read beside `text`."""
    return text.hide(words) if isinstance(text, Mask) else words


def _replaced(words: str, piece: Span, masked: Iterable[Masked]) -> str:
    """The words of a piece with a tag for what is masked."""
    parts, at = [], piece.start
    for span, tag in masked:
        parts += [words[at : max(at, span.start)], tag]
        at = span.end
    return "".join([*parts, words[at : max(at, piece.end)]])
