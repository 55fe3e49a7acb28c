"""Writes the project's own JSONL and reads every line of it again before it counts."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from zlib import crc32

from annotator.formats.errors import ExportError
from annotator.formats.own import dumped, to_line
from annotator.formats.own_reader import from_line
from annotator.formats.writing import About, Options, Page, Writer
from annotator.model.fold import Fold
from annotator.model.plain import Incoming

if TYPE_CHECKING:
    from annotator.formats.places import Out

SUFFIX = ".jsonl"


class OwnWriter(Writer):
    """One release a line; there is nothing that it cannot say."""

    checker = "this program's own reader"
    suffixes = (SUFFIX,)

    def __init__(self, out: Out, about: About, options: Options) -> None:
        super().__init__(out, about, options)
        self._ids: dict[str, array[int]] = defaultdict(lambda: array("L"))

    def write(self, page: Page) -> tuple[()]:
        """Write the line of a release."""
        stands = Fold({item.id: item for item in page.items}, page.state)
        self._ids[page.part].append(_checksum(stands.items))
        self.file(page, SUFFIX).write(dumped(to_line(page.release, stands)) + b"\n")
        return ()

    def read_back(self, part: str) -> Iterator[Incoming]:
        """Every line again; no meaning hangs on the ids, but they too must be those written."""
        with self.path(part, SUFFIX).open("rb") as file:
            for number, data in enumerate(file, start=1):
                try:
                    line = json.loads(data.decode("utf-8"))
                except ValueError as error:
                    raise ExportError(f"Line {number} is no JSON: {error}.") from error
                found = from_line(line, f"line {number}")
                names = _checksum(_names_in(line))
                if self._ids and self._ids[part][number - 1 : number].tolist() != [names]:
                    raise ExportError(f"Line {number} does not have the ids that were meant.")
                yield found


def _checksum(names: Iterable[str]) -> int:
    return crc32("\0".join(sorted(names)).encode("utf-8"))


def _names_in(line: Mapping[str, Any]) -> Iterator[str]:
    for part in (line, line["rejected"], line["open"]):
        for key in ("entities", "claims"):
            yield from (item["id"] for item in part[key])
