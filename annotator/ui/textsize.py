"""How large the text of the page is: chosen by steps, remembered from run to run."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings

from annotator.ui.reading import ReadingView

SIZES = (12, 13, 14, 15, 16, 18, 20, 22, 25, 28, 32, 38, 44)
"""Pixels."""
_KEY = "page/text_size"


class TextSize:
    """Sets the text size of a page, in pixels; `usual` where nothing was chosen."""

    def __init__(
        self, page: ReadingView, settings: QSettings, usual: float, say: Callable[[str], object]
    ) -> None:
        self._page, self._settings, self._usual, self._say = page, settings, usual, say
        self.now = usual

    def restore(self) -> None:
        """Take the size that was chosen last."""
        self.now = self._remembered()
        self._page.set_text_size(self.now)

    def _remembered(self) -> float:
        """The usual size, too, where the file holds no size that can be chosen."""
        try:
            size = float(str(self._settings.value(_KEY, self._usual)))
        except ValueError:
            return self._usual
        return size if SIZES[0] <= size <= SIZES[-1] else self._usual

    def step(self, by: int) -> None:
        """Go to the next larger (+1) or smaller (-1) size."""
        sizes = [size for size in SIZES if (size - self.now) * by > 0]
        if sizes:
            self._set(min(sizes) if by > 0 else max(sizes))

    def reset(self) -> None:
        """Go back to the usual size."""
        self._set(self._usual)

    def _set(self, size: float) -> None:
        self.now = size
        self._page.set_text_size(size)
        self._settings.setValue(_KEY, size)
        self._say(f"Text size {size:g}")
