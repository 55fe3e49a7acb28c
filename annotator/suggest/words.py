"""Word lists and scores of the rules: data files in ``resources/suggest``."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from annotator.model.resources import resource


@cache
def word_list(name: str) -> dict[str, Any]:
    """The tables of ``resources/suggest/<name>.toml``; read once."""
    with resource(f"suggest/{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def words(name: str, table: str, key: str | None = None) -> frozenset[str]:
    """The words of one table, or of one key of it: strings with words between white space."""
    value = word_list(name)[table]
    texts = value.values() if key is None else [value[key]]
    return frozenset(word for text in texts for word in text.split())


@cache
def phrases(name: str, table: str, *keys: str) -> tuple[str, ...]:
    """The phrases of some keys of one table, each once: strings with phrases between commas."""
    value = word_list(name)[table]
    found = (" ".join(phrase.split()) for key in keys for phrase in value[key].split(","))
    return tuple(dict.fromkeys(phrase for phrase in found if phrase))
