"""The window: puts the panes together, turns keys into names, tells panes what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.edit.ahead import Ahead
from annotator.edit.commands import COMMANDS
from annotator.edit.keys import Nothing, Pending, shown_keys
from annotator.edit.session import (
    Changed,
    Event,
    Opened,
    Prompted,
    QueueChanged,
    Said,
    Selected,
    Session,
    Typed,
    Wanted,
    keys_now,
)
from annotator.ui.claims import ClaimsPane
from annotator.ui.keyboard import key_of
from annotator.ui.keysheet import KeySheet
from annotator.ui.lists import QuietList
from annotator.ui.menus import context_menu, fill_menu_bar
from annotator.ui.picker import Picker
from annotator.ui.queue import QueuePane
from annotator.ui.reading import Page, ReadingView
from annotator.ui.status import StatusPane
from annotator.ui.style import style_sheet
from annotator.ui.theme import Theme
from annotator.ui.work import Done, SlicedWork, ThreadedWork, Work

FOLD_QUEUE = 1180
"""Narrower than this (logical pixels) the queue folds away; F6 brings it back for a while."""
FOLD_CLAIMS = 960
TEXT_SIZES = (12, 13, 14, 15, 16, 18, 20, 22, 25, 28, 32, 38, 44)
_SHARES = (250, 730, 300)


class MainWindow(QMainWindow):
    """The one window. It can be shown before there is a session; `attach` gives it one."""

    closing = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.session: Session | None = None
        self.settings = settings
        self.wishes: Mapping[str, Callable[[], None]] = {}
        self.theme = Theme.load(_system_is_dark())
        self._ahead = Ahead("starting")
        self._was_shown = ""
        self._sheet: KeySheet | None = None
        self._shows_rejected = False
        self.work: Work | None = None
        self._once_painted: Callable[[], None] | None = None
        self._build()
        self._apply_theme()
        self._restore()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def _build(self) -> None:
        self.setWindowTitle("Annotator")
        self.setMinimumSize(560, 420)
        self.queue = QueuePane(self.theme)
        self.page = ReadingView(self.theme)
        self.claims = ClaimsPane(self.theme)
        self.status = StatusPane(self.theme)
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(1)
        for pane, least in ((self.queue, 190), (self.page, 380), (self.claims, 220)):
            pane.setMinimumWidth(least)
            self.panes.addWidget(pane)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes(_SHARES)
        middle = self.middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.panes, 1)
        column.addWidget(self.status)
        self.setCentralWidget(middle)
        self.picker = Picker(self.theme, middle)
        self.page.clicked.connect(self._click)
        self.page.dragged.connect(self._drag)
        self.page.menu_wanted.connect(self._show_context_menu)
        self.queue.chosen.connect(self._open_chosen)
        self.claims.chosen.connect(self._select_chosen)
        self.picker.typed.connect(self._type)
        self.picker.picked.connect(self._answer)
        self.page.setFocus()

    # -- colours and sizes

    def _apply_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(self.theme.palette())
        app.setFont(self.theme.interface_font())
        app.setStyleSheet(style_sheet(self.theme))
        for pane in (self.queue, self.page, self.claims, self.status, self.picker):
            pane.set_theme(self.theme)

    def _follow_system(self) -> None:
        self.theme = Theme.load(_system_is_dark())
        self._apply_theme()

    def _restore(self) -> None:
        self.resize(1280, 800)
        geometry = self.settings.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        widths = self.settings.value("window/panes")
        if isinstance(widths, QByteArray):
            self.panes.restoreState(widths)
            self.panes.setHandleWidth(1)
        self.text_size = float(
            str(self.settings.value("page/text_size", self.theme.fonts.text_size))
        )
        self.page.set_text_size(self.text_size)
        self._fold_panes()

    def _step_text_size(self, by: int) -> None:
        sizes = [size for size in TEXT_SIZES if (size - self.text_size) * by > 0]
        if sizes:
            self._set_text_size(min(sizes) if by > 0 else max(sizes))

    def _set_text_size(self, size: float) -> None:
        self.text_size = size
        self.page.set_text_size(size)
        self.settings.setValue("page/text_size", size)
        self.status.say(f"Text size {size:g}", "quiet")

    # -- the session

    def attach(self, session: Session) -> None:
        """Show this session's project from now on."""
        self.session = session
        session.listeners.append(self.take)
        session.use_lines(self.page)
        fill_menu_bar(self.menuBar(), session.keymap, self._run)
        self.queue.attach(session)
        self.claims.attach(session)
        if session.project.read_only:
            session.say(session.project.read_only_reason or "Read only", "error")

    def detach(self) -> None:
        """Let go of the session; its project is about to be closed."""
        if self.session is not None:
            self.session.listeners.remove(self.take)
            self.session = None
            self.page.show_page(None)

    def take(self, event: Event) -> None:
        """Something changed in the session: tell the panes whose it is."""
        match event:
            case Opened():
                self._show_release()
            case Selected():
                self._show_selection()
            case Changed(changes):
                self.page.items_changed(changes.items)
                self.claims.items_changed(changes.items)
            case QueueChanged(release):
                self.queue.refresh_row(release)
                self._show_progress()
            case Said(text, tone):
                self.status.say(text, tone)
            case Prompted(prompt):
                self._show_prompt(prompt)
            case Wanted(name):
                self._fulfil(name)
            case Typed(keys, lookup):
                self._show_typed(keys, lookup)

    def _show_release(self) -> None:
        assert self.session is not None
        release = self.session.release
        if release is None:
            self._was_shown = ""
            self.page.show_page(None)
        else:
            top = self.page.verticalScrollBar().value()
            page = Page(release, self.session.paragraphs, self.session.fold)
            self.page.show_page(page)
            if release.id == self._was_shown:
                self.page.verticalScrollBar().setValue(top)
            self._was_shown = release.id
        self.claims.reload()
        self.queue.show_in_hand()
        self._show_title()
        self._show_selection()
        self._show_progress()

    def _show_title(self) -> None:
        assert self.session is not None
        project = self.session.project
        title = self.session.release.title if self.session.release else ""
        parts = [title, project.name + (" (read only)" if project.read_only else ""), "Annotator"]
        self.setWindowTitle(" — ".join(part for part in parts if part))

    def _show_selection(self) -> None:
        assert self.session is not None
        self.page.set_selection(self.session.selection)
        self.claims.show_selected()
        self._show_hints()

    def _show_hints(self) -> None:
        assert self.session is not None
        hints = [
            (keys, _hint(binding.command, binding.argument, self.session))
            for keys, binding in keys_now(self.session)
        ]
        self.status.hints.show_hints(hints)

    def _show_typed(self, keys: str, lookup: object) -> None:
        assert self.session is not None
        if isinstance(lookup, Pending):
            self.status.hints.show_hints(
                [
                    (shown_keys(way), _hint(binding.command, binding.argument, self.session))
                    for way, binding in lookup.ways.items()
                ]
            )
        elif keys == "" and isinstance(lookup, Nothing):
            self._show_hints()

    def _show_prompt(self, prompt: object) -> None:
        assert self.session is not None
        self.picker.show_prompt(self.session.prompt)
        if prompt is None:
            self.page.setFocus()
        self._show_hints()

    def _show_progress(self) -> None:
        assert self.session is not None
        session, places = self.session, self.session.places
        counts = session.counts()
        read_only = "read only · " if session.project.read_only else ""
        self.status.project.setText(
            f"{read_only}{counts.finished} of {counts.releases} releases finished"
        )
        total = len(places.open) + places.judged
        if session.release is None:
            self.status.progress.show_progress("", 0)
        elif total == 0:
            waits = session.here.awaits_suggestions
            words = "waiting for suggestions" if waits else "nothing suggested"
            self.status.progress.show_progress(words, 0)
        else:
            words = f"{places.judged} of {total} judged"
            self.status.progress.show_progress(words, places.judged / total)

    def show_ahead(self, ahead: Ahead) -> None:
        """Show how far suggesting is."""
        self._ahead = ahead
        words = {
            "starting": "Starting the suggester",
            "restarting": "Restarting the suggester",
            "working": f"Suggesting: {ahead.left} left",
        }.get(ahead.condition, "")
        if ahead.condition == "working" and ahead.share:
            words += f" ({ahead.share:.0%} of a long one)"
        self.status.suggester.setText(words)
        if ahead.note and self.session is not None and self.session.said.text != ahead.note:
            tone = "error" if ahead.condition in ("stopped", "restarting") else "quiet"
            self.session.say(ahead.note, tone)  # type: ignore[arg-type]
        if ahead.condition == "stopped":
            self.status.suggester.setText("Suggester stopped")
        if self.session is not None:
            self._show_progress()
            self.claims.show_waiting()

    # -- what only the window can do

    def _run(self, command: str, argument: str = "") -> None:
        if self.session is not None:
            self.session.run(command, argument)

    def _fulfil(self, name: str) -> None:
        own: dict[str, Callable[[], object]] = {
            "larger-text": lambda: self._step_text_size(1),
            "smaller-text": lambda: self._step_text_size(-1),
            "normal-text": lambda: self._set_text_size(self.theme.fonts.text_size),
            "show-rejected": self._toggle_rejected,
            "next-pane": lambda: self._go_to_pane(1),
            "previous-pane": lambda: self._go_to_pane(-1),
            "search-queue": self._search_queue,
            "keys": self.show_keys,
            "quit": self.close,
            "stop": self._stop_work,
            "pane-next": lambda: self._step_in_pane(1),
            "pane-previous": lambda: self._step_in_pane(-1),
            "pane-page-down": lambda: self._step_in_pane(0, 1),
            "pane-page-up": lambda: self._step_in_pane(0, -1),
            "pane-choose": self._choose_in_pane,
            "leave-pane": self._leave_pane,
        }
        action = own.get(name) or self.wishes.get(name)
        if action is not None:
            action()

    def _toggle_rejected(self) -> None:
        self._shows_rejected = not self._shows_rejected
        self.page.set_review(self._shows_rejected)
        shown = "shown struck through" if self._shows_rejected else "hidden"
        self.status.say(f"What was rejected is {shown}", "quiet")

    def show_keys(self) -> None:
        """Cover the window with the key sheet; any key takes it away."""
        if self.session is not None:
            self._sheet = KeySheet(self.theme, self.session.keymap, self.middle)
            self._sheet.cover()
            self._sheet.show()
            self._sheet.setFocus()

    def _hide_keys(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
            self._sheet = None
            self.page.setFocus()

    def _show_context_menu(self, offset: int, where: QPoint) -> None:
        if self.session is None:
            return
        if self.session.selection.mark is None:
            self.session.click(offset)
        menu = context_menu(self, self.session.keymap, self.session.project.scheme, self._run)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _type(self, text: str) -> None:
        if self.session is not None:
            self.session.type(text)

    def _answer(self, value: str) -> None:
        if self.session is not None:
            self.session.choose(value)

    # -- files and long work, for the program around the window

    def ask_files(self, title: str, kinds: str) -> list[Path]:
        """Let the person choose files to read."""
        return [Path(name) for name in QFileDialog.getOpenFileNames(self, title, "", kinds)[0]]

    def ask_file(self, title: str, kinds: str) -> Path | None:
        """Let the person choose one file to read."""
        name = QFileDialog.getOpenFileName(self, title, "", kinds)[0]
        return Path(name) if name else None

    def ask_new_file(self, title: str, kinds: str) -> Path | None:
        """Let the person name a new file."""
        name = QFileDialog.getSaveFileName(self, title, "", kinds)[0]
        return Path(name) if name else None

    def ask_folder(self, title: str) -> Path | None:
        """Let the person choose a folder."""
        name = QFileDialog.getExistingDirectory(self, title)
        return Path(name) if name else None

    def work_in_slices(
        self, values: Iterator[Any], name: str, shown: Callable[[Any], str], done: Done
    ) -> None:
        """Run an iterator between key strokes."""
        self._begin_work(lambda: SlicedWork(values, name, shown, done))

    def work_in_background(
        self,
        function: Callable[[Callable[[int], None], Callable[[], bool]], Any],
        name: str,
        total: int,
        done: Done,
    ) -> None:
        """Run a function in a thread."""
        self._begin_work(lambda: ThreadedWork(function, name, total, done))

    def _begin_work(self, make: Callable[[], Work]) -> None:
        if self.work is not None:
            self.status.say("An import or export is still running: wait for it or stop it", "error")
            return
        self.work = make()
        self.work.told.connect(self._tell_work)
        self.work.over.connect(self._work_is_over)

    def _tell_work(self, words: str) -> None:
        key = self.session.keymap.shown("stop") if self.session else ""
        self.status.say(f"{words}. {key} stops" if key else words, "quiet")

    def _work_is_over(self) -> None:
        if self.work is not None:
            self.work.deleteLater()
            self.work = None

    def _stop_work(self) -> None:
        if self.work is None:
            self.status.say("Nothing is running that could be stopped", "quiet")
        else:
            self.work.stop()

    # -- mouse

    def _click(self, offset: int, extend: bool) -> None:
        self.page.setFocus()
        if self.session is not None and self.session.release is not None:
            self.session.click(offset, extend)

    def _drag(self, anchor: int, end: int) -> None:
        if self.session is not None and self.session.release is not None:
            self.session.drag(anchor, end)

    def _open_chosen(self, release: str) -> None:
        if self.session is not None:
            self.session.open(release)
            self.page.setFocus()

    def _select_chosen(self, item: str) -> None:
        if self.session is not None:
            self.session.select_item(item)
            self.page.setFocus()

    # -- panes

    def _ring(self) -> list[QWidget]:
        """The places that F6 goes through."""
        return [self.page, self.claims.list, self.queue.search, self.queue.list]

    def _go_to_pane(self, by: int) -> None:
        ring = self._ring()
        focus = self.focusWidget()
        at = ring.index(focus) if focus in ring else 0
        self._focus_pane(ring[(at + by) % len(ring)])

    def _focus_pane(self, target: QWidget) -> None:
        self._fold_panes(keep=target)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search_queue(self) -> None:
        self._focus_pane(self.queue.search)
        self.queue.search.selectAll()

    def _leave_pane(self) -> None:
        self.page.setFocus()
        self._fold_panes()

    def _step_in_pane(self, by: int, pages: int = 0) -> None:
        rows = self._list_in_focus()
        index = rows.step(by or pages * rows.rows_on_page())
        if rows is self.claims.list and index.isValid() and self.session is not None:
            self.session.select_item(self.claims.id_at(index))

    def _list_in_focus(self) -> QuietList:
        return self.claims.list if self.focusWidget() is self.claims.list else self.queue.list

    def _choose_in_pane(self) -> None:
        if self._list_in_focus() is self.queue.list:
            self.queue.choose_current()
        self._leave_pane()

    def _fold_panes(self, keep: QWidget | None = None) -> None:
        """Narrow windows show the text alone; a pane that is gone to comes back for a while."""
        width = self.width()
        in_queue = keep in (self.queue.search, self.queue.list)
        self.queue.setVisible(width >= FOLD_QUEUE or in_queue)
        self.claims.setVisible(width >= FOLD_CLAIMS or keep is self.claims.list)

    # -- events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Every key of this window goes to the session first; typing fields keep the rest."""
        if event.type() == QEvent.Type.KeyPress and self._is_ours(watched):
            assert isinstance(event, QKeyEvent)
            return self._press(event, isinstance(watched, QLineEdit))
        if event.type() == QEvent.Type.ShortcutOverride and self._is_ours(watched):
            event.accept()
        if event.type() == QEvent.Type.MouseButtonPress and self._sheet is not None:
            self._hide_keys()
            return True
        return super().eventFilter(watched, event)

    def _is_ours(self, watched: QObject) -> bool:
        return (
            isinstance(watched, QWidget)
            and watched.window() is self
            and watched is self.focusWidget()
            and self.session is not None
        )

    def _press(self, event: QKeyEvent, in_field: bool) -> bool:
        assert self.session is not None
        key = key_of(event)
        if not key:
            return False
        if self._sheet is not None:
            if key in ("up", "down", "pageup", "pagedown", "home", "end"):
                return False
            self._hide_keys()
            return True
        mode = self._mode()
        if in_field:
            keymap_mode = "prompt" if self.session.prompt is not None else mode
            if isinstance(self.session.keymap.look_up(keymap_mode, key), Nothing):
                return False
        found = self.session.press(key, mode)
        if isinstance(found, Nothing):
            self.status.say(f"{shown_keys(key)} does nothing here; ? shows all keys", "quiet")
        return True

    def _mode(self) -> str:
        focus = self.focusWidget()
        if focus is self.queue.search:
            return "search"
        return "pane" if focus in (self.queue.list, self.claims.list) else "review"

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fold panes, keep overlays in their place."""
        super().resizeEvent(event)
        self._fold_panes(keep=self.focusWidget())
        self.picker.place()
        if self._sheet is not None:
            self._sheet.cover()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The first time, let what waited for the window begin, once it is on the screen."""
        super().paintEvent(event)
        if self._once_painted is not None:
            QTimer.singleShot(0, self._once_painted)
            self._once_painted = None

    def when_painted(self, action: Callable[[], None]) -> None:
        """Do something once the window is on the screen."""
        self._once_painted = action

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Remember size and panes; every decision is on the disk already."""
        self.settings.setValue("window/geometry", self.saveGeometry())
        self.settings.setValue("window/panes", self.panes.saveState())
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        if self.work is not None:
            self.work.wait()
        self.closing.emit()
        super().closeEvent(event)


_HINT_WORDS = {
    "accept": "accept",
    "reject": "reject",
    "label": "label",
    "start-left": "widen left",
    "end-right": "widen right",
    "next-open": "next open",
    "mark-right": "mark",
    "new-claim": "claim",
    "finish": "finish release",
    "palette": "commands",
    "keys": "all keys",
    "claimer": "claimer",
    "next-part": "next part",
    "epistemic": "epistemic",
    "set-source": "source",
    "set-cue": "cue",
    "add-content": "content",
    "drop": "let go",
    "import": "import",
    "open-project": "open a project",
    "prompt-choose": "choose",
    "prompt-next": "next",
    "prompt-cancel": "cancel",
}


def _hint(command: str, argument: str, session: Session) -> str:
    """A word or two for the hint line."""
    if command == "label" and argument.isdecimal():
        names = session.project.scheme.names()
        return names[int(argument) - 1] if int(argument) <= len(names) else "label"
    return _HINT_WORDS.get(command) or COMMANDS[command].title.lower()


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
