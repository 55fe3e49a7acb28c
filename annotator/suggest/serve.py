"""The suggester as a process of its own: JSON lines on stdin and stdout.

First comes ``{"ready": {...}}``, or ``{"failed": "<sentence>"}`` and exit code 3. A request is
``{"id", "text", "language", "urgent"}``; its answer ``{"id", "suggestions", "seconds", "words"}``,
``{"id", "error"}``, or both in one where only a part could be done; with ``{"id", "progress"}``
lines before it when the release is long. ``{"together": [{"text", "language"}, ...]}`` asks for
several at once, by somebody who waits for nothing else; ``{"together": [{"suggestions", "problems",
"seconds"}, ...]}`` answers it. ``{"structure", "text", "offset", "language", "kind"}``
asks for the structure of one passage under a name of the asker's; ``{"structure", "found"}`` or
``{"structure", "error"}`` answers it, before any further slice is read. ``{"note": "<sentence>"}``
comes when something is found to be off. Releases are read in slices of about a tenth of a second,
and an urgent one overtakes the others between two slices. The end of input ends the process.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import threading
import time
from collections.abc import Mapping, Sequence
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, get_args

from annotator.model.errors import AnnotatorError
from annotator.model.paragraphs import ParagraphKind
from annotator.model.plain import structure_to_plain, suggestion_to_plain
from annotator.processes import reserved_stdout
from annotator.suggest.choice import Choice
from annotator.suggest.quick_import import import_spacy
from annotator.suggest.together import Outcome, Wanted, suggested_together

if TYPE_CHECKING:
    from annotator.suggest.suggesters import ReleaseReading, Suggesters

FAILED = 3
"""The exit code when the pipeline could not be loaded."""
_AT_ONCE = 0.1
"""Seconds in which somebody who waits for a release asks for it once the process is ready."""


class RequestError(AnnotatorError):
    """A line is not a request."""


class Task:
    """One release that was asked for, and how far it is read."""

    def __init__(self, name: str, text: str, language: str, urgent: bool) -> None:
        self.name = name
        self.text = text
        self.language = language
        self.urgent = urgent
        self.reading: ReleaseReading | None = None
        self.seconds = 0.0


class Question(NamedTuple):
    """One passage whose structure was asked for: its text, and where that begins."""

    name: str
    text: str
    offset: int
    language: str
    kind: ParagraphKind


class Server:
    """Answers requests one slice at a time; `receive` and `work` never wait."""

    def __init__(self, suggesters: Suggesters, out: TextIO) -> None:
        """Answer on `out`."""
        self._suggesters = suggesters
        self._out = out
        self._tasks: dict[str, Task] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to do."""
        return not self._tasks

    def receive(self, line: str) -> None:
        """Take in one line: a new request, or one sent again to make it urgent.

        The structure of a passage and several releases together are answered here and now:
        somebody waits for them.
        """
        try:
            plain = _request(line)
            if "structure" in plain:
                self.say(self._structure(_question(plain)))
                return
            if "together" in plain:
                self._answer_together(_wanted(plain["together"]))
                return
            task = _task(plain)
        except RequestError as error:
            self.say({"error": str(error)})
            return
        waiting = self._tasks.get(task.name)
        if waiting is not None and waiting.text == task.text:
            waiting.urgent = waiting.urgent or task.urgent
        else:
            self._tasks[task.name] = task

    def _structure(self, question: Question) -> dict[str, Any]:
        answer = {"structure": question.name}
        try:
            found = self._suggesters.structure(
                question.text, question.offset, question.language, question.kind
            )
        except Exception as error:  # whatever happens in one passage, the next one is answered
            return answer | {"error": f"This could not be read: {type(error).__name__}: {error}."}
        return answer | {"found": structure_to_plain(found)}

    def _answer_together(self, batch: list[Wanted]) -> None:
        outcomes = suggested_together(self._suggesters, batch)
        self._tell_news()
        self.say({"together": [_outcome_to_plain(outcome) for outcome in outcomes]})

    def _tell_news(self) -> None:
        for note in self._suggesters.news():
            self.say({"note": note})

    def warm_up(self) -> None:
        """Do now what would make the first release slow."""
        self._suggesters.warm_up()

    def work(self) -> None:
        """Read one slice of the most urgent release; answer when it was the last."""
        task = next((t for t in self._tasks.values() if t.urgent), None)
        task = task or next(iter(self._tasks.values()))
        began = time.perf_counter()
        try:
            answer = self._one_slice(task)
        except Exception as error:  # whatever happens in one release, the next one is answered
            answer = {"error": f"The release could not be read: {type(error).__name__}: {error}."}
        task.seconds += time.perf_counter() - began
        if "progress" not in answer:
            del self._tasks[task.name]
            if "suggestions" in answer:
                answer["seconds"] = round(task.seconds, 4)
        self._tell_news()
        self.say({"id": task.name, **answer})

    def _one_slice(self, task: Task) -> dict[str, Any]:
        if task.reading is None:
            task.reading = self._suggesters.reading(task.text, task.language)
        reading = task.reading
        if not reading.is_done:
            reading.go_on()
        if not reading.is_done:
            return {"progress": round(reading.progress, 4)}
        suggestions = [suggestion_to_plain(s) for s in reading.suggestions()]
        answer = {"suggestions": suggestions, "words": reading.words}
        return answer | ({"error": " ".join(reading.problems)} if reading.problems else {})

    def say(self, answer: Mapping[str, Any]) -> None:
        """Write one line, at once."""
        self._out.write(json.dumps(answer) + "\n")
        self._out.flush()


