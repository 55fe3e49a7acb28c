"""Releases that are versions of one another and such that are not, to measure the search for them.

Whole releases of the gold are the model of both. Of those that are alike each comes in many
variants with other names, numbers and a sentence here and there; the others are as long, of the
same words in any order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from random import Random

GOLD = Path(__file__).parents[1] / "data" / "gold"
VARIANTS = 50
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SHORT_NUMBER = re.compile(r"\b\d{1,2}\b")
_NAMES = ("Ann Lee", "Bob Ray", "Carla Diaz", "Dmitri Orlov", "Eve Stone", "Femi Ade")
_CHANGED = 8
"""One sentence in so many is another."""


def _texts() -> list[str]:
    lines = [line for name in ("re3d_dev", "written_dev")
             for line in (GOLD / f"{name}.jsonl").open(encoding="utf-8")]  # fmt: skip
    return [json.loads(line)["text"] for line in lines]


def _line(text: str) -> str:
    return json.dumps({"text": text, "source": "x"}, ensure_ascii=False) + "\n"


def kin_lines(count: int) -> Iterator[str]:
    """So many releases, about fifty of which are versions of one, in any order."""
    chance = Random(1)
    heads = list(islice(_heads(chance), max(1, count // VARIANTS)))
    for number in range(count):
        yield _line(f"{_varied(chance.choice(heads), chance)} ({number})")


def _heads(chance: Random) -> Iterator[str]:
    """The texts of the gold, then the same with their words in another order, without end."""
    texts = _texts()
    yield from texts
    for text in cycle(texts):
        words = text.split(" ")
        yield " ".join(chance.sample(words, len(words)))


def _varied(text: str, chance: Random) -> str:
    sentences = _SENTENCE_END.split(text)
    for _ in range(1 + len(sentences) // _CHANGED):
        number, people = chance.randrange(1, 29), chance.randrange(10_000)
        said = f"{chance.choice(_NAMES)} said on {number} May that {people} people had come."
        sentences[chance.randrange(len(sentences))] = said
    return _SHORT_NUMBER.sub(lambda _: str(chance.randrange(100)), " ".join(sentences))


def unlike_lines(count: int) -> Iterator[str]:
    """So many releases as long as those of the gold, with no run of words in common."""
    chance, texts = Random(1), _texts()
    words = sorted({word for text in texts for word in text.split()})
    for number in range(count):
        length = len(texts[number % len(texts)].split())
        yield _line(" ".join(chance.choices(words, k=length)))
