"""What was played, as a table for people and as plain values for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.fluency.cost import Cost
from annotator.fluency.peers import Peer
from annotator.fluency.play import PlayedRelease, by_kind
from annotator.model.counting import counted, told_of_left_out

OURS = "Annotator"
_LONGEST_TITLE = 34
_READING = 0.3
"""Seconds to look at a word and read two letters: a glance of 0.23 s (Card, Moran and Newell 1983,
the model human processor) and a little more."""


@dataclass(slots=True)
class Fluency:
    """Releases that were played, and the tools that they are compared with."""

    peers: Sequence[Peer]
    suggesters: tuple[str, ...] = ()
    releases: list[PlayedRelease] = field(default_factory=list)
    unfinished: int = 0
    """Releases of the gold that were left out, because nobody has finished them."""
    damaged: Sequence[str] = ()
    """A sentence on each that was left out, because it cannot be read."""

    @property
    def cost(self) -> Cost:
        """What all releases cost."""
        return sum((release.cost for release in self.releases), Cost())

    @property
    def spans_cost(self) -> Cost:
        """What all releases would cost without claimers and attributes."""
        return sum((release.spans_cost for release in self.releases), Cost())

    @property
    def letters_read(self) -> int:
        """How often letters at a word were read."""
        return sum(act.letters_read for release in self.releases for act in release.acts)

    def peer_costs(self) -> dict[str, Cost]:
        """What all releases cost in each other tool, by its name."""
        return {
            peer.name: sum((_in_peer(peer, release) for release in self.releases), Cost())
            for peer in self.peers
        }

    def best_peer(self, says_all: bool = False) -> tuple[str, float] | None:
        """The tool with the least handling for the same work, and ours as a part of it.

        A tool that cannot say all of a claim is compared with what it costs here to say as much.
        With `says_all`, of the tools that can say all; None where there is none.
        """
        shares = {
            name: share for name, share in self.shares().items() if not says_all or self._says(name)
        }
        best = max(shares, key=shares.__getitem__, default=None)
        return None if best is None else (best, shares[best])

    def shares(self) -> dict[str, float]:
        """Our handling as a part of each other tool's, for as much as that tool can say."""
        return {
            name: (self.cost if self._says(name) else self.spans_cost).handling / cost.handling
            for name, cost in self.peer_costs().items()
        }

    def _says(self, name: str) -> bool:
        """Whether a tool can say all of a claim."""
        return not next(peer for peer in self.peers if peer.name == name).unsaid

    def to_plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "suggesters": list(self.suggesters),
            "unfinished": self.unfinished,
            "damaged": list(self.damaged),
            "total": self.cost.to_plain(),
            "letters_read": self.letters_read,
            "spans_only": self.spans_cost.to_plain(),
            "shares": {name: round(share, 4) for name, share in self.shares().items()},
            "peers": {name: cost.to_plain() for name, cost in self.peer_costs().items()},
            "best": self._best_plain(says_all=False),
            "best_that_says_all": self._best_plain(says_all=True),
            "unverified": {peer.name: peer.unverified for peer in self.peers},
            "unsaid": {peer.name: peer.unsaid for peer in self.peers},
            "kinds": {
                kind: {"count": count, **cost.to_plain()}
                for kind, (count, cost) in by_kind(self.releases).items()
            },
            "releases": [self._release_plain(release) for release in self.releases],
        }

    def _best_plain(self, says_all: bool) -> dict[str, Any] | None:
        best = self.best_peer(says_all)
        return None if best is None else {"name": best[0], "our_share": round(best[1], 4)}

    def _release_plain(self, played: PlayedRelease) -> dict[str, Any]:
        return {
            "id": played.release.id,
            "title": played.release.title,
            **played.cost.to_plain(),
            "peers": {peer.name: _in_peer(peer, played).to_plain() for peer in self.peers},
            "acts": [
                {"kind": act.kind, "pressed": list(act.keys), **act.cost.to_plain()}
                for act in played.acts
                if act.keys
            ],
        }

    def told(self) -> str:
        """For people."""
        lines = [
            *self._head(),
            "",
            *self._release_lines(),
            "",
            *self._tool_lines(),
            "",
            *self._kind_lines(),
            "",
            *self._notes(),
        ]
        return "\n".join(lines)

    def _head(self) -> Iterator[str]:
        left_out = told_of_left_out(self.unfinished, len(self.damaged))
        count = counted(len(self.releases), "release")
        yield (
            f"{count} brought from the suggestions to the gold"
            f"{left_out}. Suggested: {', '.join(self.suggesters)}."
        )

    def _release_lines(self) -> Iterator[str]:
        names = [OURS, *(peer.name for peer in self.peers)]
        heads = "".join(f"{name:>14}" for name in names)
        yield f"{'Handling, s':{_LONGEST_TITLE}}{'keys':>6}{'decisions':>11}{heads}"
        for played in self.releases:
            costs = [played.cost, *(_in_peer(peer, played) for peer in self.peers)]
            title = (played.release.title or played.release.id)[: _LONGEST_TITLE - 2]
            yield f"{title:{_LONGEST_TITLE}}{_row(costs)}"
        yield f"{'Total':{_LONGEST_TITLE}}{_row([self.cost, *self.peer_costs().values()])}"

    def _tool_lines(self) -> Iterator[str]:
        columns = ("keys", "pointing", "homing", "decisions", "reading, s", "handling, s", "all, s")
        yield f"{'Tool':16}" + "".join(f"{column:>13}" for column in columns)
        ours = ((OURS, self.cost), (f"{OURS} *", self.spans_cost))
        for name, cost in (*ours, *self.peer_costs().items()):
            counts = (cost.k, cost.p, cost.h, cost.decisions)
            times = (cost.seconds - cost.handling, cost.handling, cost.seconds)
            numbers = [f"{count:,}" for count in counts] + [f"{time:,.1f}" for time in times]
            yield f"{name:16}" + "".join(f"{number:>13}" for number in numbers)

    def _kind_lines(self) -> Iterator[str]:
        yield f"{'Where it goes':50}{'times':>7}{'keys':>8}{'decisions':>11}{'s':>9}"
        for kind, (count, cost) in by_kind(self.releases).items():
            numbers = f"{count:7}{cost.k:8}{cost.decisions:11}{cost.seconds:9.1f}"
            yield f"{kind:50}{numbers}"

    def _notes(self) -> Iterator[str]:
        for name, share in self.shares().items():
            star = "" if self._says(name) else " *"
            yield f"Our handling is {100 * share:.0f} % of {name}'s{star}."
        yield (
            "Handling leaves out the look at each right suggestion, which every tool needs: "
            "1.35 s each."
        )
        if self.letters_read:
            more = _READING * self.letters_read
            yield (
                f"Letters at a word were read {self.letters_read} times; that is no decision. At "
                f"{_READING} s each it would be {more:.1f} s more."
            )
        for peer in self.peers:
            if peer.unsaid:
                yield (
                    f"* {peer.name} cannot say: {', '.join(peer.unsaid)}. It is compared with as "
                    "much of our work as it can say."
                )
            if peer.unverified:
                yield f"{peer.name} is not verified for {', '.join(peer.unverified)}."


def _row(costs: Iterable[Cost]) -> str:
    ours, *others = costs
    handling = "".join(f"{cost.handling:14.1f}" for cost in (ours, *others))
    return f"{ours.k:6}{ours.decisions:11}{handling}"


def _in_peer(peer: Peer, played: PlayedRelease) -> Cost:
    return peer.cost(played.tasks, played.release.text)
