"""Import in the window: asks for files, takes them in beside the keys, tells and asks what came.

The formats are imported when they are needed: the window is there before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.edit.ahead import SuggestAhead
from annotator.edit.events import Event, Prompted, QueueChanged
from annotator.edit.exchange import (
    CARRY,
    LEFT_ALONE,
    counted,
    field_prompt,
    file_kinds,
    versions_prompt,
)
from annotator.edit.here import Here
from annotator.edit.keys import Keymap
from annotator.edit.outcomes import Outcome, Say
from annotator.edit.prompts import language_prompt
from annotator.edit.session import Session
from annotator.edit.words import quoted
from annotator.importing import ImportReport, import_found
from annotator.model.errors import AnnotatorError
from annotator.model.languages import language_name
from annotator.ui.ask import ask_files, ask_old_folder
from annotator.ui.dropping import Handed, on_clipboard
from annotator.ui.help import list_page
from annotator.ui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.formats.errors import Problem
    from annotator.formats.text_fields import FieldQuestion, Place
    from annotator.model.plain import Incoming
    from annotator.versions import Version

_CLIPBOARD = "The clipboard"


@dataclass(slots=True)
class Chosen:
    """Files and folders to be taken in, and what is to be asked of them before.

    `refused` is what was handed over with them and cannot be taken in.
    """

    paths: Sequence[Path]
    as_suggestions: bool = False
    refused: Sequence[str] = ()
    questions: list[FieldQuestion] = field(default_factory=list)
    fields: dict[Place, str] | None = None
    """Which fields hold texts, as far as it is known; None before anybody looked."""

    def found(self) -> Iterator[Incoming | Problem]:
        """What is in them; nothing while there is something to ask."""
        from annotator.formats.files import look_into, read_files
        from annotator.formats.incoming import Take
        from annotator.formats.text_fields import questions

        if self.fields is None:
            self.fields, self.questions = questions(look_into(self.paths))
        if not self.questions:
            take = Take.SUGGESTIONS if self.as_suggestions else Take.DECISIONS
            yield from read_files(self.paths, take, text_field=self.fields)

    def answer(self, name: str) -> None:
        """The first question is answered: the text stands in this field."""
        question = self.questions.pop(0)
        if self.fields is not None:
            self.fields |= dict.fromkeys(question.places, name)

    def is_all(self, question: FieldQuestion) -> bool:
        """Whether a question is for everything that was chosen."""
        return [(path, path.name) for path in self.paths] == question.places


class TakingIn:
    """What goes into the project in hand, one import at a time."""

    def __init__(self, window: Workbench) -> None:
        self._window = window
        self._session: Session | None = None
        self._ahead: SuggestAhead | None = None
        self._unanswered: Chosen | None = None
        """Files of which it is still to be asked which field holds the text."""
        self._unsure: Mapping[str, str] = {}
        """Releases whose language is still to be asked for: where each is from, by its id."""
        self._to_carry: Sequence[Version] = ()
        """Versions of which it is still to be asked whether decisions are carried over to them."""
        self._has_asked = False
        """Whether a question about an import was put, after which there may be another."""
        self._problems: list[str] = []
        """What the last import could not take in, and how what it took in was read."""
        self.wishes: Mapping[str, Callable[[], object]] = {
            "import": self._ask_files,
            "import-suggestions": partial(self._ask_files, as_suggestions=True),
            "import-folder": self._ask_folder,
            "import-problems": self._show_problems,
            "paste-release": self._paste,
        }

    def attach(self, session: Session, ahead: SuggestAhead) -> None:
        """Serve this session from now on."""
        self._session, self._ahead = session, ahead
        session.listeners.append(self._listen)

    def detach(self) -> None:
        """The session is about to end; what is going on ends without a word."""
        self._session = self._ahead = None
        self._unanswered = None
        self._unsure, self._to_carry, self._problems = {}, (), []

    def _listen(self, event: Event) -> None:
        waits = self._unanswered or self._unsure or self._to_carry or self._has_asked
        if isinstance(event, Prompted) and event.prompt is None and waits:
            self._window.soon(self._ask_what_waits)

    def _ask_files(self, as_suggestions: bool = False) -> None:
        from annotator.formats import table

        if self._window.idle(self._session) is None:
            return
        title = f"Import releases{' as suggestions' if as_suggestions else ''}"
        paths = ask_files(self._window, title, file_kinds(table.read()))
        if paths:
            self.import_paths(paths, as_suggestions)

    def _ask_folder(self) -> None:
        if self._window.idle(self._session) is None:
            return
        folder = ask_old_folder(self._window, "Import all files of a folder")
        if folder is not None:
            self.import_paths([folder])

    def take(self, given: Handed) -> None:
        """Import files and folders that were dropped or copied; say what else was handed over."""
        session = self._window.idle(self._session)
        if session is None:
            return
        if given.paths:
            self.import_paths(given.paths, refused=given.refused)
        elif given.refused:
            session.say(given.refused[0], "error")

    def import_paths(
        self,
        paths: Sequence[Path],
        as_suggestions: bool = False,
        refused: Sequence[str] = (),
    ) -> None:
        """Take files and folders into the project, slice by slice, while the window goes on.

        `refused` is what was handed over with them and cannot be taken in.
        """
        session = self._session
        if session is None:
            return
        if self._unanswered is not None:
            session.asking.leave()  # others were chosen instead
        self._take_in(session, Chosen(paths, as_suggestions, refused))

    def _take_in(self, session: Session, chosen: Chosen) -> None:
        def ended(report: ImportReport) -> None:
            if chosen.questions:
                self._unanswered = chosen
                session.say("")
                return
            report.problems[:0] = chosen.refused
            self._tell(report, session, _told_of_files(session.keymap, chosen, report))

        self._run(session, import_found(session.project, chosen.found()), ended)

    def _paste(self) -> None:
        """Make a release of the text on the clipboard; files that were copied are imported."""
        session = self._window.idle(self._session)
        if session is None:
            return
        given, text = on_clipboard()
        if given.paths:
            self.take(given)
        else:
            self._import_text(session, text)

    def _import_text(self, session: Session, text: str) -> None:
        from annotator.formats.errors import RefusedError
        from annotator.formats.pasting import pasted

        try:
            found = replace(pasted(text, _CLIPBOARD), origin="the text on the clipboard")
        except RefusedError as error:
            session.say(str(error), "error")
            return

        def ended(report: ImportReport) -> None:
            told = _told_of_pasted(found, report)
            if not (report.added or report.duplicates):  # it was stopped
                self._tell(report, session, report.told())
            elif session.is_at_rest:
                session.open(found.release.id)
                self._tell(report, session, told)
            else:
                self._tell(report, session, f"{told}; it is in the queue")

        self._run(session, import_found(session.project, iter([found])), ended)

    def _run(
        self,
        session: Session,
        reports: Iterator[ImportReport],
        ended: Callable[[ImportReport], None],
    ) -> None:
        """Take in, slice by slice; `ended` is given what became of it."""

        def done(report: ImportReport | None, error: AnnotatorError | None) -> None:
            if session is not self._session:
                return
            if error is not None:
                session.say(str(error), "error")
            elif report is not None:
                ended(report)
            self._show_new(session)
            self._unsure = report.unsure if report else {}
            self._to_carry = [*self._to_carry, *(report.to_carry.values() if report else ())]
            self._ask_what_waits()

        self._window.worker.slices(self._held(reports), "Importing", _imported, done)

    def _held(self, reports: Iterator[ImportReport]) -> Iterator[ImportReport]:
        """The reports; what is still to be asked for is not suggested for meanwhile."""
        for report in reports:
            if self._ahead is not None:
                self._ahead.hold({*report.unsure, *report.to_carry})
            yield report

    def _show_new(self, session: Session) -> None:
        """Show the new releases in queue and counts and, where none is in hand, the first."""
        self._window.take(QueueChanged(None))
        if session.release is None:
            try:
                session.open_first()
            except AnnotatorError as error:
                session.say(str(error), "error")

    def _tell(self, report: ImportReport, session: Session, told: str) -> None:
        """Say what came of it. Nothing is put over the text: the next key may be meant for it."""
        self._problems = [*report.problems, *report.notes, *report.versions]
        session.say(told, "error" if report.problems else "done")

    def _show_problems(self) -> None:
        if not self._problems:
            self._window.say("Everything that was imported last could be read")
            return
        words = (
            f"{counted(len(self._problems), 'line')} on the last import: what could not be read,"
            " how the rest was, and what is nearly the same as another. Ctrl+C copies the list,"
            " Escape closes it."
        )
        self._window.show_page(list_page("The last import", words, self._problems))

    def _ask_what_waits(self) -> None:
        """Ask for fields, languages and versions, one when no other question is open."""
        session = self._session
        if session is None or session.prompt is not None:
            return
        self._has_asked = bool(self._unanswered or self._unsure or self._to_carry)
        if self._unanswered:
            self._ask_field(session, self._unanswered)
        elif self._unsure:
            self._ask_language(session)
        elif self._to_carry:
            self._ask_to_carry(session)
        else:
            self._let_ahead_go()

    def _ask_field(self, session: Session, chosen: Chosen) -> None:
        """Ask for the field with the text; after the last such question the files are taken in."""

        def answer(_here: Here, field: str) -> Outcome:
            chosen.answer(field)
            if not chosen.questions:
                self._unanswered = None
                self._window.soon(partial(self._take_in, session, chosen))
            return Say("")

        def left() -> None:
            self._unanswered = None
            session.say("Nothing was imported: it was not said which field holds the text")

        question = chosen.questions[0]
        session.ask(field_prompt(question, not chosen.is_all(question), answer, left))

    def _ask_language(self, session: Session) -> None:
        """Ask for the language of what was imported and is not sure."""
        unsure = self._unsure

        def answer(_here: Here, code: str) -> Outcome:
            session.project.choose_language(unsure, code)
            session.hand.read_release()
            return Say(f"{_releases(unsure)} read as {language_name(code)}")

        def left() -> None:
            session.say(f"{_releases(unsure)} read as English, for the language is not sure")

        self._unsure = {}
        session.ask(language_prompt(list(unsure.values()), answer, left))

    def _ask_to_carry(self, session: Session) -> None:
        """Ask whether decisions on earlier versions are carried over to what came in."""
        versions = self._to_carry

        def answer(_here: Here, value: str) -> Outcome:
            if value != CARRY:
                return Say(LEFT_ALONE)
            self._window.soon(partial(self._carry, session, versions))
            return Say("Carrying decisions over")

        self._to_carry = ()
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
            self._ask_what_waits()

        if self._window.idle(self._session) is None:
            self._to_carry = [*self._to_carry, *versions]  # asked again after what is running
            return
        self._problems = [line for line in self._problems if not line.endswith(NOT_CARRIED)]
        told = self._carried(session, versions)
        self._window.worker.slices(told, "Carrying over", lambda count: f"{count} done", done)

    def _carried(self, session: Session, versions: Sequence[Version]) -> Iterator[int]:
        from annotator.versions import carry

        for count, version in enumerate(versions, start=1):
            title = quoted(session.project.release(version.release).title)
            self._problems.append(f"{title}: {carry(session.project, version)}")
            session.suggestions_came(version.release)
            yield count

    def _let_ahead_go(self) -> None:
        if self._ahead is not None:
            self._ahead.let_go()


def _told_of_files(keymap: Keymap, chosen: Chosen, report: ImportReport) -> str:
    key = keymap.shown("import-problems")
    words = report.told(f"; {key} shows which" if key else "")
    proposed = "What they say of entities and claims is to be judged."
    return f"{words} {proposed}" if chosen.as_suggestions and words.endswith(".") else words


def _told_of_pasted(found: Incoming, report: ImportReport) -> str:
    title = quoted(found.release.title)
    if report.duplicates:
        return f"The text on the clipboard is in the project already: {title}"
    return f"Made a release of the text on the clipboard: {title}"


def _imported(report: ImportReport) -> str:
    return f"{report.added} in" + (f", {len(report.problems)} refused" if report.problems else "")


def _releases(ids: Collection[str]) -> str:
    return f"{len(ids)} releases are" if len(ids) != 1 else "One release is"
