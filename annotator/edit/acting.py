"""Steps: recorded by the project first, then taken into what stands, then told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from annotator.edit.alike import told_of_alike
from annotator.edit.events import Changed, Opened, QueueChanged, Selected
from annotator.edit.everywhere import COMMAND as SAME_IN_PROJECT
from annotator.edit.everywhere import Slices, Stop, head_start, in_one_go, told_in_all
from annotator.edit.inhand import InHand
from annotator.edit.keys import Keymap
from annotator.edit.outcomes import Act, ActInAll
from annotator.edit.telling import Telling
from annotator.edit.withdrawing import (
    after_withdrawn,
    is_withdrawing,
    told_of_withdrawing,
    undoing,
)
from annotator.edit.words import overlap_of, stays, told
from annotator.model.errors import AnnotatorError
from annotator.model.fold import Fold
from annotator.model.records import Release
from annotator.model.selection import NOTHING_SELECTED, Selection
from annotator.model.steps import Step

if TYPE_CHECKING:
    from annotator.store.acting import ReadyAct, Recorded
    from annotator.store.readying import Readying
    from annotator.store.turning import ReadyTurn

MANY = 2_000
"""Decisions in one step of which it is said beforehand that they are being written."""


def announced(act: Act) -> str:
    """What is said before a step with many decisions."""
    accepts = all(decision.verb == "accept" for decision in act.decisions)
    return f"{'Accepting' if accepts else 'Recording'} {len(act.decisions):,}…"


class Stopwatch:
    """Times how long a person looked before a step; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.now = clock
        self.since = clock()

    def begin(self) -> None:
        """The person begins to look at something else."""
        self.since = self.now()


class _UnderWay(NamedTuple):
    """What is being made ready between keys."""

    ready: Readying
    stop: Stop
    against: int
    """The direction that calls it off: undo (-1) or redo (+1)."""


