"""ZIP archives, unpacked into a scratch folder; what could do harm is refused before and while."""

from __future__ import annotations

import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from annotator.formats.errors import RefusedError
from annotator.formats.format import FIRST_BYTES

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),
)
"""What Python's reader of archives raises for one that is broken."""
_BLOCK = FIRST_BYTES
_DRIVE = re.compile("[A-Za-z]:")
"""How a path on Windows begins that leaves its folder, wherever it stands."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold: files, bytes unpacked, and bytes unpacked for each packed.

    Archives that unpack to less than `harmless` bytes may be packed as tightly as they like.
    """

    files: int = 500_000
    size: int = 8_000_000_000
    ratio: int = 100
    harmless: int = 50_000_000


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive, by its name or by its first bytes."""
    if path.suffix.lower() == ".zip":
        return True
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


@contextmanager
def unpacked(
    path: Path, name: str, limits: Limits = Limits(), only_starts: bool = False
) -> Iterator[Path]:
    """A folder with what is in the archive; it is gone when the block ends.

    With `only_starts` it holds the first bytes of each file, as many as tell its format.
    Raise `RefusedError` for what is broken, encrypted, too much, or points outside.
    """
    with tempfile.TemporaryDirectory(prefix="annotator-") as scratch:
        try:
            _refuse_no_archive(path, name)
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, Path(scratch), path.stat().st_size, name, limits, only_starts)
        except BROKEN as error:
            raise RefusedError(
                f"{name} cannot be unpacked ({error}); unpack it yourself and name the folder."
            ) from None
        yield Path(scratch)


def _refuse_no_archive(path: Path, name: str) -> None:
    with path.open("rb") as file:
        if not zipfile.is_zipfile(file):
            raise RefusedError(f"{name} is no ZIP archive, or not a whole one; copy it again.")


def _unpack(
    archive: zipfile.ZipFile,
    folder: Path,
    packed: int,
    name: str,
    limits: Limits,
    only_starts: bool,
) -> None:
    members = archive.infolist()
    if len(members) > limits.files:
        raise RefusedError(
            f"{name} holds {len(members):,} files and at most {limits.files:,} are unpacked; split"
            " it."
        )
    for member in members:
        _refuse_dangerous(member, name)
    room = min(limits.size, max(limits.harmless, packed * limits.ratio))
    for member, target in _targets(members, folder):
        room -= _extract(archive, member, target, room, name, only_starts)


def _targets(
    members: Iterable[zipfile.ZipInfo], folder: Path
) -> Iterator[tuple[zipfile.ZipInfo, Path]]:
    """Where each file goes: of several with one name, the second is called "name (2)"."""
    taken: dict[Path, int] = {}
    for member in members:
        if member.is_dir():
            continue
        path = target = folder.joinpath(*_place(member).parts)
        while target in taken:
            taken[path] += 1
            target = path.with_name(f"{path.stem} ({taken[path]}){path.suffix}")
        taken[target] = 1
        yield member, target


def _place(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))


def _refuse_dangerous(member: zipfile.ZipInfo, name: str) -> None:
    place = _place(member)
    if not place.parts:
        raise RefusedError(f"{name} holds a file without a name; it was not unpacked.")
    if place.is_absolute() or ".." in place.parts or any(map(_DRIVE.match, place.parts)):
        raise RefusedError(
            f'{name} wants to write outside its folder ("{member.filename}"); it was not unpacked.'
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise RefusedError(f'{name} holds a link ("{member.filename}"); it was not unpacked.')
    if member.flag_bits & 0x1:
        raise RefusedError(f"{name} is encrypted; unpack it yourself and name the folder.")


def _extract(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    target: Path,
    room: int,
    name: str,
    only_start: bool,
) -> int:
    """Unpack one file into at most `room` bytes, whatever the archive says; how many it took."""
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with archive.open(member) as packed, target.open("wb") as file:
        while block := packed.read(_BLOCK):
            size += len(block)
            if size > room:
                raise RefusedError(
                    f"{name} unpacks to far more than it should; unpack it yourself if you trust"
                    " it, and name the folder."
                )
            file.write(block)
            if only_start:
                break
    return size
