"""One export as a process of its own, so that no key waits while the window exports.

The order is one JSON line on stdin (`Order.to_plain`). ``{"done": 120}`` tells on stdout how far it
is; ``{"exported": {"folder", "plain"}}``, which is the receipt, or ``{"error": "<sentence>"}`` is
the last line. The end of input stops it: then nothing is left, as after any error.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.edit.scope import Scope
from annotator.model.errors import sentence_of
from annotator.processes import reserved_stdout

if TYPE_CHECKING:
    from annotator.formats.receipts import Receipt

MODULE = "annotator.export_process"
_TOLD_EVERY = 0.1
"""Seconds between two words about the progress."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which project goes out, in the format of which name, to a folder in which folder."""

    project: Path
    format_name: str
    folder: Path
    scope: Scope

    def to_plain(self) -> dict[str, Any]:
        """The order for JSON."""
        scope = {**asdict(self.scope), "earlier": _named(self.scope.earlier)}
        return {
            "project": str(self.project),
            "format": self.format_name,
            "folder": str(self.folder),
            "scope": scope,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Order:
        """What `to_plain` made."""
        scope = dict(plain["scope"])
        earlier = scope.pop("earlier")
        return cls(
            Path(plain["project"]),
            plain["format"],
            Path(plain["folder"]),
            Scope(**scope, earlier=earlier and Path(earlier)),
        )

    def carry_out(self, progress: Callable[[int], None], cancelled: Callable[[], bool]) -> Receipt:
        """Export. Raise an `AnnotatorError`; then nothing is left."""
        from annotator import desk
        from annotator.formats.writing import options_from

        scope = self.scope
        options = options_from(scope.finished, scope.only, scope.open)
        return desk.export(
            self.project,
            self.format_name,
            self.folder,
            progress,
            cancelled,
            options,
            scope.wish(),
        )


def receipt_of(exported: Mapping[str, Any]) -> Receipt:
    """The receipt that the process told of."""
    from annotator.formats.receipts import Receipt

    return Receipt(Path(exported["folder"]), exported["plain"])


def _named(path: Path | None) -> str | None:
    return None if path is None else str(path)


def main() -> None:
    """Carry out the order on stdin."""
    out = reserved_stdout()

    def say(message: Mapping[str, Any]) -> None:
        print(json.dumps(message), file=out, flush=True)

    order = Order.from_plain(json.loads(_first_line()))
    stopped = _end_of_input()
    try:
        receipt = order.carry_out(_telling(say), stopped.is_set)
    except Exception as failure:  # somebody waits for a last line
        say({"error": sentence_of(failure, "Exporting")})
    else:
        say({"exported": {"folder": str(receipt.folder), "plain": dict(receipt.plain)}})


def _first_line() -> bytes:
    with os.fdopen(os.dup(0), "rb", buffering=0) as source:
        return source.readline()


def _end_of_input() -> threading.Event:
    """Set when whoever ordered this closes the pipe, or is gone."""
    ended = threading.Event()

    def wait() -> None:
        while os.read(0, 4096):
            pass
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    return ended


def _telling(say: Callable[[Mapping[str, Any]], None]) -> Callable[[int], None]:
    """Tells how many are done, now and then."""
    since = 0.0

    def tell(count: int) -> None:
        nonlocal since
        now = time.monotonic()
        if now - since > _TOLD_EVERY:
            since = now
            say({"done": count})

    return tell


if __name__ == "__main__":
    main()
