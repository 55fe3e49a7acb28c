"""Colours and fonts of the window and sizes of the page, read from ``resources/theme.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any
from zlib import crc32

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from annotator.model.resources import resource
from annotator.ui.colours import blend, contrast, legible
from annotator.ui.own_labels import PAPER, Palette, stand_ins
from annotator.ui.sizes import ClaimSizes, MarkSizes, MaskSizes, PageSizes, TagSizes


@dataclass(frozen=True, slots=True)
class FontChoices:
    """Families in order of preference, and sizes in pixels."""

    reading: tuple[str, ...]
    interface: tuple[str, ...]
    text_size: float
    interface_size: float
    title_scale: float
    small_scale: float


@dataclass(frozen=True, slots=True)
class LabelColours:
    """Everything that is drawn in the colour of one entity label."""

    strong: QColor
    """The tag and the bottom edge of what stands."""
    full: QColor
    """The ground of words that stand."""
    faint: QColor
    """The ground of words that are open."""
    outline: QColor
    """The strong one, with as much ink as thin lines and small words need on paper."""
    frame: QColor
    """The quiet frame of an open tag."""
    words: QColor
    """Words on the strong one: ink or paper, the clearer of the two."""


@dataclass(frozen=True, eq=False)
class Theme:
    """Everything a pane needs to draw itself. Make one with `Theme.load`."""

    dark: bool
    paper: QColor
    ink: QColor
    pane: QColor
    raised: QColor
    hairline: QColor
    muted: QColor
    accent: QColor
    on_accent: QColor
    good: QColor
    warn: QColor
    claim: QColor
    labels: Mapping[str, QColor]
    fonts: FontChoices
    page: PageSizes
    mark: MarkSizes
    tag: TagSizes
    claims: ClaimSizes
    mask: MaskSizes
    scheme: tuple[str, ...] = ()
    """The labels of the project in their order."""
    _worked_out: dict[str, LabelColours] = field(default_factory=dict, init=False, repr=False)

    @staticmethod
    def load(dark: bool) -> Theme:
        """The light or the dark theme."""
        table = _table()
        colours = dict(table["dark" if dark else "light"])
        labels = {name: QColor(value) for name, value in colours.pop("labels").items()}
        return Theme(
            dark=dark,
            labels=labels,
            fonts=FontChoices(**_frozen(table["fonts"])),
            page=PageSizes(**table["page"]),
            mark=MarkSizes(**_frozen(table["mark"])),
            tag=TagSizes(**table["tag"]),
            claims=ClaimSizes(**table["claim"]),
            mask=MaskSizes(**table["mask"]),
            **{name: QColor(value) for name, value in colours.items()},  # type: ignore[arg-type]
        )

    def of_scheme(self, names: Sequence[str]) -> Theme:
        """The same for a project with these labels."""
        return replace(self, scheme=tuple(names))

    def label(self, name: str) -> QColor:
        """The colour of an entity label; one that nobody knows always gets the same one."""
        known = self.labels.get(self.stand_ins.get(name, name))
        return known or list(self.labels.values())[crc32(name.encode()) % len(self.labels)]

    @cached_property
    def stand_ins(self) -> dict[str, str]:
        """Which label's colour each of the project's own has."""
        return stand_ins(self.scheme, _palettes())

    def label_colours(self, name: str) -> LabelColours:
        """All that is drawn in a label's colour; worked out once."""
        known = self._worked_out.get(name)
        if known is None:
            known = self._worked_out[name] = self._label_colours(self.label(name))
        return known

    def _label_colours(self, strong: QColor) -> LabelColours:
        outline = legible(strong, self.ink, self.paper)
        return LabelColours(
            strong,
            full=self.faded(strong, self.mark.full),
            faint=self.faded(strong, self.mark.full * self.mark.suggested),
            outline=outline,
            frame=self.faded(outline, self.tag.frame),
            words=max((self.ink, self.paper), key=lambda colour: contrast(colour, strong)),
        )

    def faded(self, colour: QColor, strength: float) -> QColor:
        """`colour` at a part of its strength on paper, without transparency."""
        return blend(colour, self.paper, strength)

    def reading_font(self, pixels: float) -> QFont:
        """The font of the release's text."""
        return _font(self.fonts.reading, pixels)

    def interface_font(self, pixels: float | None = None) -> QFont:
        """The font of everything else."""
        return _font(self.fonts.interface, pixels or self.fonts.interface_size)

    def palette(self) -> QPalette:
        """The same colours for Qt's own widgets."""
        role = QPalette.ColorRole
        palette = QPalette()
        for which, colour in (
            (role.Window, self.pane),
            (role.WindowText, self.ink),
            (role.Base, self.paper),
            (role.AlternateBase, self.pane),
            (role.Text, self.ink),
            (role.PlaceholderText, self.muted),
            (role.Button, self.raised),
            (role.ButtonText, self.ink),
            (role.BrightText, self.warn),
            (role.ToolTipBase, self.raised),
            (role.ToolTipText, self.ink),
            (role.Highlight, self.accent),
            (role.HighlightedText, self.on_accent),
            (role.Link, self.accent),
            (role.LinkVisited, self.accent),
            (role.Light, self.raised),
            (role.Midlight, self.pane),
            (role.Mid, self.hairline),
            (role.Dark, self.muted),
            (role.Shadow, self.hairline),
        ):
            palette.setColor(which, colour)
        for which in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.faded(self.ink, 0.45))
        return palette


def scroll_bar_style(theme: Theme) -> str:
    """A thin scroll bar without arrows, for the page."""
    handle, over = theme.faded(theme.muted, 0.35).name(), theme.faded(theme.muted, 0.6).name()
    return f"""
        QScrollBar:vertical {{ background: {theme.paper.name()}; width: 12px; margin: 0; }}
        QScrollBar::handle:vertical {{
            background: {handle}; border-radius: 3px; min-height: 32px; margin: 3px;
        }}
        QScrollBar::handle:vertical:hover {{ background: {over}; }}
        QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
        QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: none; }}
    """


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resource("theme.toml").read_text(encoding="utf-8"))


@cache
def _palettes() -> list[Palette]:
    """The colours of labels and paper in each theme."""
    found = [_table()[name] for name in ("light", "dark")]
    return [
        {name: QColor(value) for name, value in {**one["labels"], PAPER: one["paper"]}.items()}
        for one in found
    ]


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in table.items()}


def _font(families: tuple[str, ...], pixels: float) -> QFont:
    installed = set(QFontDatabase.families())
    font = QFont()
    known = [family for family in families if family in installed]
    if known:
        font.setFamilies(known)
    font.setPixelSize(round(pixels))
    return font
