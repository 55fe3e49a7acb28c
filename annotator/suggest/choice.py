"""What is to suggest: which suggesters, in which order, with which pipelines and options."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

DEFAULT_SUGGESTER = "default"
"""The program's own suggester: a spaCy pipeline with repairs, and the claim rules."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A person's choice, in a form that goes to the suggester's process as one argument."""

    suggesters: tuple[str, ...] = (DEFAULT_SUGGESTER,)
    off: tuple[str, ...] = ()
    """Repairs of entities that are switched off."""
    pipeline: str = ""
    """Named for this run: reads its own language, and what nobody knows the language of."""
    pipelines: Mapping[str, str] = field(default_factory=dict)
    """Pipelines by language code."""
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What each plug-in is handed, by its name."""
    scores: str = ""
    """A file with scores learned from other releases than the program's own."""

    def to_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Choice:
        """The choice of such a line; what it leaves out is as usual."""
        plain = json.loads(line)
        for name in ("suggesters", "off"):
            if name in plain:
                plain[name] = tuple(plain[name])
        return cls(**plain)
