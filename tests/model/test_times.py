"""Times are written in one way, whoever says them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from annotator.model.times import utc_text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00.000Z"),
        ("2026-03-01T09:30:00.123999Z", "2026-03-01T09:30:00.123Z"),
        ("2026-03-01T01:30:00+05:00", "2026-02-28T20:30:00.000Z"),
    ],
)
def test_a_time_is_written_in_utc_to_the_millisecond(said, written):
    assert utc_text(datetime.fromisoformat(said)) == written


def test_times_of_all_zones_sort_as_texts():
    noon = datetime.fromisoformat("2026-03-01T12:00:00Z")
    zones = [timezone(timedelta(hours=hours)) for hours in (-11, 0, 5, 14)]
    times = [noon.astimezone(zone) + timedelta(hours=n) for n, zone in enumerate(zones)]
    assert sorted(map(utc_text, times)) == list(map(utc_text, times))
