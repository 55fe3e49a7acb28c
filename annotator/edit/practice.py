"""The practice: a session that gives one task after the other, at the person's own pace.

What is done is seen from what stands, what is selected and which commands were run. Every task
begins where the keys of the one before end: a practice that strayed is brought back there by taking
back all steps and playing the tasks before again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from annotator.edit.conditions import CONDITIONS, Seen
from annotator.edit.events import QueueChanged, Wanted
from annotator.edit.guidance import Card, Guide, after
from annotator.edit.keys import Binding, Keymap, Lookup, Matched, Nothing, Pending
from annotator.edit.lesson import Act, Lesson, LessonError, Pointing, Task, Typing
from annotator.edit.queueing import NEXT_IMPORTED
from annotator.edit.session import Session
from annotator.edit.ways import Stop, Way, stop_at
from annotator.edit.withdrawing import WITHDRAW_IMPORT
from annotator.model.selection import Selection
from annotator.store.project import Project

MODE = "practice"
_OWN = ("practice-next", "practice-back", "practice-again")
OF_IMPORTS = (NEXT_IMPORTED, WITHDRAW_IMPORT)
"""What a session does itself elsewhere; here no import came before, and the window says so."""


class PracticeSession(Session):
    """A session on a project that is thrown away, with a lesson.

    `changed` is called when the card may look different. Raise `LessonError` when the keys of a
    task do not do it.
    """

    def __init__(
        self,
        project: Project,
        keymap: Keymap,
        lesson: Lesson,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(project, keymap, clock)
        self._clock = clock
        self.lesson = self.structures = lesson
        self.guide = Guide(keymap, project.scheme)
        self.changed: Callable[[], object] = lambda: None
        self.at = 0
        """The number of the task in hand, from 0; as many as there are when all are done."""
        self.keys = 0
        self.skipped: set[int] = set()
        self._ran: list[str] = []
        self._since_begun: list[str] = []
        self._tries = 0
        self._news = ""
        self._depth = 0
        self._ways: list[Way] = []
        project.add(lesson.release)
        project.add_run(lesson.release.id, lesson.suggestions, seconds=0)
        self._began = 0.0
        self._seconds = 0.0
        self._rehearse()
        self._began = self._clock()

    # -- what the person sees

    @property
    def task(self) -> Task | None:
        """The task in hand; None when all are done."""
        return self.lesson.tasks[self.at] if self.at < len(self.lesson.tasks) else None

    def card(self) -> Card:
        """What the card shows now."""
        total, task = len(self.lesson.tasks), self.task
        if task is None:
            told = after(self._seconds, self.keys, len(self.skipped))
            return self.guide.last_card(total, told, self.lesson.end, self._news)
        if self._tries:
            way, now = self._ways[self.at], self._stop()
            hint = self.guide.hint(task, self._tries, *way.strays(now), way.keys_to(now))
            return self.guide.card(self.at, total, task, hint=hint)
        return self.guide.card(self.at, total, task, told=self._news)

    def help_on(self) -> None:
        """Nothing was pressed for a while: tell what to press, unless all is done."""
        if self.task is not None:
            self._tries = max(self._tries, 2)
            self.changed()

    def all_cards(self) -> Iterator[Card]:
        """Every card there may be, for what has to fit: each with its longest hint."""
        total, tasks = len(self.lesson.tasks), self.lesson.tasks
        for number, task in enumerate(tasks):
            hint = self.guide.hint(task, 2, did_else=True, is_elsewhere=True)
            yield self.guide.card(number, total, task, hint=hint)
        told = after(3599, 999, total)
        yield self.guide.last_card(total, told, self.lesson.end, tasks[-1].done)

    def _stop(self) -> Stop:
        return stop_at(self.here)

    # -- keys and commands: what a person does is looked at when it is over

    def press(self, key: str, mode: str = "review") -> Lookup:
        """A key was pressed. The practice's own keys go first, but not before those of a task."""
        before, own = self.keys, self._own(key)
        with self._looking():
            if own is not None:
                self.run(own.binding.command)
                found: Lookup = own
            else:
                found = super().press(key, mode)
            self.keys += self.keys == before
            if isinstance(found, Nothing) and self.prompt is None:
                self._ran.append(f"key {key}")
        return found

    def _own(self, key: str) -> Matched | None:
        """What a key of the practice does, where it is no key of the task in hand."""
        found, usual = self.keymap.look_up(MODE, key), self.keymap.look_up("review", key)
        if self.prompt is not None or not isinstance(found, Matched) or self.pressing.keys:
            return None
        if isinstance(usual, Pending):
            return None
        meant = self.task.commands() if self.task else []
        is_of_task = isinstance(usual, Matched) and usual.binding in meant
        return None if is_of_task else found

    def is_bound(self, key: str, mode: str) -> bool:
        """Whether a key means something, also to the practice."""
        return self._own(key) is not None or super().is_bound(key, mode)

    def run(self, command: str, argument: str = "") -> None:
        """Run a command; Escape with nothing to let go of leaves the practice, but not at once."""
        if command == "drop" and self._holds_nothing():
            self._ask_to_leave()
            return
        with self._looking():
            self._ran.append(command)
            if command in _OWN:
                self._answering(lambda: self._turn_pages(command))
            else:
                super().run(command, argument)

    def _holds_nothing(self) -> bool:
        """Whether Escape has nothing to do that it does elsewhere."""
        chosen = self.selection.mark or self.here.item or self.hand.search
        return not (chosen or self.modes.marks_hidden)

    def _ask_to_leave(self) -> None:
        """Leave if that was just said: whoever only wants out of something presses it too often."""
        asked = f"{self.keymap.shown('drop')} again leaves the practice"
        if self.said.text == asked:
            self.run("practice")
        else:
            self.say(asked)

    def _fulfil(self, name: str) -> None:
        if name in OF_IMPORTS:
            self.telling.tell(Wanted(name))
        else:
            super()._fulfil(name)

    def type(self, text: str) -> None:
        """Something is typed into a question; each letter is a key."""
        self.keys += 1
        with self._looking():
            super().type(text)

    def choose(self, value: str) -> None:
        """A question is answered."""
        with self._looking():
            super().choose(value)

    @contextmanager
    def _looking(self) -> Iterator[None]:
        """Look at what came of something when all of it is done."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
        if self._depth == 0:
            self._look()

    def _look(self) -> None:
        ran, self._ran = self._ran, []
        task = self.task
        if task is None or any(command in _OWN or command == "practice" for command in ran):
            self.changed()
            return
        self._since_begun += ran
        if self._is_done(task):
            self._done(task)
        elif self._is_wrong(ran):
            self._tries, self._news = self._tries + 1, ""
        elif self._tries and not any(self._ways[self.at].strays(self._stop())):
            self._tries = 0
        self.changed()

    def _is_done(self, task: Task) -> bool:
        seen = Seen(self.here, self._since_begun)
        return all(CONDITIONS[name](seen, value) for name, value in task.when.items())

    def _is_wrong(self, ran: list[str]) -> bool:
        """Whether what was done leads away from the task; an open question decides nothing yet."""
        return self.prompt is None and self._ways[self.at].is_left(self._stop(), ran)

    def _done(self, task: Task) -> None:
        """Go on to the next task, from where it is to begin."""
        way, self._news = self._ways[self.at], task.done
        self.skipped.discard(self.at)
        if self._stop() != way.stops[-1]:
            self._guarded(lambda: self._go_to(self.at + 1, task.done))
        else:
            self._begin(self.at + 1)
        if self.task is None:
            self.say("")  # what finishing a release says is meant for a project

    def select(self, selection: Selection) -> None:
        """Something is selected, by a key or with the mouse."""
        with self._looking():
            super().select(selection)

    # -- from task to task

    def _turn_pages(self, command: str) -> None:
        if command == "practice-again":
            self._go_to(min(self.at, len(self.lesson.tasks) - 1), "From the start of this task")
        elif command == "practice-back":
            self._go_to(max(0, self.at - 1), "One task back")
        elif self.task is not None:
            self.skipped.add(self.at)
            self._go_to(self.at + 1, "Skipped: it was done for you")

    def go_to(self, number: int) -> None:
        """Go on with the task of this number, as if those before were done."""
        self._answering(lambda: self._go_to(number, ""))
        self.changed()

    def _go_to(self, number: int, told: str) -> None:
        self.asking.leave()
        with self._unheard():
            self.modes.marks_hidden = False
            self.modes.turn(False)
            self._take_all_back()
            for task in self.lesson.tasks[:number]:
                for act in task.acts:
                    self._play(act)
        self.say("")
        self._begin(number)
        self._news = told
        self.show()
        self.telling.tell(QueueChanged(self.lesson.release.id))

    def _begin(self, number: int) -> None:
        self.at, self._tries = number, 0
        self._since_begun = []
        if self.task is None:
            self._seconds = self._clock() - self._began

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        """Play something that nobody hears of and nobody is judged by."""
        listeners, self.listeners = self.listeners, []
        keys, self._depth = self.keys, self._depth + 1
        try:
            yield
        finally:
            self.listeners, self.keys, self._depth = listeners, keys, self._depth - 1
            self._ran = []

    def _take_all_back(self) -> None:
        while self.project.undo() is not None:
            pass
        self.opening.open(self.lesson.release.id)

    def _play(self, act: Act) -> None:
        match act:
            case Binding(command, argument):
                self.run(command, argument)
            case Typing(text):
                self.type(text)
            case Pointing(word):
                for letter in self.letters_at(word):
                    self.lettering.type(letter)

    def letters_at(self, word: str) -> str:
        """What is to be typed for a word that has letters now: the one nearest to the caret."""
        shown, caret = self.lettering.shown, self.selection.caret
        fitting = shown.fitting() if shown else {}
        called = [(span, typed) for typed, span in fitting.items() if span.text(self.text) == word]
        called.sort(key=lambda found: abs(found[0].start - caret.start))
        return called[0][1] if called else ""

    # -- how it is meant to go

    def _rehearse(self) -> None:
        """Play the lesson once, and remember what every task looks like."""
        with self._unheard():
            self._take_all_back()
            for number, task in enumerate(self.lesson.tasks, start=1):
                self._begin(number - 1)
                if self._is_done(task):
                    raise LessonError(f"practice.toml: task {number} is done before it begins.")
                self._ways.append(self._way(task))
                if not self._is_done(task):
                    raise LessonError(f"practice.toml: task {number} is not done by its own keys.")
            self._take_all_back()
        self._begin(0)

    def _way(self, task: Task) -> Way:
        stops, self._ran = [self._stop()], []
        for act in task.acts:
            self._play(act)
            stops.append(self._stop())
        self._since_begun += self._ran
        return Way(task, tuple(stops))
