"""Marks with geometry: everything that is drawn on one block, worked out once and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from annotator.model.spans import Span
from annotator.ui.reading.boxes import Box
from annotator.ui.reading.lanes import Bracket, depths, in_lanes, levels
from annotator.ui.reading.marks import EntityMark, Mark, PartMark
from annotator.ui.reading.metrics import Metrics
from annotator.ui.theme import Theme

BoxesOf = Callable[[Span], list[Box]]


@dataclass(slots=True)
class TagShape:
    """The tag of an entity: its place on the line, and as many of its letters as there is room."""

    rect: QRectF
    words: str
    whole: str


@dataclass(slots=True)
class EntityShape:
    """An entity's boxes, already inset when it lies in another one."""

    mark: EntityMark
    boxes: list[Box]
    tag: TagShape | None = None
    pad: float = 0.0
    """How far the boxes reach beyond the words, sideways."""
    reach: QRectF | None = field(default=None, compare=False)
    """What `reach` worked out for it, as for the others."""


@dataclass(slots=True)
class PartShape:
    """A claim part's boxes; `level` keeps the lines of claims over the same words apart."""

    mark: PartMark
    boxes: list[Box]
    level: int = 0
    reach: QRectF | None = field(default=None, compare=False)


@dataclass(slots=True)
class BracketShape:
    """A bracket in the margin, from `top` to `bottom`."""

    bracket: Bracket
    top: float
    bottom: float
    standing: bool
    reach: QRectF | None = field(default=None, compare=False)


@dataclass(slots=True)
class Shapes:
    """All that is drawn on one block."""

    entities: list[EntityShape] = field(default_factory=list)
    parts: list[PartShape] = field(default_factory=list)
    brackets: list[BracketShape] = field(default_factory=list)


def shapes(
    marks: Iterable[Mark], boxes_of: BoxesOf, starts_here: Span, metrics: Metrics, theme: Theme
) -> Shapes:
    """The shapes of a block's marks. Tags are made for entities that begin in `starts_here`."""
    entities: list[EntityShape] = []
    parts: list[PartShape] = []
    for mark in marks:
        boxes = boxes_of(mark.span)
        if not boxes:
            continue
        if isinstance(mark, EntityMark):
            entities.append(EntityShape(mark, boxes))
        else:
            parts.append(PartShape(mark, boxes))
    _inset(entities, theme)
    tagged = [
        e for e in entities if e.mark.look != "rejected" and starts_here.covers(e.mark.span.start)
    ]
    _tag(tagged, metrics, theme)
    _level(parts, theme)
    return Shapes(entities, parts, _brackets(parts, theme))


def _inset(entities: list[EntityShape], theme: Theme) -> None:
    shown = [shape for shape in entities if shape.mark.look != "rejected"]
    depth_of = depths([shape.mark.span for shape in shown])
    for shape in shown:
        depth = min(depth_of[shape.mark.span], theme.mark.nesting)
        inset, pad = depth * theme.mark.inset, theme.mark.pad if depth == 0 else 0.0
        shape.pad = pad
        shape.boxes = [
            Box(
                box.rect.adjusted(-pad, inset, pad, -inset),
                box.line,
                box.baseline,
                box.opens,
                box.closes,
            )
            for box in shape.boxes
        ]


def _tag(entities: list[EntityShape], metrics: Metrics, theme: Theme) -> None:
    """Give every entity its tag; where they would collide, the earlier one is cut short."""
    by_line: dict[int, list[EntityShape]] = {}
    for shape in entities:
        by_line.setdefault(shape.boxes[0].line, []).append(shape)
    for line in by_line.values():
        line.sort(key=lambda shape: shape.boxes[0].rect.left())
        free = float("-inf")
        for place, shape in enumerate(line):
            first = shape.boxes[0]
            left = max(first.rect.left(), free)
            room = None
            if place + 1 < len(line):
                room = _latest_start(line[place + 1], theme) - left - theme.tag.gap
            shape.tag = _fitted(shape.mark, left, first, room, metrics, theme)
            free = shape.tag.rect.right() + theme.tag.gap


def _latest_start(shape: EntityShape, theme: Theme) -> float:
    """How far right a tag may be pushed and still stand over its entity."""
    rect = shape.boxes[0].rect
    return max(rect.left(), rect.right() - 4 * theme.tag.pad)


def _fitted(
    mark: EntityMark,
    left: float,
    box: Box,
    room: float | None,
    metrics: Metrics,
    theme: Theme,
) -> TagShape:
    whole = tag_words(mark.label, mark.sign)
    words = whole
    if room is not None and tag_width(words, metrics, theme) > room:
        # Three letters tell a label; a nested one with no room of its own keeps as many.
        words = tag_words(mark.label[:3], mark.sign)
    bottom = box.baseline - metrics.fill_above + theme.tag.sink
    rect = QRectF(
        round(left),
        bottom - metrics.tag_height,
        tag_width(words, metrics, theme),
        metrics.tag_height,
    )
    return TagShape(rect, words, whole)


def tag_words(label: str, sign: str) -> str:
    """What a tag says."""
    name = label.replace("_", " ")
    return f"{name} {sign}" if sign else name


def tag_width(words: str, metrics: Metrics, theme: Theme) -> float:
    """How wide a tag with these words is."""
    return float(round(metrics.tag_width(words) + 2 * theme.tag.pad))


def _level(parts: list[PartShape], theme: Theme) -> None:
    content = [shape for shape in parts if shape.mark.part == "content"]
    level_of = levels((shape.mark.span for shape in content), theme.claims.levels)
    for shape in content:
        shape.level = level_of[shape.mark.span]


def _brackets(parts: list[PartShape], theme: Theme) -> list[BracketShape]:
    content = [s for s in parts if s.mark.part == "content" and s.mark.look != "rejected"]
    lines: dict[str, list[Box]] = {}
    for shape in content:
        lines.setdefault(shape.mark.item, []).extend(shape.boxes)
    standing = {s.mark.item for s in content if s.mark.look == "standing"}
    wanted = (
        (min(b.line for b in found), max(b.line for b in found), item)
        for item, found in lines.items()
    )
    rects = {box.line: box.rect for found in lines.values() for box in found}
    return [
        BracketShape(
            bracket,
            rects[bracket.first].top(),
            rects[bracket.last].bottom(),
            standing.issuperset(bracket.items),
        )
        for bracket in in_lanes(wanted, theme.claims.lanes)
    ]
