"""The session: one person, one project, one release in hand.

A key becomes a command, a command an outcome, an outcome a selection or a step. A step is recorded
by the project before anybody hears of it. Listeners are told what changed and repaint only that.

Here keys, clicks and outcomes are sent to where they belong; each has a room of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from annotator.edit.acting import MANY, Acting, Stopwatch, announced
from annotator.edit.asking import Asking
from annotator.edit.commands import COMMANDS, WRITING
from annotator.edit.events import Copied, LabelsChanged, QueueChanged, Selected, Wanted
from annotator.edit.everywhere import COMMAND as SAME_IN_PROJECT
from annotator.edit.everywhere import Slices
from annotator.edit.facing import Face
from annotator.edit.here import Lines
from annotator.edit.keys import Keymap, Lookup
from annotator.edit.lettering import Lettering
from annotator.edit.opening import Opening
from annotator.edit.outcomes import (
    Act,
    ActInAll,
    Copy,
    Found,
    More,
    NewLabel,
    Open,
    Outcome,
    Say,
    Show,
    Turn,
    Wait,
    Want,
    outcome_of,
)
from annotator.edit.palette import palette
from annotator.edit.pointing import clicked, dragged_over, is_aimed_at
from annotator.edit.pressing import Pressing
from annotator.edit.projectwide import ProjectSearch
from annotator.edit.prompts import Prompt
from annotator.edit.queueing import NEXT_IMPORTED
from annotator.edit.repeating import Repeating
from annotator.edit.sight import Sight
from annotator.edit.waiting import AT_ONCE, BREATH, LIMIT, Awaited, Later, Waiting
from annotator.edit.withdrawing import WITHDRAW_IMPORT, withdraw_import, withdraw_other
from annotator.edit.words import quoted
from annotator.model import names
from annotator.model.errors import AnnotatorError
from annotator.model.scheme import label_named
from annotator.model.selection import Selection
from annotator.model.steps import WITHDRAW

if TYPE_CHECKING:
    from annotator.store.project import Project

READING = "Reading the sentence…"
LATE = "The suggester takes long: only words and sentences are known here"


class Session(Face):
    """What the window, the simulator and the tests talk to. Knows no Qt."""

    def __init__(
        self, project: Project, keymap: Keymap, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(project, keymap)
        self.asking = Asking(self.hand, keymap, self.telling.tell, self.select, self._answered)
        watch = Stopwatch(clock)
        self.opening = Opening(self.hand, self.telling, watch, self.asking.leave)
        self.acting = Acting(
            *(self.hand, keymap, self.telling, watch, self.opening.open, self._guarded),
            lambda: self._is_busy,
        )
        self.waiting = Waiting(self.say)
        self.lettering = Lettering(lambda: self.here, self.select, self.telling)
        self.pressing = Pressing(
            keymap,
            self.asking,
            self.lettering,
            self.waiting,
            self.telling.tell,
            self.press,
            self.run,
            self.type,
        )
        self._sight = Sight(self.modes, self.telling, lambda: self.project.scheme)
        self._repeating = Repeating(self.hand, self.say, self.select, self.run)
        self._search = ProjectSearch(
            self.hand, self.telling, lambda: self._is_busy, lambda o: self._do(o, SAME_IN_PROJECT)
        )

    def use_lines(self, lines: Lines) -> None:
        """Let the window say where lines are."""
        self.hand.use_lines(lines)

    def use_clock(self, slices: Slices, later: Later | None) -> None:
        """Let the window say when there is time for what takes long, and when some has passed."""
        self._search.slices = self.acting.slices = slices
        self.waiting.later = later

    @property
    def prompt(self) -> Prompt | None:
        """The question that is open."""
        return self.asking.prompt

    @property
    def _is_busy(self) -> bool:
        """Whether the next key belongs to something that has begun."""
        return self.prompt is not None or self.lettering.shown is not None or self.waiting.is_on

    @property
    def is_at_rest(self) -> bool:
        """Whether no decision is under way: nothing asked, typed in part, marked or waited for."""
        return not (self._is_busy or self.pressing.keys or self.selection.mark)

    # -- the release in hand

    def get_ready(self) -> None:
        """Do now what would hold up the next key in this release."""
        self.places.get_ready()
        names.get_ready(self.text)

    def open(self, release_id: str) -> None:
        """Take a release in hand; its first open suggestion is selected. What waits is dropped."""
        self._answering(lambda: self.opening.open(release_id), self.waiting.drop())

    def open_first(self) -> None:
        """Open the release to begin with; raise `AnnotatorError` where none can be read."""
        self.opening.open_first()

    def show(self) -> None:
        """Tell every listener what is in hand, also one that came later."""
        self.opening.show()

    def suggestions_came(self, release_id: str) -> None:
        """Suggestions of a release were stored: show them if it is the one in hand."""
        if self.hand.holds(release_id):
            self.lettering.leave()
            self.hand.take_suggestions(may_select=not self.waiting.is_on)
            self.show()
        self.telling.tell(QueueChanged(release_id))

    def structure_came(self) -> None:
        """A structure came, or will not come any more: a command may wait for it."""
        self.waiting.look()

    def settle(self) -> None:
        """Do at once what waits: nothing more will come."""
        self.waiting.settle()

    def withdraw(self, release_id: str) -> None:
        """Take a release out of the queue, in hand or not; asked first where somebody decided."""
        if self.hand.holds(release_id):
            self.run(WITHDRAW)
        else:
            other = partial(withdraw_other, self.project, release_id, self.mask)
            self._answering(lambda: self._do(other(), WITHDRAW))

    # -- keys and commands

    def press(self, key: str, mode: str = "review") -> Lookup:
        """A key was pressed, by its name in the keymap; `mode` says where the focus is."""
        return self.pressing.press(key, mode)

    def goes_on(self, key: str, mode: str) -> bool:
        """Whether a key that is held does the same again."""
        return self.pressing.goes_on(key, mode)

    def is_bound(self, key: str, mode: str) -> bool:
        """Whether a key means something in `mode`, or in the prompt when one is open."""
        return self.pressing.is_bound(key, mode)

    def run(self, command: str, argument: str = "") -> None:
        """Run a command by its id, after what waits. Errors people may see become a sentence."""
        if self.waiting.is_on and command not in AT_ONCE:
            self.waiting.keep(lambda: self.run(command, argument))
            return
        if command in ("find-next", "find-previous"):
            argument = argument or self.asking.sought
        self._answering(lambda: self._run(command, argument))

    def _run(self, command: str, argument: str) -> None:
        if command in WRITING:
            self.asking.leave()  # a menu was used: else the answer would go to what comes next
            if self.project.read_only:
                self.say(self.project.refusal, "error")  # before anything is asked
                return
        if not self._sight.is_all(command):
            function = COMMANDS[command].function
            if not self.waiting.has_clock:
                function = partial(outcome_of, function)
            self._do(function(self.here, argument), command, argument)

    def _answering(self, action: Callable[[], None], is_said: bool = False) -> None:
        """Do what a key or a click asks for. What was said before goes, but no error."""
        before = self.said
        self.lettering.leave()
        self._guarded(lambda: self._on_what_stands(action))
        if self.said is before and not is_said:
            self.telling.go_on()

    def _on_what_stands(self, action: Callable[[], None]) -> None:
        self.opening.catch_up()
        action()

    def _guarded(self, action: Callable[[], None]) -> None:
        """Do something; what goes wrong becomes a sentence, and what stands is read anew."""
        try:
            action()
        except AnnotatorError as error:
            worse = self.opening.read_anew()
            self.say(str(worse or error), "error")
        except Exception:  # a fault of the program: it may not be shown as if it were written
            self.opening.read_anew()
            raise

    # -- outcomes

    def _do(self, outcome: Outcome, command: str, argument: str = "") -> None:
        match outcome:
            case Selection():
                self.select(outcome)
            case Found():
                self.select(outcome.selection)
                self.say(outcome.told)
            case Act():
                self._act(outcome, command, argument)
            case Say():
                self.say(outcome.text)
            case Copy():
                self.telling.tell(Copied(outcome.text))
                self.say(f"Copied: {quoted(outcome.text)}")
            case Prompt():
                self.ask(outcome)
            case Want():
                self._fulfil(outcome.name)
            case Wait():
                self._wait(outcome, command, argument)
            case More():
                self.waiting.begin(Awaited(command, partial(self.run, command, argument)), 0)
            case _:
                self._reach(outcome)

    def _reach(self, outcome: Open | Show | ActInAll | Turn | NewLabel) -> None:
        """Do what may go beyond the release in hand."""
        match outcome:
            case Open():
                self.opening.open_beside(outcome.direction)
            case Show():
                place = partial(self.hand.on_place, outcome)
                if outcome.release is not None and not self.hand.holds(outcome.release):
                    self.opening.open(outcome.release, place)
                else:
                    self.select(place())
            case ActInAll():
                self.acting.act_in_all(outcome)
            case NewLabel(name):
                self.project.add_labels(label_named(name))
                self.telling.tell(LabelsChanged())
                self.run("label", name)
            case Turn(direction):
                told = "Taking it back…" if direction < 0 else "Doing it again…"
                now = partial(self.acting.turn, direction)
                self._announced(now, self.acting.size, told, "undo" if direction < 0 else "redo")

    def _act(self, act: Act, command: str, argument: str) -> None:
        now = partial(self._act_now, act, command, argument)
        self._announced(now, len(act.decisions), announced(act), command)

    def _announced(self, now: Callable[[], None], size: int, told: str, command: str) -> None:
        """Do what has to do with so many items; what takes long is said first, and painted."""
        if size < MANY or not self.waiting.has_clock:
            now()
        else:
            self.say(told)
            self.waiting.begin(Awaited(command, partial(self._answering, now)), BREATH)

    def _act_now(self, act: Act, command: str, argument: str) -> None:
        is_done = self.acting.act(act, command)
        self._repeating.remember(command, argument)
        if is_done and act.opens_next:
            self.opening.open_beside(0)
            self.telling.hide()

    def _wait(self, wait: Wait, command: str, argument: str) -> None:
        """Run it again when the structure at an offset has come, or without one after a while."""
        self.say(READING)
        awaited = Awaited(
            command,
            partial(self._run_unparsed, wait.offset, command, argument),
            partial(self.run, command, argument),
            lambda: not self.hand.awaits_structure(wait.offset),
        )
        self.waiting.begin(awaited, LIMIT)

    def _run_unparsed(self, offset: int, command: str, argument: str) -> None:
        """Run a command with what the text alone tells; the structure at `offset` is given up."""
        self.hand.give_up_structure(offset)
        here, function = self.hand.here_unparsed(), COMMANDS[command].function
        self._answering(lambda: self._do(function(here, argument), command, argument))
        if not self.said.text:
            self.say(LATE)

    def _fulfil(self, name: str) -> None:
        """Do what is wanted of a room here or, where that is none of them, of the window."""
        command, _, argument = name.partition(" ")
        own = {
            "run": lambda: self.run(argument),
            SAME_IN_PROJECT: self._search.begin,
            "repeat": self._repeating.repeat,
            WITHDRAW_IMPORT: self._ask_to_withdraw_import,
            NEXT_IMPORTED: self.opening.open_imported,
            "palette": lambda: self.ask(palette()),
            "letters": self.lettering.begin,
            "highlights": self._sight.switch_marks,
            "blind": self._sight.switch_blind,
        }
        if command.startswith("prompt-"):
            self.asking.obey(command)
        elif command in own:
            own[command]()
        else:
            self.telling.tell(Wanted(name))

    def _ask_to_withdraw_import(self) -> None:
        self._do(withdraw_import(self.project, self.hand.name), WITHDRAW_IMPORT)

    # -- selecting

    def select(self, selection: Selection) -> None:
        """Select something. Writes nothing."""
        self.hand.selection = selection
        self.telling.tell(Selected())

    def click(self, offset: int, extend: bool = False) -> None:
        """A place in the text was clicked: select what lies there; again, what is around it."""
        self._clicking(lambda: self.select(clicked(self.here, offset, extend)))

    def aim(self, offset: int) -> None:
        """A menu is wanted at a place: what is selected there, or marked, stays selected."""
        self.asking.leave()
        if not is_aimed_at(self.here, offset):
            self.click(offset)

    def drag(self, anchor: int, end: int) -> None:
        """The text between two offsets was dragged over: its tokens are marked."""
        self.asking.leave()
        self.lettering.leave()
        self.waiting.drop()
        dragged = dragged_over(self.here, anchor, end)
        if dragged is not None:
            self._sight.show_marks()
            self.select(dragged)

    def select_item(self, item: str) -> None:
        """Select an item by its id, as a click on its card does."""
        self._clicking(lambda: self.select(self.here.on_item(item)))

    def _clicking(self, action: Callable[[], None]) -> None:
        """Do what a click asks for; what waits is dropped, and hidden highlights are shown.

        A question that is open is left: its answer would go to what is selected by the click.
        """
        self.asking.leave()
        is_dropped = self.waiting.drop()
        self._sight.show_marks()
        self._answering(action, is_dropped)

    # -- questions

    def ask(self, prompt: Prompt) -> None:
        """Put a question; one that is open is left, and what waits is done first."""
        self.settle()
        self.lettering.leave()
        self.asking.put(prompt)

    def type(self, text: str) -> None:
        """The text typed into the open question is now `text`."""
        self.asking.type(text)

    def choose(self, value: str) -> None:
        """Answer the open question with a value."""
        self.asking.choose(value)

    def _answered(self, prompt: Prompt, value: str) -> None:
        self._guarded(lambda: self._do(prompt.answer(self.here, value), prompt.kind, value))
