"""The lesson of the practice in `resources/practice.toml`: a release and what to do with it.

The suggestions are fixed, so that the practice is the same every time and needs no suggester.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.edit.keys import Binding
from annotator.edit.structures import Passage
from annotator.model.errors import AnnotatorError, did_you_mean
from annotator.model.records import CLAIMER_BASIS, GUESS, Claim, Entity, Release, Suggestion
from annotator.model.resources import resource
from annotator.model.spans import Span
from annotator.model.structure import KINDS, Constituent, Structure, by_sentences

SUGGESTER = "practice@1"
_PLACEHOLDER = re.compile(r"\{key:(?P<command>[a-z-]+)(?: (?P<argument>[^}]*))?\}")


class LessonError(AnnotatorError):
    """The file of the lesson is wrong."""


@dataclass(frozen=True, slots=True)
class Typing:
    """Something typed into a question."""

    text: str


@dataclass(frozen=True, slots=True)
class Pointing:
    """The letters at the nearest word that is called so; which they are depends on the page."""

    word: str


Act = Binding | Typing | Pointing


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `acts` do it; `when` names what counts as done, all of it."""

    say: str
    acts: tuple[Act, ...]
    when: Mapping[str, str]
    done: str

    def commands(self) -> list[Binding]:
        """The commands that it takes, each once."""
        return list(dict.fromkeys(act for act in self.acts if isinstance(act, Binding)))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A release with its suggestions, the tasks in order, and what is said after the last one.

    It gives the structures of its text itself, so that no practice waits for a parser.
    """

    release: Release
    suggestions: tuple[Suggestion, ...]
    tasks: tuple[Task, ...]
    end: str
    pieces: tuple[Constituent, ...] = ()
    """What holds together in its text, for growing and shrinking."""

    def structure(self, passage: Passage, /) -> Structure | None:
        """The pieces of a passage and its sentences; None where no piece is written down."""
        inside = tuple(piece for piece in self.pieces if passage.span.contains(piece.span))
        sentences = by_sentences(self.release.text, passage.span).constituents
        return Structure(passage.span, (*sentences, *inside)) if inside else None

    def is_coming(self, _passage: Passage, /) -> bool:
        """All there will be is there already."""
        return False

    def give_up(self, _passage: Passage, /) -> None:
        """None is waited for."""


def pieces(words: str) -> Iterator[str | Binding]:
    """The words of a sentence and, for its placeholders, what they name: "{key:label 2}"."""
    at = 0
    for found in _PLACEHOLDER.finditer(words):
        yield words[at : found.start()]
        yield Binding(found["command"], found["argument"] or "")
        at = found.end()
    yield words[at:]


def read_lesson(
    commands: Collection[str], conditions: Collection[str], path: Path | None = None
) -> Lesson:
    """The lesson of a file, by default the program's own. Raise `LessonError`."""
    path = path or resource("practice.toml")
    try:
        plain = tomllib.loads(path.read_text("utf-8"))
        return _Reader(plain, commands, conditions).lesson()
    except OSError as error:
        raise LessonError(f"{path.name}: {error.strerror}; there is no practice.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, LessonError) as error:
        raise LessonError(
            f"{path.name}: {str(error).rstrip('.')}; there is no practice."
        ) from error


class _Reader:
    """Makes a lesson of plain values."""

    def __init__(
        self, plain: Mapping[str, Any], commands: Collection[str], conditions: Collection[str]
    ) -> None:
        self._plain = plain
        self._commands, self._conditions = commands, conditions
        self._text = str(plain.get("text", ""))

    def lesson(self) -> Lesson:
        """The lesson."""
        plain = self._plain
        if not self._text.strip():
            raise LessonError("it has no text")
        release = Release(
            self._text, _words(plain, "title", "it"), str(plain.get("publisher", "")), language="en"
        )
        suggestions = tuple(
            self._suggestion(entry, f"suggestion {number}")
            for number, entry in enumerate(_list(plain, "suggestions"), start=1)
        )
        tasks = tuple(
            self._task(entry, f"task {number}")
            for number, entry in enumerate(_list(plain, "tasks"), start=1)
        )
        end = _words(plain, "end", "it")
        self._check_placeholders(end, "its end")
        return Lesson(release, suggestions, tasks, end, tuple(self._pieces()))

    # -- suggestions

    def _suggestion(self, entry: Mapping[str, Any], where: str) -> Suggestion:
        record = self._claim(entry, where) if "claim" in entry else self._entity(entry, where)
        score = entry.get("score", 0.9)
        if not isinstance(score, float) or not 0 <= score <= 1:
            raise LessonError(f"{where} has the score {score!r}, which is not in 0..1")
        return Suggestion(record, SUGGESTER, "practice", score, _words(entry, "reason", where))

    def _entity(self, entry: Mapping[str, Any], where: str) -> Entity:
        words, nth = _words(entry, "words", where), entry.get("nth", 1)
        spans = [Span(*m.span()) for m in re.finditer(_as_words(words), self._text)]
        if not isinstance(nth, int) or not 1 <= nth <= len(spans):
            raise LessonError(f"{where}: “{words}” is {len(spans)} times in the text, not {nth}")
        return Entity(spans[nth - 1], _words(entry, "entity", where))

    def _claim(self, entry: Mapping[str, Any], where: str) -> Claim:
        content = self._only(_words(entry, "claim", where), Span(0, len(self._text)), where)
        start = self._text.rfind("\n", 0, content.start) + 1
        before = Span(start, content.start)
        cue = self._only(_words(entry, "cue", where), before, where)
        source = self._only(_words(entry, "source", where), before, where)
        basis = {CLAIMER_BASIS: GUESS} if entry.get("guess") else {}
        claimer = _words(entry, "claimer", where)
        return Claim((content,), cue, (source,), claimer, {"quote_type": "indirect", **basis})

    def _only(self, words: str, within: Span, where: str) -> Span:
        """The last place of `words` that lies in `within`."""
        start = self._text.rfind(words, within.start, within.end)
        if start < 0:
            raise LessonError(f"{where}: “{words}” does not stand where it should")
        return Span(start, start + len(words))

    # -- pieces

    def _pieces(self) -> Iterator[Constituent]:
        for number, entry in enumerate(self._plain.get("pieces", ()), start=1):
            where = f"piece {number}"
            kind = next((kind for kind in KINDS if kind in entry), None)
            if kind is None:
                raise LessonError(f"{where} is none of {', '.join(KINDS)}")
            span = self._only(_words(entry, kind, where), Span(0, len(self._text)), where)
            head = self._only(_words(entry, "head", where), span, where)
            yield Constituent(span, head.start, kind)

    # -- tasks

    def _task(self, entry: Mapping[str, Any], where: str) -> Task:
        say, done = _words(entry, "say", where), _words(entry, "done", where)
        self._check_placeholders(say, where)
        self._check_placeholders(done, where)
        keys, when = entry.get("keys"), entry.get("when")
        if not isinstance(keys, list) or not keys:
            raise LessonError(f'{where} needs a list of "keys"')
        if not isinstance(when, dict) or not when:
            raise LessonError(f'{where} needs to say "when" it is done')
        for name in when:
            if name not in self._conditions:
                hint = did_you_mean(name, self._conditions)
                raise LessonError(f'{where} has the unknown condition "{name}".{hint}')
        acts = tuple(self._act(str(key), where) for key in keys)
        return Task(say, acts, {name: str(value) for name, value in when.items()}, done)

    def _act(self, key: str, where: str) -> Act:
        if key.startswith('"'):
            return Typing(key.strip('"'))
        if key.startswith("@"):
            return Pointing(key[1:])
        command, _, argument = key.partition(" ")
        self._check_command(command, where)
        return Binding(command, argument)

    def _check_placeholders(self, words: str, where: str) -> None:
        for piece in pieces(words):
            if isinstance(piece, Binding):
                self._check_command(piece.command, where)
            elif "{" in piece or "}" in piece:
                raise LessonError(
                    f'{where} has a placeholder that is no {{key:command}}: "{piece}"'
                )

    def _check_command(self, command: str, where: str) -> None:
        if command not in self._commands:
            hint = did_you_mean(command, self._commands)
            raise LessonError(f'{where} asks for the unknown command "{command}".{hint}')


def _as_words(words: str) -> str:
    return rf"(?<!\w){re.escape(words)}(?!\w)"


def _words(entry: Mapping[str, Any], name: str, where: str) -> str:
    found = entry.get(name)
    if not isinstance(found, str) or not found.strip():
        raise LessonError(f'{where} needs "{name}"')
    return found


def _list(plain: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = plain.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(e, dict) for e in found):
        raise LessonError(f"it needs [[{name}]]")
    return found
