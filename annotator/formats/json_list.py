"""A JSON list read object by object, in the memory of the longest one."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import IO, Any

from annotator.formats.errors import RefusedError
from annotator.formats.format import Source
from annotator.formats.jsonl import LONGEST_LINE
from annotator.formats.texts import HEAD, refuse_binary, refuse_half_characters

_BLOCK = 1 << 18
_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder()


def json_objects(source: Source) -> Iterator[tuple[str, Callable[[], Mapping[str, Any]]]]:
    """Each object of a list (or the only one of a file): its name, and what gives it.

    The latter raises `RefusedError` for what is no object. Raise `OSError`, and `RefusedError` for
    a file that is no JSON or that breaks off, after the objects that come before.
    """
    with windowed(source) as window:
        listed = window.next_sign() == "["
        for name, value in window.items() if listed else _whole(window):
            yield name, partial(as_object, value, name)


def _whole(window: Window) -> Iterator[tuple[str, Any]]:
    """The only value of a file; those that follow it too."""
    number = 0
    while (sign := window.next_sign()) not in ("]", ""):
        if sign == "," and number:
            window.at += 1
            continue
        number += 1
        yield window.shown, window.value(window.shown)
    if not number:
        raise RefusedError(f"{window.shown} is empty; there is no release in it.")


@contextmanager
def windowed(source: Source) -> Iterator[Window]:
    """A file of JSON to be walked through. Raise `OSError`, and `RefusedError` for no text."""
    with source.path.open("rb") as file:
        refuse_binary(file.read(HEAD), source.shown)
        file.seek(0)
        yield Window(file, source.shown)


def as_object(value: Any, name: str) -> Mapping[str, Any]:
    """The value itself when it is an object. Raise `RefusedError`."""
    if not isinstance(value, Mapping):
        raise RefusedError(f"{name} is no JSON object.")
    refuse_half_characters(value, name)
    return value


class Window:
    """The piece of the file that is looked at: it grows until a whole value fits."""

    def __init__(self, file: IO[bytes], shown: str) -> None:
        self._file, self.shown = file, shown
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._ended = False
        self.text, self.at = "", 0

    def _more(self, size: int = _BLOCK) -> bool:
        """Whether there was more to read."""
        if self._ended:
            return False
        data = self._file.read(size)
        self._ended = not data
        try:
            self.text = self.text[self.at :] + self._decode.decode(data, final=self._ended)
        except UnicodeDecodeError:
            raise RefusedError(f"{self.shown} is not UTF-8; convert it.") from None
        self.at = 0
        return True

    def next_sign(self) -> str:
        """The next character that is no white space; nothing at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in _SPACE:
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._more():
                return ""

    def items(self, of: str = "") -> Iterator[tuple[str, Any]]:
        """Each value of the list that begins here, with its name; then the window is behind it.

        `of` is the field that the list stands in. Raise `RefusedError`.
        """
        self.at += 1
        number = 0
        while (sign := self.next_sign()) != "]":
            if not sign:
                raise self.broken_off()
            if sign == "," and number:
                self.at += 1
                continue
            number += 1
            name = f"{self.shown}, {of}item {number}"
            yield name, self.value(name)
        self.at += 1

    def broken_off(self) -> RefusedError:
        """What is said of a file whose end is missing."""
        return RefusedError(
            f"{self.shown} breaks off: the file was not written to its end; export or copy it"
            " again."
        )

    def value(self, name: str) -> Any:
        """The value that begins here; then the window is behind it. Raise `RefusedError`."""
        while True:
            try:
                value, self.at = _DECODER.raw_decode(self.text, self.at)
            except RecursionError:
                raise RefusedError(f"{name} is nested too deeply to be a release.") from None
            except ValueError as error:
                self._grow(name, error)
            else:
                return value

    def _grow(self, name: str, error: ValueError) -> None:
        """Twice as much to look at; what is then no value never was one."""
        length = len(self.text) - self.at
        if length > LONGEST_LINE or not self._more(max(_BLOCK, length)):
            reason = getattr(error, "msg", "") or "it cannot be parsed"
            raise RefusedError(f"{name} is not valid JSON ({reason}); mend the file.") from None