def _request(line: str) -> Mapping[str, Any]:
    try:
        plain = json.loads(line)
    except (ValueError, RecursionError):
        raise RequestError("A request is a line of JSON, which this is not.") from None
    if not isinstance(plain, dict):
        raise RequestError("A request is a JSON object.")
    return plain


def _task(plain: Mapping[str, Any]) -> Task:
    name, text, language = plain.get("id"), plain.get("text"), plain.get("language", "")
    if not (isinstance(name, str) and isinstance(text, str) and isinstance(language, str)):
        raise RequestError('A request has an "id", a "text" and a "language", all strings.')
    return Task(name, text, language, plain.get("urgent") is True)


def _wanted(plain: Any) -> list[Wanted]:
    plain = plain if isinstance(plain, list) else [None]
    tasks = [_task({"id": "", **one}) for one in plain if isinstance(one, dict)]
    if len(tasks) != len(plain):
        raise RequestError('"together" is a list of objects with a "text" and a "language".')
    return [Wanted(task.text, task.language) for task in tasks]


def _outcome_to_plain(outcome: Outcome) -> dict[str, Any]:
    suggestions = [suggestion_to_plain(s) for s in outcome.suggestions]
    return {**outcome._asdict(), "suggestions": suggestions}


def _question(plain: Mapping[str, Any]) -> Question:
    texts = [plain["structure"], plain.get("text"), plain.get("language", "")]
    offset, kind = plain.get("offset", 0), plain.get("kind", "body")
    if not all(isinstance(text, str) for text in texts):
        raise RequestError('A "structure", its "text" and its "language" are strings.')
    if type(offset) is not int or offset < 0 or kind not in get_args(ParagraphKind):
        raise RequestError('The "offset" of a text is a whole number, its "kind" a known one.')
    name, text, language = texts
    return Question(name, text, offset, language, kind)


def serve(server: Server, lines: SimpleQueue[str | None]) -> None:
    """Work until the line None comes, which is the end of input.

    A release that comes at once warms the suggesters up itself; else that is done meanwhile.
    """
    patience: float | None = _AT_ONCE
    while True:
        while not lines.empty() or server.is_idle:
            try:
                line = lines.get(timeout=patience)
            except Empty:
                server.warm_up()
                line = ""
            patience = None
            if line is None:
                return
            if line.strip():
                server.receive(line)
        server.work()


def _read_lines(source: TextIO, lines: SimpleQueue[str | None]) -> None:
    for line in source:
        lines.put(line)
    lines.put(None)
    # The model may be in the middle of a slice: nobody waits for it any more.


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the process to the end of its input."""
    parser = argparse.ArgumentParser(prog="python -m annotator.suggest")
    parser.add_argument("--choice", default="{}", help="What is to suggest, as JSON.")
    choice = Choice.from_json(parser.parse_args(arguments).choice)
    out = reserved_stdout()
    lines: SimpleQueue[str | None] = SimpleQueue()
    source = os.fdopen(0, encoding="utf-8", errors="replace", newline="\n")
    threading.Thread(target=_read_lines, args=(source, lines), daemon=True).start()
    try:
        server = _ready(choice, out)
    except AnnotatorError as error:
        print(json.dumps({"failed": str(error)}), file=out, flush=True)
        os._exit(FAILED)
    serve(server, lines)
    # Not sys.exit: the reading thread and the model's threads need no farewell.
    os._exit(0)


def _ready(choice: Choice, out: TextIO) -> Server:
    """Load what is chosen, say that it is ready, and make the server. Raise `AnnotatorError`."""
    began = time.perf_counter()
    gc.disable()  # nothing of what is loaded now is garbage
    import_spacy()  # half a second, and only here
    from annotator.suggest.suggesters import Suggesters

    suggesters = Suggesters(choice)
    gc.freeze()  # what was loaded stays: the collector need not look at it again
    gc.enable()
    server = Server(suggesters, out)
    pipelines = suggesters.pipelines
    ready = {
        "suggesters": suggesters.names,
        "pipeline": pipelines.first.name if pipelines else "",
        "notes": suggesters.news(),
        "seconds": round(time.perf_counter() - began, 3),
    }
    server.say({"ready": ready})
    return server
