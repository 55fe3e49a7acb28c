"""What goes over all releases leaves a damaged one out, names it, and reads the others."""

from __future__ import annotations

import pytest
from tampering import tampered

from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release, Suggestion, Unread
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.model.withdrawal import withdraw
from annotator.store.errors import DamagedReleaseError
from annotator.store.project import Project
from annotator.store.snapshot import Snapshot

RELEASES = [Release(f"Ann met Bob in race {n}.", title=f"Race {n}") for n in range(1, 6)]
ANN = Suggestion(Entity(Span(0, 3), "PERSON"), "pen@1", "written", 0.9)
TEXT, ROWS = "its text is not what was imported", "what is kept of it is unreadable"
GONE = "its text is gone"
NESTED, LONG = "[" * 5_000 + "]" * 5_000, "9" * 5_000
"""JSON that Python does not follow: it nests too deep, or counts too far."""
TURNED = "UPDATE releases SET text = replace(text, 'Bob', 'Rob') WHERE number IN ({})"


@pytest.fixture
def club(path):
    """The path of a project of five releases, each with one suggestion, which is accepted."""
    with Project.create(path, "ann") as project:
        project.add_all(Incoming(release, (ANN,)) for release in RELEASES)
        for number, release in enumerate(RELEASES, start=1):
            accept = (Decision("accept", f"s{number}"),)
            project.record(release.id, Step("accept", accept, NOTHING_SELECTED))
    return path


def read(path) -> list[object]:
    """Of each release the title, and why it could not be read or what was decided."""
    with Snapshot(path) as snapshot:
        return [
            (one.number, one.title, one.why)
            if isinstance(one, Unread)
            else (one[0].title, [item.status for item in one[1].items.values()])
            for one in snapshot.each()
        ]


def sound(*numbers: int) -> list[object]:
    return [(f"Race {number}", ["accepted"]) for number in numbers]


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (TURNED.format(3), TEXT),
        ("UPDATE releases SET text = CAST(x'ff' || text AS TEXT) WHERE number = 3", ROWS),
        ("UPDATE releases SET sha256 = 'x' WHERE number = 3", TEXT),
        ("UPDATE releases SET extra = '[' WHERE number = 3", ROWS),
        ("UPDATE releases SET extra = '1e999' WHERE number = 3", ROWS),
        (f"UPDATE releases SET extra = '{NESTED}' WHERE number = 3", ROWS),
        ("UPDATE suggestions SET record = '[' WHERE run = 3", ROWS),
        (f"UPDATE suggestions SET record = '{NESTED}' WHERE run = 3", ROWS),
        (f"UPDATE suggestions SET record = '{LONG}' WHERE run = 3", ROWS),
        (f"UPDATE steps SET step = '{NESTED}' WHERE release = 3", ROWS),
        ("UPDATE steps SET step = json_set(step, '$.command', json('{}'))"
         " WHERE release = 3", ROWS),
        ("UPDATE steps SET step = json_set(step, '$.decisions[0].item', json('[]'))"
         " WHERE release = 3", ROWS),
        ("UPDATE steps SET step = json_set(step, '$.decisions[0].verb', 'lose')"
         " WHERE release = 3", ROWS),
        ("UPDATE steps SET step = json_set(step, '$.state', 'lost') WHERE release = 3", ROWS),
        ("UPDATE suggestions SET record = '{}' WHERE run = 3", ROWS),
        ("UPDATE suggestions SET record = '1, 2' WHERE run = 3", ROWS),
        ("UPDATE steps SET step = CAST(x'ff' || step AS TEXT) WHERE release = 3", ROWS),
        ("UPDATE steps SET step = json_set(step, '$.decisions[0].item', 's9')"
         " WHERE release = 3", ROWS),
        ("DELETE FROM releases WHERE number = 3", GONE),
    ],
)  # fmt: skip
def test_the_damaged_release_is_named_in_its_place_and_the_others_are_read(club, damage, why):
    tampered(club, damage)
    assert read(club) == [*sound(1, 2), (3, "Race 3", why), *sound(4, 5)]


def test_several_are_named_also_the_first_and_the_last(club):
    tampered(club, TURNED.format("1, 3"), "DELETE FROM releases WHERE number >= 4")
    assert read(club) == [
        (1, "Race 1", TEXT),
        *sound(2),
        (3, "Race 3", TEXT),
        (4, "Race 4", GONE),
        (5, "Race 5", GONE),
    ]


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_release_that_is_gone_from_the_queue_too_is_missed_by_the_chain(club, number):
    tampered(
        club,
        f"DELETE FROM releases WHERE number = {number}",
        f"DELETE FROM progress WHERE release = {number}",
    )
    others = {1, 2, 3, 4, 5} - {number}
    assert [one for one in read(club) if one[0] != number] == sound(*sorted(others))
    assert (number, "", GONE) in read(club)


def test_a_title_that_cannot_be_read_either_is_told_as_far_as_it_goes(club):
    tampered(club, "UPDATE releases SET title = CAST(x'ff' || title AS TEXT) WHERE number = 3")
    assert read(club)[2] == (3, "�Race 3", ROWS)


def test_a_withdrawn_release_goes_out_with_nothing_and_is_not_missed(club):
    with Project.open(club, "ann") as project:
        project.record_all([RELEASES[2].id, RELEASES[4].id], withdraw)
    tampered(club, TURNED.format(3), "DELETE FROM releases WHERE number = 5")
    assert read(club) == sound(1, 2, 4)


def test_who_needs_all_of_them_is_told_of_the_first(club):
    tampered(club, TURNED.format("2, 3"))
    with Snapshot(club) as snapshot, pytest.raises(DamagedReleaseError) as raised:
        list(snapshot.folded())
    assert str(raised.value) == (
        f'Release 2, "Race 2", is damaged: {TEXT};'
        f' "annotator repair {club}" saves what can be read.'
    )
