"""What fills the window: puts the panes together and passes keys and clicks on to the session."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from PySide6.QtCore import QByteArray, QModelIndex, QObject, QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.edit.ahead import Ahead
from annotator.edit.commands import COMMANDS, ON_RELEASE, ON_SELECTION, WITHOUT_PROJECT
from annotator.edit.events import Event, LabelsChanged
from annotator.edit.keys import Keymap, Matched, Nothing, shown_keys
from annotator.edit.session import Session
from annotator.ui.cover import Cover
from annotator.ui.frame import Frame
from annotator.ui.help import HelpPage, help_page
from annotator.ui.hints import hints_without_project
from annotator.ui.keyrouter import KeyRouter, application
from annotator.ui.menus import Run, context_menu, fill_menu_bar
from annotator.ui.panes import Panes
from annotator.ui.picker import Picker
from annotator.ui.practice import PracticeCard
from annotator.ui.showing import Showing
from annotator.ui.status import StatusPane
from annotator.ui.textsize import TextSize
from annotator.ui.theme import Theme
from annotator.ui.work import Worker


class Workbench(QWidget):
    """The middle of the window, there before there is a session; `attach` gives it one."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.session: Session | None = None
        self.wishes: Mapping[str, Callable[[], object]] = {}
        self.frame, self.look, self._settings = frame, frame.look, frame.settings
        self.theme = self.look.theme
        self.worker = Worker(self._say_work)
        self._keymap = Keymap()
        self._shows_rejected = False
        self._hint_mode = "review"
        self._build()
        self._connect()
        self._keys = KeyRouter(frame, self._press)
        self._restore()
        frame.setCentralWidget(self)
        self.panes.fold()
        self.panes.page.setFocus()

    def _build(self) -> None:
        self.panes = Panes(self.theme)
        self.status = StatusPane(self.theme)
        self.practice = PracticeCard(self.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.practice)
        column.addWidget(self.panes, 1)
        column.addWidget(self.status)
        self.picker = Picker(self.theme, self)
        self.cover = Cover(self, self.panes.page.setFocus)
        self.text_size = TextSize(
            self.panes.page, self._settings, self.theme.fonts.text_size, self.say
        )
        self._showing = Showing(
            self.frame, self.panes, self.status, self.picker, self.practice, self._fulfil
        )

    def _connect(self) -> None:
        page = self.panes.page
        page.clicked.connect(self._click)
        page.dragged.connect(self._drag)
        page.menu_wanted.connect(self._show_context_menu)
        page.size_stepped.connect(self.text_size.step)
        self.panes.folded_anew.connect(self._hint_anew)
        self.panes.queue.chosen.connect(self._open)
        self.panes.claims.chosen.connect(self._choose_claim)
        self.panes.claims.list.menu_wanted.connect(self._show_menu_of_card)
        self.panes.claims.selected.connect(self._select_claim)
        self.practice.wanted.connect(self._run)
        self.picker.typed.connect(self._type)
        self.picker.picked.connect(self._answer)
        self.look.changed.connect(self._set_theme)
        self.frame.closing.connect(self._leave)
        self._watched = application().focusChanged.connect(self._focus_moved)

    # -- colours and sizes

    def _set_theme(self, theme: Theme) -> None:
        self.theme = theme
        for part in (self.panes, self.status, self.practice, self.picker):
            part.set_theme(theme)

    def _restore(self) -> None:
        widths = self._settings.value("window/panes")
        if isinstance(widths, QByteArray):
            self.panes.restoreState(widths)
            self.panes.setHandleWidth(1)
        self.text_size.restore()

    # -- the session

    def attach(self, session: Session, is_guest: bool = False) -> None:
        """Show this session's project from now on; a guest's modes are not remembered."""
        self.session = session
        self.look.show_labels(session.project.scheme.names())
        self._keymap = session.keymap
        session.listeners.append(self.take)
        session.use_lines(self.panes.page)
        session.use_clock(self.worker.slices, self.later)
        self._fill_menus(session.keymap, session.run)
        self._showing.begin(session, is_guest)
        if session.project.read_only:
            session.say(session.project.read_only_reason or "Read only", "error")

    def show_bare(self, keymap: Keymap) -> None:
        """Offer what can be done without a project: none could be opened."""
        self._keymap = keymap
        self._fill_menus(keymap, lambda name, _: self._fulfil(name), WITHOUT_PROJECT)
        self.status.hints.show_hints(hints_without_project(keymap))

    def detach(self) -> None:
        """Let go of the session; its project is about to be closed."""
        if self.session is not None:
            self.worker.wait()
            self.session.listeners.remove(self.take)
            self.session = None
            self._showing.end()

    def take(self, event: Event) -> None:
        """Something changed in the session."""
        if self.session is not None:
            if isinstance(event, LabelsChanged):
                self.look.show_labels(self.session.project.scheme.names())
            self._showing.take(event, self.session)

    def show_ahead(self, ahead: Ahead) -> None:
        """Show how far suggesting is."""
        self.status.show_ahead(ahead)
        if self.session is not None:
            self._showing.show_ahead(ahead, self.session)

    def _hint_anew(self) -> None:
        """A pane may have come or gone."""
        if self.session is not None:
            self._showing.show_panes(self.session)

    def _focus_moved(self) -> None:
        """The focus went somewhere else: into the queue or out of it other keys matter."""
        self._tell_whether_among_claims()  # menus and clicks ask for commands, too
        mode, self._hint_mode = self._hint_mode, self.panes.hint_mode()
        if mode != self._hint_mode:
            self._hint_anew()

    def settle(self) -> None:
        """Lay the panes out at once."""
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def soon(self, function: Callable[[], object]) -> None:
        """Call this when what is going on is over."""
        self.later(0, function)

    def later(self, seconds: float, function: Callable[[], object]) -> None:
        """Call this after some seconds, unless the window is gone."""
        QTimer.singleShot(round(seconds * 1000), self, function)

    # -- what only the window can do

    def _fulfil(self, name: str) -> None:
        own: dict[str, Callable[[], object]] = {
            "larger-text": lambda: self.text_size.step(1),
            "smaller-text": lambda: self.text_size.step(-1),
            "normal-text": self.text_size.reset,
            "colours": lambda: self.say(f"Colours: {self.look.next_colours()}"),
            "show-rejected": self._toggle_rejected,
            "next-pane": lambda: self.panes.go(1),
            "previous-pane": lambda: self.panes.go(-1),
            "search-queue": self.panes.search,
            "clear-search": self.panes.queue.search.clear,
            "menus": self._open_menus,
            "keys": lambda: self.cover.show_keys(self.theme, self._keymap),
            "guide": lambda: self.show_page(help_page("guide")),
            "guidelines": lambda: self.show_page(help_page("guidelines")),
            "quit": self.frame.close,
            "stop": self.worker.stop,
            "pane-next": lambda: self.panes.step(1),
            "pane-previous": lambda: self.panes.step(-1),
            "pane-page-down": lambda: self.panes.step(0, 1),
            "pane-page-up": lambda: self.panes.step(0, -1),
            "pane-choose": self.panes.choose,
            "pane-withdraw": self._withdraw_row,
            "leave-pane": self.panes.let_go,
        }
        action = own.get(name) or self.wishes.get(name)
        if action is not None:
            action()
            self._hint_anew()

    def _open_menus(self) -> None:
        bar = self.frame.menuBar()
        bar.setActiveAction(bar.actions()[0])

    def _fill_menus(self, keymap: Keymap, run: Run, known: Collection[str] = COMMANDS) -> None:
        closed = partial(self.soon, self._leave_menus)
        fill_menu_bar(self.frame.menuBar(), keymap, run, closed, known)

    def _leave_menus(self) -> None:
        """The menu that closes last gives the keys back to the page."""
        if self.frame.menuBar().hasFocus() and QApplication.activePopupWidget() is None:
            self.panes.page.setFocus()

    def _toggle_rejected(self) -> None:
        self._shows_rejected = not self._shows_rejected
        self.panes.page.set_review(self._shows_rejected)
        self.panes.claims.set_review(self._shows_rejected)
        shown = "shown struck through" if self._shows_rejected else "hidden"
        self.say(f"What was rejected is {shown}")

    def show_page(self, page: HelpPage) -> None:
        """Cover the window with a page to read."""
        self.cover.show_page(self.theme, page)

    def idle(self, session: Session | None) -> Session | None:
        """The session, when nothing long is going on in the window; else it is said what is."""
        if session is None:
            self.status.say("Open a project first, or make a new one", "error")
        elif self.worker.is_busy:
            key = session.keymap.shown("stop") or "Stop"
            session.say(f"Something else is still running: wait, or stop it with {key}")
            return None
        return session

    def say(self, words: str) -> None:
        """Say something that goes with the next key."""
        if self.session is not None:
            self.session.say(words)
        else:
            self.status.say(words, "quiet")

    def _say_work(self, words: str) -> None:
        key = self.session.keymap.shown("stop") if self.session else ""
        self.say(words.replace("{stop}", key))

    # -- mouse

    def _click(self, offset: int, extend: bool) -> None:
        self.panes.leave()
        if self.session is not None and self.session.release is not None:
            self.session.click(offset, extend)

    def _drag(self, anchor: int, end: int) -> None:
        if self.session is not None and self.session.release is not None:
            self.session.drag(anchor, end)

    def _show_context_menu(self, offset: int, where: QPoint) -> None:
        if self.session is None or self.session.release is None:
            return
        self.session.aim(offset)
        self._popup(self.session, where)

    def _show_menu_of_card(self, index: QModelIndex, where: QPoint) -> None:
        """The menu of a claim, on its card."""
        if self.session is not None:
            self._select_claim(self.panes.claims.id_at(index))
            self._popup(self.session, where)

    def _popup(self, session: Session, where: QPoint) -> None:
        menu = context_menu(self, session.keymap, session.here, session.run)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _open(self, release: str) -> None:
        if self.session is not None:
            self.session.open(release)
            self.panes.leave()

    def _withdraw_row(self) -> None:
        """Withdraw the release that the queue is on; among the claims, the one in hand."""
        if self.session is not None:
            self.session.withdraw(self.panes.release_at_focus() or self.session.hand.name)

    def _choose_claim(self, item: str) -> None:
        self._select_claim(item)
        self.panes.leave()

    def _select_claim(self, item: str) -> None:
        if self.session is not None:
            self.session.select_item(item)

    def _type(self, text: str) -> None:
        if self.session is not None:
            self.session.type(text)

    def _run(self, command: str) -> None:
        if self.session is not None:
            self.session.run(command)

    def _answer(self, value: str) -> None:
        if self.session is not None:
            self.session.choose(value)

    # -- keys

    def _press(self, key: str, in_field: bool, is_held: bool) -> bool:
        """A key was pressed: True when it was used. Fields keep what their mode does not bind."""
        self.status.heed_key()
        if self.cover.sheet is not None:
            return self.cover.sheet.press(key)
        if self.session is None:
            return self._press_bare(key)
        mode = self.panes.mode()
        if in_field and not self.session.is_bound(key, mode):
            return False
        if is_held and not self.session.goes_on(key, mode):
            return True
        is_asked = self.session.prompt is not None
        if not is_asked and (why := self._why_not_decided(key, mode, self.session)):
            self.say(f"Nothing was decided: {why}")
            return True
        self._tell_whether_among_claims()
        if isinstance(self.session.press(key, mode), Nothing) and not is_asked:
            every = self.session.keymap.shown("keys")
            self.say(f"{shown_keys(key)} does nothing here; {every} shows all keys")
        return True

    def _tell_whether_among_claims(self) -> None:
        if self.session is not None:
            self.session.hand.among_claims = self.panes.is_among_claims()

    def _why_not_decided(self, key: str, mode: str, session: Session) -> str:
        """Why a key that decides is refused where the row or card it would act on is not framed."""
        found = session.keymap.found_at(mode, key)
        command = found.binding.command if isinstance(found, Matched) else ""
        on_another = self.panes.release_at_focus() not in ("", session.hand.name)
        if on_another and command in ON_RELEASE:
            opens = session.keymap.shown_at(mode, "pane-choose")
            return f"the queue is on another release. {opens} opens it"
        has_letters = session.lettering.shown is not None  # then keys say what to mark and label
        if self.panes.is_on_no_card() and command in ON_SELECTION and not has_letters:
            leaves = session.keymap.shown_at(mode, "leave-pane")
            return f"no claim is selected. The arrows go to one, {leaves} back to the text"
        return ""

    def _press_bare(self, key: str) -> bool:
        """A key was pressed and there is no project: only what needs none is done."""
        found = self._keymap.look_up("review", key)
        if not isinstance(found, Matched) or found.binding.command not in WITHOUT_PROJECT:
            return False
        self._fulfil(found.binding.command)
        return True

    # -- events

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep overlays in their place."""
        super().resizeEvent(event)
        self._showing.place_picker()
        self.cover.fit()

    def _leave(self) -> None:
        self._settings.setValue("window/panes", self.panes.saveState())
        self._keys.stop()
        QObject.disconnect(self._watched)
        self.worker.wait()
