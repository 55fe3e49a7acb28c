"""Whatever stands where somebody's tool should have put something else: told, and never a crash."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_doccano import ENTITIES, GOOGLE
from test_label_studio import region, task
from test_prodigy import MANUAL

from annotator.formats.errors import Problem
from annotator.formats.files import read_files
from annotator.formats.incoming import folded

RELATION = {"head": 1, "child": 3, "label": "x", "head_span": MANUAL["spans"][0], "child_span": {}}
CLAIM = {"id": 4, "label": "CLAIM", "start_offset": 7, "end_offset": 39}
ARROW = {"id": 1, "from_id": 4, "to_id": 80, "type": "CUE"}
CORNER = {"state": "new", "claims": [{"head": [7, 39], "claimer": "A", "attributes": {"a": "b"}}]}
POINTS = {"type": "relation", "from_id": "c", "to_id": "a", "direction": "left", "labels": ["x"]}
SAID = {"id": "c", "from_name": "claimer", "type": "textarea", "value": {"text": ["Ann"]}}
RESULT = [region("a", 0, 7, "SOURCE"), region("c", 8, 12, "CLAIM"), POINTS, SAID]
PREDICTION = {"model_version": "m@1", "score": 0.3, "result": [region("p", 0, 7, "X")]}
TEXT = "Ann said we won in Oslo."


def annotation(name: str, start: int, end: int, *bodies: tuple[str, str]) -> dict[str, Any]:
    """One on a span of `TEXT`, with purpose and value of each body; of a link with its source."""
    quote = {"type": "TextQuoteSelector", "exact": TEXT[start:end], "prefix": "", "suffix": ""}
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    return {
        "id": name,
        "motivation": bodies[0][0],
        "creator": {"name": "ann"},
        "created": "2024-05-01T10:00:00Z",
        "body": [
            {"purpose": purpose, "source" if purpose == "linking" else "value": said}
            for purpose, said in bodies
        ],
        "target": [{"source": {"id": "https://x.org/news"}, "selector": [quote, place]}],
    }


ABOUT = json.dumps({"meta": {"title": "Won", "kind": "news"}, "state": "finished"})
MARKED = [
    annotation("r", 0, len(TEXT), ("describing", ABOUT)),
    annotation("e", 19, 23, ("tagging", "GPE")),
    annotation("s", 0, 3, ("tagging", "source")),
    annotation("c", 9, 15, ("classifying", "claim"), ("identifying", "Ann"), ("linking", "s")),
]
SAMPLES = {
    "prodigy": {**MANUAL, "relations": [RELATION], "annotator": CORNER},
    "doccano": {
        "text": GOOGLE,
        "entities": [*ENTITIES, CLAIM],
        "relations": [ARROW],
        "annotator": CORNER,
    },
    "label-studio": task(RESULT, predictions=[PREDICTION]),
    "web-annotation": {"type": "AnnotationCollection", "first": {"items": MARKED}},
}
ODD = st.sampled_from([None, True, -1, 10**30, 0.5, "", "x", [], {}, [None], {"a": []}, [[1, 2]]])


def places(plain: Any, path: tuple = ()) -> Iterator[tuple]:
    """Where anything stands in a JSON value."""
    pairs = plain.items() if isinstance(plain, dict) else enumerate(plain)
    for key, value in pairs:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from places(value, (*path, key))


def put(plain: Any, path: tuple, odd: Any) -> None:
    for key in path[:-1]:
        plain = plain[key]
    plain[path[-1]] = odd


@pytest.mark.parametrize("name", SAMPLES)
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_odd_values_are_told_and_never_crash(tmp_path_factory, name, data):
    sample = copy.deepcopy(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 2))):
        where = data.draw(st.sampled_from(sorted(places(sample), key=str)))
        put(sample, where, copy.deepcopy(data.draw(ODD)))
    path: Path = tmp_path_factory.mktemp("odd") / "a.json"
    path.write_text(json.dumps(sample), encoding="utf-8")
    path.with_suffix(".txt").write_text(TEXT)  # web annotations are read with the text beside them
    for one in read_files([path], named=name):
        if isinstance(one, Problem):
            assert str(one).startswith("a.json")
        else:
            folded(one)
            length = len(one.release.text)
            records = [item.record for item in folded(one).items.values()]
            assert all(span.fits(length) for record in records for span in record.spans())
