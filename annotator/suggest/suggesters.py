"""All suggesters that are chosen, in order, and what they find together in one release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from annotator.model.errors import AnnotatorError, did_you_mean
from annotator.model.paragraphs import ParagraphKind
from annotator.model.records import Entity, Suggestion
from annotator.model.structure import Structure
from annotator.suggest.choice import DEFAULT_SUGGESTER, Choice
from annotator.suggest.entities.repairs import REPAIRS
from annotator.suggest.pipeline import PipelineError
from annotator.suggest.pipelines import Pipelines
from annotator.suggest.plugins import Plugin, PluginError, load_plugin
from annotator.suggest.scores import read_scores
from annotator.suggest.structure import Structures
from annotator.suggest.suggester import Reading, Suggester

_WARMING = "President Ann Lee said on 3 May that the UN had met in Kyiv."


class Part(Protocol):
    """One suggester at work on one release, slice by slice."""

    words: int

    @property
    def is_done(self) -> bool:
        """Whether every slice was read."""

    @property
    def progress(self) -> float:
        """How much was read, 0..1."""

    def go_on(self) -> None:
        """Read the next slice."""

    def suggestions(self) -> list[Suggestion]:
        """What was found; to be asked when all is read."""


class NoSuggesterError(AnnotatorError):
    """Nothing that was chosen can suggest."""


class Suggesters:
    """Suggests with what a person chose. The same text gives the same suggestions."""

    def __init__(self, choice: Choice | None = None) -> None:
        """Load the pipeline for English and the plug-ins; further pipelines when they are needed.

        A plug-in that cannot be loaded is among the news. Raise `PipelineError`, `ScoresError`, and
        `NoSuggesterError` when nothing is left.
        """
        choice = choice or Choice()
        self._off = choice.off
        self._scores = read_scores(Path(choice.scores)) if choice.scores else None
        self._news: list[str] = list(_unknown_repairs(choice.off))
        self._told_of_pipelines = 0
        self.pipelines: Pipelines | None = None
        self._sources: list[Plugin | Pipelines] = []
        for name in dict.fromkeys(choice.suggesters):
            try:
                self._sources.append(self._loaded(name, choice))
            except PluginError as error:
                self._news.append(str(error))
        if not self._sources:
            why = " ".join(self._news) or "No suggester is named."
            raise NoSuggesterError(f"{why} Nothing can be suggested.")
        self._structures = Structures(self.pipelines)

    def _loaded(self, name: str, choice: Choice) -> Plugin | Pipelines:
        if name != DEFAULT_SUGGESTER:
            return load_plugin(name, choice.options.get(name, {}))
        self.pipelines = Pipelines(choice.pipeline, choice.pipelines)
        return self.pipelines

    @property
    def names(self) -> list[str]:
        """``name@version`` of what this suggests with; of the pipelines, the first."""
        names: list[str] = []
        for source in self._sources:
            names += [source.name] if isinstance(source, Plugin) else Suggester(source.first).names
        return names

    def news(self) -> list[str]:
        """What is off, in plain sentences: those that came up since this was last asked."""
        if self.pipelines is not None:
            self._news += self.pipelines.notes[self._told_of_pipelines :]
            self._told_of_pipelines = len(self.pipelines.notes)
        news, self._news = self._news, []
        return news

    def warm_up(self) -> None:
        """Compile patterns and read word lists now, not when the first release is waited for."""
        if self.pipelines is not None:
            Suggester(self.pipelines.first, self._off, self._scores).suggest(_WARMING)
            self.structure(_WARMING)

    def structure(
        self, text: str, offset: int = 0, language: str = "", kind: ParagraphKind = "body"
    ) -> Structure:
        """The structure of a passage `text` that begins at `offset` of its release."""
        return self._structures.structure(text, offset, language, kind)

    def suggest(self, text: str, language: str = "") -> list[Suggestion]:
        """What all of them find in a text, read in one go."""
        return self.reading(text, language).finish()

    def reading(self, text: str, language: str = "") -> ReleaseReading:
        """A release to be read; `language` is its code, or nothing where nobody knows it."""
        parts: list[Part] = []
        problems: list[str] = []
        for source in self._sources:
            if isinstance(source, Plugin):
                parts.append(_PluginReading(source, text, problems))
                continue
            try:
                suggester = Suggester(source.reading(language), self._off, self._scores)
            except PipelineError as error:
                problems.append(str(error))
            else:
                parts.append(Reading(suggester, text))
        return ReleaseReading(text, parts, problems)


class ReleaseReading:
    """One release while every suggester in turn reads it, so that another can come between."""

    def __init__(self, text: str, parts: Sequence[Part], problems: list[str]) -> None:
        self._length = len(text)
        self._parts = parts
        self.problems = problems
        """What could not be done, in plain sentences; whole when all is read."""

    @property
    def is_done(self) -> bool:
        """Whether every suggester is through."""
        return all(part.is_done for part in self._parts)

    @property
    def progress(self) -> float:
        """How much was read, 0..1."""
        return sum(part.progress for part in self._parts) / len(self._parts) if self._parts else 1.0

    @property
    def words(self) -> int:
        """Tokens that pipelines read so far."""
        return sum(part.words for part in self._parts)

    @property
    def parsed(self) -> list[Reading]:
        """The part of it that a pipeline reads."""
        return [part for part in self._parts if isinstance(part, Reading)]

    def go_on(self) -> None:
        """Read the next slice."""
        next(part for part in self._parts if not part.is_done).go_on()

    def finish(self) -> list[Suggestion]:
        """Read all of it without a break; what was found."""
        while not self.is_done:
            self.go_on()
        return self.suggestions()

    def suggestions(self) -> list[Suggestion]:
        """What was found together, in reading order; to be asked when all is read."""
        return merged((part.suggestions() for part in self._parts), self._length)


class _PluginReading:
    """A plug-in reads a release in one go."""

    words = 0

    def __init__(self, plugin: Plugin, text: str, problems: list[str]) -> None:
        self._plugin, self._text, self._problems = plugin, text, problems
        self._found: list[Suggestion] | None = None

    @property
    def is_done(self) -> bool:
        return self._found is not None

    @property
    def progress(self) -> float:
        return float(self.is_done)

    def go_on(self) -> None:
        self._found, problems = self._plugin.suggest(self._text)
        self._problems += problems

    def suggestions(self) -> list[Suggestion]:
        return self._found or []


def merged(lists: Iterable[Iterable[Suggestion]], length: int) -> list[Suggestion]:
    """The suggestions of several suggesters on a text so long, in reading order.

    An entity that overlaps one of an earlier suggester is dropped, and so is a record that is there
    already.
    """
    taken = bytearray(length)
    kept: list[Suggestion] = []
    for found in lists:
        new = [s for s in found if not _overlaps(s, taken)]
        for suggestion in new:
            if isinstance(suggestion.record, Entity):
                start, end = suggestion.record.span
                taken[start:end] = b"\x01" * (end - start)
        kept += new
    first = {s.record: s for s in reversed(kept)}
    return sorted(first.values(), key=lambda s: (s.record.order(), s.rule))


def _overlaps(suggestion: Suggestion, taken: bytearray) -> bool:
    record = suggestion.record
    return isinstance(record, Entity) and any(taken[record.span.start : record.span.end])


def _unknown_repairs(off: Iterable[str]) -> Iterator[str]:
    """A sentence for each name that is no repair of entities."""
    for name in off:
        if name not in REPAIRS:
            hint = did_you_mean(name, REPAIRS)
            yield f'There is no repair "{name}" that could be switched off.{hint}'
