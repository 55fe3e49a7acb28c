"""Times as projects, exports and receipts write them."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(at: datetime) -> str:
    """A time in UTC, ISO 8601 with milliseconds: ``2026-03-01T09:30:00.123Z``.

    All are written alike, so that they sort as texts. One without a zone is of here.
    """
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
