"""What the same work costs in other tools, from the table in ``resources/peers.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.fluency.cost import Cost
from annotator.fluency.hands import presses
from annotator.fluency.tasks import Task, words
from annotator.model.records import Claim, Entity, Part
from annotator.model.resources import resource
from annotator.model.spans import Span

PARTS: tuple[Part, ...] = ("content", "cue", "source")


@dataclass(frozen=True, slots=True)
class Action:
    """What one action costs, also for a single word, and whether a page of the tool says so."""

    cost: Cost
    one_word: Cost
    verified: bool

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Action:
        """One line of the table."""
        cost = Cost.of(plain["ops"])
        one_word = Cost.of(plain["one_word"]) if "one_word" in plain else cost
        return cls(cost, one_word, plain["verified"])


@dataclass(frozen=True, slots=True)
class Peer:
    """Another tool and what each action costs in it."""

    name: str
    sources: tuple[str, ...]
    actions: Mapping[str, Action]

    @property
    def unverified(self) -> list[str]:
        """The actions whose cost no page of the tool confirms."""
        return [name for name, action in self.actions.items() if not action.verified]

    @property
    def unsaid(self) -> list[str]:
        """What cannot be said of a claim in it, and costs nothing therefore."""
        return [name for name in ("claimer", "attribute") if name not in self.actions]

    def cost(self, tasks: Iterable[Task], text: str) -> Cost:
        """What the tasks of one release cost, and finishing it."""
        finish = self.actions["finish"].cost + Cost(m=1)
        return sum((self.task_cost(task, text) for task in tasks), finish)

    def task_cost(self, task: Task, text: str) -> Cost:
        """What one task costs, decisions included."""
        if isinstance(task.record, Claim):
            return self._claim_cost(task, text)
        return task.decisions + self._entity_cost(task, text)

    def _entity_cost(self, task: Task, text: str) -> Cost:
        if task.verb == "correct":
            return self._of("bounds" if "bounds" in task.changes else "relabel")
        if isinstance(task.true, Entity) and task.verb == "add":
            return self._added(task.true.span, text)
        return self._of(task.verb)

    def _claim_cost(self, task: Task, text: str) -> Cost:
        said = task.said if isinstance(task.said, Claim) else Claim(())
        if not isinstance(task.true, Claim):
            return Cost(m=1) + self._of("reject") * len(list(said.spans()))
        changes = [change for change in task.changes if self._can_say(change)]
        spans = sum((self._part_cost(part, said, task.true, text) for part in PARTS), Cost())
        named = (self._told(change, task.true) for change in changes if change not in PARTS)
        return (Cost(m=len(changes)) if changes else Cost(reading=1)) + sum(named, spans)

    def _part_cost(self, part: Part, said: Claim, true: Claim, text: str) -> Cost:
        """The spans of one part: kept, moved, taken out, or added and tied to the claim."""
        before, after = _spans(said, part), _spans(true, part)
        kept = before & after
        gone, new = before - kept, after - kept
        moved = min(len(gone), len(new))
        added = sorted(new)[moved:]
        ties = len(added) - (part == "content" and not before)
        cost = self._of("keep") * len(kept) + self._of("bounds") * moved
        cost += self._of("reject") * (len(gone) - moved) + self._of("relation") * ties
        return sum((self._added(span, text) for span in added), cost)

    def _told(self, change: str, true: Claim) -> Cost:
        if change == "claimer":
            return self._of("claimer") + Cost(k=presses(true.claimer or ""))
        return self._of("attribute")

    def _can_say(self, change: str) -> bool:
        needed = "claimer" if change == "claimer" else "attribute"
        return change in PARTS or needed in self.actions

    def _added(self, span: Span, text: str) -> Cost:
        add = self.actions["add"]
        return add.one_word if words(span, text) == 1 else add.cost

    def _of(self, action: str) -> Cost:
        return self.actions[action].cost


def _spans(claim: Claim, part: Part) -> set[Span]:
    return {span for name, _, span in claim.parts() if name == part}


def read_peers() -> list[Peer]:
    """The tools of the table."""
    tables = tomllib.loads(resource("peers.toml").read_text("utf-8"))
    return [_peer(table) for table in tables.values()]


def _peer(table: Mapping[str, Any]) -> Peer:
    actions = {
        name: Action.from_plain(line) for name, line in table.items() if isinstance(line, Mapping)
    }
    return Peer(table["name"], tuple(table["sources"]), actions)
