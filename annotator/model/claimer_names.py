"""How claimers are written, by whoever names them: a suggester or the keys."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


def without_article(name: str) -> str:
    """A name as it is written by itself: "World Bank" of "the World Bank"."""
    return _ARTICLE.sub("", name)


def together(names: Iterable[str]) -> str:
    """Several names as one claimer: "Ann Lee, Bob Roe and Cy Day"."""
    *firsts, last = names
    return f"{', '.join(firsts)} and {last}" if firsts else last
