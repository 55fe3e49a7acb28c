"""One window, one project, one suggester: brought together and kept together."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import desk
from annotator.edit.ahead import SuggestAhead
from annotator.edit.commands import COMMANDS
from annotator.edit.events import Changed, Event, Opened
from annotator.edit.keys import Keymap
from annotator.edit.messages import Message
from annotator.edit.parsing import ParseAhead
from annotator.edit.session import Session
from annotator.model.errors import AnnotatorError
from annotator.model.scheme import Scheme
from annotator.sending_out import SendingOut
from annotator.settings import Settings
from annotator.store.backups import Plan
from annotator.store.errors import MissingProjectError, NoProjectError
from annotator.store.project import Project
from annotator.taking_in import TakingIn
from annotator.ui.ask import ask_file, ask_new_file
from annotator.ui.child import SuggesterProcess
from annotator.ui.dropping import Dropping, Handed
from annotator.ui.frame import Frame
from annotator.ui.resting import Resting, Tidying, set_memory_aside
from annotator.ui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.practising import Practising

_PRACTICE_TOLD = "practice/told"


class Program:
    """One window with one project in it at a time."""

    def __init__(self, frame: Frame, child: SuggesterProcess) -> None:
        self.window = Workbench(frame)
        self.session: Session | None = None
        self.child = child
        self.ahead: SuggestAhead | None = None
        self.parses: ParseAhead | None = None
        self.taking_in = TakingIn(self.window)
        self.sending_out = SendingOut(self.window)
        child.said.connect(self._heard)
        child.ended.connect(self._child_ended)
        frame.closing.connect(self.leave)
        self.window.wishes = {
            **self.taking_in.wishes,
            **self.sending_out.wishes,
            "new-project": self._new_project,
            "open-project": self._open_project,
            "practice": self.practise,
        }
        self._practising: Practising | None = None
        self._practised = 0
        """With which task the next practice begins: the one at which the last one was left."""
        self._dropping = Dropping(frame, self._dropped)
        self._resting = Resting(frame, self._rest)
        Tidying(frame)

    def begin(self, path: Path | None, read_only: bool = False) -> None:
        """Bring a project (None: the sample) to the window."""
        self._try(lambda: self._take_up(path or desk.sample_project(), read_only))
        if self.session is None:
            self.window.show_bare(desk.keymap()[0])
        elif path is None:
            self._tell_of_practice(self.session)

    def _take_up(self, path: Path, read_only: bool = False, new: Scheme | None = None) -> None:
        """Bring a project to the window, or a `new` one; when that fails, the one in hand stays."""
        if new is None and self._has_in_hand(path):
            self.window.say(f"{path.name} is open already")
            return
        settings = desk.settings()
        keymap, problems = desk.keymap()
        try:
            project = _project_at(path, read_only, new)
        except MissingProjectError as error:
            raise NoProjectError(_told_of_missing(path, keymap)) from error
        session = _session_on(project, keymap, settings.settings)
        unread = session.said
        if self.session is not None:
            self._let_go()
            self.child.restart()
        self.session = session
        self.ahead = SuggestAhead(session, self._send, self.window.show_ahead)
        self.parses = session.structures = ParseAhead(session, self._send)
        session.listeners += [self._listen, self.parses.listen]
        plan = desk.backup_plan(settings.settings)
        self.window.soon(lambda: self._keep_backups(project, plan))
        self.taking_in.attach(session, self.ahead)
        self.sending_out.attach(session)
        self.window.attach(session)
        session.show()
        wrong: list[AnnotatorError] = [*problems, *settings.problems]
        if unread.text:
            session.say(unread.text, unread.tone)
        elif wrong:
            session.say(desk.lines_of(wrong[:1]), "error")
        if self.child.ready is not None:
            self._heard(self.child.ready)

    def _keep_backups(self, project: Project, plan: Plan) -> None:
        """Begin to back the project in hand up; a window that was closed at once has none."""
        if self.session is not None and self.session.project is project:
            project.keep_backups(plan)

    def _tell_news(self, session: Session) -> None:
        """Say what the project has to tell, once; what went wrong with a key is more urgent."""
        if session.said.tone != "error" and (news := session.project.news()):
            session.say(" ".join(news), "error")  # it stands until the next key says something

    def _has_in_hand(self, path: Path) -> bool:
        """Whether this is the project that is open: a second time it would find our own lock."""
        return self.session is not None and self.session.project.path.resolve() == path.resolve()

    def _let_go(self) -> None:
        """Close the project in hand, if there is one."""
        self._end_practice(is_closing=True)
        session, self.session, self.ahead, self.parses = self.session, None, None, None
        self.taking_in.detach()
        self.sending_out.detach()
        if session is not None:
            session.settle()
            self.window.detach()
            session.project.close()

    def leave(self) -> None:
        """The window is closed: end the child, close the project."""
        self.child.close()
        self._let_go()

    def _try(self, action: Callable[[], None]) -> None:
        """Do something; what goes wrong becomes a sentence on the status line."""
        try:
            action()
        except AnnotatorError as error:
            self.window.status.say(str(error), "error")
            if self.session is not None:
                self.session.say(str(error), "error")

    # -- the practice

    def _tell_of_practice(self, session: Session) -> None:
        """Say once that there is a practice, where nothing else is to be read."""
        settings, key = self.window.frame.settings, session.keymap.shown("practice")
        if key and not session.said.text and settings.value(_PRACTICE_TOLD) is None:
            session.say(f"{key} begins five minutes of practice with the keys")
            settings.setValue(_PRACTICE_TOLD, "yes")

    def practise(self) -> None:
        """Begin to practise or, when that goes on, leave it as soon as its key is done."""
        if self._practising is not None:
            self.window.soon(self._end_practice)
        elif self.window.worker.is_busy:
            self.window.say("An import or export is going on: practise when it is done")
        else:
            self._try(self._begin_practice)

    def _begin_practice(self) -> None:
        from annotator.practising import Practising

        keymap = self.session.keymap if self.session else desk.keymap()[0]
        self._practising = Practising(self.window, keymap, self._practised)

    def _end_practice(self, is_closing: bool = False) -> None:
        practising, self._practising = self._practising, None
        if practising is not None:
            self._practised = practising.end(is_closing=is_closing)

    # -- the suggester

    def _listen(self, event: Event) -> None:
        if self.session is None or not isinstance(event, Changed | Opened):
            return
        self.window.soon(partial(self._tell_news, self.session))
        if isinstance(event, Changed):
            return
        self.window.soon(self._resting.put_off)  # however long the opening itself takes
        if self.ahead is not None:
            release = self.session.release
            self.ahead.want(release.id if release else None)

    def _rest(self) -> None:
        """The person rests for a moment: do what would hold up a key."""
        if self.session is not None:
            self.session.get_ready()
            with suppress(AnnotatorError):  # the next step will tell
                self.session.project.settle()
        set_memory_aside()

    def _send(self, message: Message) -> None:
        self.child.send(message)

    def _heard(self, message: Message) -> None:
        if self.ahead is not None and "structure" not in message:
            self.ahead.took(message)
        if self.parses is not None:
            self.parses.took(message)

    def _child_ended(self) -> None:
        restarts = self.ahead is not None and self.ahead.ended()
        if self.parses is not None:
            self.parses.ended(restarts)
        if restarts:
            self.child.start()

    # -- what the menus want

    def _dropped(self, given: Handed) -> None:
        """Something was dropped on the window: a project is opened, all else imported."""
        if self._practising is not None:
            self._practising.refuse()
        elif not given.refused and [path.suffix for path in given.paths] == [desk.SUFFIX]:
            self._try(lambda: self._take_up(given.paths[0]))
        else:
            self.taking_in.take(given)

    def _new_project(self) -> None:
        """Make a project with the labels of the one in hand."""
        path = ask_new_file(self.window, "New project", f"Annotator projects (*{desk.SUFFIX})")
        if path is not None:
            labels = Scheme() if self.session is None else self.session.project.scheme
            self._try(lambda: self._take_up(desk.as_project(path), new=labels))

    def _open_project(self) -> None:
        path = ask_file(self.window, "Open a project", f"Annotator projects (*{desk.SUFFIX})")
        if path is not None:
            self._try(lambda: self._take_up(path))


def _project_at(path: Path, read_only: bool, new: Scheme | None) -> Project:
    if new is not None:
        return Project.create(path, desk.annotator_name(), new)
    return Project.open(path, desk.annotator_name(), read_only)


def _told_of_missing(path: Path, keymap: Keymap) -> str:
    """What is said in the window, where nobody types "annotator new"."""
    key = keymap.shown("new-project") or f"“{COMMANDS['new-project'].title}” in the menu Release"
    return f"There is no project {path.name} in {path.absolute().parent}; {key} makes a new one."


def _session_on(project: Project, keymap: Keymap, settings: Settings) -> Session:
    """A session on a project, its first release in hand; closes the project when that fails."""
    try:
        if not project.read_only:
            project.doubt_below(settings.doubtful_below)
        session = Session(project, keymap)
        session.modes.labels = settings.masked
        session.open_first()
    except BaseException:
        project.close()
        raise
    return session
