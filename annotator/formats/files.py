"""Files of any known format into releases; what cannot be read is told and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.jsonl import read_jsonl
from annotator.formats.table import FORMATS, Reader
from annotator.formats.text import read_text
from annotator.model.plain import Incoming


def read_files(paths: Iterable[Path]) -> Iterator[Incoming | Problem]:
    """What is in `paths`, one release at a time, in order."""
    for path in paths:
        try:
            yield from _reader_of(path)(path)
        except RefusedError as error:
            yield Problem(path.name, str(error))
        except FileNotFoundError:
            yield Problem(path.name, f"There is no file {path}; check its name.")
        except PermissionError:
            yield Problem(path.name, f"You may not read {path}; ask its owner or copy it.")
        except OSError as error:
            yield Problem(path.name, f"{path} cannot be read: {error.strerror or error}.")


def _reader_of(path: Path) -> Reader:
    if path.is_dir():
        raise RefusedError(f"{path} is a folder; name the files in it, such as {path / '*.txt'}.")
    if path.exists() and not path.is_file():
        raise RefusedError(f"{path} is no ordinary file; save it as a .txt or .jsonl file first.")
    for known in FORMATS:
        if known.reader is not None and path.suffix.lower() in known.suffixes:
            return known.reader
    return _reader_by_content(path)


def _reader_by_content(path: Path) -> Reader:
    with path.open("rb") as file:
        start = file.read(512).lstrip()
    if path.suffix.lower() == ".json" and start.startswith(b"["):
        raise RefusedError(
            f"{path.name} is one JSON list; write one release a line, for example with jq -c '.[]'."
        )
    return read_jsonl if start.startswith(b'{"') else read_text