class Acting:
    """Writes the steps of one person.

    `watch` times them, `open_release` takes one in hand and selects in it, `guarded` tells what
    goes wrong, `is_busy` says whether something else has begun.
    """

    def __init__(
        self,
        hand: InHand,
        keymap: Keymap,
        telling: Telling,
        watch: Stopwatch,
        open_release: Callable[[str | None, Callable[[], Selection] | None], None],
        guarded: Callable[[Callable[[], None]], None],
        is_busy: Callable[[], bool],
    ) -> None:
        self._hand, self._keymap, self._telling = hand, keymap, telling
        self._watch, self._open_release = watch, open_release
        self._guarded, self._is_busy = guarded, is_busy
        self.slices: Slices = in_one_go
        """Goes through what takes long; the window does it between two keys."""
        self._under_way: _UnderWay | None = None
        self.size = 0
        """How many items the last step touched, or the one that was turned last.

        An act over several releases does not count: it is made ready between other work.
        """

    def act(self, act: Act, command: str) -> bool:
        """Write one step in the release in hand; False when there is none."""
        hand = self._hand
        if hand.release is None:
            self._telling.say("Open a release first")
            return False
        now = self._watch.now()
        decisions = hand.modes.decided(act.decisions)
        step = Step(command, decisions, hand.selection, act.state, now - self._watch.since)
        recorded = hand.project.record(hand.release.id, step)
        self._watch.since = now
        if len(decisions) == 1:
            hand.decided = decisions[0].item
        hand.selection = act.after
        self._took(recorded)
        self._telling.say(self._told(recorded, act.note), "done")
        self._leave_withdrawn()
        return True

    def act_in_all(self, act: ActInAll) -> None:
        """Write one act over many releases: it is made ready first, between other work."""
        now = self._watch.now()
        seconds, first = now - self._watch.since, act.releases[0]

        def decide(release: Release, fold: Fold) -> Step | None:
            step = act.decide(release, fold)
            return replace(step, seconds=seconds) if step and release.id == first else step

        ready = self._hand.project.make_ready(act.releases, decide, act.decided)
        write = partial(self._write_all, ready, act.note, now)
        self._make_ready(ready, act.doing, write, "nothing was written", -1)

    def _make_ready(
        self, ready: Readying, doing: str, write: Callable[[], None], nothing: str, against: int
    ) -> None:
        """Make something ready between other work, then write it; `nothing` is said if stopped."""

        def over(_: object, error: AnnotatorError | None) -> None:
            self._under_way = None
            if error is not None:
                self._telling.say(str(error), "error")
            elif not ready.is_whole:
                self._telling.say(f"Stopped after {ready.told()}; {nothing}")
            else:
                self._guarded(write)

        values = ready.steps()
        head_start(values)
        if ready.is_whole:
            self._guarded(write)
            return
        stop = self.slices(values, doing, lambda _: ready.told(), over)
        if stop is not None:
            self._under_way = _UnderWay(ready, stop, against)

    def _write_all(self, ready: ReadyAct, note: str, now: float) -> None:
        """Write what was made ready, in one go."""
        recorded = self._hand.project.record_ready(ready)
        if recorded is None:
            return
        self._watch.since = now
        self._took(recorded)
        self._telling.say(self._with_undo(f"{self._in_words(recorded)}{note}", recorded), "done")
        self._leave_withdrawn()

    def turn(self, direction: int) -> None:
        """Undo (-1) or redo (+1), in whichever release that is; or call off what is under way."""
        if self._is_called_off(direction):
            return
        recorded, ready = self._hand.project.turn("undo" if direction < 0 else "redo")
        if ready is not None:
            self._turn_all(ready, direction)
        elif recorded is not None:
            self._turned(recorded, direction)
        else:
            what = "undo" if direction < 0 else "redo"
            self._telling.say(f"There is nothing to {what}")

    def _is_called_off(self, direction: int) -> bool:
        """Stop what is being made ready, if it is the newest that can be turned in a direction."""
        under_way = self._under_way
        if under_way is None or under_way.against != direction or under_way.ready.is_void:
            return False
        under_way.stop()
        return True

    def _turn_all(self, ready: ReadyTurn, direction: int) -> None:
        """Undo or redo an act over many releases; whoever goes on meanwhile is not taken along."""
        hand, place = self._hand, self._place

        def write() -> None:
            has_gone_on = self._is_busy() or self._place != place
            recorded = hand.project.record_turned(ready)
            if recorded is not None:
                self._turned(recorded, direction, follow=not has_gone_on)

        if direction < 0:
            self._make_ready(ready, "Taking it back", write, "nothing was taken back", 1)
        else:
            self._make_ready(ready, "Doing it again", write, "nothing was done again", -1)

    @property
    def _place(self) -> tuple[str, Selection]:
        """Where the person is."""
        return self._hand.name, self._hand.selection

    def _turned(self, recorded: Recorded, direction: int, follow: bool = True) -> None:
        """Show what was undone or done again, and `follow` it to its release."""
        is_opened = follow and self._go_to(recorded, direction)
        self._took(recorded, is_shown=is_opened)
        what = self._in_words(recorded)
        verb = "Took back" if direction < 0 else "Did again"
        self._telling.say(f"{verb}: {what[:1].lower()}{what[1:]}", "done")
        self._leave_withdrawn()

    def _go_to(self, recorded: Recorded, direction: int) -> bool:
        """Take up the release of a step that was turned, unless that is withdrawn now.

        What was withdrawn while another one was in hand comes back without being taken up. Whether
        it was opened for that, and so is shown as it stands now.
        """
        hand, release = self._hand, recorded.step.release
        selected = partial(self._selection_of, recorded, direction)
        if hand.holds(release):
            hand.selection = selected()
            return False
        if hand.project.queue_row(release) is None:
            return False
        was_selected = recorded.step.step.selection != NOTHING_SELECTED
        if is_withdrawing(recorded) and not was_selected and hand.release is not None:
            return False
        self._open_release(release, selected if was_selected else None)
        return True

    def _leave_withdrawn(self) -> None:
        """Put down a release that is out of the queue now, and take up another."""
        hand = self._hand
        if hand.fold.state == "withdrawn":
            self._open_release(after_withdrawn(hand.project, hand.name, hand.search), None)
            self._telling.hide()

    def _selection_of(self, recorded: Recorded, direction: int) -> Selection:
        """Undo puts the selection back; redo selects what it touched."""
        step, items = recorded.step.step, self._hand.fold.items
        before = step.selection
        if direction > 0 and len(step.decisions) == 1 and not recorded.others:
            item = items.get(step.decisions[0].item)
            if item is not None and item.is_shown:
                return self._hand.here.on_item(item.id)
        if before.item is not None and before.item not in items:
            before = replace(before, item=None)
        return before

    def _took(self, recorded: Recorded, *, is_shown: bool = False) -> None:
        """Bring what is kept of the fold up to date, and tell what changed and is not shown yet."""
        self.size = 0 if recorded.others else len(recorded.changes.before)
        if not is_shown:
            self._tell_changes(recorded)
        is_one_row = not recorded.others and not recorded.changes.queue
        self._telling.tell(QueueChanged(recorded.step.release if is_one_row else None))

    def _tell_changes(self, recorded: Recorded) -> None:
        """Tell what looks different in the release in hand."""
        hand, tell = self._hand, self._telling.tell
        all_steps = (recorded, *recorded.others)
        changes = next((one.changes for one in all_steps if hand.holds(one.step.release)), None)
        if hand.release is not None and hand.project.fold(hand.release.id) is not hand.fold:
            hand.read_fold()  # an error made the project read it anew
            tell(Opened())
        elif changes is not None:
            hand.places.update(changes.items)
            hand.modes.update(changes.items, hand.fold)
            tell(Changed(changes))
        tell(Selected())

    def _told(self, recorded: Recorded, note: str) -> str:
        step, hand = recorded.step.step, self._hand
        parts = (self._in_words(recorded), overlap_of(step, hand.here), stays(step, hand.fold))
        what = self._with_undo(", ".join(filter(None, (*parts, note))), recorded)
        more = told_of_alike(hand.here, self._keymap) if len(step.decisions) == 1 else ""
        return " · ".join(filter(None, (what, more)))

    def _with_undo(self, what: str, recorded: Recorded) -> str:
        """What was done, and the key that undoes it."""
        key = self._keymap.shown("undo")
        end = "" if what.endswith((".", "?", "!")) else "."
        return f"{what}{end} {key} {undoing(recorded)}" if key else what

    def _in_words(self, recorded: Recorded) -> str:
        """What a step did to the release in hand or another one, or to the queue."""
        hand, name = self._hand, recorded.step.release
        if is_withdrawing(recorded):
            return told_of_withdrawing(recorded, hand.project, hand.words)
        what = self._did(recorded)
        is_out = not hand.holds(name) and hand.project.queue_row(name) is None
        return f"{what} in a release that is withdrawn" if is_out else what

    def _did(self, recorded: Recorded) -> str:
        """What a step, or the act that it is of, decided."""
        hand, name, step = self._hand, recorded.step.release, recorded.step.step
        if step.command == SAME_IN_PROJECT:
            return told_in_all(recorded, hand.project, hand.words)
        if hand.release is not None and hand.holds(name):
            return told(step, hand.fold, hand.release, hand.words)
        out = hand.project.release(name)
        return told(step, hand.project.glance(name), out, out.text)
