"""Who suggests for many releases: this process, or several at once. Imports no spaCy.

Both hand out what they found batch by batch, in the order in which they were asked.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import deque
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Protocol

from annotator.model.errors import AnnotatorError
from annotator.model.plain import suggestion_from_plain
from annotator.processes import additions, command
from annotator.suggest.choice import Choice
from annotator.suggest.together import Outcome, Wanted, suggested_together

if TYPE_CHECKING:
    from annotator.suggest.suggesters import Suggesters

Outcomes = Generator[list[Outcome], None, None]
_ENDED = "The suggester's process ended while it read this release."


class CrewError(AnnotatorError):
    """A process of the suggester cannot be started, or says nothing sensible."""


class _EndedError(Exception):
    """A process ended while somebody waited for its answer."""


class Crew(Protocol):
    """Suggests for batches of releases."""

    def outcomes(self, batches: Iterable[Sequence[Wanted]]) -> Outcomes:
        """What is found in each batch, in their order."""

    def news(self) -> list[str]:
        """What is off, in plain sentences: those that came up since this was last asked."""

    def close(self) -> None:
        """End what was started."""


class Alone:
    """This process."""

    def __init__(self, suggesters: Suggesters) -> None:
        self._suggesters = suggesters

    def outcomes(self, batches: Iterable[Sequence[Wanted]]) -> Outcomes:
        """What is found in each batch; each is read when it is asked for."""
        for batch in batches:
            yield suggested_together(self._suggesters, batch)

    def news(self) -> list[str]:
        """What is off."""
        return self._suggesters.news()

    def close(self) -> None:
        """Nothing was started."""


class Processes:
    """Several processes, each with pipelines of its own; they end with this one."""

    def __init__(self, choice: Choice, count: int) -> None:
        """Start `count` processes. Raise `CrewError` when what is chosen cannot be loaded."""
        self._choice = choice
        self._news: dict[str, bool] = {}
        """Sentences, and whether they were told."""
        self._count = count
        self._idle: SimpleQueue[_Child] = SimpleQueue()
        self._children = [_Child(choice) for _ in range(count)]
        try:
            for child in self._children:
                self._hear(child.wait_until_ready())
                self._idle.put(child)
        except BaseException:
            self.close()
            raise

    def outcomes(self, batches: Iterable[Sequence[Wanted]]) -> Outcomes:
        """What is found in each batch; each process has one ahead of it."""
        threads = ThreadPoolExecutor(self._count)
        ahead: deque[Future[list[Outcome]]] = deque()
        try:
            for batch in batches:
                ahead.append(threads.submit(self._read, batch))
                if len(ahead) > 2 * self._count:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            threads.shutdown(cancel_futures=True)

    def news(self) -> list[str]:
        """What is off: each sentence once, whichever process says it."""
        new = [sentence for sentence, told in list(self._news.items()) if not told]
        self._news |= dict.fromkeys(new, True)
        return new

    def close(self) -> None:
        """End every process."""
        for child in self._children:
            child.close()

    def _hear(self, notes: Iterable[str]) -> None:
        for note in notes:
            self._news.setdefault(note, False)

    def _read(self, batch: Sequence[Wanted]) -> list[Outcome]:
        """Have a process read `batch`; when it ends of it, have each release read by itself."""
        try:
            return self._asked(batch)
        except _EndedError:
            if len(batch) == 1:
                return [Outcome([], [_ENDED], 0.0)]
            return [outcome for wanted in batch for outcome in self._read([wanted])]

    def _asked(self, batch: Sequence[Wanted]) -> list[Outcome]:
        child = self._idle.get()
        try:
            outcomes, notes = child.ask(batch)
        except _EndedError:
            child = self._instead_of(child)
            raise
        finally:
            self._idle.put(child)
        self._hear(notes)
        return outcomes

    def _instead_of(self, child: _Child) -> _Child:
        child.close()
        self._children.remove(child)
        new = _Child(self._choice)
        self._children.append(new)
        new.wait_until_ready()
        return new


class _Child:
    """One process, asked for one batch at a time."""

    def __init__(self, choice: Choice) -> None:
        self._process = subprocess.Popen(
            command("annotator.suggest", ["--choice", choice.to_json()]),
            env={**os.environ, **additions()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="ascii",
            # Ctrl-C is for the program, which then ends it.
            start_new_session=True,
        )

    def wait_until_ready(self) -> list[str]:
        """What it says is off. Raise `CrewError` when it could not load what was chosen."""
        try:
            said = self._line()
        except _EndedError:
            raise CrewError("The suggester's process could not be started.") from None
        if "failed" in said:
            raise CrewError(said["failed"])
        return list(said["ready"]["notes"])

    def ask(self, batch: Sequence[Wanted]) -> tuple[list[Outcome], list[str]]:
        """What it finds in `batch`, and what it says is off. Raise `_EndedError`."""
        assert self._process.stdin is not None
        plain = [{"text": wanted.text, "language": wanted.language} for wanted in batch]
        try:
            self._process.stdin.write(json.dumps({"together": plain}) + "\n")
            self._process.stdin.flush()
        except OSError:
            raise _EndedError from None
        notes = []
        while "together" not in (said := self._line()):
            if "note" not in said:
                raise CrewError(f"The suggester's process said: {said.get('error', said)}")
            notes.append(said["note"])
        return [_outcome(one) for one in said["together"]], notes

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith("\n"):
            raise _EndedError
        return json.loads(line)  # type: ignore[no-any-return]

    def close(self) -> None:
        """End it; what it is reading is dropped."""
        self._process.kill()
        self._process.communicate()


def _outcome(plain: Mapping[str, Any]) -> Outcome:
    suggestions = [suggestion_from_plain(one) for one in plain["suggestions"]]
    return Outcome(suggestions, plain["problems"], plain["seconds"])
