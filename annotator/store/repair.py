"""A sound project from a damaged one: what can be read of it, and the rest from its newest backup.

The damaged file is never written to: it is read from a copy, with the log beside it. Every row is
taken from the file where its hash proves it or nothing speaks against it, else from the backup.
What neither has is lost, and told.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from struct import pack, unpack_from
from typing import TypeVar

from filelock import FileLock

from annotator.model.errors import AnnotatorError
from annotator.model.scheme import LabelError, Scheme, ValuesError
from annotator.store.audit import audit
from annotator.store.backups import Backup, head, listed
from annotator.store.chain import Kind
from annotator.store.connection import fold_log
from annotator.store.errors import NewerProjectError, NotRepairedError, explained
from annotator.store.foreign_log import is_foreign, told_of_log
from annotator.store.locking import WriterLock
from annotator.store.log import damage_in_log, log_of
from annotator.store.opening import make, open_for_reading, open_for_writing
from annotator.store.presence import free_name
from annotator.store.salvage import Source
from annotator.store.saving import Repaired, Saving, Told

T = TypeVar("T")
_NOTHING = "Nothing of {path} can be read, and no backup is there to take its place."
_BACKUP_ALONE = (
    "Nothing of {name} itself can be read: what was done after its backup of {at} (UTC) is lost."
)
_BREAKS_OFF = (
    "{name} breaks off: what its last {missing:,} bytes held is lost, unless the log beside it or a"
    " backup has it."
)
_CUT_OFF = (
    "The end of the chain of {name} was taken away: {count:,} of its last rows are lost, unless"
    " they are among those kept."
)
_SCRATCH, _LOCK = ".repair-", "lock"
_MOST_MISSING = 16
"""A file that should be so many times as long as it is has a damaged head."""


def repair(path: Path, out: Path | None = None, told: Told = lambda *_: None) -> Repaired:
    """Write what can be saved of the project at `path` to a new file, by default beside it.

    Of a sound one nothing is written but where `out` is named. Raise `NotRepairedError` when
    nothing can be saved, or when the project is open elsewhere.
    """
    if not path.is_file():
        raise NotRepairedError(_no_file(path))
    is_named, out = out is not None, out or free_name(path, "repaired")
    if out.exists():
        raise NotRepairedError(f"{out} is already there; choose another name.")
    with ExitStack() as stack:
        _refuse_open(path, stack)
        folder = stack.enter_context(_scratch(out.parent))
        done = Repaired(path.name)
        copy = _copied(path, folder, done)
        _fill(folder / "repaired", _sources(path, copy, done, stack), done, told)
        done.was_sound = done.is_as_it_was and _is_sound(path, copy)
        if done.was_sound and not is_named:
            return done
        os.replace(folder / "repaired", out)
    done.path = out
    done.findings = [one for one in audit(out) if one.about != "backups"]
    return done


def _no_file(path: Path) -> str:
    if path.exists():
        return f"{path} is no ordinary file, which a project is."
    way_out = "a backup can be copied to its place" if listed(path) else "check its name"
    return f"There is no file {path}; {way_out}."


def _refuse_open(path: Path, stack: ExitStack) -> None:
    lock = WriterLock(path.resolve())
    stack.callback(lock.release)
    if lock.is_taken:
        raise NotRepairedError(f"{path.name} is open in another window or program: close it first.")


@contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    """A folder for the owner alone, gone afterwards; who is killed leaves it to the next repair."""
    _clear_away(parent)
    try:
        folder = tempfile.mkdtemp(prefix=_SCRATCH, dir=parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotRepairedError(f"Nothing can be written to {parent}: {reason}.") from error
    try:
        with FileLock(Path(folder) / _LOCK):
            yield Path(folder)
    except OSError as error:
        raise NotRepairedError(f"The repair broke off: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_away(parent: Path) -> None:
    """Take away the copies of projects that a repair left which was killed.

    Its lock tells such a folder from what anybody else calls alike, and from one just begun.
    """
    for lock in parent.glob(f"{_SCRATCH}*/{_LOCK}"):
        with suppress(OSError), FileLock(lock, timeout=0):  # else somebody works in it
            shutil.rmtree(lock.parent, ignore_errors=True)


def _copied(path: Path, folder: Path, done: Repaired) -> Path:
    """A copy of the project and, unless it is another one's, of the log beside it."""
    copy = folder / "damaged"
    shutil.copyfile(path, copy)
    if is_foreign(path, thorough=True):
        done.left_out.append(told_of_log(path))
    elif log_of(path).exists():
        shutil.copyfile(log_of(path), log_of(copy))
        if unread := damage_in_log(path):
            done.lost.append(unread)
    return copy


def _sources(path: Path, copy: Path, done: Repaired, stack: ExitStack) -> list[Source]:
    """What the new file is made of: what the copy still says, if anything, and backups."""
    missing = _cut_short(copy)
    damaged = _opened(copy, stack)
    backups = _backups(path, damaged, stack)
    done.parted += [one.backup for one in backups if one.parted]
    if damaged is None:
        if not backups:
            raise NotRepairedError(_NOTHING.format(path=path))
        done.lost.append(_BACKUP_ALONE.format(name=path.name, at=_made_at(path, backups[0])))
        return backups
    sources = [damaged, *backups]
    if missing:
        done.lost.append(_BREAKS_OFF.format(name=path.name, missing=missing))
    if cut_off := _cut_off(sources):
        done.lost.append(_CUT_OFF.format(name=path.name, count=cut_off))
    return sources


