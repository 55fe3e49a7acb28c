"""The log that SQLite keeps beside a project: whether it is damaged before its end.

SQLite reads nothing of it where its head is damaged. Else it reads up to the first frame whose sum
is wrong and silently takes the rest for leftovers of an earlier log. What is left of an earlier one
has other salts; so what has the salts of this one was written, and is not read.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import NamedTuple

HEADER, _FRAME = 32, 24
"""Bytes before the first frame, and of a frame before its page."""
_MAGIC = 0x377F0682
_MASK = 0xFFFFFFFF


def log_of(project: Path) -> Path:
    """Where the log of a project lies: beside the file, also where that is reached by a link."""
    return _beside(project, "-wal")


def index_of(project: Path) -> Path:
    """Where SQLite notes what is in that log."""
    return _beside(project, "-shm")


def _beside(project: Path, end: str) -> Path:
    project = project.resolve()
    return project.with_name(f"{project.name}{end}")


def length_of(frames: int, page: int) -> int:
    """How many bytes a log takes that has so many frames, each with a page of that size."""
    return frames and HEADER + frames * (_FRAME + page)


class _Frame(NamedTuple):
    ends_one: bool
    """Whether a transaction ends with it."""
    is_ours: bool
    is_sound: bool


def damage_in_log(project: Path) -> str:
    """The sentence on what nobody reads in the log of `project`; nothing where it is sound.

    Nobody may write to it meanwhile.
    """
    try:
        log = log_of(project).read_bytes()
    except OSError:
        return ""
    if len(log) > HEADER and not _has_head(log):
        return (
            f"The log beside {project.name} has a damaged head, so nothing of it is read: what"
            " stands there alone is lost, unless a backup has it."
        )
    if not (count := _unread(log)):
        return ""
    what = f"{count:,} later transaction{'' if count == 1 else 's'}"
    return (
        f"The log beside {project.name} is damaged: what {what} wrote is lost, unless a backup has"
        " it."
    )


def _unread(log: bytes) -> int:
    """How many transactions stand behind damage."""
    frames = _frames(log)
    sound = [frame.is_sound for frame in frames]
    damaged = sound.index(False) if False in sound else len(frames)
    return sum(frame.ends_one and frame.is_ours for frame in frames[damaged + 1 :])


def _has_head(log: bytes) -> bool:
    """Whether the log begins as SQLite reads it: with its sign, and with the sum of its head."""
    (magic,), sums = unpack_from(">I", log), unpack_from(">II", log, 24)
    return magic & ~1 == _MAGIC and _sums((0, 0), _words(magic), log[:24]) == sums


def _words(magic: int) -> str:
    return ">II" if magic & 1 else "<II"


def _frames(log: bytes) -> list[_Frame]:
    if len(log) < HEADER:
        return []
    magic, _version, size = unpack_from(">III", log)
    salts, sums, words = log[16:24], unpack_from(">II", log, 24), _words(magic)
    frames, sound = [], True
    for at in range(HEADER, len(log) - _FRAME - size + 1, _FRAME + size):
        pages, ours = unpack_from(">I", log, at + 4)[0], log[at + 8 : at + 16] == salts
        if sound:
            page = log[at + _FRAME : at + _FRAME + size]
            sums = _sums(sums, words, log[at : at + 8], page)
            sound = ours and sums == unpack_from(">II", log, at + 16)
        frames.append(_Frame(pages > 0, ours, sound))
    return frames


def _sums(sums: tuple[int, int], words: str, *parts: bytes) -> tuple[int, int]:
    """The running sum of SQLite's log over further bytes."""
    one, two = sums
    for first, second in chain.from_iterable(iter_unpack(words, part) for part in parts):
        one = (one + first + two) & _MASK
        two = (two + second + one) & _MASK
    return one, two
