"""Short judged releases, cut from the gold: a paragraph with its entities and claims.

The same few paragraphs come again and again, each under a number of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parents[1] / "data" / "gold"
FILES = ("re3d_dev", "written_dev")
Plain = dict[str, Any]


def paragraphs() -> list[Plain]:
    """The paragraphs of the gold in which something stands, as releases of their own."""
    lines = [line for name in FILES for line in (GOLD / f"{name}.jsonl").open(encoding="utf-8")]
    found = [piece for line in lines for piece in _pieces(json.loads(line))]
    return [piece for piece in found if piece["entities"] or piece["claims"]]


def _pieces(line: Plain) -> Iterator[Plain]:
    start = 0
    for text in line["text"].splitlines(keepends=True):
        end = start + len(text)
        if 60 <= len(text) <= 600:
            layers = {
                layer: [_moved(item, -start) for item in line[layer] if _inside(item, start, end)]
                for layer in ("entities", "claims")
            }
            yield {"text": text.rstrip(), "meta": line["meta"], **layers}
        start = end


def _spans(item: Plain) -> list[Plain]:
    if "content" not in item:
        return [item]
    return [*item["content"], *([item["cue"]] if item["cue"] else []), *item["source"]]


def _inside(item: Plain, start: int, end: int) -> bool:
    return all(start <= span["start"] and span["end"] < end for span in _spans(item))


def _moved(item: Plain, by: int) -> Plain:
    """A copy of an item whose spans lie so many code points further on."""
    copy: Plain = json.loads(json.dumps(item))
    for span in _spans(copy):
        span["start"] += by
        span["end"] += by
    return copy


def lines(count: int) -> Iterator[str]:
    """So many different releases as lines of the program's own JSONL, three in four finished."""
    pieces = paragraphs()
    for number in range(count):
        piece = pieces[number % len(pieces)]
        head = f"({number}) "
        meta = {**piece["meta"], "title": f"Release {number}", "language": "en"}
        yield json.dumps(_judged(piece, head, number, meta), ensure_ascii=False) + "\n"


def _judged(piece: Plain, head: str, number: int, meta: Plain) -> Plain:
    line: Plain = {"schema": "annotator/1", "text": head + piece["text"], "meta": meta}
    line["state"] = "started" if number % 4 == 3 else "finished"
    aside: dict[str, Plain] = {
        name: {"entities": [], "claims": []} for name in ("open", "rejected")
    }
    for layer in ("entities", "claims"):
        line[layer] = []
        for place, item in enumerate(piece[layer]):
            kind = (number + place) % 10
            at = f"2026-03-01T09:{number % 60:02}:{len(line[layer]):02}.{place:03}Z"
            said = _with_verdict(_moved(item, len(head)), kind, at)
            if kind == 8 or (kind == 9 and number % 4 == 3):
                aside["rejected" if kind == 8 else "open"][layer].append(said)
            else:
                line[layer].append(said)
    return {**line, **aside}


def _with_verdict(item: Plain, kind: int, at: str) -> Plain:
    """Accepted, or for some kinds corrected or added; each by a step of its own."""
    item = {name: value for name, value in item.items() if name not in ("text", "was")}
    if kind == 7:
        return {**item, "status": "added", "annotator": "ann", "at": at}
    origin = {"suggester": "gold@1", "rule": "ner", "score": 0.9, "reason": "model"}
    judged = {"annotator": "ann", "at": at}
    if kind == 6 and "label" in item:
        return {**item, **origin, **judged, "status": "corrected", "was": {**item, "label": "ORG"}}
    return {**item, **origin, **judged, "status": "accepted"}


def plain_lines(count: int) -> Iterator[str]:
    """The same texts as anybody's JSONL, without a word on entities, claims and language."""
    for line in map(json.loads, lines(count)):
        yield json.dumps({"text": line["text"], "source": "x"}, ensure_ascii=False) + "\n"
