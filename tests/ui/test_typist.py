"""Real key events by their names, and a perfect analyst in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from notation import read
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from annotator.agree.gold import Gold
from annotator.edit.structures import StructuresAtOnce
from annotator.fluency.play import play
from annotator.golds import golds_in
from annotator.ui.frame import Frame
from annotator.ui.keyboard import key_of
from annotator.ui.typist import Typist, typist_at

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
GOLD = Path(__file__).parent.parent / "data" / "gold"


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


@pytest.mark.parametrize(
    ("key", "held", "text", "name"),
    [
        # AltGr shows as Ctrl+Alt on some systems
        (Qt.Key.Key_8, CTRL | ALT, "[", "["),
        (Qt.Key.Key_BracketLeft, CTRL | ALT, "", "ctrl+alt+["),
        (Qt.Key.Key_BracketLeft, ALT, "[", "alt+["),
    ],
)
def test_what_is_typed_with_altgr_is_named_by_what_it_types(key, held, text, name):
    assert key_of(QKeyEvent(QEvent.Type.KeyPress, key, held, text)) == name


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


@pytest.mark.parametrize("name", ["sample", "re3d_dev"])
def test_gold_is_reached_in_the_window(frame, desk, suggesters, name):
    golds = [gold for gold in golds_in(GOLD / f"{name}.jsonl") if gold is not None]
    session = desk.session_without_run(golds[0].release.text)
    session.structures = StructuresAtOnce(suggesters.structure)
    for gold in golds:
        release = gold.release
        session.project.add(release)
        session.project.add_run(release.id, suggesters.suggest(release.text), seconds=0)
    with typist_at(frame, session) as typist:
        for gold in golds:
            session.open(gold.release.id)
            played = play(session, gold, typist.press)
            assert session.project.fold(gold.release.id).state == "finished"
            assert played.cost.k > 0
