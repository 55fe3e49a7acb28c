"""Claims of one parsed piece."""

from __future__ import annotations

from typing import Any

from annotator.suggest.claims.assemble import Draft
from annotator.suggest.prepare import Piece


def drafts(doc: Any, piece: Piece) -> list[Draft]:
    """Not yet."""
    del doc, piece
    return []
