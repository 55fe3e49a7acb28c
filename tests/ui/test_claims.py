"""The cards of the claims: only those that changed are drawn again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.edit.keys import Keymap
from annotator.edit.session import Session
from annotator.model.fold import Item
from annotator.model.plain import Incoming
from annotator.model.records import CLAIMER_BASIS, GUESS, Claim, Entity, Release, Suggestion
from annotator.model.spans import Span
from annotator.store.project import Project
from annotator.ui import drawing
from annotator.ui.claims import ClaimsPane
from annotator.ui.claims.card import Card
from annotator.ui.claims.model import ITEM
from annotator.ui.theme import Theme

SPOKEN = Qt.ItemDataRole.AccessibleDescriptionRole
LINE = "Ann said that we won. "


def claim(number: int) -> Suggestion:
    at = number * len(LINE)
    record = Claim((Span(at + 9, at + 20),), Span(at + 4, at + 8), (Span(at, at + 3),), "Ann")
    return Suggestion(record, "pen@1", "written", 0.9)


def guessed(number: int) -> Suggestion:
    """The same claim, whose claimer nobody chose."""
    found = claim(number)
    return replace(found, record=replace(found.record, attributes={CLAIMER_BASIS: GUESS}))


def test_a_card_shows_what_the_project_says_of_claims_behind_the_usual_values() -> None:
    said = {"note": "odd", "topic": "health", CLAIMER_BASIS: GUESS, "epistemic": "unknown"}
    record = Claim((Span(9, 20),), attributes={**said, "affiliation": "World Health " * 4})
    card = Card(Item("a1", record, "added"), LINE)
    assert card.chips == ["unknown", "health", "World Health World Heal…"]
    assert "Affiliation: World Health World Health World" in card.all_words()


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (19, ["direct", "unknown", "health"]),
        (18, ["direct", "unknown", "+1"]),
        (14, ["direct", "+2"]),
        (3, ["+3"]),
    ],
)
def test_a_card_says_how_many_values_it_has_no_room_for(room: float, shown: list[str]) -> None:
    said = {"quote_type": "direct", "epistemic": "unknown", "topic": "health"}
    card = Card(Item("a1", Claim((Span(9, 20),), attributes=said), "added"), LINE)
    assert card.chips_in(room, len) == shown


@pytest.fixture
def pane(qtbot: QtBot) -> ClaimsPane:
    """Room for five cards."""
    pane = ClaimsPane(Theme.load(dark=False))
    qtbot.addWidget(pane)
    pane.resize(300, 900)
    return pane


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A release with five claims in hand; the claimer of the last one is a guess."""
    suggestions = (*map(claim, range(4)), guessed(4))
    with Project.create(tmp_path / "claims.annotator", "ann") as project:
        project.add_all(iter([Incoming(Release(LINE * 5), suggestions)]))
        session = Session(project, Keymap())
        session.open_first()
        yield session


def picture_of(pane: ClaimsPane, item: str) -> QImage:
    """The card of an item as the window shows it."""
    place = pane.list.visualRect(pane.model.place(item))
    return pane.list.viewport().grab(place).toImage()


def test_a_claim_that_was_accepted_unseen_has_a_hollow_dot_on_its_card(
    qtbot: QtBot, pane: ClaimsPane, session: Session
) -> None:
    pane.attach(session)
    with qtbot.waitExposed(pane):
        pane.show()
    name = session.places.visible[4][1]
    session.run("accept-sure")
    pane.items_changed({name})
    assert not session.fold.items[name].seen
    unseen = picture_of(pane, name)
    assert "accepted unseen" in pane.model.place(name).data(SPOKEN)
    session.run("undo")
    for command in ("previous-open", "accept", "next-item"):
        session.run(command)
    pane.items_changed({name})
    pane.show_selected()
    assert session.fold.items[name].status == "accepted"
    assert session.selection.item != name
    assert picture_of(pane, name) != unseen
    assert "unseen" not in pane.model.place(name).data(SPOKEN)


def test_a_guessed_claimer_is_told_on_its_card_alone(
    qtbot: QtBot, pane: ClaimsPane, session: Session
) -> None:
    pane.attach(session)
    with qtbot.waitExposed(pane):
        pane.show()
    known, other, guess = (picture_of(pane, session.places.visible[n][1]) for n in (2, 3, 4))
    assert known == other
    assert guess != other


