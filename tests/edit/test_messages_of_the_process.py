"""Whatever the suggester's process writes, the window goes on, and no release waits for ever."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.edit.ahead import SuggestAhead
from annotator.edit.messages import NONSENSE, read_message
from annotator.edit.parsing import ParseAhead
from annotator.edit.session import Session
from annotator.model.records import Release
from annotator.store.project import Project

KEYS = (
    *("ready", "failed", "note", "error", "id", "structure", "progress", "seconds"),
    *("suggestions", "found", "notes", "done", "exported"),
)
ENTITY = {"start": 0, "end": 3, "label": "X", "suggester": "s@1", "rule": "r", "score": 0.5}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(ENTITY),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def release():
    return Release("Ann said that we won.")


@pytest.fixture(scope="module")
def session(tmp_path_factory, keymap, release):
    with Project.create(tmp_path_factory.mktemp("p") / "p.annotator", "ann") as project:
        project.add(release)
        session = Session(project, keymap)
        session.open(release.id)
        yield session


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_nonsense_of_any_shape_stops_nothing(session, release, data):
    plain = data.draw(st.dictionaries(st.sampled_from(KEYS), values) | values)
    if isinstance(plain, dict) and data.draw(st.booleans()):
        plain["id"] = release.id
    message = read_message(json.dumps(plain).encode())
    ahead = SuggestAhead(session, lambda _: None, lambda _: None)
    parses = ParseAhead(session, lambda _: None)
    for told in ({"ready": {}}, message):
        if told is not None:
            ahead.took(told)
            parses.took(told)


@given(st.binary())
def test_any_bytes_are_a_message_or_none(line):
    assert read_message(line) is None or isinstance(read_message(line), dict)


def test_brackets_without_end_are_no_message():
    assert read_message(b"[" * 100_000) is None


@pytest.mark.parametrize("name", ["id", "structure"])
@pytest.mark.parametrize("odd", [{"seconds": "long"}, {"suggestions": 7}, {"seconds": 1e999}])
def test_who_waits_for_an_answer_is_told_that_it_is_nonsense(name, odd):
    message = read_message(json.dumps({name: "x", **odd}).encode())
    assert message == {name: "x", "error": NONSENSE}
