"""Shows a session: takes what changed in it and tells the panes whose it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSettings
from PySide6.QtGui import QGuiApplication

from annotator.edit.ahead import Ahead
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
from annotator.edit.keys import Lookup, Nothing
from annotator.edit.letters import Lettered
from annotator.edit.prompts import Prompt
from annotator.edit.session import Session
from annotator.edit.words import quoted
from annotator.ui.drawing import harmless
from annotator.ui.frame import Frame
from annotator.ui.hints import Hint, hints, hints_after
from annotator.ui.panes import Panes
from annotator.ui.picker import Picker
from annotator.ui.practice import PracticeCard
from annotator.ui.reading import Page
from annotator.ui.status import StatusPane


class BlindMode:
    """Whether blind mode was on last, remembered from run to run; a guest's is not."""

    _KEY = "judge/blind"

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self.is_on = str(settings.value(self._KEY, "no")) == "yes"

    def remember(self, is_on: bool) -> None:
        """Blind mode is on or off now."""
        if is_on != self.is_on:
            self.is_on = is_on
            self._settings.setValue(self._KEY, "yes" if is_on else "no")


_LONGEST_SEARCH = 24
"""Characters of a search that stand beside the counters."""


class Showing:
    """Tells the panes of a window what changed; `fulfil` does what only the window can."""

    def __init__(
        self,
        frame: Frame,
        panes: Panes,
        status: StatusPane,
        picker: Picker,
        practice: PracticeCard,
        fulfil: Callable[[str], object],
    ) -> None:
        self._frame, self._panes, self._status = frame, panes, status
        self._picker, self._practice, self._fulfil = picker, practice, fulfil
        self._blind = BlindMode(frame.settings)
        self._has_guest = False
        self._release_shown = ""
        self._cards_changed: set[str] = set()
        """What changed in the release and is told to the cards when the page is painted."""
        self._note = ""

    def begin(self, session: Session, is_guest: bool) -> None:
        """Show this session from now on; a guest's modes are not remembered.

        What the one before said goes with it.
        """
        self._has_guest = is_guest
        self._status.say(session.said.text, session.said.tone)
        session.modes.begin(self._blind.is_on and not is_guest)
        self._panes.queue.attach(session)
        self._panes.claims.attach(session)

    def end(self) -> None:
        """Show no session any more."""
        self._panes.queue.detach()
        self._release_shown = self._note = ""
        self._panes.page.show_page(None)

    # -- what happens in a session

    def take(self, event: Event, session: Session) -> None:
        """Something changed: tell the panes whose it is."""
        match event:
            case Opened():
                self._show_release(session)
            case Selected():
                self._show_selection(session)
            case Changed(changes):
                self._panes.page.items_changed(changes.items)
                self._cards_changed.update(changes.items)
            case QueueChanged(release):
                self._panes.queue.refresh_row(release)
                self._show_progress(session)
            case _:
                self._take_passing(event, session)

    def _take_passing(self, event: Event, session: Session) -> None:
        """What is said, asked, typed or wanted, and changes nothing that stands."""
        match event:
            case Said(text, tone):
                self._status.say(text, tone)
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

    # -- the release and what is selected in it

    def _show_release(self, session: Session) -> None:
        before = self._release_shown
        self._show_page(session)
        self._panes.claims.reload(from_top=self._release_shown != before)
        self._cards_changed.clear()
        self._panes.queue.show_in_hand()
        self._show_selection(session)
        self._show_progress(session)

    def _show_page(self, session: Session) -> None:
        """Show the release in hand; one that was shown already stays where it is scrolled to."""
        page, release = self._panes.page, session.release
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
        self._frame.setWindowTitle(
            harmless(" — ".join(part for part in (title, project, "Annotator") if part))
        )

    def _show_selection(self, session: Session) -> None:
        """The page is told last what changed on it, and painted before all that is around it."""
        self._show_modes(session)
        self._panes.page.set_selection(session.selection)
        self._panes.page.paint_now()
        self._panes.claims.items_changed(self._cards_changed)
        self._cards_changed.clear()
        self._panes.claims.show_selected()
        self._status.selection.show_words(session.describe_selection())
        self.show_hints(session)

    def _show_modes(self, session: Session) -> None:
        """Hide highlights and mask names where the session does, before anything else is shown."""
        mask = session.mask
        self._panes.page.hide_marks(session.modes.marks_hidden)
        self._panes.page.set_mask(mask)
        self._panes.queue.set_mask(mask)
        if not self._has_guest:
            self._blind.remember(session.modes.blind)
        self._show_title(session)

    # -- keys and questions

    def show_panes(self, session: Session) -> None:
        """Panes may have come or gone, or the focus went to another one."""
        self.show_hints(session)
        self._show_progress(session)

    def show_hints(self, session: Session) -> None:
        """Show the keys that matter; first of all how to reach what is folded away."""
        way, key = self._panes.way(), session.keymap.shown("next-pane")
        is_told = bool(way and key) and session.prompt is None
        away = [Hint(key, way)] if is_told else []
        self._status.hints.show_hints([*away, *hints(session, self._panes.hint_mode())])

    def _show_typed(self, lookup: Lookup, session: Session) -> None:
        following = hints_after(lookup, session)
        if following is not None:
            self._status.hints.show_hints(following)
            self._status.uncover_hints()
        elif isinstance(lookup, Nothing):
            self.show_hints(session)

    def _show_letters(self, letters: Lettered | None, session: Session) -> None:
        page = self._panes.page
        page.show_letters(letters)
        if letters is not None and letters.first is None:
            page.paint_now()  # those of a last word come with a mark, which is told next
        self.show_hints(session)

    def _show_prompt(self, prompt: Prompt | None, session: Session) -> None:
        self._picker.show_prompt(prompt, self._selection_box(), self._roof())
        if prompt is None:
            self._panes.page.setFocus()
        else:
            self._status.uncover_hints()
        self.show_hints(session)

    def place_picker(self) -> None:
        """The window has another size: a question goes where there is room."""
        self._picker.place(self._selection_box(), self._roof())

    def _selection_box(self) -> QRect:
        """Where the selection is around the picker, so that nothing covers it."""
        page, room = self._panes.page, self._picker.parentWidget()
        assert room is not None
        box = page.cursorRect()
        return QRect(page.viewport().mapTo(room, box.topLeft()), box.size())

    def _roof(self) -> int:
        """How far down the card of a practice reaches: a question does not cover what it asks."""
        return self._practice.height() if self._practice.isVisible() else 0

    # -- how far it is

    def _show_progress(self, session: Session) -> None:
        counts = session.counts()
        read_only = "read only · " if session.project.read_only else ""
        self._status.project.setText(
            f"{read_only}{self._search_out_of_sight()}"
            f"{counts.finished:,} of {counts.releases:,} releases finished"
        )
        self._status.progress.show_progress(*_progress(session))

    def _search_out_of_sight(self) -> str:
        """The search that says which release comes next, where its field is folded away."""
        search = self._panes.queue.search.text().strip()
        if not search or "queue" not in self._panes.folded():
            return ""
        return f"queue: {quoted(search, _LONGEST_SEARCH)} · "

    def show_ahead(self, ahead: Ahead, session: Session) -> None:
        """Show how far suggesting is."""
        self._say_note(ahead, session)
        self._show_progress(session)
        self._panes.claims.show_waiting()

    def _say_note(self, ahead: Ahead, session: Session) -> None:
        """Say a note once; one that is no trouble waits while an error is shown."""
        if ahead.note == self._note or (session.said.tone == "error" and not ahead.is_trouble):
            return
        self._note = ahead.note
        if ahead.note:
            session.say(ahead.note, "error" if ahead.is_trouble else "quiet")


def _progress(session: Session) -> tuple[str, float]:
    """How far the release in hand is, in words and as a share."""
    if session.release is None:
        return "", 0
    judged = session.places.judged
    total = len(session.places.open) + judged
    if total:
        words, share = f"{judged:,} of {total:,} judged", judged / total
    else:
        waits = session.awaits_suggestions
        words, share = "waiting for suggestions" if waits else "nothing suggested", 0.0
    return f"Finished · {words}" if session.fold.state == "finished" else words, share
