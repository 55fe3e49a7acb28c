"""Real key events by their names, and a perfect analyst in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from notation import read
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLineEdit

from annotator.agree.gold import Gold
from annotator.evaluation import golds_in
from annotator.fluency.play import play
from annotator.ui.frame import Frame
from annotator.ui.keyboard import key_of
from annotator.ui.typist import Typist, typist_at

SAMPLE = Path(__file__).parent.parent / "data" / "gold" / "sample.jsonl"


@pytest.fixture
def frame(qtbot, tmp_path):
    frame = Frame(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(frame)
    return frame


class Field(QLineEdit):
    """Remembers the names of the keys it gets."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def keyPressEvent(self, event):  # noqa: N802
        self.heard.append(key_of(event))
        super().keyPressEvent(event)


def test_every_key_of_the_keymap_arrives_as_what_it_is_called(qtbot, frame, keymap):
    field = Field()
    frame.setCentralWidget(field)
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    field.setFocus()
    names = [key for mode in keymap.modes.values() for keys in mode for key in keys.split(" ")]
    names = [name for name in names if name not in ("tab", "shift+tab")]  # they leave the field
    for name in names:
        Typist(frame).press(name)
    assert [name for name in field.heard if name] == names  # held keys arrive too, with no name


def test_letters_are_typed_as_they_are(qtbot, frame):
    field = QLineEdit()
    frame.setCentralWidget(field)
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    field.setFocus()
    for letter in "Ann Şen – “è”":
        Typist(frame).press(letter)
    assert field.text() == "Ann Şen – “è”"


def test_a_release_is_brought_to_its_gold_in_the_window(frame, desk):
    session = desk.session(
        "*[Ann]PERSON? Lee of [Acme]ORG? [said]CUE [we won]CLAIM?. " + "One. " * 60 + "Max left."
    )
    gold = read(
        "[Ann Lee]SOURCE of [Acme]WORK_OF_ART [said]CUE [we won]CLAIM. "
        + "One. " * 60
        + "[Max]PERSON left."
    )
    records = tuple(record for record, _ in gold.items)
    with typist_at(frame, session) as typist:
        played = play(session, Gold(session.release, records), typist.press)
    assert session.project.fold(gold.release.id).state == "finished"
    assert {act.kind for act in played.acts} >= {"reject entity", "add entity"}


def test_the_sample_is_brought_to_its_gold_in_the_window(frame, desk, suggesters):
    gold = next(gold for gold in golds_in(SAMPLE) if gold is not None)
    session = desk.session_without_run(gold.release.text)
    session.project.add_run(gold.release.id, suggesters.suggest(gold.release.text), seconds=0)
    session.open(gold.release.id)
    with typist_at(frame, session) as typist:
        played = play(session, gold, typist.press)
    assert played.cost.mouse == 0
    assert 0 < played.cost.k < 60
