"""Arithmetic of colours: how they mix, and how well one is read on another."""

from __future__ import annotations

from functools import cache
from math import cbrt, dist

from PySide6.QtGui import QColor

_LEGIBLE = 4.5
"""The contrast that WCAG 2 asks of text (level AA)."""


def blend(over: QColor, under: QColor, strength: float) -> QColor:
    """`over` laid on `under` at a strength of 0..1; opaque."""
    return QColor.fromRgbF(
        *(
            a * strength + b * (1 - strength)
            for a, b in zip(over.getRgbF()[:3], under.getRgbF()[:3], strict=True)  # type: ignore[index]
        )
    )


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (_linear(part) for part in colour.getRgbF()[:3])  # type: ignore[index]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours as WCAG 2 defines it, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def legible(colour: QColor, ink: QColor, paper: QColor) -> QColor:
    """`colour` with as little ink mixed in as makes text of it legible on paper, by WCAG 2."""
    for tenths in range(11):
        mixed = blend(ink, colour, tenths / 10)
        if contrast(mixed, paper) >= _LEGIBLE:
            return mixed
    return ink


def distance(one: QColor, other: QColor) -> float:
    """How unlike two colours look: their distance in Oklab, 1 from black to white.

    Björn Ottosson, "A perceptual color space for image processing", 2020
    (https://bottosson.github.io/posts/oklab/).
    """
    return dist(_oklab(one.rgb()), _oklab(other.rgb()))


@cache
def _oklab(rgb: int) -> tuple[float, float, float]:
    red, green, blue = (_linear(part) for part in QColor(rgb).getRgbF()[:3])  # type: ignore[index]
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
