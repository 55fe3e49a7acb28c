"""The log that SQLite keeps beside a project: whether it is damaged before its end.

SQLite reads it up to the first frame whose sum is wrong and silently takes the rest for leftovers
of an earlier log. What is left of an earlier one has other salts; so what has the salts of this one
was written, and is not read.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import NamedTuple

_HEADER, _FRAME = 32, 24
_MAGIC = 0x377F0682
_MASK = 0xFFFFFFFF


class _Frame(NamedTuple):
    ends_one: bool
    """Whether a transaction ends with it."""
    is_ours: bool
    is_sound: bool


def unread(project: Path) -> int:
    """How many transactions in the log of `project` stand behind damage, where nobody reads them.

    Nobody may write to it meanwhile. A log whose own head is damaged counts as none.
    """
    try:
        log = project.with_name(f"{project.name}-wal").read_bytes()
    except OSError:
        return 0
    frames = _frames(log)
    sound = [frame.is_sound for frame in frames]
    damaged = sound.index(False) if False in sound else len(frames)
    return sum(frame.ends_one and frame.is_ours for frame in frames[damaged + 1 :])


def damaged_log(project: Path, count: int) -> str:
    """The sentence on so many transactions that nobody reads."""
    what = f"{count:,} later transaction{'' if count == 1 else 's'}"
    return (
        f"The log beside {project.name} is damaged: what {what} wrote is lost, unless a backup has"
        " it."
    )


def _frames(log: bytes) -> list[_Frame]:
    if len(log) < _HEADER:
        return []
    magic, _version, size = unpack_from(">III", log)
    salts, sums = log[16:24], unpack_from(">II", log, 24)
    words = ">II" if magic & 1 else "<II"
    if magic & ~1 != _MAGIC or _sums((0, 0), words, log[:24]) != sums:
        return []
    frames, sound = [], True
    for at in range(_HEADER, len(log) - _FRAME - size + 1, _FRAME + size):
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