def _cut_short(copy: Path) -> int:
    """Let a file that breaks off say so in its head, else SQLite refuses all; the bytes it misses.

    The head says how large a page is and how many there are, at offsets 16 and 28
    (https://www.sqlite.org/fileformat.html).
    """
    with copy.open("r+b") as file:
        head, length = file.read(32), file.seek(0, os.SEEK_END)
        if len(head) < 32:
            return 0
        size, pages = unpack_from(">H", head, 16)[0], unpack_from(">I", head, 28)[0]
        size = 65_536 if size == 1 else size
        missing = int(size * pages - length)
        if missing <= 0:
            return 0
        file.seek(28)
        file.write(pack(">I", length // size))
    return missing if missing < _MOST_MISSING * length else 0


def _is_sound(path: Path, copy: Path) -> bool:
    """Whether the copy is fine, and not only because its head was put right."""
    return filecmp.cmp(path, copy, shallow=False) and all(one.fine for one in audit(copy))


def _made_at(path: Path, backup: Source) -> str:
    return next(known.at for known in listed(path) if known.path.name == backup.backup)


def _opened(path: Path, stack: ExitStack, backup: str = "") -> Source | None:
    """What can be read of a project; None when that is nothing."""
    try:
        db = open_for_reading(path)
    except NewerProjectError:
        raise
    except AnnotatorError:
        return None
    stack.callback(db.close)
    return Source(db.conn, backup)


def _backups(path: Path, damaged: Source | None, stack: ExitStack) -> list[Source]:
    """The newest backup that is whole and of this project, and the one that holds the most.

    That is another one where the project lost its end and was backed up after that.
    """
    found = listed(path)
    newest = _first(reversed(found), damaged, stack)
    furthest = _first(sorted(found, key=_reach, reverse=True), damaged, stack)
    if newest is None or furthest is None or newest.backup == furthest.backup:
        return [newest] if newest is not None else []
    return [newest, furthest]


def _reach(backup: Backup) -> tuple[int, int]:
    try:
        return head(backup.path).number, backup.number
    except (sqlite3.Error, OSError):
        return -1, backup.number


def _first(backups: Iterable[Backup], damaged: Source | None, stack: ExitStack) -> Source | None:
    for backup in backups:
        source = _opened(backup.path, stack, backup.path.name)
        if source is not None and source.is_whole() and _is_related(damaged, source):
            return source
    return None


def _is_related(damaged: Source | None, backup: Source) -> bool:
    """Whether a backup is of this project, by the links that both have; schemes are often the same.

    Where the two have parted, what the backup holds after that is not to be taken.
    """
    if damaged is None:
        return True
    common = damaged.told_numbers() & backup.told_numbers()
    same = {number for number in common if damaged.by_number[number] == backup.by_number[number]}
    if 2 * len(same) < len(common):
        return False
    if common and max(common) not in same:
        backup.part_after(max(same, default=0))
    return True


def _cut_off(sources: list[Source]) -> int:
    """How many links at the end of the damaged file's chain neither it nor a backup has."""
    damaged, *backups = sources
    missing = damaged.cut_off()
    reached = max((max(one.by_number, default=0) for one in backups), default=0)
    return max(0, missing - max(0, reached - max(damaged.by_number, default=0)))


def _scheme(sources: list[Source], done: Repaired) -> Scheme:
    """The label scheme, of a source that proves it if there is one."""
    proven = [source for source in sources if source.has_proven_scheme()]
    for source in [*proven, *sources]:
        scheme = source.scheme()
        if scheme is None:
            continue
        if not proven and source.has_linked_scheme():
            done.changed.append("The label scheme is not as it was written, but kept as it reads.")
        if source.backup:
            rows = len(scheme.labels) + len(scheme.attributes)
            done.from_backup[source.backup] = done.from_backup.get(source.backup, 0) + rows
        return _with_later(scheme, sources, done)
    done.lost.append("The label scheme is lost: the new file has the program's own.")
    return Scheme()


def _with_later(scheme: Scheme, sources: list[Source], done: Repaired) -> Scheme:
    """The scheme of a backup with what was added since, as far as it reads.

    What is there already, in another place, is not added again.
    """
    labels, attributes = len(scheme.labels), len(scheme.attributes)
    for label, is_proven in _added("label", sources, lambda one: one.labels(labels)):
        with suppress(LabelError):
            scheme = scheme.with_label(label)
            if not is_proven:
                done.changed.append(f"The label {label.name} is not as it was written.")
    for (name, values), is_proven in _added(
        "attribute", sources, lambda one: one.attributes(attributes)
    ):
        with suppress(ValuesError):
            scheme = scheme.with_attribute(name, values)
            if not is_proven:
                done.changed.append(f"The attribute {name} is not as it was written.")
    return scheme


def _added(
    kind: Kind, sources: list[Source], read: Callable[[Source], list[tuple[int, T]]]
) -> Iterator[tuple[T, bool]]:
    """What sources have in each place, and whether one proves it; of one that does, if there is."""
    found: dict[int, tuple[T, bool]] = {}
    for source in sources:
        for place, added in read(source):
            is_proven = source.is_proven(kind, place)
            if place not in found or (is_proven and not found[place][1]):
                found[place] = added, is_proven
    return (found[place] for place in sorted(found))


def _fill(draft: Path, sources: list[Source], done: Repaired, told: Told) -> None:
    make(draft, _scheme(sources, done))
    db = open_for_writing(draft)
    try:
        with explained(draft):
            Saving(db, sources, told).save(done)
            fold_log(db)
    finally:
        db.close()
