"""The queue over more releases than anybody reads at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from annotator.edit.keys import Binding, Keymap
from annotator.edit.session import Session
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.store.project import Project
from annotator.ui.queue import QueuePane
from annotator.ui.queue.model import PAGE, ROW
from annotator.ui.theme import Theme

COUNT = 12 * PAGE + 7


@pytest.fixture
def session(tmp_path, keymap) -> Iterator[Session]:
    with Project.create(tmp_path / "long.annotator", "ann") as project:
        project.add_all(
            Incoming(Release(f"Ann won race {n}.", title=f"Race {n}")) for n in range(COUNT)
        )
        session = Session(project, keymap)
        session.open_first()
        yield session


@pytest.fixture
def pane(qtbot, session) -> Iterator[QueuePane]:
    pane = QueuePane(Theme.load(dark=False))
    qtbot.addWidget(pane)
    pane.resize(260, 600)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.attach(session)
    yield pane
    pane.detach()


def test_the_next_release_goes_by_what_is_typed_at_once_and_in_the_next_project_too(qtbot, pane):
    session = pane.session
    qtbot.keyClicks(pane.search, "race 7")
    session.press("ctrl+pagedown")
    assert session.title == "Race 7"
    session.press("ctrl+pagedown")
    assert session.title == "Race 17"
    other = Session(session.project, session.keymap)
    pane.attach(other)
    assert other.hand.search == "race 7"
    pane.search.clear()
    assert other.hand.search == ""


def pages_read(session: Session, monkeypatch) -> list[int]:
    """Where the pages begin that are read from now on."""
    begun: list[int] = []
    read = session.project.queue

    def reading(search: str = "", limit: int = 0, offset: int = 0) -> list:
        begun.append(offset)
        return read(search, limit=limit, offset=offset)

    monkeypatch.setattr(session.project, "queue", reading)
    return begun


@pytest.mark.parametrize(
    ("key", "words"),
    [("ctrl+shift+o", "Ctrl+Shift+O takes in"), ("", "Import in the Release menu takes in")],
)
def test_an_empty_queue_names_the_key_that_is_in_force(qtbot, tmp_path, key, words):
    keymap = Keymap({"review": {key: Binding("import")} if key else {}})
    pane = QueuePane(Theme.load(dark=False))
    qtbot.addWidget(pane)
    with Project.create(tmp_path / "empty.annotator", "ann") as project:
        pane.attach(Session(project, keymap))
        assert words in pane.empty.text()
        pane.detach()


def test_only_what_is_seen_is_read(session, pane, monkeypatch):
    begun = pages_read(session, monkeypatch)
    pane.refresh()
    QApplication.processEvents()
    assert pane.model.rowCount() == COUNT
    assert begun == [0]


def test_every_row_is_where_it_belongs(pane):
    titles = [pane.model.index(at, 0).data(ROW).title for at in range(COUNT)]
    assert titles == [f"Race {n}" for n in range(COUNT)]
    assert pane.model.index(0, 0).data().startswith("Race 0, ")


def test_the_release_in_hand_is_brought_into_view_wherever_it_is(session, pane, monkeypatch):
    last = session.project.queue(limit=1, offset=COUNT - 1)[0].release
    begun = pages_read(session, monkeypatch)
    session.open(last)
    pane.show_in_hand()
    QApplication.processEvents()
    index = pane.list.currentIndex()
    assert index.row() == COUNT - 1
    assert pane.list.viewport().rect().intersects(pane.list.visualRect(index))
    assert set(begun) <= {11 * PAGE, 12 * PAGE}
    pane.search.setText("race 1206")
    pane.refresh()
    assert pane.list.currentIndex().row() == 0
    assert pane.model.rowCount() == 1


def test_the_row_that_the_search_field_opens_is_ringed_while_the_focus_is_there(pane):
    def ringed() -> list[int]:
        shot, ratio = pane.list.viewport().grab().toImage(), pane.list.devicePixelRatioF()
        boxes = [pane.list.visualRect(pane.model.index(at, 0)) for at in range(4)]
        points = [(round(box.center().x() * ratio), box) for box in boxes]
        accent = pane.delegate.theme.accent
        return [
            at
            for at, (x, box) in enumerate(points)
            if any(shot.pixelColor(x, round((box.top() + y) * ratio)) == accent for y in range(6))
        ]

    pane.activateWindow()
    pane.search.setFocus()
    QApplication.processEvents()
    assert ringed() == [0]
    pane.list.step(2)
    assert ringed() == [2]
    pane.search.clearFocus()
    assert ringed() == []


def test_the_rows_are_painted_anew_when_the_focus_comes_to_the_field_or_goes(pane, monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(pane.delegate, "_walked", lambda: asked.append(1) or -1)
    pane.activateWindow()
    pane.search.clearFocus()
    for move in (pane.search.setFocus, pane.search.clearFocus):
        QApplication.processEvents()
        asked.clear()
        move()
        QApplication.processEvents()
        assert asked


def test_a_step_paints_its_row_and_lays_out_nothing(qtbot, session, pane):
    release = session.release.id
    before = pane.grab().toImage()
    add = Decision("add", "a1", Entity(Span(0, 3), "PERSON"))
    session.project.record(release, Step("label", (add,), Selection(Span(0, 3))))
    with (
        qtbot.assertNotEmitted(pane.model.dataChanged),
        qtbot.assertNotEmitted(pane.model.modelReset),
    ):
        pane.refresh_row(release)
    assert pane.model.index(0, 0).data(ROW).judged == 1
    assert pane.grab().toImage() != before
