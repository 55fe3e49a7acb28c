"""The reading view: a release with its entities and claims drawn on it."""

from annotator.ui.reading.page import Page
from annotator.ui.reading.view import ReadingView

__all__ = ["Page", "ReadingView"]
