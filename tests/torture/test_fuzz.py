"""A few broken files and random keys; ``fuzz_imports.py`` and ``random_keys.py`` try many more."""

import pytest
from torture.fuzz_imports import fuzz, kinds
from torture.random_keys import press_at_random, project_at

RUNS = 25


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in kinds()])
def test_a_broken_file_is_taken_in_or_told_of_and_never_a_crash(kind):
    tally = fuzz(kind, RUNS, seed=7)
    assert tally.crashes == []
    assert tally.files == RUNS
    assert tally.releases + tally.told >= 1


@pytest.mark.usefixtures("qapp")
def test_random_keys_leave_what_is_shown_as_it_is_stored(tmp_path):
    heard = []
    with project_at(tmp_path / "keys.annotator") as project:
        wrong, steps = press_at_random(project, 1_000, 3, lambda *point: heard.append(point))
    assert wrong == []
    assert steps > 50
    assert [keys for keys, _ in heard] == [1_000]
