"""Which colours the labels of a project's own get: those of labels that the project leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat

from PySide6.QtGui import QColor

from annotator.ui.colours import distance

Palette = Mapping[str, QColor]
"""The colours of one theme: of its labels by their names, and of its paper."""
PAPER = ""
"""No label is called so."""
_DIGITS = 10
"""So many labels have a key of one digit, and are seen most."""


def stand_ins(scheme: Sequence[str], palettes: Sequence[Palette]) -> dict[str, str]:
    """For each label of the scheme that has no colour, the name of the one whose colour it gets.

    It is the one that looks least like those before it, in every theme alike, so that a label has
    one hue in all of them, and another one that is added changes none. Where no colour is left,
    those of labels without a digit come again, and at last all of them.
    """
    known = palettes[0]
    used = dict.fromkeys([PAPER, *(name for name in scheme if name in known)])
    left = [name for name in _unlike(known) if name not in scheme]
    again = chain([[n for n in _unlike(known) if n in scheme[_DIGITS:]]], repeat([*_unlike(known)]))
    found: dict[str, str] = {}
    for name in scheme:
        if name not in known:
            while not left:
                left = [*next(again)]
            found[name] = max(left, key=lambda one: _apart(one, used, palettes))
            left.remove(found[name])
            used[found[name]] = None
    return found


def _unlike(palette: Palette) -> Iterator[str]:
    """The labels, but of those with one colour only the first."""
    seen: set[int] = set()
    for name, colour in palette.items():
        if name != PAPER and colour.rgb() not in seen:
            seen.add(colour.rgb())
            yield name


def _apart(name: str, used: Iterable[str], palettes: Sequence[Palette]) -> float:
    others = [other for other in used if other != name]
    return min(distance(colours[name], colours[other]) for colours in palettes for other in others)
