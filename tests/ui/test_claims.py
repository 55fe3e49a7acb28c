"""The cards of the claims: only those that changed are drawn again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.edit.keys import Keymap
from annotator.edit.session import Session
from annotator.model.plain import Incoming
from annotator.model.records import CLAIMER_BASIS, GUESS, Claim, Release, Suggestion
from annotator.model.spans import Span
from annotator.store.project import Project
from annotator.ui.claims import ITEM, ClaimsPane
from annotator.ui.theme import Theme

LINE = "Ann said that we won. "


def claim(number: int) -> Suggestion:
    at = number * len(LINE)
    record = Claim((Span(at + 9, at + 20),), Span(at + 4, at + 8), (Span(at, at + 3),), "Ann")
    return Suggestion(record, "pen@1", "written", 0.9)


def guessed(number: int) -> Suggestion:
    """The same claim, whose claimer nobody chose."""
    found = claim(number)
    return replace(found, record=replace(found.record, attributes={CLAIMER_BASIS: GUESS}))


def test_another_selection_draws_two_cards_and_other_marks_draw_all(
    qtbot: QtBot, tmp_path: Path
) -> None:
    pane = ClaimsPane(Theme.load(dark=False))
    qtbot.addWidget(pane)
    pane.resize(300, 900)
    drawn: list[str] = []
    paint = pane.delegate.paint
    pane.delegate.paint = lambda painter, option, index: (  # type: ignore[method-assign]
        drawn.append(index.data(ITEM).id),
        paint(painter, option, index),
    )
    with Project.create(tmp_path / "claims.annotator", "ann") as project:
        project.add_all(iter([Incoming(Release(LINE * 5), tuple(map(claim, range(5))))]))
        session = Session(project, Keymap())
        session.open_first()
        pane.attach(session)
        with qtbot.waitExposed(pane):
            pane.show()
        ids = [place[1] for place in session.places.visible]
        QApplication.processEvents()
        drawn.clear()
        session.select_item(ids[1])
        pane.show_selected()
        QApplication.processEvents()
        assert set(drawn) == {ids[0], ids[1]}
        drawn.clear()
        session.run("highlights")
        pane.show_selected()
        QApplication.processEvents()
        assert set(drawn) == set(ids)
        session.run("highlights")
        session.select_item(ids[3])
        pane.show_selected()
        QApplication.processEvents()
        drawn.clear()
        before = session.fold.items[ids[3]].record.order()
        session.run("start-right")
        assert session.fold.items[ids[3]].record.order() != before
        pane.items_changed({ids[3]})
        QApplication.processEvents()
        assert set(drawn) == {ids[3]}
        assert pane.model.place(ids[3]).row() == 3
        session.select_item(ids[2])
        session.run("reject")
        pane.items_changed({ids[2]})
        assert [pane.model.index(n, 0).data(ITEM).id for n in range(pane.model.rowCount())] == [
            name for name in ids if name != ids[2]
        ]


def test_a_guessed_claimer_is_told_on_its_card_alone(qtbot: QtBot, tmp_path: Path) -> None:
    pane = ClaimsPane(Theme.load(dark=False))
    qtbot.addWidget(pane)
    pane.resize(300, 900)
    with Project.create(tmp_path / "claims.annotator", "ann") as project:
        suggestions = [claim(0), claim(1), guessed(2), claim(3)]
        project.add_all(iter([Incoming(Release(LINE * 5), tuple(suggestions))]))
        session = Session(project, Keymap())
        session.open_first()
        pane.attach(session)
        with qtbot.waitExposed(pane):
            pane.show()
        QApplication.processEvents()
        whole = pane.list.viewport().grab()
        cards = [
            whole.copy(pane.list.visualRect(pane.model.index(n, 0))).toImage() for n in range(4)
        ]
        assert cards[1] == cards[3]
        assert cards[2] != cards[1]
