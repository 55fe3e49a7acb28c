"""Long patterns, compiled when they are first needed: importing them is cheap."""

from __future__ import annotations

import re
from functools import cache


@cache
def pattern(source: str) -> re.Pattern[str]:
    """`source` as a regular expression."""
    return re.compile(source)
