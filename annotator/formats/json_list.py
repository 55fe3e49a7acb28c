"""A JSON list read object by object, in the memory of the longest one."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import IO, Any

from annotator.formats.errors import RefusedError
from annotator.formats.format import Source
from annotator.formats.jsonl import LONGEST_LINE
from annotator.formats.texts import refuse_binary

_BLOCK = 1 << 18
_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder()


def json_objects(source: Source) -> Iterator[tuple[str, Callable[[], Mapping[str, Any]]]]:
    """Each object of a list (or the only one of a file): its name, and what gives it.

    The latter raises `RefusedError` for what is no object. Raise `OSError`, and `RefusedError` for
    a file that is no JSON or that breaks off, after the objects that come before.
    """
    with source.path.open("rb") as file:
        refuse_binary(file.read(16), source.shown)
        file.seek(0)
        window = _Window(file, source.shown)
        listed = window.next_sign() == "["
        if listed:
            window.at += 1
        number = 0
        while (sign := window.next_sign()) not in ("]", ""):
            if sign == "," and number:
                window.at += 1
                continue
            number += 1
            name = f"{source.shown}, item {number}" if listed else source.shown
            yield name, partial(_object, window.value(name), name)
        if listed and sign != "]":
            raise RefusedError(
                f"{source.shown} breaks off: the file was not written to its end; export or copy it"
                " again."
            )
        if not number and not listed:
            raise RefusedError(f"{source.shown} is empty; there is no release in it.")


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise RefusedError(f"{name} is no JSON object.")
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise RefusedError(
            f"{name} holds half a character (a lone surrogate); export it again from its source."
        ) from None
    return value


class _Window:
    """The piece of the file that is looked at: it grows until a whole value fits."""

    def __init__(self, file: IO[bytes], shown: str) -> None:
        self._file, self._shown = file, shown
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
            raise RefusedError(f"{self._shown} is not UTF-8; convert it.") from None
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
