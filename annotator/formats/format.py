"""A file format: what the table knows of it, and what its reader is given."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.formats.errors import Problem
from annotator.formats.incoming import Take
from annotator.formats.writing import OF_LAYER
from annotator.model.plain import Incoming

if TYPE_CHECKING:
    from annotator.formats.fields import Fields
    from annotator.formats.writing import Aspect, Writer

FIRST_BYTES = 1 << 20
"""How much of a file is looked at to tell its format."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: where its bytes are, and what people know it by ("club.zip: a.txt").

    `text_field` is the column or field that the text stands in, where the person says so.
    """

    path: Path
    name: str = ""
    text_field: str = ""

    @property
    def shown(self) -> str:
        """The name in every sentence about it."""
        return self.name or self.path.name


class Start:
    """The first bytes of a file, by which a format knows its own."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @classmethod
    def of(cls, path: Path) -> Start:
        """The start of the file at `path`."""
        with path.open("rb") as file:
            return cls(file.read(FIRST_BYTES))

    @cached_property
    def text(self) -> str:
        """The start as text; what is no UTF-8 is replaced."""
        return self.data.decode("utf-8-sig", "replace")

    @property
    def is_list(self) -> bool:
        """Whether it is one JSON list, as far as its start tells."""
        return self.text.lstrip().startswith("[")

    @cached_property
    def first(self) -> Mapping[str, Any]:
        """The first JSON object: of a list, of the lines or the whole; empty if there is none.

        An object that goes on behind the start is not seen.
        """
        text = self.text.lstrip().removeprefix("[").lstrip()
        if not text.startswith("{"):
            return {}
        try:
            found, _ = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, Mapping) else {}

    @cached_property
    def is_of_lines(self) -> bool:
        """Whether the first line is one whole JSON object."""
        line = self.text.lstrip().partition("\n")[0]
        try:
            return isinstance(json.loads(line), dict)
        except (ValueError, RecursionError):
            return False


BOOKS: tuple[Aspect, ...] = ("origin", "suggester", "rule", "score", "annotator", "at", "seen")
"""Who suggested or decided what, when and how surely."""


def without_books(why: str) -> dict[Aspect, str]:
    """What a format lacks that keeps no books at all."""
    return dict.fromkeys(BOOKS, why)


Reader = Callable[[Source, Take], Iterator[Incoming | Problem]]
"""Yields every release of a file, and a problem for everything that is not taken in.

Raises `RefusedError` or `OSError` when the file as a whole cannot be read.
"""


@dataclass(frozen=True, slots=True)
class Format:
    """One line of the table.

    `name` is for the command line, `title` for menus, `summary` for people who choose. A file is
    known by its suffix and, where several formats share one, by `recognises`. `fields` tells what
    the first record of a file says, where the text is found by its name. `companions` names
    the files beside a file that its reader reads too; `skips` are names of files that hold no
    release. `lacks` says what a written file has no place for, and why; `finished_only` is what the
    format needs where the person does not say. `extra` is the one of pyproject.toml that brings the
    `libraries` it needs besides, named as they are imported.
    """

    name: str
    title: str
    summary: str
    suffixes: tuple[str, ...] = ()
    read: Reader | None = None
    fields: Callable[[Source], Fields] | None = None
    recognises: Callable[[Start], bool] | None = None
    companions: Callable[[Path], Iterable[Path]] | None = None
    skips: tuple[str, ...] = ()
    writer: Callable[[], type[Writer]] | None = None
    lacks: Mapping[Aspect, str] = field(default_factory=dict)
    finished_only: bool = False
    extra: str = ""
    libraries: tuple[str, ...] = ()

    @property
    def layers(self) -> list[Aspect]:
        """Those that a written file has a place for: "entities", "claims"."""
        return [items for items in OF_LAYER.values() if items not in self.lacks]

    def writer_class(self) -> type[Writer]:
        """What writes it, imported now."""
        if self.writer is None:
            raise ValueError(f"{self.name} is only read")
        return self.writer()
