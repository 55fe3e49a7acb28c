"""What stands in a project's file, for whoever opens it next."""

from __future__ import annotations

from pathlib import Path

from annotator.store.snapshot import Snapshot


def standing_in(path: Path) -> dict[str, dict[str, object]]:
    """By release: the record, status and time of every item."""
    with Snapshot(path) as snapshot:
        return {
            release.id: {
                name: (item.record, item.status, item.at) for name, item in fold.items.items()
            }
            for release, fold in snapshot.folded()
        }
