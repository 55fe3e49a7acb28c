"""The text as the page shows it: a copy of the same length, safe for a text widget.

Qt would merge CR LF, drop a BOM and take U+2028, U+FDD0 and others for its own signs, which shifts
offsets. Every change here replaces one code point of the Basic Multilingual Plane by one other, so
offsets agree in code points and in UTF-16. Copy to the clipboard from the untouched text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotator.model.paragraphs import Paragraph, unwrapped
from annotator.model.uncommon import uncommon

LONGEST_BLOCK = 2_000
"""Code points; a longer paragraph is broken at a space, because Qt lays out whole blocks."""

_ZERO_WIDTH = "\u200b"
_SHOWN = "\u25a1"
_CONTROLS = (*range(0x20), 0x7F, *range(0x80, 0xA0))
_TURNS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Embeddings, overrides and isolates: they make text read in another order than it is stored in.

See "Trojan Source" (Boucher and Anderson, 2021) and UAX #9. The plain marks of direction, U+200E,
U+200F and U+061C, turn no letters round and are left alone.
"""
_BOM = "\ufeff"
_UNSEEN = (0x200B, *range(0x2060, 0x2065), *range(0x206A, 0x2070), ord(_BOM))
"""They take no room, so that two names may look the same and be two.

The joiners, U+200C and U+200D, are left alone: scripts and emoji are written with them.
"""
_UNSPACED = "\u0e00-\u109f\u1780-\u17ff\u1950-\u1aaf\u1b00-\u1b7f\ua980-\ua9df\uaa60-\uaadf"
"""Letters of scripts without spaces (Thai, Lao, Khmer ...): there U+200B is where words end."""
_REPLACED = {
    **dict.fromkeys((*_CONTROLS, *_TURNS, *_UNSEEN), _SHOWN),
    **dict.fromkeys((0xFFFC, 0xFFFE, 0xFFFF, *range(0xFDD0, 0xFDF0)), _SHOWN),
    0x09: " ",
    0x0A: "\n",
    0x0B: "\n",
    0x0C: "\n",
    0x1C: "\n",
    0x1D: "\n",
    0x1E: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}


def _any_of(codes: Iterable[int]) -> re.Pattern[str]:
    return re.compile("[" + re.escape("".join(map(chr, codes))) + "]")


def _where_odd(codes: Iterable[int]) -> re.Pattern[str]:
    """The same, without U+200B where words end and a BOM at the start."""
    others = _any_of(set(codes) - {0x200B, ord(_BOM)}).pattern
    return re.compile(f"{others}|(?<![{_UNSPACED}])\u200b|(?!\\A){_BOM}")


# A search for the few that are there is ten times as fast as `str.translate` over all.
_UNSAFE_ANYWHERE = _any_of(_REPLACED.keys() - {0x0A, 0x0D})
_UNSAFE = _where_odd(_REPLACED.keys() - {0x0A, 0x0D})
_HIDDEN_ANYWHERE = _any_of((*_CONTROLS, *_TURNS, *_UNSEEN))
_HIDDEN = _where_odd((*_CONTROLS, *_TURNS, *_UNSEEN))


def visible(words: str, keep: str = "") -> str:
    """`words` with a sign for each character that steers a terminal, turns text round or hides.

    Those in `keep`, a new line for one, stay.
    """
    if not _HIDDEN_ANYWHERE.search(words):
        return words
    return _HIDDEN.sub(lambda found: found[0] if found[0] in keep else _SHOWN, words)


def visible_json(written: str) -> str:
    """JSON that says the same, with those characters escaped; only its line breaks stay."""
    return _HIDDEN.sub(lambda found: found[0] if found[0] == "\n" else _escaped(found[0]), written)


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}"


def display_copy(text: str, found: list[Paragraph]) -> str:
    """`text` for the page, code point for code point; paragraphs end with one newline."""
    copy = unwrapped(text, found)
    if _UNSAFE_ANYWHERE.search(uncommon(copy)):
        copy = _UNSAFE.sub(lambda found: _REPLACED[ord(found[0])], copy)
        if copy.startswith(_BOM):
            copy = _ZERO_WIDTH + copy[1:]
    if "\r" in copy:
        copy = copy.replace("\r\n", _ZERO_WIDTH + "\n").replace("\r", "\n")
    return _broken(copy)


def _broken(copy: str) -> str:
    """Soft breaks in blocks that are too long: a space becomes a newline."""
    pieces = []
    for block in copy.split("\n"):
        rest = block
        while len(rest) > LONGEST_BLOCK:
            at = rest.rfind(" ", 1, LONGEST_BLOCK)
            if at < 0:
                at = rest.find(" ", LONGEST_BLOCK)
            if at < 0:
                break
            pieces.append(rest[:at])
            rest = rest[at + 1 :]
        pieces.append(rest)
    return "\n".join(pieces)
