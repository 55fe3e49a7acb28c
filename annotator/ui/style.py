"""What Qt's own widgets look like: one small style sheet made from the theme."""

from __future__ import annotations

from annotator.ui.theme import Theme


def style_sheet(theme: Theme) -> str:
    """The style sheet of the whole program.

    What scrolls gets its ground from the palette. Qt takes one from here for a ground that may be
    seen through: it draws all that lies under it with every key, and all anew to scroll.
    """
    pane, hairline, muted = theme.pane.name(), theme.hairline.name(), theme.muted.name()
    raised, ink, accent = theme.raised.name(), theme.ink.name(), theme.accent.name()
    on_accent = theme.on_accent.name()
    size = round(theme.fonts.interface_size)
    return f"""
    QWidget {{ font-size: {size}px; }}
    QMainWindow, QMenuBar {{ background: {pane}; }}
    QMenuBar {{ color: {ink}; border-bottom: 1px solid {hairline}; padding: 2px 8px; }}
    QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
    QMenuBar::item:selected {{ background: {hairline}; }}
    QMenu {{ background: {raised}; color: {ink}; border: 1px solid {hairline}; padding: 5px; }}
    QMenu::item {{ padding: 5px 28px 5px 14px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
    QMenu::separator {{ height: 1px; background: {hairline}; margin: 5px 8px; }}
    QLineEdit {{ background: {raised}; color: {ink}; border: 1px solid {hairline};
        border-radius: 6px; padding: 5px 8px; selection-background-color: {accent};
        selection-color: {on_accent}; }}
    QLineEdit:focus {{ border: 1px solid {accent}; }}
    QLabel {{ color: {ink}; background: transparent; }}
    QSplitter::handle {{ background: {hairline}; }}
    QToolTip {{ background: {raised}; color: {ink}; border: 1px solid {hairline}; padding: 4px; }}
    QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {hairline}; border-radius: 3px; min-height: 36px;
        margin: 2px 3px; }}
    QScrollBar::handle:vertical:hover {{ background: {muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
