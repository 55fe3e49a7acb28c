"""Whether scores mean what they say: of what is suggested with 0.8, eight in ten should be right.

Bins, expected calibration error and Brier score as in Guo et al. 2017, "On Calibration of Modern
Neural Networks", and Brier 1950.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BINS = 10

Outcome = tuple[float, bool]
"""The score of a suggestion, and whether it was right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The suggestions with a score in ``[low, high)``; the last bin holds 1.0 too."""

    low: float
    high: float
    count: int
    score: float
    """Their mean score."""
    right: float
    """The part of them that is right."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold anything, and two figures over all."""

    bins: tuple[Bin, ...]
    error: float
    """Expected calibration error: the mean distance of score and truth over the bins, 0..1."""
    brier: float
    """The mean squared distance of score and truth, 0..1."""

    def to_plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "expected_calibration_error": round(self.error, 4),
            "brier": round(self.brier, 4),
            "bins": [
                {
                    "low": b.low,
                    "high": b.high,
                    "count": b.count,
                    "score": round(b.score, 4),
                    "right": round(b.right, 4),
                }
                for b in self.bins
            ],
        }


def reliability(outcomes: Sequence[Outcome]) -> Reliability:
    """How well the scores of `outcomes` are calibrated; no bins for no outcomes."""
    binned: list[list[Outcome]] = [[] for _ in range(BINS)]
    for score, is_right in outcomes:
        binned[min(int(score * BINS), BINS - 1)].append((score, is_right))
    bins = tuple(
        Bin(n / BINS, (n + 1) / BINS, len(held), *_means(held))
        for n, held in enumerate(binned)
        if held
    )
    total = max(1, len(outcomes))
    error = sum(b.count * abs(b.score - b.right) for b in bins) / total
    brier = sum((score - is_right) ** 2 for score, is_right in outcomes) / total
    return Reliability(bins, error, brier)


def _means(held: Sequence[Outcome]) -> tuple[float, float]:
    return sum(s for s, _ in held) / len(held), sum(r for _, r in held) / len(held)


def plot(layers: dict[str, Reliability], path: Path) -> None:
    """Draw the reliability of each layer to a picture; the suffix tells which kind.

    Needs matplotlib, the extra "plot". Raise ImportError without it, and ValueError for a kind of
    picture that it does not know.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.5 * max(1, len(layers)), 4.5), layout="constrained")
    axes = figure.subplots(1, max(1, len(layers)), squeeze=False)[0]
    for axis, (name, found) in zip(axes, layers.items(), strict=False):
        axis.plot([0, 1], [0, 1], color="#888", linewidth=1, linestyle="--")
        axis.bar(
            [b.low for b in found.bins], [b.right for b in found.bins], 1 / BINS,
            align="edge", color="#88CCEE", edgecolor="#332288",
        )  # fmt: skip
        axis.plot(
            [b.score for b in found.bins], [b.right for b in found.bins], "o", color="#332288"
        )
        for b in found.bins:
            axis.annotate(str(b.count), (b.low + 0.5 / BINS, 0.02), ha="center", fontsize=8)
        axis.set(
            xlim=(0, 1), ylim=(0, 1), xlabel="score", ylabel="part that is right",
            title=f"{name}: calibration error {found.error:.3f}",
        )  # fmt: skip
    figure.savefig(path)
