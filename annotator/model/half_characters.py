"""Half a character: a surrogate without its other half, which no UTF-8 can hold.

JSON can smuggle one in with an escape, and a plug-in with anything.
"""

from __future__ import annotations

import json
from typing import Any


def half_character_in(text: str) -> int | None:
    """Where the first one stands in a text; None where there is none."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start
    return None


def has_half_character(plain: Any) -> bool:
    """Whether one stands anywhere in a value as JSON has them, in names as in texts."""
    return half_character_in(json.dumps(plain, ensure_ascii=False)) is not None
