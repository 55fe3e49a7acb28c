"""The session: one person, one project, one release in hand.

A key becomes a command, a command an outcome, an outcome a selection or a step. A step is recorded
by the project before anybody hears of it. Listeners are told what changed and repaint only that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from annotator.edit.alike import count_alike
from annotator.edit.commands import COMMANDS
from annotator.edit.events import (
    Changed,
    Copied,
    Event,
    LettersShown,
    Listener,
    Opened,
    Prompted,
    QueueChanged,
    Said,
    Selected,
    Tone,
    Typed,
    Wanted,
)
from annotator.edit.everywhere import COMMAND as SAME_IN_PROJECT
from annotator.edit.everywhere import (
    Slices,
    asked,
    head_start,
    in_one_go,
    look_through,
    search_for,
    told_in_all,
)
from annotator.edit.here import (
    RECENT_CLAIMERS,
    Here,
    Lines,
    ParagraphLines,
    no_structure,
    nothing_comes,
    paragraph_at,
)
from annotator.edit.keys import Binding, Keymap, Lookup, Matched, Nothing, Pending
from annotator.edit.lettering import MODE, Lettering
from annotator.edit.modes import SHOW_FIRST, SHOW_ONLY, Modes, without_names
from annotator.edit.moving import NOTHING_OPEN
from annotator.edit.outcomes import Act, ActInAll, Copy, Open, Outcome, Say, Show, Turn, Wait, Want
from annotator.edit.places import Places
from annotator.edit.pointing import clicked, dragged_over, is_aimed_at
from annotator.edit.prompts import Prompt
from annotator.edit.structures import NoStructures, Passage, Structures
from annotator.edit.words import described, overlap_of, quoted, stays, told
from annotator.model.errors import AnnotatorError
from annotator.model.fold import Fold
from annotator.model.masking import Mask
from annotator.model.paragraphs import Paragraph, paragraphs
from annotator.model.passages import passage_at
from annotator.model.records import Release
from annotator.model.selection import Selection
from annotator.model.spans import Span, Words
from annotator.model.steps import Step
from annotator.model.structure import Structure
from annotator.store.queue import Counts

if TYPE_CHECKING:
    from annotator.store.acting import ReadyAct, Recorded
    from annotator.store.project import Project
    from annotator.store.queue import QueueRow

READING = "Reading the sentence…"
T = TypeVar("T")
_REPEATED = {c.id for c in COMMANDS.values() if c.menu == "Judge"} - {"same", SAME_IN_PROJECT} | {
    "claimer"
}
"""The commands that decide on what is selected."""
_COUNTED = 100_000
"""Code points up to which a release is looked through for equal strings at each selection."""


class Session:
    """What the window, the simulator and the tests talk to. Knows no Qt."""

    def __init__(
        self, project: Project, keymap: Keymap, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.project = project
        self.keymap = keymap
        self.listeners: list[Listener] = []
        self.release: Release | None = None
        self.paragraphs: list[Paragraph] = []
        self.fold = Fold()
        """What stands in the release in hand."""
        self.places = Places(self.fold)
        self.modes = Modes()
        self._looked_at: set[str] = set()
        self.selection = Selection(Span(0, 0))
        self.lines: Lines = ParagraphLines([])
        self.prompt: Prompt | None = None
        self.suggesting = False
        """Whether a suggester works on this project."""
        self._has_run = False
        self.said = Said("", "quiet")
        self.slices: Slices = in_one_go
        """Goes through what takes long; the window does it between two keys."""
        self._window_lines = False
        self._clock = clock
        self._since = clock()
        self._keys = ""
        self._sought = ""
        self._before_prompt: Selection | None = None
        self.lettering = Lettering(
            lambda: self.here, self.select, lambda shown: self._tell(LettersShown(shown)), self.say
        )
        self._last: tuple[str, str] | None = None
        """The last decision as command and argument, for `repeat`."""
        self.structures: Structures = NoStructures()
        self._waiting: tuple[str, str, bool] | None = None
        """A command that waits for a structure, its argument, and whether it must not be lost."""

    # -- the release in hand

    @property
    def selection(self) -> Selection:
        """What is selected; whatever is selected was looked at."""
        return self._selection

    @selection.setter
    def selection(self, selection: Selection) -> None:
        self._selection = selection
        self.modes.select(self.fold.items.get(selection.item or ""))
        if selection.item is not None:
            self._looked_at.add(selection.item)

    @property
    def text(self) -> str:
        """The untouched text of the release in hand."""
        return self.release.text if self.release else ""

    def read_release_again(self) -> None:
        """What is known of the release in hand, its language for one, was changed."""
        if self.release is not None:
            self.release = self.project.release(self.release.id)

    def _read_fold(self) -> None:
        """Take the fold that the project keeps; it is brought up to date by every step."""
        self.fold = self.project.fold(self.release.id) if self.release else Fold()
        self.places = Places(self.fold)
        self.modes.forget()

    def use_lines(self, lines: Lines) -> None:
        """Let the window say where lines are."""
        self.lines = lines
        self._window_lines = True

    def open(self, release_id: str) -> None:
        """Take a release in hand; its first open suggestion is selected."""
        self._answering(lambda: self._open(release_id))

    def _open(self, release_id: str | None) -> None:
        self._leave_prompt()
        self.release = None if release_id is None else self.project.release(release_id)
        self._looked_at = set()
        self.modes.opened()
        self.selection = Selection(Span(0, 0))
        self.paragraphs = paragraphs(self.text)
        if not self._window_lines:
            self.lines = ParagraphLines(self.paragraphs)
        self._read_fold()
        self._look_for_run()
        self.selection = self._first_selection()
        self._since = self._clock()
        self._tell(Opened())

    def show(self) -> None:
        """Tell every listener what is in hand, also one that came later."""
        self._tell(Opened())

    def _look_for_run(self) -> None:
        """Ask whether a suggester has been through the release in hand, whatever it found."""
        release = self.release
        self._has_run = release is not None and self.project.queue_row(release.id).suggested

    @property
    def awaits_suggestions(self) -> bool:
        """Whether the suggester is still to go through the release in hand."""
        if self.release is None or self.fold.state == "finished":
            return False
        return self.suggesting and not self._has_run

    def _first_selection(self) -> Selection:
        top = Selection(Span(0, 0))
        if self.release is None:
            return top
        here = self._here(top)
        top = Selection(here.token(0))
        return here.on_item(self.places.open[0][1]) if self.places.open else top

    def open_first(self) -> None:
        """Open the first release that is not finished or, when all are, the first.

        Raise `AnnotatorError` when the project cannot be read.
        """
        unfinished = self.project.next_unfinished()
        first = next(iter(self.project.queue(limit=1)), None)
        self._open(unfinished or (first.release if first else None))

    def _open_beside(self, direction: int) -> None:
        """Open the release after or before in the queue; 0: the next one that is not finished."""
        now = self.release.id if self.release else None
        if direction == 0 or now is None:
            found = self.project.next_unfinished(now)
            otherwise = "Every release of this project is finished: export is next"
        else:
            found = self.project.beside(now, direction)
            otherwise = f"This is the {'last' if direction > 0 else 'first'} release"
        if found is None:
            self.say(otherwise)
        else:
            self._open(found)

    def _in_hand(self) -> str:
        return self.release.id if self.release else ""

    def _is_in_hand(self, release_id: str) -> bool:
        return self.release is not None and self.release.id == release_id

    def queue_length(self, search: str = "") -> int:
        """How many releases of the project have a title, publisher or date that fit `search`."""
        return self._readable(lambda: self.project.queue_length(search), 0)

    def queue_page(self, search: str, first: int, count: int) -> list[QueueRow]:
        """Those releases from a place on."""
        return self._readable(lambda: self.project.queue(search, limit=count, offset=first), [])

    def queue_place(self, search: str, release_id: str) -> int | None:
        """Where a release stands among them, from 0; None when it does not fit."""
        return self._readable(lambda: self.project.queue_place(release_id, search), None)

    def queue_row(self, release_id: str) -> QueueRow | None:
        """One release as the queue shows it."""
        return self._readable(lambda: self.project.queue_row(release_id), None)

    def counts(self) -> Counts:
        """How many releases and items there are, by state."""
        return self._readable(self.project.counts, Counts())

    def _readable(self, read: Callable[[], T], otherwise: T) -> T:
        """What a pane asks for while it is drawn: when that cannot be read, it is said."""
        try:
            return read()
        except AnnotatorError as error:
            self.say(str(error), "error")
            return otherwise

    def suggestions_came(self, release_id: str) -> None:
        """Suggestions of a release were stored: show them if it is the one in hand."""
        if self._is_in_hand(release_id):
            self.lettering.leave()
            untouched = self.selection.item is None and self.selection.mark is None
            untouched = untouched and self._waiting is None
            self._read_fold()
            self._look_for_run()
            if untouched and self.places.open and self.fold.state == "new":
                self.selection = self._first_selection()
            self._tell(Opened())
        self._tell(QueueChanged(release_id))

    def describe_selection(self) -> str:
        """What is selected and why it was suggested, in a line; "" when nothing is."""
        here = self.here
        if self.modes.marks_hidden:
            return "Highlights are hidden, so that you can read"
        if here.item is None:
            return ""
        count = count_alike(here) if len(self.text) <= _COUNTED else 0
        key = self.keymap.shown("same", "")
        more = [f"{key} does the same to {count} more"] if count and key else []
        return " · ".join([described(here.item, self.words), *more])

    # -- what is out of sight

    @property
    def mask(self) -> Mask | None:
        """The mask over the names of the release in hand; None while they may be read."""
        return self.modes.mask(self.text, self.fold)

    @property
    def words(self) -> Words:
        """The text of the release in hand as it may be read now."""
        return self.mask or self.text

    @property
    def title(self) -> str:
        """The title of the release in hand as it may be read now."""
        title = self.release.title if self.release else ""
        return title if self.mask is None else self.mask.hide(title)

    def judge_blind(self, blind: bool) -> None:
        """Mask names while open claims are judged, or show them always."""
        self.modes.turn(blind)
        self._tell(Selected())

    def _toggle_blind(self) -> None:
        self.judge_blind(not self.modes.blind)
        if self.modes.blind:
            self.say(f"Blind mode: names are masked while you judge a claim{self.modes.limit}")
        else:
            self.say("Blind mode is off: names can be read")

    def _show_marks(self, shown: bool = True) -> None:
        if self.modes.marks_hidden == shown:
            self.modes.marks_hidden = not shown
            self._tell(Selected())

    def _brings_marks_back(self, command: str) -> bool:
        """Show marks for a command that needs them; whether that is all that is to be done."""
        if not self.modes.marks_hidden or command not in SHOW_ONLY | SHOW_FIRST:
            return False
        self._show_marks()
        if command in SHOW_ONLY:
            self.say("Highlights are shown again; nothing was decided")
        return command in SHOW_ONLY

    @property
    def here(self) -> Here:
        """What a command sees now."""
        return self._here(self.selection)

    def _here(self, selection: Selection) -> Here:
        return Here(
            self.text,
            self.paragraphs,
            self.fold,
            self.places,
            selection,
            self.project.scheme,
            self.lines,
            lambda: self.project.recent_claimers(RECENT_CLAIMERS),
            self.awaits_suggestions,
            self._looked_at,
            self.mask,
            self._structure_at,
            self._awaits_structure,
        )

    # -- structures

    def passage_at(self, offset: int) -> Passage | None:
        """The passage of the release in hand at an offset; None where there is no text."""
        paragraph = paragraph_at(self.paragraphs, offset)
        if self.release is None or paragraph is None:
            return None
        span = passage_at(self.text, paragraph.span, offset)
        text, language = span.text(self.text), self.release.language
        return Passage(self.release.id, span, text, language, paragraph.kind)

    def _structure_at(self, offset: int) -> Structure | None:
        passage = self.passage_at(offset)
        return None if passage is None else self.structures.structure(passage)

    def _awaits_structure(self, offset: int) -> bool:
        passage = self.passage_at(offset)
        return passage is not None and self.structures.is_coming(passage)

    def structure_came(self) -> None:
        """A structure came, or will not come any more: run the command that waits for one."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            command, argument, _ = waiting
            self.run(command, argument)

    def settle(self) -> None:
        """Something else comes first: what waits is done without a structure, or forgotten."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        command, argument, keeps = waiting
        if keeps:
            here = replace(self.here, structure_at=no_structure, awaits_structure=nothing_comes)
            function = COMMANDS[command].function
            self._guarded(lambda: self._do(function(here, argument), command, argument))

    # -- keys and commands

    def press(self, key: str, mode: str = "review") -> Lookup:
        """A key was pressed, by its name in the keymap; `mode` says where the focus is."""
        self.settle()
        if self.lettering.shown is not None and (typed := self._press_at_letters(key)):
            return typed
        mode = "prompt" if self.prompt is not None else mode
        keys = f"{self._keys} {key}" if self._keys else key
        found = self.keymap.look_up(mode, keys)
        if isinstance(found, Nothing) and mode == "pane":
            found = self.keymap.look_up("review", keys)
        self._keys = keys if isinstance(found, Pending) else ""
        self._tell(Typed(self._keys, found))
        if isinstance(found, Matched):
            self.run(found.binding.command, found.binding.argument)
        elif isinstance(found, Nothing) and self.prompt is not None and len(key) == 1:
            self.type(self.prompt.text + key)
        return found

    def _press_at_letters(self, key: str) -> Lookup | None:
        """A key while letters stand at the words; None, and they are gone, when it is none."""
        found = self.keymap.look_up(MODE, key)
        if isinstance(found, Matched):
            self.lettering.obey(found.binding.command)
            return found
        if len(key) == 1 and key.isalpha():
            self.lettering.type(key)
            return Matched(Binding("letters", key))
        self.lettering.leave()
        return None

    def is_bound(self, key: str, mode: str) -> bool:
        """Whether a key means something in `mode`, or in the prompt when one is open."""
        mode = "prompt" if self.prompt is not None else mode
        return not isinstance(self.keymap.look_up(mode, key), Nothing)

    def run(self, command: str, argument: str = "") -> None:
        """Run a command by its id. Errors that people may see become a sentence."""
        self.settle()
        if command == "find-next":
            argument = argument or self._sought
        self._answering(lambda: self._run(command, argument))

    def _run(self, command: str, argument: str) -> None:
        if not self._brings_marks_back(command):
            self._do(COMMANDS[command].function(self.here, argument), command, argument)

    def _answering(self, action: Callable[[], None]) -> None:
        """Do what a key or a click asks for. What was said before goes, but not what went wrong."""
        before = self.said
        self.lettering.leave()
        self.settle()
        self._guarded(action)
        if self.said is before and before.text and before.tone != "error":
            self.say("")

    def _guarded(self, action: Callable[[], None]) -> None:
        """Do something; what goes wrong becomes a sentence, and what stands is read anew."""
        try:
            action()
        except AnnotatorError as error:
            worse = self._recover()
            self.say(str(worse or error), "error")

    def _recover(self) -> AnnotatorError | None:
        """Read anew what stands; when not even that can be done, put the release down."""
        try:
            self._read_fold()
        except AnnotatorError as error:
            self._open(None)
            return error
        self.show()
        return None

    def _do(self, outcome: Outcome, command: str, argument: str = "") -> None:
        match outcome:
            case Selection():
                self.select(outcome)
            case Act():
                self._act(outcome, command)
                self._remember(command, argument)
            case Say():
                self.say(outcome.text)
            case Copy():
                self._tell(Copied(outcome.text))
                self.say(f"Copied: {quoted(outcome.text)}")
            case Open() | Show() | ActInAll():
                self._reach(outcome)
            case Turn():
                self._turn(outcome.direction)
            case Prompt():
                self.ask(outcome)
            case Want() | Wait():
                self._put_off(outcome, command, argument)

    def _remember(self, command: str, argument: str) -> None:
        """Keep the decision for `repeat`; one that means nothing elsewhere takes its place."""
        if command in _REPEATED:
            self._last = command, argument
        elif command not in COMMANDS or COMMANDS[command].menu in ("Mark", "Claim"):
            self._last = None  # a command, or the answer to a question of one

    def _put_off(self, outcome: Want | Wait, command: str, argument: str) -> None:
        """Do what is for another part of the program, now or when that has answered."""
        if isinstance(outcome, Want):
            self._fulfil(outcome.name)
        else:
            self._waiting = command, argument, outcome.keeps
            self.say(READING)

    def _fulfil(self, name: str) -> None:
        command, _, argument = name.partition(" ")
        if command == "run":
            self.run(argument)
        elif command.startswith("prompt-"):
            self._answer(command)
        elif command == SAME_IN_PROJECT:
            self._search_project()
        elif command == "repeat":
            self._repeat()
        elif command == "letters":
            self.lettering.begin()
        elif command == "highlights":
            self._show_marks(self.modes.marks_hidden)
        elif command == "blind":
            self._toggle_blind()
        else:
            self._tell(Wanted(name))

    def _repeat(self) -> None:
        """Do the last decision again: to what is selected if it is open, else to the next open."""
        if self._last is None:
            self.say("There is no decision that can be repeated")
            return
        here = self.here
        if here.item is None or not here.item.is_open:
            name = self.places.next_open(here.place)
            if name is None:
                self.say(NOTHING_OPEN)
                return
            self.select(here.on_item(name))
        self.run(*self._last)

    def _search_project(self) -> None:
        """Look for the string of the selected entity in every release, then ask what to do."""
        search = search_for(self.here, self._in_hand(), self.project.counts().releases)
        if search is None:
            return

        def found(_: object, error: AnnotatorError | None) -> None:
            if error is not None:
                self.say(str(error), "error")
            elif not search.is_whole:
                self.say(f"Stopped looking after {search.told()}; nothing was done")
            elif self._is_asked or not search.is_of(self.here, self._in_hand()):
                self.say("The project is looked through, but you went on meanwhile: ask again")
            else:
                self._do(asked(search), SAME_IN_PROJECT)

        values = look_through(self.project, search, self.suggesting)
        head_start(values)
        if search.is_whole:
            found(None, None)
            return
        words = quoted(search.verdict.words)
        self.slices(values, f"Looking for {words}", lambda _: search.told(), found)

    @property
    def _is_asked(self) -> bool:
        """Whether the next key is an answer to something."""
        return self.prompt is not None or self.lettering.shown is not None

    def _reach(self, outcome: Open | Show | ActInAll) -> None:
        """Do what goes beyond the release in hand."""
        match outcome:
            case Open():
                self._open_beside(outcome.direction)
            case Show():
                self._show_place(outcome)
            case ActInAll():
                self._act_in_all(outcome)

    def _show_place(self, place: Show) -> None:
        if place.release is not None and not self._is_in_hand(place.release):
            self._open(place.release)
        item = self.fold.items.get(place.item or "")
        if item is not None and not item.is_void:
            self.select(self.here.on_item(item.id))
        else:
            caret = self.here.token(place.span.start)
            self.select(Selection(caret, anchor=caret, mark=place.span))

    def select(self, selection: Selection) -> None:
        """Select something. Writes nothing."""
        self.selection = selection
        self._tell(Selected())

    def click(self, offset: int, extend: bool = False) -> None:
        """A place in the text was clicked: select what lies there; again, what is around it."""
        self._show_marks()
        self._answering(lambda: self.select(clicked(self.here, offset, extend)))

    def aim(self, offset: int) -> None:
        """A menu is wanted at a place: what is selected there, or marked, stays selected."""
        if not is_aimed_at(self.here, offset):
            self.click(offset)

    def drag(self, anchor: int, end: int) -> None:
        """The text between two offsets was dragged over: its tokens are marked."""
        self.lettering.leave()
        self.settle()
        dragged = dragged_over(self.here, anchor, end)
        if dragged is not None:
            self._show_marks()
            self.select(dragged)

    def select_item(self, item: str) -> None:
        """Select an item by its id, as a click on its card does."""
        self._show_marks()
        self._answering(lambda: self.select(self.here.on_item(item)))

    # -- steps

    def _act(self, act: Act, command: str) -> None:
        if self.release is None:
            self.say("Open a release first")
            return
        now = self._clock()
        decisions = self.modes.decided(act.decisions)
        step = Step(command, decisions, self.selection, act.state, now - self._since)
        recorded = self.project.record(self.release.id, step)
        self._since = now
        self.selection = act.after
        self._took(recorded)
        self.say(self._told(recorded, act.note), "done")
        if act.opens_next:
            self._open_beside(0)

    def _act_in_all(self, act: ActInAll) -> None:
        now = self._clock()
        seconds, first = now - self._since, act.releases[0]

        def decide(release: Release, fold: Fold) -> Step | None:
            step = act.decide(release, fold)
            return replace(step, seconds=seconds) if step and release.id == first else step

        ready = self.project.make_ready(act.releases, decide)

        def over(_: object, error: AnnotatorError | None) -> None:
            if error is not None:
                self.say(str(error), "error")
            elif not ready.is_whole:
                self.say(f"Stopped after {ready.told()}; nothing was written")
            else:
                self._guarded(lambda: self._write_all(ready, act.note, now))

        values = ready.steps()
        head_start(values)
        if ready.is_whole:
            over(None, None)
        else:
            self.slices(values, "Judging equal strings", lambda _: ready.told(), over)

    def _write_all(self, ready: ReadyAct, note: str, now: float) -> None:
        """Write what was made ready, in one go."""
        recorded = self.project.record_ready(ready)
        if recorded is None:
            return
        self._since = now
        self._took(recorded)
        key = self.keymap.shown("undo")
        what = f"{self._in_words(recorded)}{note}"
        self.say(f"{what}. {key} undoes" if key else what, "done")

    def _took(self, recorded: Recorded) -> None:
        if self.project.fold(recorded.step.release) is self.fold:
            self.places.update(recorded.changes.items)
            self.modes.update(recorded.changes.items, self.fold)
            self._tell(Changed(recorded.changes))
        else:  # an error elsewhere made the project read it anew
            self._read_fold()
            self._tell(Opened())
        self._tell(Selected())
        self._tell(QueueChanged(None if recorded.others else recorded.step.release))

    def _told(self, recorded: Recorded, note: str) -> str:
        key, step = self.keymap.shown("undo"), recorded.step.step
        parts = (self._in_words(recorded), overlap_of(step, self.here), stays(step, self.fold))
        what = ", ".join(filter(None, (*parts, note)))
        return f"{what}. {key} undoes" if key else what

    def _in_words(self, recorded: Recorded) -> str:
        """What a step did to the release in hand."""
        assert self.release is not None
        if recorded.step.step.command == SAME_IN_PROJECT:
            return told_in_all(recorded, self.fold, self.words)
        return told(recorded.step.step, self.fold, self.release, self.words)

    def _turn(self, direction: int) -> None:
        recorded = self.project.undo() if direction < 0 else self.project.redo()
        if recorded is None:
            self.say("There is nothing to undo" if direction < 0 else "There is nothing to redo")
            return
        if not self._is_in_hand(recorded.step.release):
            self._open(recorded.step.release)
            self._tell(QueueChanged(recorded.step.release))
        self.selection = self._selection_of(recorded, direction)
        self._took(recorded)
        what = self._in_words(recorded)
        verb = "Took back" if direction < 0 else "Did again"
        self.say(f"{verb}: {what[:1].lower()}{what[1:]}", "done")

    def _selection_of(self, recorded: Recorded, direction: int) -> Selection:
        """Undo puts the selection back; redo selects what it touched."""
        step = recorded.step.step
        before = step.selection
        if direction > 0 and len(step.decisions) == 1 and not recorded.others:
            item = self.fold.items.get(step.decisions[0].item)
            if item is not None and item.is_shown:
                return self.here.on_item(item.id)
        if before.item is not None and before.item not in self.fold.items:
            before = replace(before, item=None)
        return before

    # -- prompts

    def ask(self, prompt: Prompt) -> None:
        """Put a question; one that is open is left."""
        self.settle()
        self._leave_prompt()
        self.lettering.leave()
        self._before_prompt = self.selection
        self.prompt = prompt = self._with_keys(prompt)
        self._tell(Prompted(prompt))

    def _with_keys(self, prompt: Prompt) -> Prompt:
        """The palette and the labels show their keys; claimers have no names while masked."""
        if prompt.kind == "claimer" and self.mask is not None:
            return without_names(prompt, self.mask)
        shown = self.keymap.shown
        if prompt.kind == "palette":
            keys = [shown(choice.value, "") for choice in prompt.choices]
        elif prompt.kind == "label":
            keys = [shown("label", str(number + 1)) for number in range(len(prompt.choices))]
        else:
            return prompt
        choices = (replace(c, keys=k) for c, k in zip(prompt.choices, keys, strict=True))
        return replace(prompt, choices=tuple(choices))

    def type(self, text: str) -> None:
        """The text typed into the open prompt is now `text`."""
        if self.prompt is None:
            return
        at_once = self.prompt.answered_by(text)
        if at_once is not None:
            self.choose(at_once)
            return
        prompt, before = self.prompt.typed(text), self._before_prompt
        if prompt.preview is not None and before is not None:
            self.select(prompt.preview(self._here(before), text))
        told = prompt.tells(self.here, text) if prompt.tells is not None else ""
        self.prompt = replace(prompt, told=told)
        self._tell(Prompted(self.prompt))

    def choose(self, value: str) -> None:
        """Answer the open prompt with a value."""
        prompt = self.prompt
        if prompt is None:
            return
        self._close_prompt()
        if prompt.kind == "find":
            self._sought = value
        self._guarded(lambda: self._do(prompt.answer(self.here, value), prompt.kind, value))

    def _answer(self, command: str) -> None:
        if self.prompt is None:
            return
        if command == "prompt-cancel":
            before = self._before_prompt
            self._leave_prompt()
            if before is not None and before != self.selection:
                self.select(before)
        elif command == "prompt-choose":
            value = self.prompt.value()
            if value is not None:
                self.choose(value)
        else:
            self.prompt = self.prompt.moved(1 if command == "prompt-next" else -1)
            self._tell(Prompted(self.prompt))

    def _close_prompt(self) -> None:
        if self.prompt is not None:
            self.prompt = self._before_prompt = None
            self._tell(Prompted(None))

    def _leave_prompt(self) -> None:
        left = self.prompt.left if self.prompt is not None else None
        self._close_prompt()
        if left is not None:
            left()

    # -- telling

    def say(self, text: str, tone: Tone = "quiet") -> None:
        """Put a sentence on the status line."""
        self.said = Said(text if self.mask is None else self.mask.hide(text), tone)
        self._tell(self.said)

    def _tell(self, event: Event) -> None:
        for listener in list(self.listeners):
            listener(event)
