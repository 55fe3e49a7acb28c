"""The queue of a project: its pages, searches, states and counts."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from club import NEWS, step
from tampering import faults

from annotator.model.fold import FoldError
from annotator.model.plain import Incoming, PastStep
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.selection import NOTHING_SELECTED, Selection
from annotator.model.spans import Span
from annotator.model.steps import Step
from annotator.model.withdrawal import withdraw
from annotator.store.project import Project


def test_the_queue_shows_what_is_left_to_do(project):
    project.add(Release("Untouched", title="Zebra", publisher="ÉLYSÉE"))
    first, second = project.queue()
    assert (first.title, first.state, first.open, first.judged, first.doubtful) == (
        *(NEWS.title, "new"),
        *(3, 0, 1),
    )
    assert first.suggested
    assert not second.suggested
    project.record(NEWS.id, step("accept", "s1"))
    project.record(NEWS.id, step("reject", "s3"))
    row = project.queue_row(NEWS.id)
    assert (row.state, row.open, row.judged, row.doubtful) == ("started", 1, 2, 0)


@pytest.mark.parametrize(
    ("search", "found"),
    [("", 2), ("zebra", 1), ("élysée ZEB", 1), ("2024-05", 1), ("zebra club", 0), ("50% _", 0)],
)
def test_the_queue_is_searched_by_words_in_any_case(project, search, found):
    project.add(Release("Untouched", title="Zebra", publisher="ÉLYSÉE"))
    assert len(project.queue(search)) == found


def test_a_whole_page_can_be_searched_for(project):
    words = [f"w{number}" for number in range(1200)]
    project.add(Release("Long.", title=" ".join(words)))
    for search in (words, [*words, "is:new"], ["w1", "is:new"] * 1200):
        assert [row.state for row in project.queue(" ".join(search))] == ["new"]
    assert project.queue(" ".join([*words, "other"])) == []


def test_the_queue_is_searched_for_how_far_releases_are(project):
    for title in ("Zebra", "Zebra crossing", "Lion"):
        project.add(Release(title, title=title))
    states = [Release(title).id for title in ("Zebra", "Lion")]
    project.record(states[0], step("add", "a1", Entity(Span(0, 5), "ORG")))
    project.record(states[1], Step("finish", (), NOTHING_SELECTED, "finished"))

    def found(search):
        return [row.title for row in project.queue(search)]

    assert found("is:new") == [NEWS.title, "Zebra crossing"]
    assert found("zebra is:NEW") == ["Zebra crossing"]
    assert found("is:started") == ["Zebra"]
    assert found("is:finished") == ["Lion"]
    assert found("is:unfinished zebra") == ["Zebra", "Zebra crossing"]
    assert found("is:new is:finished") == found("is:lost") == []
    assert project.queue_length("is:unfinished") == 3
    assert project.next_unfinished(states[0], "is:new") == Release("Zebra crossing").id


def test_what_was_found_by_its_state_stays_found_until_it_is_searched_for_again(project):
    project.add(Release("Lion", title="Lion"))
    assert project.queue_length("is:new") == 2
    project.record(Release("Lion").id, Step("finish", (), NOTHING_SELECTED, "finished"))
    assert [(row.title, row.state) for row in project.queue("is:new")] == [
        (NEWS.title, "new"),
        ("Lion", "finished"),
    ]
    project.add(Release("Zebra", title="Zebra"))
    project.record_all([Release("Zebra").id], withdraw)
    assert [row.title for row in project.queue("is:new")] == [NEWS.title, "Lion"]
    project.undo()
    assert [row.title for row in project.queue("is:new")] == [NEWS.title, "Lion", "Zebra"]
    project.record_all([Release("Lion").id], withdraw)
    assert [row.title for row in project.queue("is:new")] == [NEWS.title, "Zebra"]
    project.undo()
    assert project.queue_length("") == 3
    assert project.queue_length("is:finished") == 1
    assert project.queue_length("is:new") == 2


def test_a_long_queue_is_read_by_the_page(project):
    project.add_all(Incoming(Release(f"Text {i}", title=f"T{i % 3}")) for i in range(10))
    assert project.queue_length() == 11
    assert project.queue_length("t1") == 3
    assert project.queue(limit=4, offset=8) == project.queue()[8:]
    for search in ("", "t1"):
        found = [row.release for row in project.queue(search)]
        assert [project.queue_place(release, search) for release in found] == [*range(len(found))]
    assert project.queue_place(NEWS.id, "t1") is None


def test_a_search_finds_what_was_imported_since(project):
    assert project.queue_length("t1") == 0
    project.add(Release("First", title="T1"))
    assert [row.title for row in project.queue("t1")] == ["T1"]
    wrong = Incoming(Release("Wrong", title="T1"), steps=(PastStep(step("accept", "a7")),))
    with pytest.raises(FoldError):
        project.add_all([Incoming(Release("Second", title="T1")), wrong])
    project.add(Release("Third", title="Other"))
    project.add(Release("Fourth", title="T1 too"))
    assert [row.title for row in project.queue("t1")] == ["T1", "T1 too"]
    assert project.queue_place(Release("Fourth").id, "t1") == 1


def test_somebody_who_only_reads_finds_what_another_imports(project, path):
    with Project.open(path, "bob", read_only=True) as other:
        assert other.queue_length("zebra") == 0
        project.add(Release("Untouched", title="Zebra"))
        assert [row.title for row in other.queue("zebra")] == ["Zebra"]


def test_pages_and_places_are_right_where_other_hands_took_a_row_out(project, path):
    project.add_all(Incoming(Release(f"Text {i}")) for i in range(5))
    whole = [row.release for row in project.queue()]
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DELETE FROM progress WHERE release = 2")
    left = [release for release in whole if release != whole[1]]
    pages = [project.queue(limit=2, offset=first) for first in range(0, 6, 2)]
    assert [row.release for page in pages for row in page] == left
    assert [project.queue_place(release) for release in left] == [*range(5)]


def test_the_next_unfinished_release_is_found_round_the_end(project):
    first, second, third = NEWS.id, Release("Two").id, Release("Three").id
    assert project.next_unfinished(first) is None
    project.add_all([Incoming(Release("Two")), Incoming(Release("Three"))])
    assert project.next_unfinished() == first
    project.record(second, Step("finish", (), Selection(Span(0, 0)), "finished"))
    assert project.next_unfinished(first) == third
    assert project.next_unfinished(third) == first
    assert [project.beside(second, way) for way in (-1, 1)] == [first, third]
    assert [project.beside(first, -1), project.beside(third, 1)] == [None, None]


def test_a_search_says_which_releases_come_next_and_what_of_an_import_it_hides(project):
    releases = [Release(f"Text {n}", title=f"{'Even' if n % 2 else 'Odd'} {n}") for n in range(5)]
    began = project.import_time()
    project.add_all(map(Incoming, releases), began=began)
    ids = [release.id for release in releases]
    assert [project.beside(ids[1], way, "ODD") for way in (-1, 1)] == [ids[0], ids[2]]
    assert [project.beside(ids[way], way, "odd") for way in (-1, 1)] == [ids[2], ids[2]]
    assert project.beside(ids[3], 1, "even") is None
    assert project.next_unfinished(ids[3], "even") == ids[1]
    project.record(ids[1], Step("finish", (), Selection(Span(0, 0)), "finished"))
    assert project.next_unfinished(ids[3], "even") is None
    assert project.imported_unfound(began, "even") == 3
    assert project.imported_unfound(began, "odd 4") == 4
    assert project.imported_unfound(began, "") == 0


def test_counts_add_up_over_the_project(project):
    project.add(Release("Untouched"))
    project.record(NEWS.id, step("accept", "s1", state="finished"))
    counts = project.counts()
    assert (counts.new, counts.started, counts.finished, counts.releases) == (1, 0, 1, 2)
    assert (counts.open, counts.judged, counts.doubtful, counts.waiting) == (2, 1, 1, 1)


def test_another_limit_of_doubt_is_kept_and_counted_anew(project, path):
    project.add(Release("Bob left."))
    bob = Suggestion(Entity(Span(0, 3), "PERSON"), "spacy@3.8", "ner", 0.8)
    project.add_run(Release("Bob left.").id, [bob], seconds=0.1)
    project.record(NEWS.id, step("accept", "s1"))
    assert [row.doubtful for row in project.queue()] == [1, 0]
    project.doubt_below(0.99)
    assert [row.doubtful for row in project.queue()] == [2, 1]
    assert [item.is_doubtful for item in project.fold(NEWS.id).items.values()] == [
        False,
        True,
        True,
    ]
    project.record(NEWS.id, step("accept", "s2"))
    project.close()
    with Project.open(path, "ann") as again:
        assert again.doubtful_below == 0.99
        assert again.counts().doubtful == 2
        again.doubt_below(0)
        assert again.counts().doubtful == 0


def test_the_queue_says_what_follows_from_suggestions_and_steps(project, path):
    project.add(Release("Untouched", title="Zebra"))
    project.record(NEWS.id, step("accept", "s1"))
    project.record(NEWS.id, step("add", "a1", Entity(Span(13, 15), "ORG")))
    project.record(NEWS.id, step("reject", "a1"))
    project.undo()
    project.close()
    assert faults(path) == []
