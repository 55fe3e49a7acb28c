"""Suggesting for a whole project: in batches, in several processes, and killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tampering import faults, tampered
from terminal import annotator

from annotator.cli.terminal import interruptible
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.spans import Span
from annotator.model.steps import Decision, Selection, Step
from annotator.store.project import Project
from annotator.suggest.choice import Choice
from annotator.suggest.crew import CrewError, Processes
from annotator.suggest.together import MOST, Outcome, Wanted
from annotator.suggesting import suggest_all

pytestmark = pytest.mark.usefixtures("own_folders")

COUNT = 3 * MOST + 5
BODY = """import os, signal
        if "deadly" in text:
            os._exit(9)
        if "kill" in text:
            os.kill(os.getppid(), signal.SIGKILL)
        spans = Span(0, 3), Span(4, 7)
        return [Suggestion(Entity(span, "PERSON"), self.name, "r", 0.5) for span in spans]
"""


def project_of(texts):
    with Project.create("work.annotator", "ann") as project:
        project.add_all([Incoming(Release(text, title=text[:20])) for text in texts])
    return Project.open("work.annotator", "ann")


@pytest.fixture
def project():
    with project_of(f"Ann Lee won race {number}." for number in range(COUNT)) as project:
        yield project


def runs(project):
    """How many suggestions each release has, in import order."""
    return [len(project.suggestions(row.release)) for row in project.queue()]


class Crew:
    """Finds a name in every release; writes down which it was asked for."""

    def __init__(self, wrong=""):
        self.asked = []
        self.wrong = wrong

    def outcomes(self, batches):
        for batch in batches:
            self.asked.append([wanted.text for wanted in batch])
            yield [self.outcome(wanted.text) for wanted in batch]

    def outcome(self, text):
        if self.wrong and self.wrong in text:
            return Outcome([], ["It failed."], 0.1)
        return Outcome([Suggestion(Entity(Span(0, 7), "PERSON"), "a@1", "r", 0.5)], [], 0.1)


def test_what_was_decided_before_has_no_suggestion_over_it(project):
    known = project.queue()[1].release
    added = Decision("add", "a1", Entity(Span(4, 7), "PARTY"))
    project.record(known, Step("label", (added,), Selection(Span(0, 0))))
    suggest_all(project, Crew(), lambda *_: None)
    assert runs(project)[:3] == [1, 0, 1]


def test_every_release_is_asked_for_once_in_import_order(project):
    crew, told = Crew(), []
    found = suggest_all(project, crew, lambda *counts: told.append(counts))
    assert [len(batch) for batch in crew.asked] == [MOST, MOST, MOST, 5]
    assert [text for batch in crew.asked for text in batch] == [
        f"Ann Lee won race {number}." for number in range(COUNT)
    ]
    assert (found.done, found.problems, found.is_whole) == (COUNT, [], True)
    assert told == [(count, COUNT) for count in range(1, COUNT + 1)]
    assert runs(project) == [1] * COUNT
    again = Crew()
    assert suggest_all(project, again, lambda *_: None).done == 0
    assert again.asked == []


def test_who_stops_it_keeps_whole_batches_and_the_rest_waits(project):
    told = []
    found = suggest_all(project, Crew(), lambda *_: told.append(1), lambda: len(told) >= MOST)
    assert (found.done, found.is_whole) == (MOST, False)
    assert project.waiting_count() == COUNT - MOST
    assert suggest_all(project, Crew(), lambda *_: None).done == COUNT - MOST
    assert runs(project) == [1] * COUNT


def test_a_release_that_fails_is_told_and_tried_once_more_the_next_time(project):
    found = suggest_all(project, Crew(wrong="race 7."), lambda *_: None)
    assert (found.done, found.problems) == (COUNT - 1, ['"Ann Lee won race 7.": It failed.'])
    crew = Crew()
    assert suggest_all(project, crew, lambda *_: None).done == 1
    assert crew.asked == [["Ann Lee won race 7."]]


def test_a_release_whose_text_is_damaged_is_told_and_the_others_are_read(project):
    tampered(project.path, "UPDATE releases SET text = 'Ann Lee lost.' WHERE number = 2")
    crew = Crew()
    found = suggest_all(project, crew, lambda *_: None)
    assert found.done == COUNT - 1
    (told,) = found.problems
    assert told.startswith('The text of release 2, "Ann Lee won race 1.", is damaged')
    assert runs(project)[2:] == [1] * (COUNT - 2)


def test_somebody_who_finishes_a_release_meanwhile_keeps_it_as_it_is(project):
    read_but_not_stored = project.queue()[5].release

    def finish_it(count, _):
        if count == 1:
            step = Step("finish", (), Selection(Span(0, 0)), "finished")
            project.record(read_but_not_stored, step)

    suggest_all(project, Crew(), finish_it)
    assert runs(project) == [1] * 5 + [0] + [1] * (COUNT - 6)


def test_processes_find_the_same_in_the_same_order_and_one_that_ends_is_replaced(install_plugin):
    install_plugin(BODY)
    texts = [f"Ann Lee won race {number}." for number in range(6)]
    texts[3] = "Ann Lee is deadly."
    with closing(Processes(Choice(("ours",)), 2)) as crew:
        wanted = [[Wanted(text) for text in texts[at : at + 3]] for at in (0, 3)]
        found = [outcome for batch in crew.outcomes(wanted) for outcome in batch]
    assert [len(outcome.suggestions) for outcome in found] == [2, 2, 2, 0, 2, 2]
    (problem,) = found[3].problems
    assert problem == "The suggester's process ended while it read this release."


def test_processes_that_cannot_suggest_say_why(install_plugin):
    install_plugin(made="raise ValueError('no list')")
    with pytest.raises(CrewError, match="no list"):
        Processes(Choice(("ours",)), 2)


def test_killed_in_the_middle_each_release_has_its_whole_run_or_none(install_plugin):
    install_plugin(BODY)
    texts = [f"Ann Lee won race {number}." for number in range(COUNT)]
    texts[2 * MOST] = "Ann Lee made a kill."
    project_of(texts).close()
    command = ["suggest", "work.annotator", "--suggester", "ours", "--processes", "2"]
    killed = subprocess.Popen(
        [sys.executable, "-m", "annotator", *command], stderr=subprocess.PIPE, text=True
    )
    killed.communicate(timeout=60)  # until the processes are gone too, which write there
    assert killed.returncode == -signal.SIGKILL
    with Project.open("work.annotator", "ann") as project:
        found = runs(project)
        stored = len([count for count in found if count])
        assert found == [2] * stored + [0] * (COUNT - stored)
        assert stored <= 2 * MOST
        assert suggest_all(project, Crew(), lambda *_: None).done == COUNT - stored
        assert all(runs(project))
    assert faults(Path("work.annotator")) == []


def test_the_command_stores_what_several_processes_find(install_plugin):
    install_plugin(BODY)
    project_of(f"Ann Lee won race {number}." for number in range(9)).close()
    options = ("--suggester", "ours", "--processes", "2")
    code, out, err = annotator("suggest", "work.annotator", *options)
    assert (code, out, err) == (0, "Suggested for 9 releases.\n", "")
    with Project.open("work.annotator", "ann") as project:
        assert runs(project) == [2] * 9


@pytest.fixture
def heeds_ctrl_c():
    """What is started in the background of a shell ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_asks_to_stop_and_the_second_one_ends():
    with interruptible() as interrupted:
        assert not interrupted()
        os.kill(os.getpid(), signal.SIGINT)
        assert interrupted()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_a_stopped_command_says_that_the_rest_waits(install_plugin):
    install_plugin(
        "import os, signal; 'race 0.' in text and os.kill(os.getpid(), signal.SIGINT); return []"
    )
    project_of(f"Ann Lee won race {number}." for number in range(COUNT)).close()
    code, _, err = annotator("suggest", "work.annotator", "--suggester", "ours")
    assert code == 130
    assert "give the command again" in err
