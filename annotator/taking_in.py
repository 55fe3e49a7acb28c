"""Import in the window: asks for files and what they do not tell, takes them in beside the keys.

The formats are imported when they are needed: the window is there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.edit.ahead import SuggestAhead
from annotator.edit.commands import COMMANDS
from annotator.edit.events import QueueChanged
from annotator.edit.exchange import field_prompt, file_kinds
from annotator.edit.here import Here
from annotator.edit.keys import Keymap
from annotator.edit.outcomes import Outcome, Say
from annotator.edit.queueing import NEXT_IMPORTED
from annotator.edit.session import Session
from annotator.edit.withdrawing import WITHDRAW_IMPORT
from annotator.edit.words import quoted
from annotator.following import Following
from annotator.importing import ImportReport, import_found
from annotator.model.errors import AnnotatorError
from annotator.ui.ask import ask_files, ask_old_folder
from annotator.ui.dropping import Handed, on_clipboard
from annotator.ui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.formats.errors import Problem
    from annotator.formats.text_fields import FieldQuestion, Place
    from annotator.model.plain import Incoming

_CLIPBOARD = "The clipboard"


_TITLES = {
    "decisions": "Import releases",
    "suggestions": "Import releases as suggestions",
    "finished": "Import releases as finished",
    "texts": "Import the texts alone",
}
"""What asks for files, by the way in which what they say is taken in (`Take`)."""


@dataclass(slots=True)
class Chosen:
    """Files and folders to be taken in, and what is to be asked of them before.

    `refused` is what was handed over with them and cannot be taken in.
    """

    paths: Sequence[Path]
    take: str = "decisions"
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
            yield from read_files(self.paths, Take(self.take), text_field=self.fields)

    def answer(self, name: str) -> None:
        """The first question is answered: the text stands in this field."""
        known, more = self.questions.pop(0).answered(name)
        self.questions[:0] = more
        self.fields = {**(self.fields or {}), **known}

    def is_all(self, question: FieldQuestion) -> bool:
        """Whether a question is for everything that was chosen."""
        return {(path, path.name) for path in self.paths} == question.files.keys()


class TakingIn:
    """What goes into the project in hand, one import at a time."""

    def __init__(self, window: Workbench) -> None:
        self._window = window
        self._session: Session | None = None
        self._following = Following(window)
        self.wishes: Mapping[str, Callable[[], object]] = {
            "import": self._ask_files,
            "import-suggestions": partial(self._ask_files, "suggestions"),
            "import-finished": partial(self._ask_files, "finished"),
            "import-texts": partial(self._ask_files, "texts"),
            "import-folder": self._ask_folder,
            "import-problems": self._following.show_problems,
            "language": self._following.ask_language_here,
            "paste-release": self._paste,
        }

    def attach(self, session: Session, ahead: SuggestAhead) -> None:
        """Serve this session from now on."""
        self._session = session
        self._following.attach(session, ahead)

    def detach(self) -> None:
        """The session is about to end; what is going on ends without a word."""
        self._session = None
        self._following.detach()

    def _ask_files(self, take: str = "decisions") -> None:
        from annotator.formats import table

        if self._window.idle(self._session) is None:
            return
        paths = ask_files(self._window, _TITLES[take], file_kinds(table.read()))
        if paths:
            self.import_paths(paths, take)

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
        if session.project.read_only:
            session.say(session.project.refusal, "error")
        elif given.paths:
            self.import_paths(given.paths, refused=given.refused)
        elif given.refused:
            session.say(given.refused[0], "error")

    def import_paths(
        self,
        paths: Sequence[Path],
        take: str = "decisions",
        refused: Sequence[str] = (),
    ) -> None:
        """Take files and folders into the project, slice by slice, while the window goes on.

        `refused` is what was handed over with them and cannot be taken in.
        """
        session = self._session
        if session is None:
            return
        if session.prompt is not None and session.prompt.kind == "field":
            session.asking.leave()  # others were chosen instead
        self._take_in(session, Chosen(paths, take, refused))

    def _take_in(self, session: Session, chosen: Chosen) -> None:
        def ended(report: ImportReport) -> None:
            if chosen.questions:
                session.say("")
                self._following.ask(partial(self._ask_field, chosen))
                return
            report.problems[:0] = chosen.refused
            told, leads = _told_of_files(session, report), _leads(session, report)
            self._following.tell(report, told, leads)

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
            if not (report.added or report.came_back or report.duplicates):  # it was stopped
                self._following.tell(report, report.told())
            elif session.is_at_rest:
                session.open(found.release.id)
                self._following.tell(report, told)
            else:
                way = _how_to_go_there(session, report)
                leads = f", {way}" if way else ""
                told = f"{told}; it is in the queue{leads}"
                hidden = _hidden(session, report)
                self._following.tell(report, f"{told}. {hidden}" if hidden else told)

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
            self._following.ask_about(report or ImportReport())

        held = _shown(session, self._following.held(reports))
        self._window.worker.slices(held, "Importing", _imported, done)

    def _show_new(self, session: Session) -> None:
        """Show the new releases in queue and counts and, where none is in hand, the first."""
        self._window.take(QueueChanged(None))
        if session.release is None:
            try:
                session.open_first()
            except AnnotatorError as error:
                session.say(str(error), "error")

    def _ask_field(self, chosen: Chosen, session: Session) -> None:
        """Ask for the field with the text; after the last such question the files are taken in."""

        def answer(_here: Here, field: str) -> Outcome:
            chosen.answer(field)
            if chosen.questions:
                self._following.ask(partial(self._ask_field, chosen))
            else:
                self._window.soon(partial(self._take_in, session, chosen))
            return Say("")

        def left() -> None:
            session.say("Nothing was imported: it was not said which field holds the text")

        question = chosen.questions[0]
        session.ask(field_prompt(question, not chosen.is_all(question), answer, left))


def _shown(session: Session, reports: Iterator[ImportReport]) -> Iterator[ImportReport]:
    """The reports; what came in for releases that were here is shown before the next key."""
    count = 0
    for report in reports:
        for release in report.filled[count:]:
            session.suggestions_came(release)
        count = len(report.filled)
        yield report


def _told_of_files(session: Session, report: ImportReport) -> str:
    key = session.keymap.shown("import-problems")
    told, hidden = report.told(f"; {key} shows which" if key else ""), _hidden(session, report)
    return f"{told.removesuffix('.')}. {hidden}." if hidden else told


def _hidden(session: Session, report: ImportReport) -> str:
    """What of it the search in the queue hides, in a sentence; "" when that is nothing."""
    search = session.hand.search
    count = session.project.imported_unfound(report.began, search) if search.split() else 0
    if not count:
        return ""
    key = session.keymap.shown("leave-pane")
    what = f"{count:,} of them" if report.added > 1 else "it"
    return f"The search in the queue hides {what}{f'; {key} in its field clears it' if key else ''}"


def _leads(session: Session, report: ImportReport) -> str:
    """The keys that go to what came in, and take it back."""
    back = _how_to_take_back(session.keymap) if report.added else ""
    return ", ".join(filter(None, (_how_to_go_there(session, report), back)))


def _how_to_go_there(session: Session, report: ImportReport) -> str:
    """How to go to what came in; "" where that is opened anyway, for nothing is in hand."""
    key = session.keymap.shown(NEXT_IMPORTED)
    count = report.added + report.came_back
    if not key or not count or session.release is None:
        return ""
    return f"{key} opens {'it' if count == 1 else 'the first'}"


def _how_to_take_back(keymap: Keymap) -> str:
    key = keymap.shown(WITHDRAW_IMPORT)
    return f"{key or f'“{COMMANDS[WITHDRAW_IMPORT].title}” in the menu Release'} takes it back"


def _told_of_pasted(found: Incoming, report: ImportReport) -> str:
    title = quoted(found.release.title)
    if report.came_back:
        return f"The text on the clipboard had been withdrawn and is back: {title}"
    if report.duplicates:
        return f"The text on the clipboard is in the project already: {title}"
    return f"Made a release of the text on the clipboard: {title}"


def _imported(report: ImportReport) -> str:
    return f"{report.added:,} in" + (
        f", {len(report.problems):,} refused" if report.problems else ""
    )
