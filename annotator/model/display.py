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
_UNSPACED = re.compile(
    "[\u0e00-\u109f\u1780-\u17ff\u1950-\u1aaf\u1b00-\u1b7f\ua980-\ua9df\uaa60-\uaadf]"
)
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
    """A search for the few that are there is ten times as fast as `str.translate` over all."""
    return re.compile("[" + re.escape("".join(map(chr, codes))) + "]")


_UNSAFE = _any_of(_REPLACED.keys() - {0x0A, 0x0D})
_HIDDEN = _any_of((*_CONTROLS, *_TURNS, *_UNSEEN))


def _belongs(found: re.Match[str]) -> bool:
    """Whether a character takes no room where that is right: at a word's end, or a BOM in front."""
    at = found.start()
    if found[0] == _ZERO_WIDTH:
        return at > 0 and _UNSPACED.match(found.string, at - 1) is not None
    return found[0] == _BOM and at == 0


def visible(words: str, keep: str = "") -> str:
    """`words` with a sign for each character that steers a terminal, turns text round or hides.

    Those in `keep`, a new line for one, stay.
    """

    def sign(found: re.Match[str]) -> str:
        return found[0] if found[0] in keep or _belongs(found) else _SHOWN

    return _HIDDEN.sub(sign, words)


def visible_json(written: str) -> str:
    """JSON that says the same, with those characters escaped; only its line breaks stay."""

    def escape(found: re.Match[str]) -> str:
        return found[0] if found[0] == "\n" or _belongs(found) else f"\\u{ord(found[0]):04x}"

    return _HIDDEN.sub(escape, written)


def display_copy(text: str, found: list[Paragraph]) -> str:
    """`text` for the page, code point for code point; paragraphs end with one newline."""
    copy = unwrapped(text, found)
    if _UNSAFE.search(uncommon(copy)):
        copy = _UNSAFE.sub(_safe, copy)
    if "\r" in copy:
        copy = copy.replace("\r\n", _ZERO_WIDTH + "\n").replace("\r", "\n")
    return _broken(copy)


def _safe(found: re.Match[str]) -> str:
    """What the page has for a character; Qt would drop a BOM."""
    return _ZERO_WIDTH if _belongs(found) else _REPLACED[ord(found[0])]


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
