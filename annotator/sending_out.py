"""Export in the window: asks for format, scope and folder, writes beside the keys, says what came.

The formats are imported when they are needed: the window is there before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import desk
from annotator.edit.exchange import exported, format_prompt
from annotator.edit.here import Here
from annotator.edit.outcomes import Outcome, Say
from annotator.edit.scope import Scope, scope_prompt
from annotator.edit.session import Session
from annotator.model.errors import AnnotatorError
from annotator.ui.ask import ask_folder
from annotator.ui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.formats.receipts import Receipt

_LAST_FORMAT = "export/format"


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

        def answer(_here: Here, name: str) -> Outcome:
            go = partial(self._go_on, name)
            return scope_prompt(table.format_to_write(name), self._scope, go)

        last = str(self._window.frame.settings.value(_LAST_FORMAT, table.DEFAULT))
        session.ask(format_prompt(table.written(), last, answer))

    def _go_on(self, name: str, scope: Scope) -> Outcome:
        self._scope = scope
        self._window.soon(partial(self._ask_place, name))
        return Say("Choose the folder to export to")

    def _ask_place(self, name: str) -> None:
        from annotator.formats.table import format_to_write

        folder = ask_folder(self._window, f"Export as {format_to_write(name).title} to")
        if folder is None:
            self._window.say("Nothing was exported")
            return
        self._window.frame.settings.setValue(_LAST_FORMAT, name)
        self.export_to(folder, name, self._scope)

    def export_to(self, folder: Path, name: str, scope: Scope | None = None) -> None:
        """Write the project to a folder in `folder`, in the format `name`, in the background."""
        from annotator.formats.splits import wish_from
        from annotator.formats.table import format_to_write
        from annotator.formats.writing import options_from

        session = self._session
        if session is None:
            return
        path, total = session.project.path, session.counts().releases
        title = format_to_write(name).title

        def done(receipt: Receipt | None, error: AnnotatorError | None) -> None:
            if error is not None:
                session.say(str(error), "error")
            elif receipt is not None:
                session.say(exported(receipt, title), "done")

        scope = scope or Scope()
        options = options_from(scope.finished, scope.only, scope.open)
        wish = wish_from(scope.shares, 0, scope.keep_apart) if scope.shares else None
        self._window.worker.thread(
            lambda progress, stopped: desk.export(
                path, name, folder, progress, stopped, options, wish
            ),
            "Exporting",
            total,
            done,
        )
