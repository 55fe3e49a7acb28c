"""Measuring a suggester against finished releases, beside the bare pipeline, in one run."""

from __future__ import annotations

import gc
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.agree.calibration import calibrated, to_toml
from annotator.agree.claims import ClaimError, ClaimResult, compare_claims
from annotator.agree.counts import Judged
from annotator.agree.entities import EntityError, EntityResult, compare_entities
from annotator.agree.gold import Gold
from annotator.agree.reliability import Reliability, plot, reliability
from annotator.agree.report import claim_error, claim_tables, entity_error, entity_tables
from annotator.golds import golds_in, no_gold
from annotator.labels import scheme_among
from annotator.model.counting import counted, told_of_left_out
from annotator.model.errors import AnnotatorError
from annotator.model.installing import installing
from annotator.model.records import Layer, Release
from annotator.model.resources import resource
from annotator.model.scheme import Scheme

if TYPE_CHECKING:
    from annotator.suggest.bare import BarePipeline
    from annotator.suggest.suggesters import Suggesters

ROUNDS = 5
"""How often the speed is measured, in turn; the median ratio counts."""
ENOUGH_WORDS = 30_000
"""The speed is measured on releases of so many words at most."""


class PlotError(AnnotatorError):
    """A plot cannot be drawn or written."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Words a second of the suggester and of the bare pipeline, in processor time."""

    suggester: float
    bare: float

    @property
    def share(self) -> float:
        """The suggester's speed as a part of the bare pipeline's."""
        return self.suggester / self.bare if self.bare else 0.0

    def to_plain(self) -> dict[str, float]:
        """For JSON."""
        return {
            "words_per_second": round(self.suggester),
            "bare_words_per_second": round(self.bare),
            "share": round(self.share, 4),
        }

    def told(self) -> str:
        """One line."""
        return (
            f"Speed: {self.suggester:,.0f} words/s, bare pipeline {self.bare:,.0f} words/s: "
            f"{100 * self.share:.0f} %"
        )


@dataclass(slots=True)
class ReleaseErrors:
    """The errors in one release."""

    release: Release
    entities: list[EntityError]
    claims: list[ClaimError]

    def lines(self) -> Iterator[str]:
        """The title, and a line for each error; nothing where all is right."""
        text = self.release.text
        if self.entities or self.claims:
            yield f"--- {self.release.title or self.release.id[:12]}"
            yield from (f"  {entity_error(error, text)}" for error in self.entities)
            yield from (f"  claim {claim_error(error, text)}" for error in self.claims)


@dataclass(slots=True)
class Evaluation:
    """What was measured, over all releases."""

    releases: int = 0
    unfinished: int = 0
    """Releases that were left out, because nobody has finished them."""
    damaged: list[str] = field(default_factory=list)
    """A sentence on each that was left out, because it cannot be read."""
    suggesters: tuple[str, ...] = ()
    """``name@version`` of what was measured."""
    problems: list[str] = field(default_factory=list)
    """What a suggester could not do, in plain sentences."""
    entities: EntityResult = field(default_factory=EntityResult)
    bare: EntityResult = field(default_factory=EntityResult)
    claims: ClaimResult = field(default_factory=ClaimResult)
    errors: list[ReleaseErrors] = field(default_factory=list)
    speed: Speed | None = None

    @property
    def layers(self) -> dict[Layer, list[Judged]]:
        """Every suggestion that was measured, by layer."""
        return {"entity": self.entities.judged, "claim": self.claims.judged}

    def reliability(self) -> dict[str, Reliability]:
        """Whether the scores mean what they say, by layer."""
        return {
            name: reliability([(one.suggestion.score, one.is_right) for one in judged])
            for name, judged in self.layers.items()
        }

    def to_plain(self) -> dict[str, Any]:
        """For JSON. Ratios are in 0..1."""
        return {
            "releases": self.releases,
            "unfinished": self.unfinished,
            "damaged": self.damaged,
            "suggesters": list(self.suggesters),
            "entities": self.entities.to_plain(),
            "bare": self.bare.to_plain(),
            "claims": self.claims.to_plain(),
            "reliability": {name: r.to_plain() for name, r in self.reliability().items()},
            "speed": self.speed and self.speed.to_plain(),
        }

    def told(self) -> str:
        """For people."""
        left_out = told_of_left_out(self.unfinished, len(self.damaged))
        count = f"{counted(self.releases, 'finished release')}{left_out}."
        lines = [f"{count} Measured: {', '.join(self.suggesters)}.", ""]
        lines += [*entity_tables(self.entities, self.bare), "", *claim_tables(self.claims), ""]
        for layer, found in self.reliability().items():
            lines.append(f"Scores of the {layer} layer: calibration error {found.error:.3f}")
        if self.speed is not None:
            lines.append(self.speed.told())
        return "\n".join(lines)


