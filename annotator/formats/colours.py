"""Colours of labels in other people's tools: those of this program, and more of the same kind."""

from __future__ import annotations

import colorsys
import tomllib
from collections.abc import Iterable
from functools import cache
from itertools import count

from annotator.formats.linked import CLAIM, CONTENT, CUE, SOURCE
from annotator.model.resources import resource

_PARTS = {CLAIM: "#3F6C8F", CONTENT: "#7FA3BC", CUE: "#A3762B", SOURCE: "#5D7F4E"}
_GOLDEN = 0.618034
"""Steps of the golden ratio round the circle of hues never come close to an earlier one."""


def colours_of(labels: Iterable[str]) -> dict[str, str]:
    """Each label with a colour, as ``#rrggbb``."""
    numbers = count()
    known = {**_theme(), **_PARTS}
    return {label: known.get(label) or _made(next(numbers)) for label in labels}


@cache
def _theme() -> dict[str, str]:
    """The colours of the light theme."""
    with resource("theme.toml").open("rb") as file:
        light = tomllib.load(file)["light"]["labels"]
    return {str(label): str(colour) for label, colour in light.items()}


def _made(number: int) -> str:
    red, green, blue = colorsys.hls_to_rgb(number * _GOLDEN % 1, 0.5, 0.45)
    return f"#{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour (contrast of WCAG 2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#FFFFFF"
