"""How far two annotators agree on the releases that both have finished.

For adjudication what both say becomes a project of its own: there somebody decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.agree.between import Agreement, Pair, half_decided
from annotator.agree.gold import Gold
from annotator.agree.side_by_side import Names, line, tables, versions
from annotator.desk import in_words
from annotator.golds import GoldError, golds_in
from annotator.labels import scheme_among
from annotator.model.counting import counted
from annotator.model.plain import Incoming
from annotator.model.records import Release, Suggestion
from annotator.model.scheme import Scheme

SUGGESTER = "annotators@1"
"""Who suggests in a project for adjudication."""
_AGREED, _DISPUTED = 1.0, 0.5
"""The scores there: which part of the two annotators says so. What is disputed is doubtful."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A release, and what both say of it, in reading order."""

    release: Release
    pairs: Sequence[Pair]

    def lines(self, names: Names) -> Iterator[str]:
        """The title, and a line for each thing that is disputed; nothing where nothing is."""
        disputed = [pair for pair in self.pairs if not pair.is_agreed]
        if disputed:
            yield f"--- {self.release.title or self.release.id[:12]}"
            yield from (f"  {line(pair, names, self.release.text)}" for pair in disputed)

    def suggestions(self, names: Names) -> Iterator[Suggestion]:
        """All of it as suggestions, whose reasons say who says so, and what the other one says."""
        for pair in self.pairs:
            rule, score = ("both", _AGREED) if pair.is_agreed else ("disputed", _DISPUTED)
            for record, reason in versions(pair, names, self.release.text):
                yield Suggestion(record, SUGGESTER, rule, score, reason)


@dataclass(slots=True)
class Comparison:
    """What came of comparing two annotators."""

    names: Names
    agreement: Agreement = field(default_factory=Agreement)
    compared: list[Compared] = field(default_factory=list)
    only: list[int] = field(default_factory=lambda: [0, 0])
    """How many releases only the first and only the second has finished."""
    repeated: int = 0
    """How many finished ones have a text that stands before them in the same file."""
    damaged: list[str] = field(default_factory=list)
    """A sentence on each release that was left out, because it cannot be read."""
    scheme: Scheme | None = None
    """That of both projects, in the order of the first; None where both are files without one."""

    def to_plain(self) -> dict[str, Any]:
        """For JSON. Ratios are in 0..1."""
        return {
            "first": self.names[0],
            "second": self.names[1],
            "releases": len(self.compared),
            "only_first_finished": self.only[0],
            "only_second_finished": self.only[1],
            "repeated": self.repeated,
            "damaged": self.damaged,
            **self.agreement.to_plain(),
        }

    def told(self) -> str:
        """For people."""
        both = f"{counted(len(self.compared), 'release')} that both have finished"
        counts = [
            (count, f"that only {name} has finished")
            for count, name in zip(self.only, self.names, strict=True)
        ]
        counts.append((self.repeated, "whose text stands before in the same file"))
        left = " and ".join(f"{count:,} {what}" for count, what in counts if count)
        head = f"{both}; left out: {left}." if left else f"{both}."
        return "\n".join([head, "", *tables(self.agreement, self.names)])

    @property
    def disputed(self) -> int:
        """Of how many things the two do not say the same."""
        return sum(not pair.is_agreed for one in self.compared for pair in one.pairs)

    def adjudicate(self, path: Path, annotator: str) -> None:
        """Make a project in which somebody decides, or none: a part of it would pass for it.

        Raise a `StoreError`.
        """
        from annotator.store.project import Project

        incoming = (
            Incoming(one.release, tuple(one.suggestions(self.names))) for one in self.compared
        )
        Project.create(path, annotator, self.scheme, incoming).close()


def compared(
    first: Path, second: Path, progress: Callable[[int], None] = lambda _: None
) -> Comparison:
    """Compare the finished releases of two projects or JSONL files.

    Raise `GoldError` where no release is finished in both, or where a line cannot be read.
    """
    found = Comparison(_names(first, second), scheme=scheme_among((first, second)))
    mine = {gold.release.id: gold for gold in _finished(first, found)}
    for gold in _finished(second, found):
        other = mine.pop(gold.release.id, None)
        if other is None:
            found.only[1] += 1
        else:
            found.compared.append(_side_by_side(other, gold, found.agreement))
            progress(len(found.compared))
    found.only[0] = len(mine)
    if not found.compared:
        told = f"{first} and {second}: no release is finished in both, so nothing can be compared."
        raise GoldError(" ".join([told, *found.damaged]))
    return found


def _side_by_side(first: Gold, second: Gold, agreement: Agreement) -> Compared:
    pairs = [*agreement.take(first, second), *half_decided(first, second)]
    return Compared(first.release, sorted(pairs, key=lambda pair: pair.record.order()))


def _finished(path: Path, found: Comparison) -> Iterator[Gold]:
    """The finished releases; of a text that a file has several times the first, as in imports."""
    known: set[str] = set()
    for gold in golds_in(path, found.damaged.append):
        if gold is None:
            continue
        if gold.release.id in known:
            found.repeated += 1
        else:
            known.add(gold.release.id)
            yield gold


def _names(first: Path, second: Path) -> Names:
    """What the two are called: after their files or, where these are called the same, folders."""
    folders = first.resolve().parent.name, second.resolve().parent.name
    for one, other in ((first.stem, second.stem), folders):
        if one != other and one and other:
            return in_words(one), in_words(other)
    return "the first", "the second"
