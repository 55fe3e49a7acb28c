"""What a file says of a release, on its way in: marks become suggestions and past steps.

Every reader makes its `Incoming` here, so that "as decisions" and "as suggestions" mean the same in
each format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import chain, groupby
from operator import itemgetter
from typing import Literal

from annotator.formats.errors import HalfCharacterError, RefusedError
from annotator.model.fold import Fold, fold
from annotator.model.half_characters import half_character_in
from annotator.model.plain import Incoming, PastStep, in_json
from annotator.model.records import Entity, Record, Release, Suggestion
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.steps import (
    Decision,
    RecordedStep,
    ReleaseState,
    Step,
    StoredSuggestion,
    begun,
)

MarkStatus = Literal["open", "accepted", "corrected", "added", "rejected"]
UNSCORED = 0.5
"""The score of what comes as a suggestion and has none: doubtful, so that somebody looks at it."""


class Take(Enum):
    """How what a file says is taken in.

    As it says; the same, where the person knows that its decisions are all there is to decide;
    all of it as suggestions to be judged; or nothing of it, but the texts and where they come from.
    """

    DECISIONS = "decisions"
    FINISHED = "finished"
    SUGGESTIONS = "suggestions"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Mark:
    """One entity or claim of a file and what the file says became of it.

    "accepted" and "rejected" need the `suggestion` that was judged, "corrected" the one that
    `record` replaces; "added" has none, and "open" is a suggestion that nobody judged.
    """

    record: Record
    status: MarkStatus = "added"
    suggestion: Suggestion | None = None
    annotator: str | None = None
    at: str | None = None
    seen: bool = True
    blind: bool = False

    @property
    def by(self) -> tuple[str, str]:
        """When and by whom it was decided; sorts by time."""
        return self.at or "", self.annotator or ""


def proposed(record: Record, suggester: str, score: float = UNSCORED) -> Mark:
    """A mark that nobody judged; `suggester` is ``name@version``."""
    return Mark(record, "open", Suggestion(record, suggester, "imported", score))


def rejected(record: Record, suggester: str, score: float = UNSCORED) -> Mark:
    """A mark that somebody found wrong."""
    return Mark(record, "rejected", Suggestion(record, suggester, "imported", score))


def incoming(
    release: Release,
    marks: Iterable[Mark],
    origin: str,
    take: Take = Take.DECISIONS,
    state: ReleaseState = "new",
    suggester: str = "imported",
    note: str = "",
) -> Incoming:
    """The release with its marks.

    As suggestions, what stands in the file is proposed, by the suggester that it came from or by
    `suggester`; what was rejected there is not proposed again, and nothing is finished. As
    decisions, a release that brings any has been started, whatever its file says; as finished, one
    that brings decisions and nothing to be judged is finished, unless all is rejected: whoever says
    what is wrong has not said what is right. As texts, it is a new one without any marks.
    Raise `RefusedError` for what no project can keep, so that it ends no more than its release.
    """
    marks = [] if take is Take.TEXTS else list(marks)
    _refuse_unkept(release, marks, origin)
    if take is Take.SUGGESTIONS:
        found = tuple(_proposal(mark, suggester) for mark in marks if mark.status != "rejected")
        return Incoming(release, found, (), origin, note)
    state = _state(state, marks, take)
    suggested = tuple(mark.suggestion for mark in marks if mark.suggestion is not None)
    return Incoming(release, suggested, _steps(marks, state), origin, note)


def _state(said: ReleaseState, marks: Iterable[Mark], take: Take) -> ReleaseState:
    if take is Take.TEXTS:
        return "new"
    decided = {mark.status for mark in marks}
    is_open = "open" in decided
    decided -= {"open"}
    if take is Take.FINISHED and not is_open and decided - {"rejected"}:
        return "finished"
    return begun(said, bool(decided))


def _refuse_unkept(release: Release, marks: Sequence[Mark], origin: str) -> None:
    for mark in marks:
        if mark.at is not None and not _is_time(mark.at):
            raise RefusedError(f'{origin}: "at" is an ISO 8601 time, not {in_json(mark.at)}.')
        if mark.annotator is not None and not isinstance(mark.annotator, str):
            raise RefusedError(f"{origin}: an annotator is a name, not {in_json(mark.annotator)}.")
    for text in _texts(release, marks):
        if half_character_in(text) is not None:
            raise HalfCharacterError(origin, words=text)


def _is_time(said: object) -> bool:
    try:
        datetime.fromisoformat(said)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True


def _texts(release: Release, marks: Iterable[Mark]) -> set[str]:
    """All that is said of a release and its marks, each once."""
    said = {release.title, release.publisher, release.date, release.url, release.language}
    said.update(*release.extra.items())
    for mark in marks:
        said.update(_words(mark.record), filter(None, (mark.annotator,)))
        if (found := mark.suggestion) is not None:
            said.update(_words(found.record), (found.suggester, found.rule, found.reason))
    return said


def _words(record: Record) -> Iterable[str]:
    if isinstance(record, Entity):
        return (record.label,)
    return chain((record.claimer or "",), *record.attributes.items())


def folded(incoming: Incoming) -> Fold:
    """What stands in a release on its way in."""
    return fold(
        [StoredSuggestion(f"s{i}", s) for i, s in enumerate(incoming.suggestions, start=1)],
        [
            RecordedStep(i, "", "do", past.annotator or "", past.at or "", past.step)
            for i, past in enumerate(incoming.steps, start=1)
        ],
    )


def _proposal(mark: Mark, suggester: str) -> Suggestion:
    found = mark.suggestion
    if found is not None and found.record == mark.record:
        return found
    return Suggestion(mark.record, suggester, "imported", UNSCORED)


def _steps(marks: Sequence[Mark], state: ReleaseState) -> tuple[PastStep, ...]:
    """Steps that lead to what was found, oldest first; the last one brings the state."""
    judged = [(mark.by, decision) for mark, decision in _named(marks) if mark.status != "open"]
    judged.sort(key=itemgetter(0))
    steps = [
        PastStep(_import_step(tuple([decision for _, decision in group])), *_who(by))
        for by, group in groupby(judged, key=itemgetter(0))
    ]
    if state == ("started" if steps else "new"):
        return tuple(steps)
    last = steps.pop() if steps else PastStep(_import_step(()))
    ending = Step("import", last.step.decisions, last.step.selection, state)
    return (*steps, PastStep(ending, last.annotator, last.at))


def _who(by: tuple[str, str]) -> tuple[str | None, str | None]:
    at, annotator = by
    return annotator or None, at or None


def _import_step(decisions: tuple[Decision, ...]) -> Step:
    return Step("import", decisions, NOTHING_SELECTED)


def _named(marks: Iterable[Mark]) -> Iterator[tuple[Mark, Decision]]:
    """Each mark with the decision on it: suggestions are s1, s2 ..., additions a1, a2 ..."""
    suggested = added = 0
    for mark in marks:
        if mark.suggestion is None:
            added += 1
            seen, blind = mark.seen, mark.blind
            yield mark, Decision("add", f"a{added}", mark.record, seen=seen, blind=blind)
            continue
        suggested += 1
        yield mark, _decision(f"s{suggested}", mark, mark.suggestion)


def _decision(name: str, mark: Mark, suggestion: Suggestion) -> Decision:
    seen, blind = mark.seen, mark.blind
    if mark.status == "corrected":
        return Decision("correct", name, mark.record, suggestion.record, seen, blind)
    if mark.status == "rejected":
        return Decision("reject", name, seen=seen, blind=blind)
    return Decision("accept", name, seen=seen, blind=blind)
