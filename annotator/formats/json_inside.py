"""A list of records inside an object, as services answer: ``{"status": "ok", "articles": [...]}``.

The object is walked through once, field by field, to see which of them hold lists of objects; then
the one list is read object by object, in the memory of the longest one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from annotator.formats.errors import RefusedError
from annotator.formats.fields import is_worded, text_in, texts_in
from annotator.formats.format import Source
from annotator.formats.gathered import Named
from annotator.formats.json_list import Window, as_object, windowed
from annotator.formats.texts import shortened


@dataclass(slots=True)
class Outline:
    """What the only object of a file says: its values, and of each list the first object."""

    plain: dict[str, Any] = field(default_factory=dict)
    lists: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def is_release(self, text_field: str) -> bool:
        """Whether it is a release by itself, whatever lists it has: nothing in those is one."""
        own = text_in(self.plain, text_field)
        if own:
            return all(len(text_in(first, text_field)) <= len(own) for _, first in self.lists)
        return not any(map(is_worded, self._texts()))

    def _texts(self) -> Iterator[str]:
        for _, first in self.lists:
            yield from texts_in(first).values()


def outline(source: Source) -> Outline | None:
    """The outline of an object that is alone in its file; None where more follow, or none is.

    Raise `RefusedError` for a file that is no JSON or breaks off, and `OSError`.
    """
    with windowed(source) as window:
        if window.next_sign() != "{":
            return None
        found = Outline()
        for key, values in _fields(window):
            _note(found, key, values)
        return None if window.next_sign() else found


def _note(found: Outline, key: str, values: Iterator[tuple[str, Any]] | object) -> None:
    if not isinstance(values, Iterator):
        found.plain[key] = values
        return
    first = next(values, ("", None))[1]
    if isinstance(first, Mapping):
        found.lists.append((key, first))


def _fields(window: Window) -> Iterator[tuple[str, Iterator[tuple[str, Any]] | object]]:
    """Each field of the object that begins here, with its value or, of a list, what gives those.

    What of a list is not asked for is walked over.
    """
    window.at += 1
    while (sign := window.next_sign()) != "}":
        if not sign:
            raise window.broken_off()
        if sign == ",":
            window.at += 1
            continue
        key = window.value(window.shown)
        if not isinstance(key, str) or window.next_sign() != ":":
            raise RefusedError(f"{window.shown} is not valid JSON (a field has no name).")
        window.at += 1
        called = shortened(key)
        if window.next_sign() != "[":
            yield key, window.value(f"{window.shown}, {called}")
            continue
        values = window.items(f"{called}, ")
        yield key, values
        for _ in values:
            pass
    window.at += 1


def list_inside(found: Outline, source: Source) -> str:
    """The field with the list of the releases; nothing where the object is of another kind.

    Raise `RefusedError` where several fields hold lists of objects.
    """
    if not found.lists or found.is_release(source.text_field):
        return ""
    (key, _), *others = found.lists
    if others:
        named = ", ".join(shortened(name) for name, _ in found.lists)
        raise RefusedError(
            f"{source.shown} holds several lists of objects ({named}); save the one with the"
            " releases as a file of its own."
        )
    return key


def inner_objects(source: Source, key: str) -> Named:
    """Each object of the list in the field `key`, as `json_objects` gives those of a list."""
    with windowed(source) as window:
        window.next_sign()
        for found, values in _fields(window):
            if found == key and isinstance(values, Iterator):
                for name, value in values:
                    yield name, partial(as_object, value, name)
