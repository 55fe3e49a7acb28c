"""Pictures of the reading view in every state: ``python tests/ui/look.py FOLDER``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from annotator.model.fold import Fold, Item
from annotator.model.paragraphs import paragraphs
from annotator.model.records import Claim, Entity, Record, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.ui.reading import Page

TEXT = """\
Home page  200px  400px

Foreign Minister Lena Vasquez met the Director-General of the World Health Organization in \
Geneva on 12 March 2021. She pointed out that the vaccines delivered through COVAX "have saved \
thousands of lives", and that three more shipments would follow before the summer.

According to the Ministry of Health of Northern Ireland, 41 people were treated for cholera in \
Belfast on Tuesday. Local residents disagree.

- 5 March 2020: the first Georgian monitors arrived at Lisbon Airport.
- 6 March 2020: the talks on the Treaty of Porto began.

The spokesperson of the European Commission, Jan Dvořák, said on Wednesday that the Kyiv Summit \
had shown that the regulation of cross-border trade works and that the Commission did not intend \
to reopen it, whatever the Portuguese and Norwegian delegations might have hoped for; he denied \
that money was the reason. "We will stay in the Black Sea region as long as it takes", he added, \
"and we will not be alone."

The ministry rejects the report. It called for patience.
"""


def page() -> Page:
    """A page with every state, nested entities and claims of every shape."""
    items: dict[str, Item] = {}

    def at(words: str, nth: int = 0) -> Span:
        start = -1
        for _ in range(nth + 1):
            start = TEXT.index(words, start + 1)
        return Span(start, start + len(words))

    def put(record: Record, status: str = "open", score: float = 0.9) -> None:
        suggestion = None if status == "added" else Suggestion(record, "look@1", "rule", score)
        item_id = f"s{len(items)}"
        items[item_id] = Item(item_id, record, status, suggestion)  # type: ignore[arg-type]

    def entity(
        label: str, words: str, status: str = "open", score: float = 0.9, nth: int = 0
    ) -> None:
        put(Entity(at(words, nth), label), status, score)

    entity("PERSON", "Lena Vasquez", "accepted")
    entity("ORG", "the World Health Organization", "corrected")
    entity("GPE", "Geneva")
    entity("DATE", "12 March 2021", "accepted")
    entity("ORG", "COVAX", "added")
    entity("CARDINAL", "thousands", score=0.4)
    entity("CARDINAL", "three")
    entity("DATE", "the summer")
    entity("ORG", "the Ministry of Health of Northern Ireland", "accepted")
    entity("GPE", "Northern Ireland")
    entity("CARDINAL", "41", "accepted")
    entity("DISEASE", "cholera", "accepted")
    entity("GPE", "Belfast", "accepted")
    entity("DATE", "Tuesday")
    entity("DATE", "5 March 2020", "corrected")
    entity("ORDINAL", "first")
    entity("NORP", "Georgian", "accepted")
    entity("FAC", "Lisbon Airport", "accepted")
    entity("GPE", "Lisbon", score=0.5)
    entity("DATE", "6 March 2020", "accepted")
    entity("LAW", "the Treaty of Porto", "accepted")
    entity("ORG", "the European Commission", "accepted")
    entity("PERSON", "Jan Dvořák", score=0.6)
    entity("DATE", "Wednesday")
    entity("EVENT", "the Kyiv Summit", "accepted")
    entity("GPE", "Kyiv")
    entity("ORG", "Commission", nth=1)
    entity("NORP", "Portuguese")
    entity("NORP", "Norwegian", "added")
    entity("LOC", "the Black Sea region", "accepted")
    entity("ORG", "The ministry", "rejected")
    put(
        Claim(
            (
                at('that the vaccines delivered through COVAX "have saved thousands of lives"'),
                at("that three more shipments would follow before the summer"),
            ),
            at("pointed out"),
            (at("She"),),
            "Lena Vasquez",
        ),
        "accepted",
    )
    put(
        Claim(
            (at("41 people were treated for cholera in Belfast on Tuesday"),),
            at("According to"),
            (at("the Ministry of Health of Northern Ireland"),),
        )
    )
    speaker = at("The spokesperson of the European Commission, Jan Dvořák")
    put(
        Claim(
            (
                at(
                    "that the Kyiv Summit had shown that the regulation of cross-border trade works"
                ),
                at(
                    "that the Commission did not intend to reopen it, whatever the Portuguese and "
                    "Norwegian delegations might have hoped for"
                ),
            ),
            at("said"),
            (speaker,),
        ),
        "corrected",
    )
    put(
        Claim(
            (at("that the regulation of cross-border trade works"),),
            at("had shown"),
            (at("the Kyiv Summit"),),
        )
    )
    put(
        Claim(
            (at("that money was the reason"),),
            at("denied"),
            (Span(at("he denied").start, at("he denied").start + 2),),
        )
    )
    put(
        Claim(
            (
                at('"We will stay in the Black Sea region as long as it takes"'),
                at('"and we will not be alone."'),
            ),
            at("added"),
            (speaker,),
        ),
        "added",
    )
    put(Claim((at("the report"),), at("rejects"), ()), "rejected")
    release = Release(
        TEXT,
        "Minister meets the Director-General of the World Health Organization and speaks of trade",
        "Ministry of Foreign Affairs",
        "12 March 2021",
        "https://www.example.org/news/1",
    )
    return Page(release, paragraphs(TEXT), Fold(items))


def chosen(what: Page, words: str, kind: str = "entity", **more: object) -> Selection:
    """The selection of the first item whose first span has these words."""
    for item in what.fold.items.values():
        span = next(item.record.spans())
        if item.record.layer == kind and span.text(what.text).startswith(words):
            return Selection(span, item.id, **more)  # type: ignore[arg-type]
    raise LookupError(words)


def take(folder: Path, *, dark: bool) -> None:
    """Draw every picture of one theme."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QApplication

    from annotator.ui.reading import ReadingView
    from annotator.ui.theme import Theme

    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setStyle("fusion")  # type: ignore[attr-defined]
    view = ReadingView(Theme.load(dark=dark))
    view.resize(900, 860)
    what = page()
    view.show_page(what)
    view.show()
    view.set_review(True)
    mark = Span(what.text.index("Local"), what.text.index("disagree") + 8)
    caret = Span(what.text.index("patience"), what.text.index("patience") + 8)
    scenes = {
        "entity": chosen(what, "Northern"),
        "person": chosen(what, "Lena"),
        "claim": chosen(what, "that the vaccines", "claim"),
        "source": chosen(what, "that the Kyiv", "claim", part="source"),
        "mark": Selection(mark, anchor=mark, mark=mark),
        "caret": Selection(caret),
    }
    scale = view.devicePixelRatioF()
    for name, selection in scenes.items():
        view.set_selection(selection)
        view.verticalScrollBar().setValue(0)
        QApplication.processEvents()
        image = QImage(view.size() * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        painter = QPainter(image)
        view.render(painter, QPoint())
        painter.end()
        image.save(str(folder / f"{name}-{'dark' if dark else 'light'}-{scale:g}x.png"))
    view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    view.close()


def main() -> None:
    """Take every picture at 1x and, in a second process, at 2x."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    if "DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for dark in (False, True):
        take(folder, dark=dark)
    if "QT_SCALE_FACTOR" not in os.environ:
        subprocess.run(
            [sys.executable, __file__, str(folder)],
            env={**os.environ, "QT_SCALE_FACTOR": "2"},
            check=True,
        )


if __name__ == "__main__":
    main()
