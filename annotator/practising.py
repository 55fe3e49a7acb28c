"""Practice in the window: on a project of its own that is thrown away; the one in hand waits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator import desk
from annotator.edit.commands import COMMANDS
from annotator.edit.conditions import CONDITIONS
from annotator.edit.events import Prompted
from annotator.edit.keys import Keymap
from annotator.edit.lesson import Lesson, read_lesson
from annotator.edit.practice import OF_IMPORTS, PracticeSession
from annotator.edit.session import Session
from annotator.model.errors import AnnotatorError
from annotator.store.project import Project
from annotator.ui.workbench import Workbench

_REFUSED = (
    *("import", "import-suggestions", "import-finished", "import-texts", "import-folder"),
    *("import-problems", "paste-release", *OF_IMPORTS),
    *("export", "language", "new-project", "open-project"),
)
"""What is of no use on a project that is thrown away."""


def lesson() -> Lesson:
    """The program's own lesson. Raise `LessonError` when its file is wrong."""
    return read_lesson(COMMANDS, CONDITIONS)


class NoFolderError(AnnotatorError):
    """There is no place for files that are thrown away."""


def _temporary_folder() -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="annotator-practice-", ignore_cleanup_errors=True)
    except OSError as error:
        reason = error.strerror or error
        raise NoFolderError(f"The practice needs a temporary folder: {reason}.") from error


@dataclass(slots=True)
class _Before:
    """What the window showed before."""

    session: Session | None
    top: int
    """How far its page was scrolled, in pixels."""
    search: str
    """What was searched in its queue."""


class Practising:
    """Takes the window for a practice; `end` gives it back as it was.

    Begins with the task of the number `at`. Raise an `AnnotatorError`; then nothing changed.
    """

    def __init__(self, window: Workbench, keymap: Keymap, at: int = 0) -> None:
        self._window, self._keymap = window, keymap
        self._wishes = window.wishes
        self._folder = _temporary_folder()
        try:
            self.session = self._made(lesson())
        except BaseException:
            self._folder.cleanup()
            raise
        self.session.go_to(at)
        self._before = self._put_aside()
        self._show()

    def _made(self, lesson: Lesson) -> PracticeSession:
        """A session on a new project in a temporary folder."""
        path = Path(self._folder.name) / f"practice{desk.SUFFIX}"
        project = Project.create(path, desk.annotator_name())
        try:
            return PracticeSession(project, self._keymap, lesson)
        except BaseException:
            project.close()
            raise

    def _put_aside(self) -> _Before:
        """Take what the window shows out of it; its project stays open."""
        window, session = self._window, self._window.session
        if session is not None and session.prompt is not None:
            session.run("prompt-cancel")
        if session is not None:
            session.telling.go_on()  # what it said is old when it comes back
        panes = window.panes
        before = _Before(session, panes.page.verticalScrollBar().value(), panes.queue.search.text())
        window.detach()
        panes.queue.search.clear()
        return before

    def _show(self) -> None:
        window = self._window
        window.wishes = {
            **dict.fromkeys(_REFUSED, self.refuse),
            "practice": self._wishes["practice"],
        }
        window.attach(self.session, is_guest=True)
        window.practice.attach(self.session)
        self.session.show()
        window.panes.leave()

    def refuse(self) -> None:
        """Say that something is of no use here, and how to get to where it is."""
        key = self.session.keymap.shown("practice") or "the menu Help"
        self._window.say(f"This belongs to your own projects: {key} leaves the practice first")

    def end(self, *, is_closing: bool = False) -> int:
        """Throw the practice away and, unless the window closes, show what was there before.

        The number of the task to go on with another time; 0 when all were done.
        """
        window, at = self._window, self.session.at
        window.practice.detach()
        window.detach()
        window.wishes = self._wishes
        self.session.project.close()
        self._folder.cleanup()
        at %= len(self.session.lesson.tasks)
        if not is_closing:
            self._give_back()
            self._say_left(at)
        return at

    def _say_left(self, at: int) -> None:
        key = self.session.keymap.shown("practice")
        if at and key:
            self._window.say(f"Left the practice at task {at + 1}: {key} goes on there")

    def _give_back(self) -> None:
        window, before = self._window, self._before
        window.panes.queue.search.setText(before.search)
        if before.session is None:
            window.status.say("", "quiet")
            window.show_bare(self._keymap)
        else:
            window.attach(before.session)
            before.session.show()
            window.take(Prompted(before.session.prompt))
        window.panes.leave()
        window.settle()
        window.panes.page.verticalScrollBar().setValue(before.top)
