"""A folder that is written whole and then takes its name, or is not there.

Beside its place stands a hidden working folder while it is written. Whoever is killed leaves only
that one, and the next export to the place clears it away: a lock tells that nobody works in it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO

from annotator.formats.errors import ExportError

RECEIPT_JSON = "receipt.json"
RECEIPT_MD = "RECEIPT.md"
_MANY = 64
"""From so many files on, the whole disk is synced at once instead of one after the other."""


class Out:
    """The files of an export while they are written. Names may have folders: ``train/1.txt``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, BinaryIO] = {}

    def file(self, name: str) -> BinaryIO:
        """The file of this name, open for writing until all is written; the same one each time."""
        if name not in self._open:
            self._open[name] = self.path(name).open("wb")
        return self._open[name]

    def put(self, name: str, data: bytes) -> None:
        """A whole small file."""
        self.path(name).write_bytes(data)

    def path(self, name: str) -> Path:
        """Where the file of this name is, for a library that writes it or reads it again."""
        path = self.folder / name
        if path.parent != self.folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def close(self) -> None:
        """Close what is open; twice does no harm."""
        for file in self._open.values():
            file.close()

    def names(self) -> Iterator[str]:
        """Every file there is, in the order of the alphabet."""
        yield from names_in(self.folder)


def names_in(folder: Path) -> Iterator[str]:
    """Every file in a folder and in those below, as ``train/1.txt``, in a fixed order."""
    for where, folders, files in os.walk(folder):
        folders.sort()
        base = Path(where).relative_to(folder)
        yield from ((base / name).as_posix() for name in sorted(files))


class Hidden:
    """The working folder: `out` takes the place in the end, `work` holds what is thrown away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.work = folder / "work"
        self.old = folder / "old"
        files = folder / "files"
        files.mkdir()
        self.work.mkdir()
        self.out = Out(files)


@contextmanager
def replacing(place: Path) -> Iterator[Hidden]:
    """A hidden folder whose `out` takes the name `place` when the block ends well.

    Otherwise nothing is left of it, and an older export stays as it was. Raise `ExportError` when
    the disk refuses, or when `place` holds anything that no export wrote.
    """
    try:
        bring_back(place)
        _refuse_strangers(place)
        with _working_folder(place) as folder:
            hidden = Hidden(folder)
            try:
                yield hidden
            finally:
                hidden.out.close()
            _to_disk(hidden.out.folder)
            _refuse_strangers(place)
            _take_place(hidden, place)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"{place} could not be written: {reason}.") from error


@contextmanager
def _working_folder(place: Path) -> Iterator[Path]:
    from filelock import FileLock

    folder = Path(tempfile.mkdtemp(".part", f".{place.name}.", place.parent))
    lock = FileLock(folder / "lock")
    try:
        with lock:
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_place(hidden: Hidden, place: Path) -> None:
    """Two renames; an older export waits in the hidden folder while there is none."""
    if place.exists():
        place.rename(hidden.old)
    try:
        hidden.out.folder.rename(place)
    except BaseException:
        if hidden.old.exists():
            hidden.old.rename(place)
        raise
    _folder_to_disk(place.parent)


def bring_back(place: Path) -> None:
    """Clear away what killed exports left; an older export that was aside comes back."""
    from filelock import FileLock, Timeout

    for folder in sorted(place.parent.glob(f".{escape(place.name)}.*.part")):
        try:
            with FileLock(folder / "lock", timeout=0):
                if (folder / "old").exists() and not place.exists():
                    (folder / "old").rename(place)
        except Timeout:
            continue  # somebody works in it
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_strangers(place: Path) -> None:
    """Nobody's own files are replaced: only a folder that holds what a receipt lists goes."""
    if not place.exists():
        return
    if not place.is_dir():
        raise ExportError(f"{place} is a file; rename it, or export to another place.")
    known = _listed(place / RECEIPT_JSON)
    strangers = [name for name in names_in(place) if name not in known]
    if strangers:
        raise ExportError(
            f"{place} holds {strangers[0]}, which no export wrote; move it away, or export to"
            " another place."
        )


def _listed(receipt: Path) -> set[str]:
    """The names a receipt lists, read line by line: a receipt may be long."""
    import json

    names = {RECEIPT_JSON, RECEIPT_MD}
    if not receipt.is_file():
        return names
    with receipt.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.lstrip().startswith('{"file": '):
                with suppress(json.JSONDecodeError):  # by another hand: its file is a stranger
                    names.add(str(json.loads(line.strip().rstrip(",")).get("file")))
            elif line.startswith(' "losses"'):
                break
    return names


def _to_disk(folder: Path) -> None:
    """Wait until everything in a folder is on the disk."""
    names = list(names_in(folder))
    if len(names) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for name in names:
        with (folder / name).open("rb+") as file:
            os.fsync(file.fileno())
    _folder_to_disk(folder)


def _folder_to_disk(folder: Path) -> None:
    if os.name != "posix":
        return  # only there can a folder be opened and synced
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
