"""Files and folders that are dropped on the window, and what lies on the clipboard.

Only what is on this machine is taken: an address is refused in a sentence, nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

_LONGEST_ADDRESS = 60


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody handed over: files and folders, and a sentence for each address."""

    paths: tuple[Path, ...] = ()
    refused: tuple[str, ...] = ()


def handed(data: QMimeData) -> Handed:
    """The files and folders that `data` names, each once, and what else it names."""
    urls = list(dict.fromkeys(data.urls()))
    paths = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    return Handed(paths, tuple(_refusal(url) for url in urls if not url.isLocalFile()))


def _refusal(url: QUrl) -> str:
    address = url.toDisplayString()
    if len(address) > _LONGEST_ADDRESS:
        address = address[: _LONGEST_ADDRESS - 1] + "…"
    return f"{address} is no file on this machine and nothing is fetched; save it, then drop it."


def on_clipboard() -> tuple[Handed, str]:
    """The files that were copied, if any, and the text on the clipboard."""
    clipboard = QGuiApplication.clipboard()
    return handed(clipboard.mimeData()), clipboard.text()


class Dropping(QObject):
    """Takes what is dropped anywhere on a window and hands it on when the drop is over.

    Fields are typed into only: a path dropped on one would become its text.
    """

    def __init__(self, window: QWidget, take: Callable[[Handed], None]) -> None:
        super().__init__(window)
        self._take = take
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        for field in window.findChildren(QLineEdit):
            field.setAcceptDrops(False)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take drags that name files or addresses."""
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if event.type() not in kinds or not isinstance(event, QDropEvent):
            return False
        if not event.mimeData().hasUrls():
            event.ignore()
            return True
        # Copied whatever was proposed: after a move the other program would delete the file.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self._take(handed(event.mimeData()))
        return True
