"""Files, folders, archives and standard input into releases, in whatever format they are.

What cannot be read is told and the rest goes on.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from annotator.formats.archives import is_archive, unpacked
from annotator.formats.docx_file import FORMAT as WORD
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.extras import MissingLibraryError
from annotator.formats.fields import Fields
from annotator.formats.format import Format, Source, Start
from annotator.formats.incoming import Take
from annotator.formats.places import RECEIPT_JSON, RECEIPT_MD
from annotator.formats.table import FORMATS, format_to_read, read
from annotator.formats.text_fields import Place, TextFields
from annotator.model.plain import Incoming

T = TypeVar("T")

STANDARD_INPUT = Path("-")
_OFFICE = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"mimetypeapplication/vnd.")
"""How the first name in a file of an office program begins, after 30 bytes about it."""
_ON_THE_WEB = ("http:", "https:", "ftp:")
_PROJECT = re.compile(r"\.annotator(-\w+)?(\.lock|\.aside\d*)?$")
"""How the name of a project ends, or of what stands beside one: its log, its lock."""
_OURS = frozenset({RECEIPT_JSON, RECEIPT_MD, "split.json"})


@dataclass(frozen=True, slots=True)
class _Task(Generic[T]):
    """What is done with each file: `do` is given its format and the file.

    `kind` is the format that they all are in, where the person says so; with `only_starts` no more
    of what is packed is unpacked than tells what it is.
    """

    do: Callable[[Format, Source], Iterator[T]]
    kind: Format | None = None
    only_starts: bool = False


def read_files(
    paths: Iterable[Path],
    take: Take = Take.DECISIONS,
    named: str = "",
    text_field: str | TextFields = "",
) -> Iterator[Incoming | Problem]:
    """What is in `paths`, one release at a time, in order; ``-`` is standard input.

    Folders and ZIP archives are walked. `named` is the format they all are in, and `text_field` the
    column or field with the text, where a person says so. Raise `UnknownFormatError`.
    """
    kind = format_to_read(named) if named else None
    for path in paths:
        task = _Task(partial(_read, take, partial(_field_in, text_field, path)), kind)
        yield from _told(_walk(path, task), Source(path, _shown(path)))


def _read(
    take: Take, field_in: Callable[[Source], str | None], chosen: Format, source: Source
) -> Iterator[Incoming | Problem]:
    field = field_in(source)
    if field is None:
        raise RefusedError(f"{source.shown} was left out: no field of it was chosen as its text.")
    assert chosen.read is not None
    yield from chosen.read(replace(source, text_field=field), take)


def _field_in(said: str | TextFields, path: Path, source: Source) -> str | None:
    """The field with the text of a file in `path`; "" is to be found, None is to be left out."""
    if isinstance(said, str):
        return said
    place = Place(path, source.shown)
    return said.get(place, "") or (None if place in said else "")


def look_into(paths: Iterable[Path]) -> Iterator[tuple[Place, Fields]]:
    """The first record of each file whose text is found by the names of fields.

    What cannot be read is passed over: reading it tells why.
    """
    for path in paths:
        task = _Task(partial(_look, path), only_starts=True)
        walked = _walk(path, task)
        for found in _told(walked, Source(path, _shown(path))):
            if not isinstance(found, Problem):
                yield found


def _look(path: Path, chosen: Format, source: Source) -> Iterator[tuple[Place, Fields]]:
    if chosen.fields is not None:
        yield Place(path, source.shown), chosen.fields(source)


def _shown(path: Path) -> str:
    return "standard input" if path == STANDARD_INPUT else path.name or str(path)


def _told(found: Iterator[T | Problem], source: Source) -> Iterator[T | Problem]:
    """What is found; an error that ends it is one more problem."""
    path, name = source.path, source.shown
    try:
        yield from found
    except MissingLibraryError as error:
        yield Problem(name, f"{name} was left out: {error}")
    except RefusedError as error:
        yield Problem(name, str(error))
    except FileNotFoundError:
        yield Problem(name, _missing(path))
    except PermissionError:
        yield Problem(name, f"You may not read {path}; ask its owner or copy it.")
    except OSError as error:
        yield Problem(name, f"{path} cannot be read: {error.strerror or error}.")


def _missing(path: Path) -> str:
    if str(path).startswith(_ON_THE_WEB):
        return f"{path} is no file on this machine and nothing is fetched; save it, then name it."
    return f"There is no file {path}; check its name."


def _walk(path: Path, task: _Task[T]) -> Iterator[T | Problem]:
    if path == STANDARD_INPUT:
        yield from _take_input(task)
    elif path.is_dir():
        yield from _walk_folder(path, "", task)
    elif path.exists() and not path.is_file():
        raise RefusedError(f"{path} is no ordinary file; save it as a .txt or .jsonl file first.")
    elif _is_project(path) and path.exists():
        raise RefusedError(f"{path} is a project; export it as jsonl, then import what is written.")
    else:
        yield from _take_file(Source(path, path.name), task)


def _take_input(task: _Task[T]) -> Iterator[T | Problem]:
    """Standard input is put into a file first: formats look at the start before they read."""
    with tempfile.TemporaryDirectory(prefix="annotator-") as scratch:
        path = Path(scratch) / "input"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield from _take_file(Source(path, _shown(STANDARD_INPUT)), task)


def _take_file(source: Source, task: _Task[T]) -> Iterator[T | Problem]:
    is_zip = source.path.suffix.lower() == ".zip"
    chosen = None if is_zip else task.kind or _format_of(source)
    if chosen is None:
        with unpacked(source.path, source.shown, only_starts=task.only_starts) as folder:
            yield from _walk_folder(folder, f"{source.shown}: ", task)
        return
    yield from task.do(chosen, source)


def _walk_folder(folder: Path, before: str, task: _Task[T]) -> Iterator[T | Problem]:
    """Every file of a folder and those below, in the order of their names."""
    empty = True
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(where)
        for link in [name for name in folders if (here / name).is_symlink()]:
            names.append(link)  # told below; it is not followed
        for path in _releases_in(here, names):
            empty = False
            source = Source(path, before + path.relative_to(folder).as_posix())
            taken = _take_member(source, task)
            yield from _told(taken, source)
    if empty:
        yield Problem(before or str(folder), f"{before or folder} holds no file that can be read.")


def _releases_in(folder: Path, names: Iterable[str]) -> list[Path]:
    """The files that hold releases: not hidden, not beside another one that is read with them."""
    skipped = _OURS.union(*(known.skips for known in FORMATS))
    paths = [folder / name for name in sorted(names) if name not in skipped and _is_open(name)]
    beside = {
        companion
        for path in paths
        for known in read()
        if known.companions is not None and path.suffix.lower() in known.suffixes
        for companion in known.companions(path)
    }
    return [path for path in paths if path not in beside]


def _is_open(name: str) -> bool:
    """Neither hidden nor (a log of) a project."""
    return not name.startswith(".") and not _is_project(Path(name))


def _is_project(path: Path) -> bool:
    return _PROJECT.search(path.name) is not None


def _take_member(source: Source, task: _Task[T]) -> Iterator[T | Problem]:
    if source.path.is_symlink():
        raise RefusedError(f"{source.shown} is a link, which is not followed; name its target.")
    if not source.path.is_file():
        raise RefusedError(f"{source.shown} is no ordinary file; it was left out.")
    chosen = task.kind or _format_of(source)
    if chosen is None:
        raise RefusedError(f"{source.shown} is an archive inside a folder; name it by itself.")
    yield from task.do(chosen, source)


def _format_of(source: Source) -> Format | None:
    """The format of a file, by its name and then by its content; None for an archive."""
    suffix = source.path.suffix.lower()
    named = [known for known in read() if suffix in known.suffixes]
    start = Start.of(source.path)
    if not named and is_archive(source.path):
        return _packed(start, source.shown)
    known = _known_by(start, named)
    if known is not None:
        return known
    return named[-1] if named else format_to_read("text")


def _packed(start: Start, shown: str) -> Format | None:
    """The format of a document that is packed as an archive is; None for an archive."""
    if WORD.recognises is not None and WORD.recognises(start):
        return WORD
    if start.data[30:].startswith(_OFFICE):
        raise RefusedError(
            f"{shown} is a spreadsheet, slides or an OpenDocument text; save it as .csv or .docx."
        )
    return None


def _known_by(start: Start, named: list[Format]) -> Format | None:
    """Of the formats with that suffix one that knows the start, or does not look; else any other.

    So a list of JSON may be of several formats, and an object in a .json file a line of JSON Lines.
    """
    looking = (known for known in named if known.recognises and known.recognises(start))
    blind = (known for known in named if known.recognises is None)
    others = (known for known in read() if known.recognises and known.recognises(start))
    return next(looking, None) or next(blind, None) or next(others, None)