def test_rejected_claims_have_cards_while_they_are_shown(
    qtbot: QtBot, pane: ClaimsPane, session: Session
) -> None:
    pane.attach(session)
    with qtbot.waitExposed(pane):
        pane.show()
    name = session.places.visible[1][1]
    standing = picture_of(pane, name)
    session.select_item(name)
    session.run("reject")
    pane.items_changed({name})
    assert not pane.model.place(name).isValid()
    assert pane.head.text() == "4 claims"
    pane.set_review(True)
    assert pane.model.place(name).row() == 1
    assert pane.head.text() == "4 claims, 1 rejected"
    assert picture_of(pane, name) != standing
    session.select_item(name)
    session.run("accept")
    pane.items_changed({name})
    assert pane.head.text() == "5 claims"
    session.run("undo")
    pane.items_changed({name})
    pane.set_review(False)
    assert pane.model.rowCount() == 4


@pytest.mark.parametrize("cue", ["said", "went on to say at very great length and more than once"])
def test_a_card_shows_how_the_note_begins_beside_score_and_reason(
    monkeypatch: pytest.MonkeyPatch, pane: ClaimsPane, session: Session, cue: str
) -> None:
    said: list[tuple[str, QRectF]] = []
    write = drawing.draw_whole

    def noticed(painter: QPainter, words: str, box: QRectF, *more: Any) -> None:
        said.append((words, box))
        write(painter, words, box, *more)

    monkeypatch.setattr(drawing, "draw_whole", noticed)
    name = session.places.visible[0][1]
    session.select_item(name)
    session.run("note")
    session.choose("He says it of the company itself and of nobody else,\nnot of its owners")
    pane.attach(session)
    item = session.fold.items[name]
    card = Card(item, session.words)
    card.cue = cue
    pane.delegate._words(QPainter(), pane.font(), QRectF(0, 0, 260, 110), card)
    beginning, place = next((w, box) for w, box in said if w.startswith("Note: He says"))
    assert beginning.endswith("…")
    assert place.width() > 100
    assert any(words.startswith("90 %") for words, _ in said)
    assert "owners" in pane.model.place(name).data(Qt.ItemDataRole.ToolTipRole)


def test_another_selection_draws_two_cards_and_other_marks_draw_all(
    qtbot: QtBot, pane: ClaimsPane, session: Session
) -> None:
    drawn: list[str] = []
    paint = pane.delegate.paint
    pane.delegate.paint = lambda painter, option, index: (  # type: ignore[method-assign]
        drawn.append(index.data(ITEM).id),
        paint(painter, option, index),
    )
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


def test_a_claim_that_comes_to_begin_before_another_has_its_card_above_that_one(
    pane: ClaimsPane, session: Session
) -> None:
    pane.attach(session)
    ids = [place[1] for place in session.places.visible]
    session.select_item(ids[2])
    for _ in range(7):
        session.run("start-left")
        pane.items_changed({ids[2]})
    assert [place[1] for place in session.places.visible] == [ids[n] for n in (0, 2, 1, 3, 4)]
    cards = [pane.model.index(n, 0).data(ITEM).id for n in range(pane.model.rowCount())]
    assert cards == [place[1] for place in session.places.visible]


def test_the_card_of_the_selected_claim_comes_into_view(
    qtbot: QtBot, pane: ClaimsPane, session: Session
) -> None:
    pane.resize(300, 300)
    pane.attach(session)
    with qtbot.waitExposed(pane):
        pane.show()
    last = session.places.visible[4][1]
    assert not pane.list.viewport().rect().contains(pane.list.visualRect(pane.model.place(last)))
    for _ in range(2):  # once more when somebody has scrolled away meanwhile
        pane.list.scrollToTop()
        session.select_item(last)
        pane.show_selected()
        card = pane.list.visualRect(pane.model.place(last))
        assert pane.list.viewport().rect().contains(card)


@pytest.mark.parametrize(
    ("language", "found", "said"),
    [
        ("de", (), "Nothing was suggested here, in German (de)."),
        ("de", (Entity(Span(0, 3), "ORG"),), "No claims here yet."),
        ("en", (), "No claims here yet."),
    ],
)
def test_an_empty_pane_says_that_the_language_may_be_why(
    pane: ClaimsPane, tmp_path: Path, language: str, found: tuple[Entity, ...], said: str
) -> None:
    suggestions = tuple(Suggestion(record, "pen@1", "written", 0.9) for record in found)
    with Project.create(tmp_path / "empty.annotator", "ann") as project:
        release = Release("Wir gewannen.", language=language)
        project.add_all(iter([Incoming(release, suggestions)]))
        session = Session(project, Keymap())
        session.open_first()
        pane.attach(session)
        assert pane.empty.text().startswith(said)
