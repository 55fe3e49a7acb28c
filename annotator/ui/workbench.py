"""What fills the window: puts the panes together and tells them what changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from PySide6.QtCore import QByteArray, QPoint, QRect, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.edit.ahead import Ahead
from annotator.edit.commands import COMMANDS, WITHOUT_PROJECT
from annotator.edit.events import (
    Changed,
    Copied,
    Event,
    LettersShown,
    Opened,
    Prompted,
    QueueChanged,
    Said,
    Selected,
    Typed,
    Wanted,
)
from annotator.edit.keys import Keymap, Lookup, Matched, Nothing, shown_keys
from annotator.edit.letters import Lettered
from annotator.edit.prompts import Prompt
from annotator.edit.session import Session
from annotator.ui.frame import Frame
from annotator.ui.help import Help, HelpPage, help_page
from annotator.ui.hints import Hint, hints, hints_after, hints_without_project
from annotator.ui.keyrouter import KeyRouter
from annotator.ui.keysheet import KeySheet
from annotator.ui.menus import Run, context_menu, fill_menu_bar
from annotator.ui.panes import Panes
from annotator.ui.picker import Picker
from annotator.ui.practice import PracticeCard
from annotator.ui.reading import Page
from annotator.ui.status import StatusPane
from annotator.ui.theme import Theme
from annotator.ui.work import Worker

TEXT_SIZES = (12, 13, 14, 15, 16, 18, 20, 22, 25, 28, 32, 38, 44)


class Workbench(QWidget):
    """The middle of the window, there before there is a session; `attach` gives it one."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.session: Session | None = None
        self.wishes: Mapping[str, Callable[[], object]] = {}
        self.frame, self.look, self._settings = frame, frame.look, frame.settings
        self.theme = self.look.theme
        self.worker = Worker(self._say_work)
        self.text_size = self.theme.fonts.text_size
        self._release_shown = ""
        self._note = ""
        self._keymap = Keymap()
        self._shows_rejected = False
        self._has_guest = False
        self._blind = str(self._settings.value("judge/blind", "no")) == "yes"
        self._sheet: KeySheet | Help | None = None
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

    def _connect(self) -> None:
        page = self.panes.page
        page.clicked.connect(self._click)
        page.dragged.connect(self._drag)
        page.menu_wanted.connect(self._show_context_menu)
        page.size_stepped.connect(self._step_text_size)
        self.panes.queue.chosen.connect(self._open)
        self.panes.claims.chosen.connect(self._choose_claim)
        self.panes.claims.selected.connect(self._select_claim)
        self.practice.wanted.connect(self._run)
        self.picker.typed.connect(self._type)
        self.picker.picked.connect(self._answer)
        self.look.changed.connect(self._set_theme)
        self.frame.closing.connect(self._leave)

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
        self.text_size = float(str(self._settings.value("page/text_size", self.text_size)))
        self.panes.page.set_text_size(self.text_size)

    def _step_text_size(self, by: int) -> None:
        sizes = [size for size in TEXT_SIZES if (size - self.text_size) * by > 0]
        if sizes:
            self._set_text_size(min(sizes) if by > 0 else max(sizes))

    def _set_text_size(self, size: float) -> None:
        self.text_size = size
        self.panes.page.set_text_size(size)
        self._settings.setValue("page/text_size", size)
        self.say(f"Text size {size:g}")

    # -- the session

    def attach(self, session: Session, is_guest: bool = False) -> None:
        """Show this session's project from now on; a guest's modes are not remembered."""
        self.session, self._has_guest = session, is_guest
        self._keymap = session.keymap
        session.listeners.append(self.take)
        session.use_lines(self.panes.page)
        session.modes.begin(self._blind and not is_guest)
        session.slices = self.worker.slices
        self._fill_menus(session.keymap, session.run)
        self.panes.queue.attach(session)
        self.panes.claims.attach(session)
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
            self.panes.queue.detach()
            self.session = None
            self._release_shown = self._note = ""
            self.panes.page.show_page(None)

    def take(self, event: Event) -> None:
        """Something changed in the session: tell the panes whose it is."""
        if self.session is not None:
            self._take(event, self.session)

    def _take(self, event: Event, session: Session) -> None:
        match event:
            case Opened():
                self._show_release(session)
            case Selected():
                self._show_selection(session)
            case Changed(changes):
                for pane in (self.panes.page, self.panes.claims):
                    pane.items_changed(changes.items)
            case QueueChanged(release):
                self.panes.queue.refresh_row(release)
                self._show_progress(session)
            case _:
                self._take_passing(event, session)

    def _take_passing(self, event: Event, session: Session) -> None:
        """What is said, asked, typed or wanted, and changes nothing that stands."""
        match event:
            case Said(text, tone):
                self.status.say(text, tone)
            case Prompted(prompt):
                self._show_prompt(prompt, session)
            case Wanted(name):
                self._fulfil(name)
            case Copied(text):
                QGuiApplication.clipboard().setText(text)
            case Typed(_, lookup):
                self._show_typed(lookup, session)
            case LettersShown(letters):
                self._show_letters(letters, session)

    def _show_release(self, session: Session) -> None:
        before = self._release_shown
        self._show_page(session)
        self.panes.claims.reload(from_top=self._release_shown != before)
        self.panes.queue.show_in_hand()
        self._show_title(session)
        self._show_selection(session)
        self._show_progress(session)

    def _show_page(self, session: Session) -> None:
        """Show the release in hand; one that was shown already stays where it is scrolled to."""
        page, release = self.panes.page, session.release
        if release is None:
            page.show_page(None)
            self._release_shown = ""
            return
        top = page.verticalScrollBar().value()
        page.show_page(Page(release, session.paragraphs, session.fold))
        if release.id == self._release_shown:
            page.verticalScrollBar().setValue(top)
        self._release_shown = release.id

    def _show_title(self, session: Session) -> None:
        title = session.title
        project = session.project.name + (" (read only)" if session.project.read_only else "")
        self.frame.setWindowTitle(
            " — ".join(part for part in (title, project, "Annotator") if part)
        )

    def _show_selection(self, session: Session) -> None:
        self._show_modes(session)
        self.panes.page.set_selection(session.selection)
        self.panes.claims.show_selected()
        self.status.selection.show_words(session.describe_selection())
        self._show_hints(session)

    def _show_modes(self, session: Session) -> None:
        """Hide highlights and mask names where the session does, before anything else is shown."""
        mask = session.mask
        self.panes.page.hide_marks(session.modes.marks_hidden)
        self.panes.page.set_mask(mask)
        self.panes.queue.set_mask(mask)
        if session.modes.blind != self._blind and not self._has_guest:
            self._blind = session.modes.blind
            self._settings.setValue("judge/blind", "yes" if self._blind else "no")
        self._show_title(session)

    def _show_hints(self, session: Session) -> None:
        """Show the keys that matter; first of all how to reach what is folded away."""
        folded, key = self.panes.folded(), session.keymap.shown("next-pane")
        away = (
            [Hint(key, " and ".join(folded))] if folded and key and session.prompt is None else []
        )
        self.status.hints.show_hints([*away, *hints(session)])

    def _hint_anew(self) -> None:
        """A pane may have come or gone."""
        if self.session is not None:
            self._show_hints(self.session)

    def _show_typed(self, lookup: Lookup, session: Session) -> None:
        following = hints_after(lookup, session)
        if following is not None:
            self.status.hints.show_hints(following)
        elif isinstance(lookup, Nothing):
            self._show_hints(session)

    def _show_letters(self, letters: Lettered | None, session: Session) -> None:
        self.panes.page.show_letters(letters)
        self._show_hints(session)

    def _show_prompt(self, prompt: Prompt | None, session: Session) -> None:
        self.picker.show_prompt(prompt, self._selection_box(), self._roof())
        if prompt is None:
            self.panes.page.setFocus()
        self._show_hints(session)

    def _selection_box(self) -> QRect:
        """Where the selection is in the middle of the window, so that nothing covers it."""
        page = self.panes.page
        box = page.cursorRect()
        return QRect(page.viewport().mapTo(self, box.topLeft()), box.size())

    def _roof(self) -> int:
        """How far down the card of a practice reaches: a question does not cover what it asks."""
        return self.practice.height() if self.practice.isVisible() else 0

    def _show_progress(self, session: Session) -> None:
        counts = session.counts()
        read_only = "read only · " if session.project.read_only else ""
        self.status.project.setText(
            f"{read_only}{counts.finished} of {counts.releases} releases finished"
        )
        self.status.progress.show_progress(*_progress(session))

    def show_ahead(self, ahead: Ahead) -> None:
        """Show how far suggesting is."""
        self.status.show_ahead(ahead)
        session = self.session
        if session is None:
            return
        self._say_note(ahead, session)
        self._show_progress(session)
        self.panes.claims.show_waiting()

    def _say_note(self, ahead: Ahead, session: Session) -> None:
        """Say a note once; one that is no trouble waits while an error is shown."""
        if ahead.note == self._note or (session.said.tone == "error" and not ahead.is_trouble):
            return
        self._note = ahead.note
        if ahead.note:
            session.say(ahead.note, "error" if ahead.is_trouble else "quiet")

    def settle(self) -> None:
        """Lay the panes out at once."""
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def soon(self, function: Callable[[], object]) -> None:
        """Call this when what is going on is over."""
        QTimer.singleShot(0, self, function)

    # -- what only the window can do

    def _fulfil(self, name: str) -> None:
        own: dict[str, Callable[[], object]] = {
            "larger-text": lambda: self._step_text_size(1),
            "smaller-text": lambda: self._step_text_size(-1),
            "normal-text": lambda: self._set_text_size(self.theme.fonts.text_size),
            "colours": lambda: self.say(f"Colours: {self.look.next_colours()}"),
            "show-rejected": self._toggle_rejected,
            "next-pane": lambda: self.panes.go(1),
            "previous-pane": lambda: self.panes.go(-1),
            "search-queue": self.panes.search,
            "clear-search": self.panes.queue.search.clear,
            "menus": self._open_menus,
            "keys": self.show_keys,
            "guide": lambda: self.show_page(help_page("guide")),
            "guidelines": lambda: self.show_page(help_page("guidelines")),
            "quit": self.frame.close,
            "stop": self.worker.stop,
            "pane-next": lambda: self.panes.step(1),
            "pane-previous": lambda: self.panes.step(-1),
            "pane-page-down": lambda: self.panes.step(0, 1),
            "pane-page-up": lambda: self.panes.step(0, -1),
            "pane-choose": self.panes.choose,
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
        shown = "shown struck through" if self._shows_rejected else "hidden"
        self.say(f"What was rejected is {shown}")

    def show_keys(self) -> None:
        """Cover the window with the key sheet; any key but the moving ones takes it away."""
        self._cover(KeySheet(self.theme, self._keymap, self))

    def show_page(self, page: HelpPage) -> None:
        """Cover the window with a page to read."""
        self._cover(Help(self.theme, page, self))

    def _cover(self, sheet: KeySheet | Help) -> None:
        self._uncover()
        self._sheet = sheet
        sheet.closed.connect(self._uncover)
        sheet.cover()
        sheet.show()
        sheet.setFocus()

    def _uncover(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
            self._sheet = None
            self.panes.page.setFocus()

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
        scheme = self.session.project.scheme
        menu = context_menu(self, self.session.keymap, scheme, self.session.run)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _open(self, release: str) -> None:
        if self.session is not None:
            self.session.open(release)
            self.panes.leave()

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

    def _press(self, key: str, in_field: bool) -> bool:
        """A key was pressed: True when it was used. Fields keep what their mode does not bind."""
        if self._sheet is not None:
            return self._sheet.press(key)
        if self.session is None:
            return self._press_bare(key)
        mode = self.panes.mode()
        if in_field and not self.session.is_bound(key, mode):
            return False
        if isinstance(self.session.press(key, mode), Nothing):
            every = self.session.keymap.shown("keys")
            self.say(f"{shown_keys(key)} does nothing here; {every} shows all keys")
        return True

    def _press_bare(self, key: str) -> bool:
        """A key was pressed and there is no project: only what needs none is done."""
        found = self._keymap.look_up("review", key)
        if not isinstance(found, Matched) or found.binding.command not in WITHOUT_PROJECT:
            return False
        self._fulfil(found.binding.command)
        return True

    # -- events

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fold panes, keep overlays in their place."""
        super().resizeEvent(event)
        self.panes.fold(keep=self.frame.focusWidget())
        self._hint_anew()
        self.picker.place(self._selection_box(), self._roof())
        if self._sheet is not None:
            self._sheet.cover()

    def _leave(self) -> None:
        self._settings.setValue("window/panes", self.panes.saveState())
        self._keys.stop()
        self.worker.wait()


def _progress(session: Session) -> tuple[str, float]:
    """How far the release in hand is, in words and as a share."""
    if session.release is None:
        return "", 0
    judged = session.places.judged
    total = len(session.places.open) + judged
    if total:
        words, share = f"{judged} of {total} judged", judged / total
    else:
        waits = session.awaits_suggestions
        words, share = "waiting for suggestions" if waits else "nothing suggested", 0.0
    return f"Finished · {words}" if session.fold.state == "finished" else words, share
