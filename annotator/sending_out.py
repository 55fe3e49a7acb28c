"""Export in the window: asks for format, scope and folder, writes beside the keys, says what came.

The formats are imported when they are needed: the window is there before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from annotator import desk
from annotator.edit.exchange import exported, format_prompt
from annotator.edit.here import Here
from annotator.edit.outcomes import Outcome, Say
from annotator.edit.prompts import Prompt
from annotator.edit.scope import Scope, ScopeQuestion
from annotator.edit.session import Session
from annotator.export_process import MODULE, Order, receipt_of
from annotator.model.errors import AnnotatorError
from annotator.ui.ask import ask_file, ask_folder
from annotator.ui.workbench import Workbench

_LAST_FORMAT = "export/format"
_EARLIER = "The split.json of an earlier export"
_MANIFESTS = "Splits of exports (split.json);;All files (*)"


class SendingOut:
    """What comes out of the project in hand, one export at a time."""

    def __init__(self, window: Workbench) -> None:
        self._window = window
        self._session: Session | None = None
        self._scope = Scope()
        """What was to go out last; the next export of the project offers it again."""
        self.wishes: Mapping[str, Callable[[], object]] = {"export": self._ask_format}

    def attach(self, session: Session) -> None:
        """Serve this session from now on."""
        self._session = session

    def detach(self) -> None:
        """The session is about to end."""
        self._session, self._scope = None, Scope()

    def _ask_format(self) -> None:
        from annotator.formats import table

        session = self._window.idle(self._session)
        if session is None:
            return
        if not session.counts().releases:
            session.say("There is nothing to export: no release is in the project")
            return

        def answer(_here: Here, name: str) -> Outcome:
            kind, go = table.format_to_write(name), partial(self._go_on, name)
            finished = session.counts().finished
            return ScopeQuestion(kind, go, self._find_earlier, finished).prompt(self._scope)

        last = str(self._window.frame.settings.value(_LAST_FORMAT, table.DEFAULT))
        session.ask(format_prompt(table.written(), last, answer))

    def _go_on(self, name: str, scope: Scope) -> Outcome:
        self._scope = scope
        self._window.soon(partial(self._ask_place, name))
        return Say("Choose the folder to export to")

    def _find_earlier(self, ask_on: Callable[[Path | None], Prompt]) -> Outcome:
        """Let the person choose the manifest of an earlier export, then ask on."""

        def find() -> None:
            session = self._session
            if session is not None:
                session.say("")
                session.ask(ask_on(ask_file(self._window, _EARLIER, _MANIFESTS)))

        self._window.soon(find)
        return Say("Choose the split.json in the folder of an earlier export")

    def _ask_place(self, name: str) -> None:
        from annotator.formats.table import format_to_write

        session = self._session
        if session is None:
            return
        made = desk.place_name(session.project.path, name)
        title = f"Export as {format_to_write(name).title}: where to put the folder {made}"
        folder = ask_folder(self._window, title)
        if folder is None:
            self._window.say("Nothing was exported")
            return
        self._window.frame.settings.setValue(_LAST_FORMAT, name)
        self.export_to(folder, name, self._scope)

    def export_to(self, folder: Path, name: str, scope: Scope | None = None) -> None:
        """Write the project to a folder in `folder`, in the format `name`, in a process."""
        from annotator.formats.table import format_to_write

        session = self._session
        if session is None:
            return
        path, total = session.project.path, session.counts().releases
        title = format_to_write(name).title

        def done(told: Mapping[str, Any], error: AnnotatorError | None) -> None:
            if error is not None:
                session.say(str(error), "error")
            else:
                receipt = receipt_of(told["exported"])
                session.say(exported(receipt, title), "error" if receipt.unread else "done")

        order = Order(path, name, folder, scope or Scope())
        self._window.worker.process(MODULE, order.to_plain(), "Exporting", total, done)
