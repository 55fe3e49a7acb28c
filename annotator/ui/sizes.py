"""Sizes of what is drawn on the page, by the names that ``resources/theme.toml`` has for them.

The file says what each one is, and its unit.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageSizes:
    """The column and what stands around it; see the file for the units."""

    measure: int
    pitch: float
    paragraph_gap: float
    list_gap: float
    margin: float
    top: float
    head_gap: float
    tail: float
    furniture: float


@dataclass(frozen=True, slots=True)
class MarkSizes:
    """Fills, outlines and rings of entities, and the washes of what is chosen."""

    radius: float
    full: float
    suggested: float
    outline: float
    edge: float
    dash: tuple[float, ...]
    dots: tuple[float, ...]
    inset: float
    nesting: int
    pad: float
    ring: float
    ring_gap: float
    ring_side: float
    wash: float
    caret: float
    chosen: float


@dataclass(frozen=True, slots=True)
class TagSizes:
    """The small label above the start of an entity."""

    size: float
    least: float
    letter_spacing: float
    weight: int
    pad: float
    gap: float
    sink: float
    radius: float
    frame: float
    raised: float
    letters: float


@dataclass(frozen=True, slots=True)
class ClaimSizes:
    """Brackets in the margin and lines under the words of a claim."""

    lanes: int
    lane: float
    first_lane: float
    serif: float
    bracket: float
    line: float
    lit: float
    level: float
    levels: int
    quiet: float
    strike: float


@dataclass(frozen=True, slots=True)
class MaskSizes:
    """Bars over names that are masked: strengths of the ink."""

    bar: float
    words: float
