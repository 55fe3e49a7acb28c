"""Whether the chain is unbroken, and if not, at which rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from sqlite3 import Connection, Error

from annotator.store.chain import START, TABLES, Kind, Link, hash_of, links, remembered_end

_NAMES: dict[Kind, str] = {
    "label": "Label",
    "attribute": "Attribute",
    "release": "Release",
    "run": "Run",
    "step": "Step",
    "language": "The chosen language",
    "act": "The act from step",
}


def chain_faults(
    db: Connection, step: Callable[[], None], not_yet: Collection[Kind] = ()
) -> Iterator[str]:
    """One sentence for every row that is not what its link says, the first one first.

    Rows of the kinds `not_yet` have no links in a project of an earlier version, nor was the end of
    the chain remembered then.
    """
    before, seen = START, {kind: 0 for kind in TABLES if kind not in not_yet}
    for link in links(db):
        step()
        yield from _fault_of(db, before, link)
        if link.kind in seen:
            seen[link.kind] += 1
        before = link
    if not not_yet:
        yield from _fault_at_end(before.number, remembered_end(db))
    for kind, count in seen.items():
        yield from _unlinked(db, kind, count)


def _fault_at_end(last: int, remembered: int) -> Iterator[str]:
    """Whether the chain ends where the file remembers its end."""
    if last < remembered:
        yield f"The chain ends with link {last:,}, but link {remembered:,} was its last."
    elif last > remembered:
        yield (
            f"The head of the file says that the chain ends with link {remembered:,}, but it ends"
            f" with link {last:,}: other hands changed that number or added to the chain."
        )


def _fault_of(db: Connection, before: Link, link: Link) -> Iterator[str]:
    if link.number != before.number + 1:
        yield f"The chain has a gap before link {link.number:,}."
    elif link.kind not in TABLES:
        yield f"Link {link.number} of the chain names no kind of row."
    else:
        yield from _changed(db, before, link)


def _changed(db: Connection, before: Link, link: Link) -> Iterator[str]:
    name = named(link.kind, link.row)
    try:
        found = hash_of(db, before.hash, link.kind, link.row)
    except Error as error:
        yield f"{name} cannot be read: {error}."
        return
    if found is None:
        yield f"{name} was taken out by other hands."
    elif found != link.hash:
        yield (
            f"{name} was changed by other hands: it is not what was hashed when it was written"
            f" (link {link.number})."
        )


def _unlinked(db: Connection, kind: Kind, linked: int) -> Iterator[str]:
    """Rows without a link; looked for only where the numbers of both differ."""
    table, key = TABLES[kind]
    (count,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
    if count == linked:
        return
    rows = f"SELECT {key} FROM {table} EXCEPT SELECT row FROM links WHERE kind = ?"
    for (row,) in db.execute(rows, [kind]):
        yield f"{named(kind, row)} was put in by other hands: no link of the chain is of it."


def named(kind: Kind, row: int) -> str:
    """A row in words."""
    return f"{_NAMES[kind]} {row:,}{' with its suggestions' if kind == 'run' else ''}"
