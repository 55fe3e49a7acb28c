"""Several releases read together: their pieces go through the pipeline in one stream.

A pipeline reads many texts at once faster than one after the other. What is found in a release is
the same as when it is read alone.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.records import Suggestion

if TYPE_CHECKING:
    from annotator.suggest.suggester import Reading
    from annotator.suggest.suggesters import ReleaseReading, Suggesters

BATCH = 30_000
"""Code points that are read together: more is no faster, and takes more memory."""
MOST = 64
"""Releases that are read together, however short."""


class Wanted(NamedTuple):
    """A release to suggest for; `language` is its code, or nothing where nobody knows it."""

    text: str
    language: str = ""


class Outcome(NamedTuple):
    """What was found in a release, what could not be done, and the seconds that it took."""

    suggestions: list[Suggestion]
    problems: list[str]
    seconds: float


def suggested(suggesters: Suggesters, wanted: Wanted) -> Outcome:
    """What is found in one release by itself. Whatever goes wrong is a sentence."""
    began = time.perf_counter()
    try:
        reading = suggesters.reading(*wanted)
        found, problems = reading.finish(), reading.problems
    except Exception as failure:  # whatever a pipeline raises must not end the batch
        found, problems = [], [f"The suggester failed with {type(failure).__name__}: {failure}"]
    return Outcome(found, problems, time.perf_counter() - began)


def suggested_together(suggesters: Suggesters, batch: Sequence[Wanted]) -> list[Outcome]:
    """What is found in each release of `batch`; the seconds are shared out by length.

    Where one of them fails, each is read by itself, and the others lose nothing.
    """
    if len(batch) == 1 and len(batch[0].text) > BATCH:
        return [suggested(suggesters, batch[0])]  # in slices, which take less memory
    began = time.perf_counter()
    try:
        readings = [suggesters.reading(*wanted) for wanted in batch]
        _read(readings)
        found = [reading.finish() for reading in readings]
    except Exception:  # which of them it was shows when each is read by itself
        return [suggested(suggesters, wanted) for wanted in batch]
    by_letter = (time.perf_counter() - began) / max(1, sum(len(w.text) for w in batch))
    return [
        Outcome(suggestions, reading.problems, by_letter * len(wanted.text))
        for suggestions, reading, wanted in zip(found, readings, batch, strict=True)
    ]


def batches(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """`wanted` in batches of about `BATCH` code points and at most `MOST` releases."""
    batch: list[Wanted] = []
    room = BATCH
    for one in wanted:
        if batch and (len(one.text) > room or len(batch) == MOST):
            yield batch
            batch, room = [], BATCH
        batch.append(one)
        room -= len(one.text)
    if batch:
        yield batch


def _read(readings: Iterable[ReleaseReading]) -> None:
    """Read what pipelines have to read, each pipeline all of its pieces in one stream."""
    by_pipeline: dict[int, list[Reading]] = defaultdict(list)
    for part in chain.from_iterable(reading.parsed for reading in readings):
        by_pipeline[id(part.nlp)].append(part)
    for parts in by_pipeline.values():
        pieces = [(piece.text, (part, piece)) for part in parts for piece in part.rest()]
        for doc, (part, piece) in parts[0].nlp.pipe(pieces, as_tuples=True):
            part.take(doc, piece)
