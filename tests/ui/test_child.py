"""Whatever a process beside the window writes into its pipe, the window goes on."""

from __future__ import annotations

import json

import pytest
from tampering import faults

from annotator.ui import child
from annotator.ui.child import ChildProcess

GOOD = {"note": "Here I am."}
NONSENSE = (
    *(b"Traceback (most recent call last):", b"\xff\xfe\x00\x80 {", b"", b"[1, 2]", b"null"),
    *(b'{"note": 7}', b'{"ready": []}', b'{"id": 7, "suggestions": []}', b'{"progress": 1e999}'),
    *(b"[" * 50_000, b"1" * 9_999, b"x" * 300_000, b'{"note": "half', b'\\u0000"}'),
)
"""Lines that say nothing."""
OUTSIDE = {"start": 0, "end": 9_999, "label": "X", "suggester": "s@1", "rule": "r", "score": 0.5}
INSIDE = OUTSIDE | {"end": 3}
ANSWERS = """
for line in sys.stdin:
    asked = json.loads(line)
    say(nonsense)
    say(json.dumps({"id": "another", "suggestions": [INSIDE]}).encode())
    if "id" in asked:
        say(json.dumps({"id": asked["id"], "suggestions": [OUTSIDE]}).encode())
"""


def line(message: object) -> bytes:
    return json.dumps(message).encode()


@pytest.fixture
def garbled(tmp_path, monkeypatch):
    """Makes a module that, started as a process, does what `program` says."""

    def garbled(program: str, nonsense: bytes = b"") -> str:
        head = f"import json, sys\nnonsense = {nonsense!r}\n{INSIDE=}\n{OUTSIDE=}\n"
        say = "def say(said):\n    sys.stdout.buffer.write(said + b'\\n')\n    sys.stdout.flush()\n"
        (tmp_path / "garbled.py").write_text(head + say + program, "utf-8")
        return "garbled"

    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # a process is told when it is made
    return garbled


@pytest.fixture
def heard(qtbot):
    """Starts a module; what was heard of it when it is over, however long the machine takes."""

    def heard(module: str) -> list[object]:
        process, said = ChildProcess(module), []
        process.said.connect(said.append)
        with qtbot.waitSignal(process.ended, timeout=15_000):
            process.start()
        return said

    return heard


def test_lines_that_say_nothing_are_passed_over(garbled, heard):
    written = b"\n".join([line(GOOD), *NONSENSE, line(GOOD), b"a line that breaks off"])
    assert heard(garbled("say(nonsense)", written)) == [GOOD, GOOD]


def test_a_message_that_comes_in_many_pieces_is_heard_whole(garbled, heard):
    long = {"note": "We won. " * 500_000}
    assert heard(garbled("say(nonsense)", line(long) + b"\n" + line(GOOD))) == [long, GOOD]


def test_a_line_without_end_is_not_waited_for(garbled, heard, monkeypatch):
    monkeypatch.setattr(child, "LONGEST_LINE", 1 << 20)
    assert heard(garbled("say(b'x' * (4 << 20))\nsys.stdin.read()")) == []


def test_a_very_long_line_does_not_take_the_window_very_long(garbled, heard):
    """Each piece must cost what it holds, not what came before it."""
    assert heard(garbled(f"say(b'x' * (1 << 27))\nsay({line(GOOD)!r})")) == [GOOD]


def test_answers_that_cannot_be_true_change_nothing_that_is_shown(qtbot, garbled, program):
    program.child.module = garbled(f"say({line({'ready': {}})!r})\n{ANSWERS}", b"\n".join(NONSENSE))
    program.child.start()
    project = program.session.project
    qtbot.waitUntil(lambda: project.waiting_count() == 0, timeout=15_000)
    assert len(project.failed()) == 1
    assert program.session.fold.items == {}
    assert "answered nonsense" in program.window.status.message.text()
    qtbot.keyClicks(program.window.frame.focusWidget(), "1")  # labels the word at the caret
    assert project.last_step() == 1
    assert program.child.is_running
    assert faults(project.path) == []


def test_a_process_that_cannot_be_started_is_over(qtbot, monkeypatch):
    monkeypatch.setattr(child, "command", lambda *_: ["/nowhere/python"])
    process = ChildProcess("annotator.suggest")
    with qtbot.waitSignal(process.ended):
        process.start()
    assert not process.is_running
