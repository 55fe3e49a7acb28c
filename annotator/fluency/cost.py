"""What handling costs: the keystroke-level model.

Card, Moran and Newell, "The keystroke-level model for user performance time with interactive
systems", CACM 23(7), 1980, and "The Psychology of Human-Computer Interaction", 1983, chapter 8:
what an expert needs for a task that he knows, without errors, is the sum of these operators.

K  a key pressed, 0.2 s (an average skilled typist). Ctrl, Alt and Shift are each a K of their own:
   "{" and "A" are two.
P  pointing with the mouse, 1.1 s.
H  a hand that goes from the mouse to the keyboard or back, 0.4 s.
B  a mouse button pressed or let go, 0.1 s (Kieras 1993; a click is two).
M  a decision, 1.35 s.

Where an M is placed, for this program and every other tool alike (the paper's rules 0 and 1: one
before each unit that is decided on, none inside what follows of itself):

- one for each suggestion that is looked at, right or wrong, and one for each item added;
- of a claim, one for each part that is put right (content, cue, source, claimer, an attribute);
- of a claim that is added, one for each part: its content is chosen, one that the program guessed
  is looked at, any other is put right;
- one to finish a release;
- none for the letters at a word, which are read and not decided on; `report` tells how many. Words
  are taken to be on the screen up to 60 tokens before and behind the caret;
- one for reading on, where names in no highlight are gone through or something is let grow by more
  than one press of the key;
- one for choosing in a list, for this program only: in the other tools' lists it is left out. A key
  that answers at once is known by heart, as those of the labels are; but a claimer that is picked
  by its number is chosen in a list like any other, for its number is another in each claim.
- going through the candidates for a claimer by key has no further M for the next one, which the
  line of hints shows before the key is pressed: it is judged within the M of the claimer. Whoever
  presses the key more than once, or goes the other way, reads on, and that is one further M.

The Ms of right suggestions are reading, the same in every tool that shows suggestions, and
`Cost.handling` leaves them out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields

SECONDS = {"k": 0.2, "p": 1.1, "h": 0.4, "b": 0.1, "m": 1.35, "reading": 1.35}


@dataclass(frozen=True, slots=True)
class Cost:
    """How often each operator comes; `reading` are the Ms of what is right as it was proposed."""

    k: int = 0
    p: int = 0
    h: int = 0
    b: int = 0
    m: int = 0
    reading: int = 0

    @classmethod
    def of(cls, written: str) -> Cost:
        """Operators as they are written: "P BB K" points, clicks and presses a key."""
        counted = Counter(written.replace(" ", "").lower())
        return cls(**counted)

    def __add__(self, other: Cost) -> Cost:
        return Cost(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __mul__(self, times: int) -> Cost:
        return Cost(*(getattr(self, f.name) * times for f in fields(self)))

    @property
    def seconds(self) -> float:
        """The whole time."""
        return sum((getattr(self, name) * each for name, each in SECONDS.items()), 0.0)

    @property
    def handling(self) -> float:
        """The time without reading suggestions that are right."""
        return self.seconds - self.reading * SECONDS["reading"]

    @property
    def decisions(self) -> int:
        """How many Ms there are."""
        return self.m + self.reading

    def to_plain(self) -> dict[str, float]:
        """For JSON."""
        return {
            "keys": self.k,
            "pointing": self.p,
            "homing": self.h,
            "buttons": self.b,
            "decisions": self.decisions,
            "seconds": round(self.seconds, 2),
            "handling_seconds": round(self.handling, 2),
        }
