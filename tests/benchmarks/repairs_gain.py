"""What each repair of entities gains: the F1 lost on gold files when it alone is switched off.

    python tests/benchmarks/repairs_gain.py [GOLD.jsonl ...]

Strict F1 in points. The releases are parsed once; only the repairs are done again.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc

from annotator.agree.counts import Counts
from annotator.agree.entities import compare_entities
from annotator.agree.gold import Gold
from annotator.golds import golds_in
from annotator.model.records import Entity, Suggestion
from annotator.suggest.bare import BarePipeline
from annotator.suggest.entities.found import read_entities
from annotator.suggest.entities.repairs import REPAIRS, repaired
from annotator.suggest.pipeline import load_pipeline
from annotator.suggest.prepare import Prepared, prepare

GOLD = Path(__file__).parent.parent / "data" / "gold"
FILES = [GOLD / f"{name}.jsonl" for name in ("sample", "re3d_dev", "written_dev")]


class Parsed(NamedTuple):
    """A gold release that was parsed already."""

    gold: Gold
    prepared: Prepared
    docs: list[Doc]


def parsed(path: Path) -> list[Parsed]:
    """The finished releases of a file, parsed."""
    nlp = load_pipeline().nlp
    found = []
    for gold in golds_in(path):
        if gold is not None:
            prepared = prepare(gold.release.text)
            docs = list(nlp.pipe(piece.text for piece in prepared.pieces))
            found.append(Parsed(gold, prepared, docs))
    return found


def suggested(release: Parsed, off: Collection[str]) -> list[Suggestion]:
    """The entities of a release without the repairs that are `off`."""
    found = []
    for piece, doc in zip(release.prepared.pieces, release.docs, strict=True):
        found += read_entities(doc, piece)
    done = repaired(found, release.prepared, off)
    return [Suggestion(Entity(e.span, e.label), "repairs", e.rule, 1.0) for e in done]


def f1(releases: list[Parsed], off: Collection[str]) -> float:
    """Strict F1 in points."""
    counts = Counts()
    for release in releases:
        counts += compare_entities(release.gold, suggested(release, off))[0].strict
    return 100 * counts.f1


def bare_f1(releases: list[Parsed]) -> float:
    """What the pipeline reaches as it comes."""
    bare, counts = BarePipeline(), Counts()
    for release in releases:
        suggestions = bare.suggest(release.gold.release.text)
        counts += compare_entities(release.gold, suggestions)[0].strict
    return 100 * counts.f1


def main(paths: list[Path]) -> None:
    """Print the table."""
    sets = [parsed(path) for path in paths]
    names = [path.stem[:12] for path in paths]
    print(f"{'':20}", *(f"{name:>12}" for name in names))
    print(f"{'bare pipeline':20}", *(f"{bare_f1(releases):12.1f}" for releases in sets))
    print(f"{'no repair':20}", *(f"{f1(releases, REPAIRS):12.1f}" for releases in sets))
    all_on = [f1(releases, ()) for releases in sets]
    print(f"{'all repairs':20}", *(f"{value:12.1f}" for value in all_on))
    print("lost without")
    for repair in REPAIRS:
        lost = (on - f1(releases, {repair}) for on, releases in zip(all_on, sets, strict=True))
        print(f"  {repair:18}", *(f"{value:12.1f}" for value in lost))


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or FILES)
