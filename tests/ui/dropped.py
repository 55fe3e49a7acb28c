"""What a file manager drags over the window and drops there."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


def files(*paths):
    """What a file manager drags: addresses, and their names as text."""
    return addresses(*(QUrl.fromLocalFile(str(path)) for path in paths))


def addresses(*urls):
    data = QMimeData()
    data.setUrls(list(urls))
    data.setText("\n".join(url.toString() for url in urls))
    return data


def target_at(widget: QWidget) -> QWidget:
    """Who gets a drop over the middle of `widget`: it or the nearest around it that takes any."""
    inner = widget.childAt(widget.rect().center()) or widget
    while not inner.acceptDrops():
        inner = inner.parentWidget()
    return inner


def drop(program, data, over=None):
    """Drag over a widget and drop there; the action that the other program is told, or None."""
    target = target_at(over or program.window.panes.page)
    move, left = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), move, data, left, none)
    enter.setDropAction(Qt.DropAction.MoveAction)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return None
    event = QDropEvent(QPointF(5, 5), move, data, left, none)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(target, event)
    return event.dropAction()
