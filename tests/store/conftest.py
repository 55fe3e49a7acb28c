from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from club import NEWS, SUGGESTIONS

from annotator.store.project import Project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "club.annotator"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    """A project with one release and three suggestions: s1 ANN, s2 WON, s3 OSLO."""
    with Project.create(path, annotator="ann") as made:
        made.add(NEWS)
        made.add_run(NEWS.id, SUGGESTIONS, seconds=0.4)
        yield made