def evaluated(
    paths: Sequence[Path],
    suggesters: Suggesters,
    bare: BarePipeline | None = None,
    with_speed: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """Measure with the finished releases of projects and JSONL files.

    The `bare` pipeline is measured beside the `suggesters` where it is given; the speed only then.
    Labels that a project leaves out are suggested there to nobody, so they do not count.
    Raise `GoldError` where there are none, or where a line cannot be read.
    """
    result, texts = Evaluation(suggesters=tuple(suggesters.names)), []
    for scheme, gold in _golds(paths, result.damaged):
        if gold is None:
            result.unfinished += 1
            continue
        _measure(result, gold, scheme, suggesters, bare)
        texts.append(gold.release.text)
        progress(result.releases)
    if not result.releases:
        raise no_gold(paths, result.damaged, "nothing can be measured with it")
    if with_speed and bare is not None:
        result.speed = _measured_speed(texts, suggesters, bare)
    return result


def _golds(paths: Iterable[Path], damaged: list[str]) -> Iterator[tuple[Scheme, Gold | None]]:
    for path in paths:
        scheme = scheme_among([path]) or Scheme()
        yield from ((scheme, gold) for gold in golds_in(path, damaged.append))


def _measure(
    result: Evaluation,
    gold: Gold,
    scheme: Scheme,
    suggesters: Suggesters,
    bare: BarePipeline | None,
) -> None:
    """Take one release into `result`."""
    reading = suggesters.reading(gold.release.text, gold.release.language)
    suggestions = scheme.wanted(reading.finish())
    result.problems += [p for p in reading.problems if p not in result.problems]
    entities, entity_errors = compare_entities(gold, suggestions)
    claims, claim_errors = compare_claims(gold, suggestions)
    result.entities.add(entities)
    result.claims.add(claims)
    if bare is not None:
        plainly = scheme.wanted(bare.suggest(gold.release.text))
        result.bare.add(compare_entities(gold, plainly)[0])
    result.errors.append(ReleaseErrors(gold.release, entity_errors, claim_errors))
    result.releases += 1


def _measured_speed(texts: Sequence[str], suggesters: Suggesters, bare: BarePipeline) -> Speed:
    """Words a second of both on the first `texts`, measured in turn.

    Processor time, so that what else the machine does costs nothing; the round with the middle
    ratio counts.
    """
    words, chosen = 0, []
    for text in texts:
        chosen.append(text)
        words += bare.words(text)
        if words > ENOUGH_WORDS:
            break
    rounds = []
    gc.collect()
    for _ in range(ROUNDS):
        ours, theirs = _seconds(suggesters.suggest, chosen), _seconds(bare.suggest, chosen)
        rounds.append(Speed(words / ours, words / theirs))
    return sorted(rounds, key=lambda speed: speed.share)[ROUNDS // 2]


def _seconds(suggest: Callable[[str], object], texts: Sequence[str]) -> float:
    began = time.process_time()
    for text in texts:
        suggest(text)
    return max(1e-9, time.process_time() - began)


def draw(found: Evaluation, path: Path) -> None:
    """Draw the reliability diagram of both layers. Raise `PlotError`."""
    try:
        plot(found.reliability(), path)
    except ImportError:
        how = installing("annotator[plot]")
        raise PlotError(f"A plot needs matplotlib: {how}.") from None
    except (ValueError, OSError) as error:
        raise PlotError(f"The plot cannot be written to {path}: {error}.") from None


def scores_learned(found: Evaluation) -> str:
    """The scores that an evaluation teaches, as the text of ``scores.toml``."""
    head = (
        "How often each rule was right, by label or quote type: the scores of suggestions.\n"
        f"Written by `annotator calibrate` from {found.releases} finished releases; do not edit."
    )
    with resource("suggest/expected.toml").open("rb") as file:
        expected = tomllib.load(file)
    scores = {layer: calibrated(judged, expected[layer]) for layer, judged in found.layers.items()}
    return to_toml(scores, head)
