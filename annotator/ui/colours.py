"""Arithmetic of colours: how they mix, and how well one is read on another."""

from __future__ import annotations

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


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
