"""What follows an import in the window: it is told, listed, and asked what was not clear."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from annotator.edit.ahead import SuggestAhead
from annotator.edit.events import Event, Prompted, Tone
from annotator.edit.exchange import CARRY, LEFT_ALONE, versions_prompt
from annotator.edit.here import Here
from annotator.edit.outcomes import Outcome, Say
from annotator.edit.prompts import language_here_prompt, language_prompt
from annotator.edit.session import Session
from annotator.edit.words import quoted
from annotator.importing import ImportReport
from annotator.model.counting import counted
from annotator.model.errors import AnnotatorError
from annotator.model.languages import DEFAULT_LANGUAGE, language_name
from annotator.ui.help import list_page
from annotator.ui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.versions import Version

_READ = 80
"""So much of a text is shown to whoever is to say which language it is in."""


class Following:
    """Keeps what the last import came to, and puts questions one by one when no other is open."""

    def __init__(self, window: Workbench) -> None:
        self._window = window
        self._session: Session | None = None
        self._ahead: SuggestAhead | None = None
        self._waiting: list[Callable[[Session], None]] = []
        """The questions that are still to be put."""
        self._has_asked = False
        """Whether a question about an import was put, after which there may be another."""
        self._problems: list[str] = []
        """What the last import could not take in, and how what it took in was read."""

    def attach(self, session: Session, ahead: SuggestAhead) -> None:
        """Serve this session from now on."""
        self._session, self._ahead = session, ahead
        session.listeners.append(self._listen)

    def detach(self) -> None:
        """The session is about to end; nothing more is asked."""
        self._session = self._ahead = None
        self._waiting, self._problems = [], []

    # -- told

    def held(self, reports: Iterator[ImportReport]) -> Iterator[ImportReport]:
        """The reports; what is still to be asked for is not suggested for meanwhile."""
        for report in reports:
            if self._ahead is not None:
                self._ahead.hold({*report.unsure, *report.to_carry})
            yield report

    def tell(self, report: ImportReport, told: str, leads: str = "") -> None:
        """Say what came of it. Nothing is put over the text: the next key may be meant for it.

        What it `leads` to is said until the next key, however long problems are told.
        """
        self._problems = [*report.problems, *report.left_out, *report.notes, *report.versions]
        tone: Tone = "error" if report.problems or report.left_out else "done"
        if self._session is None:
            return
        if leads:
            self._session.say(f"{told.removesuffix('.')}. {leads}", tone, stays=told)
        else:
            self._session.say(told, tone)

    def show_problems(self) -> None:
        """Show the list of it."""
        if not self._problems:
            self._window.say("Everything that was imported last could be read")
            return
        words = (
            f"{counted(len(self._problems), 'line')} on the last import: what could not be read or"
            " was left out, how the rest was read, and what is nearly the same as another. Ctrl+C"
            " copies the list, Escape closes it."
        )
        self._window.show_page(list_page("The last import", words, self._problems))

    # -- asked

    def ask(self, question: Callable[[Session], None]) -> None:
        """Put a question when its turn has come."""
        self._waiting.append(question)

    def ask_about(self, report: ImportReport) -> None:
        """Ask for languages and versions that are not clear; what waits comes before."""
        if report.unsure:
            self.ask(partial(self._ask_language, report.unsure))
        if report.to_carry:
            self.ask(partial(self._ask_to_carry, list(report.to_carry.values())))
        self._ask_next()

    def _listen(self, event: Event) -> None:
        waits = self._waiting or self._has_asked
        if isinstance(event, Prompted) and event.prompt is None and waits:
            self._window.soon(self._ask_next)

    def _ask_next(self) -> None:
        """Put the next question or, after the last, let everything be suggested for."""
        session = self._session
        if session is None or session.prompt is not None:
            return
        self._has_asked = bool(self._waiting)
        if self._waiting:
            self._waiting.pop(0)(session)
        elif self._ahead is not None:
            self._ahead.let_go()

    def _ask_language(self, unsure: Mapping[str, str], session: Session) -> None:
        """Ask for the language of releases that is not sure: where each is from, by its id."""

        def answer(_here: Here, code: str) -> Outcome:
            session.project.choose_language(unsure, code)
            session.hand.read_release()
            return Say(f"{_releases(unsure)} read as {language_name(code)}")

        def left() -> None:
            session.say(f"{_releases(unsure)} read as English, for the language is not sure")

        text = session.project.release(next(iter(unsure))).text
        beginning = quoted(text[: 2 * _READ].strip(), _READ)
        session.ask(language_prompt(list(unsure.values()), beginning, answer, left))

    def ask_language_here(self) -> None:
        """Ask for the language of the release in hand: it may have been told wrongly."""
        session = self._window.idle(self._session)
        if session is None or self._ahead is None:
            return
        if session.release is None:
            session.say("No release is open")
            return
        session.ask(language_here_prompt(session.release.language, self._language_chosen))

    def _language_chosen(self, _here: Here, code: str) -> Outcome:
        session, ahead = self._session, self._ahead
        if session is None or ahead is None or session.release is None:
            return Say("")
        if code == (session.release.language or DEFAULT_LANGUAGE):
            return Say("That is what it is already")
        session.project.choose_language([session.release.id], code)
        session.hand.read_release()
        anew = ahead.suggest_anew(session.release.id)
        then = "suggestions are made anew" if anew else "what is suggested and decided in it stays"
        return Say(f"This release is read as {language_name(code)}: {then}")

    def _ask_to_carry(self, versions: Sequence[Version], session: Session) -> None:
        """Ask whether decisions on earlier versions are carried over to what came in."""

        def answer(_here: Here, value: str) -> Outcome:
            if value != CARRY:
                return Say(LEFT_ALONE)
            self._window.soon(partial(self._carry, session, versions))
            return Say("Carrying decisions over")

        titles = [version.title for version in versions]
        session.ask(versions_prompt(titles, answer, lambda: session.say(LEFT_ALONE)))

    def _carry(self, session: Session, versions: Sequence[Version]) -> None:
        """Carry over, one release after the other, while the window goes on."""
        from annotator.versions import NOT_CARRIED

        def done(_last: object, error: AnnotatorError | None) -> None:
            if session is not self._session:
                return
            key = session.keymap.shown("import-problems")
            where = f"; {key} shows what changed" if key else ""
            told = f"Decisions carried over to {counted(len(versions), 'release')}{where}"
            session.say(str(error) if error else told, "error" if error else "done")
            self._ask_next()

        if self._window.idle(self._session) is None:
            self.ask(partial(self._ask_to_carry, versions))  # again, after what is running
            return
        self._problems = [line for line in self._problems if not line.endswith(NOT_CARRIED)]
        told = self._carried(session, versions)
        self._window.worker.slices(told, "Carrying over", lambda count: f"{count:,} done", done)

    def _carried(self, session: Session, versions: Sequence[Version]) -> Iterator[int]:
        from annotator.versions import carry

        for count, version in enumerate(versions, start=1):
            title = quoted(session.project.release(version.release).title)
            self._problems.append(f"{title}: {carry(session.project, version)}")
            session.suggestions_came(version.release)
            yield count


def _releases(ids: Collection[str]) -> str:
    return f"{len(ids):,} releases are" if len(ids) != 1 else "One release is"
