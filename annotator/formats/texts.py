"""Bytes into the text of a release: untouched, or refused with the reason."""

from __future__ import annotations

import codecs
import re
from datetime import date
from typing import Any

from annotator.formats.errors import HalfCharacterError, RefusedError
from annotator.model.half_characters import half_character_in, has_half_character
from annotator.model.paragraphs import paragraphs

LONGEST_TEXT = 2_000_000
"""Bytes of UTF-8 that one release may have: several hundred times a long press release."""
TITLE_LENGTH = 90
"""Code points of a title made from a text."""
HEAD = 4_000
"""So much of a file or a text is looked at to tell what it is."""

_LONGEST_FURNITURE = 200
"""Characters of a first line beyond which it is no page furniture, whatever follows."""
_DATE_HEAD = 1_000
_INK = re.compile(r"[^\s\ufeff]")
_ISO_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)")
_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word, OpenDocument or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x1f\x8b": "a gzip file",
    b"SQLite format 3\0": "a database",
}
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\0\b\t\n\v\f\r\x1a\x1b"))
"""Bytes that stand in a text by mistake alone. Printers, DOS and ISO-2022 need those that are not
here, and NUL is told by itself."""
_SO_RARE = 25
"""In what is no text, at least one byte of so many is one of those; in random bytes one of ten."""
READABLE = "texts, tables, JSON, Word files, web pages, PDFs and what other tools export"
_WIDE_MARKS = {b"\xff\xfe": "UTF-16LE", b"\xfe\xff": "UTF-16BE"}
_SURE = 20
"""So many bytes beyond ASCII are needed to tell an encoding by what they spell."""
_USUAL = "cp1252"


def decoded(data: bytes, name: str, before: int = 0) -> str:
    """The text of `data`, code point for code point: line ends, BOM and all.

    `before` is how many bytes of the file `name` come before `data`. Raise `RefusedError`.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(
            f"{name} is not UTF-8 (byte 0x{data[error.start]:02X} at offset"
            f" {before + error.start}); convert it, for example with"
            f" iconv -f WINDOWS-1252 -t UTF-8."
        ) from None


def understood(data: bytes, name: str) -> tuple[str, str]:
    """The text of a whole file in whatever encoding, and a note where that was not UTF-8.

    UTF-8 is read code point for code point, BOM and all. Raise `RefusedError`.
    """
    encoding, note = encoding_of(data, name)
    if not note:
        return decoded(data, name), ""
    try:
        return data.decode(encoding), note
    except UnicodeDecodeError:
        raise RefusedError(f"{name} is no whole {encoding}; convert it to UTF-8.") from None


def encoding_of(start: bytes, name: str, whole: bool = True) -> tuple[str, str]:
    """How a file that begins with `start` is encoded, and a note where that is not UTF-8.

    `whole` says that there is no more of it. Raise `RefusedError` when it is no text, or nobody can
    tell.
    """
    encoding = next((e for mark, e in _WIDE_MARKS.items() if start.startswith(mark)), "")
    if encoding:
        return "UTF-16", f"{name} was read as {encoding}, not UTF-8."
    refuse_binary(start, name)
    if _is_utf8(start, whole):
        return "utf-8", ""
    encoding = _guessed(start)
    if not encoding:
        decoded(start, name)  # tells where it is not UTF-8
    return (
        encoding,
        f"{name} was read as {encoding}, not UTF-8; look whether its letters are right.",
    )


def _guessed(data: bytes) -> str:
    """The encoding of bytes that are no UTF-8, or nothing.

    Too few letters tell nothing: then it is the usual one of Western Windows, if that fits.
    """
    from charset_normalizer import from_bytes

    try:
        usual = data.decode(_USUAL)
    except UnicodeDecodeError:
        usual = ""
    if usual and sum(byte > 127 for byte in data[:HEAD]) < _SURE:
        return _USUAL
    best = from_bytes(data[: 16 * HEAD]).best()
    if best is None:
        return _USUAL if usual else ""
    return _USUAL if usual and usual.startswith(str(best)) else best.encoding


def refuse_binary(data: bytes, name: str) -> None:
    """Raise `RefusedError` when a file that begins with `data` is clearly no text."""
    for mark, encoding in _WIDE_MARKS.items():
        if data.startswith(mark):
            raise RefusedError(
                f"{name} is {encoding}, not UTF-8; convert it with iconv -f UTF-16 -t UTF-8."
            )
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise RefusedError(f"{name} is {kind}, not text; save its text as a .txt file first.")
    if _is_no_text(data[:HEAD]):
        raise RefusedError(f"{name} is no text, nor any other file that can be read: {READABLE}.")


def _is_no_text(start: bytes) -> bool:
    """Whether it has too many control characters; in UTF-8 there may be any."""
    seen = start.replace(b"\0", b"")
    controls = len(seen) - len(seen.translate(None, _CONTROLS))
    return controls > 1 and controls * _SO_RARE > len(seen) and not _is_utf8(start)


def _is_utf8(start: bytes, whole: bool = False) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start, whole)
    except UnicodeDecodeError:
        return False
    return True


def checked(text: str, name: str) -> str:
    """`text` itself when it can be a release. Raise `RefusedError`."""
    if not _INK.search(text):
        raise RefusedError(f"{name} is empty or only white space; there is nothing to read in it.")
    if "\0" in text:
        raise RefusedError(
            f"{name} holds a NUL character (character {text.index(chr(0))}), so it is no plain"
            " text; remove it or save the text anew."
        )
    if (half := half_character_in(text)) is not None:
        raise HalfCharacterError(name, f"character {half}")
    refuse_long(len(text.encode("utf-8")), name)
    return text


def refuse_half_characters(plain: Any, name: str) -> None:
    """Raise `HalfCharacterError` when one stands anywhere in a JSON value."""
    if has_half_character(plain):
        raise HalfCharacterError(name)


def refuse_long(size: int, name: str) -> None:
    """Raise `RefusedError` when a text of `size` bytes is too long for one release."""
    if size > LONGEST_TEXT:
        raise RefusedError(
            f"{name} has {size / 1e6:.1f} MB of text and one release has at most"
            f" {LONGEST_TEXT / 1e6:.0f} MB; split it, for example with split -C 1900k."
        )


def title_of(text: str) -> str:
    """The first line that is no page furniture, cut at a word."""
    lines = text[:HEAD].replace("\ufeff", "").strip().splitlines()
    if len(lines) == 1 or (lines and len(lines[0]) > _LONGEST_FURNITURE):
        return shortened(lines[0])  # the only one, or surely of the text: no need to look further
    for paragraph in paragraphs(text[:HEAD].replace("\ufeff", " ")):
        if paragraph.kind != "furniture":
            return shortened(paragraph.span.text(text).replace("\ufeff", ""))
    return shortened(text[:HEAD])


def shortened(line: str) -> str:
    """`line` as a title: on one line, at most `TITLE_LENGTH` long."""
    flat = " ".join(line.split())
    if len(flat) <= TITLE_LENGTH:
        return flat
    end = flat.rfind(" ", 0, TITLE_LENGTH)
    return flat[: end if end > 0 else TITLE_LENGTH - 1] + "…"


def date_of(text: str) -> str:
    """The first ISO date near the top, or nothing."""
    for found in _ISO_DATE.findall(text[:_DATE_HEAD]):
        try:
            return date.fromisoformat(found).isoformat()
        except ValueError:
            continue
    return ""
