"""Opening: which release is taken in hand, and what is done where it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from annotator.edit.acting import Stopwatch
from annotator.edit.events import LabelsChanged, Opened, QueueChanged
from annotator.edit.inhand import InHand
from annotator.edit.outcomes import Say
from annotator.edit.queueing import (
    MOST_TRIED,
    release_beside,
    release_imported,
    to_begin_with,
)
from annotator.edit.telling import Telling
from annotator.model.errors import AnnotatorError
from annotator.model.fold import FoldError
from annotator.model.selection import Selection
from annotator.store.errors import DamagedProjectError, UnknownReleaseError

UNREADABLE = (DamagedProjectError, UnknownReleaseError, FoldError)
"""What opening a release may raise while others of its project can be opened."""


class Opening:
    """Takes releases of a project in hand, and tells.

    `watch` times the first step in each, `leave` puts away what belongs to the release before.
    """

    def __init__(
        self,
        hand: InHand,
        telling: Telling,
        watch: Stopwatch,
        leave: Callable[[], None],
    ) -> None:
        self._hand, self._telling = hand, telling
        self._watch, self._leave = watch, leave

    def open(self, release_id: str | None, selected: Callable[[], Selection] | None = None) -> None:
        """Take a release in hand; `selected` says what is selected in it before it is shown.

        None: have none in hand. Raise what `InHand.take_up` raises.
        """
        was_unreadable = self._hand.release is None and self._hand.place
        self._leave()
        self._hand.take_up(release_id)
        self._watch.begin()
        if selected is not None:
            self._hand.selection = selected()
        self.show()
        if was_unreadable and self._telling.said.tone == "error":
            self._telling.say("")  # why it could not be read

    def open_first(self) -> None:
        """Open the release to begin with or, where that is damaged, the next that can be read.

        Raise `AnnotatorError` where none can.
        """
        damage: AnnotatorError | None = None
        for release_id in islice(to_begin_with(self._hand.project), MOST_TRIED):
            try:
                self.open(release_id)
            except UNREADABLE as error:
                damage = damage or error
            else:
                break
        if damage is not None:
            if self._hand.release is None:
                raise damage
            self._telling.say(str(damage), "error")
        elif self._hand.release is None:
            self.open(None)

    def open_beside(self, direction: int) -> None:
        """Open the release after or before in the queue; 0: the next one that is not finished."""
        hand = self._hand
        self._open_found(release_beside(hand.project, hand.place, direction, hand.search))

    def open_imported(self) -> None:
        """Open the next release of the last import."""
        self._open_found(release_imported(self._hand.project, self._hand.place))

    def _open_found(self, found: str | Say) -> None:
        """Open a release that was looked for, or say why there is none."""
        if isinstance(found, Say):
            self._telling.say(found.text)
        else:
            self.open(found)

    def show(self) -> None:
        """Tell every listener what is in hand."""
        self._telling.tell(Opened())

    def catch_up(self) -> None:
        """Show what another program wrote meanwhile to a project that is only read here.

        Raise what reading it raises.
        """
        if self._hand.project.was_written_elsewhere():
            self._hand.take_suggestions(may_select=False)
            self.show()
            self._telling.tell(LabelsChanged())
            self._telling.tell(QueueChanged(None))

    def read_anew(self) -> AnnotatorError | None:
        """Show what stands as the project has it; where that cannot be read, put it down.

        Return why it cannot.
        """
        hand = self._hand
        try:
            hand.read_fold()
        except AnnotatorError as error:
            self._leave()
            hand.put_down(hand.place)
            return error
        finally:
            self.show()
        return None
