"""One loaded pipeline for all tests of suggestions: loading takes seconds."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from packages import PLUGIN, install

from annotator.model.records import Claim, Entity
from annotator.suggest.plugins import GROUP

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="session")
def suggester():
    from annotator.suggest.suggester import Suggester

    return Suggester()


@pytest.fixture(scope="session")
def claims_of(suggester):
    """Claims of a text as ``rule: source | cue | content ... content``, in reading order."""

    def lines(text):
        found = [s for s in suggester.suggest(text) if isinstance(s.record, Claim)]
        return [f"{s.rule}: {in_words(s.record, text)}" for s in found]

    return lines


@pytest.fixture(scope="session")
def entities_of(suggester):
    """Entities of a text as ``LABEL name``, in reading order."""

    def lines(text):
        found = [s.record for s in suggester.suggest(text) if isinstance(s.record, Entity)]
        return [f"{e.label} {e.span.text(text)}" for e in found]

    return lines


@pytest.fixture(scope="session")
def sample():
    with (DATA / "sample_release.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def in_words(claim, text):
    """``source | cue | content ... content``."""
    source = " ... ".join(span.text(text) for span in claim.source) or "-"
    cue = claim.cue.text(text) if claim.cue else "-"
    return f"{source} | {cue} | " + " ... ".join(span.text(text) for span in claim.content)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of installed packages, for this process and its children."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    others = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(folder), others))))
    yield folder
    for module in folder.glob("*.py"):
        sys.modules.pop(module.stem, None)


@pytest.fixture
def install_plugin(folder):
    """Installs a plug-in called "ours"."""

    def install_plugin(body="return []", made="return Plugin()", module=PLUGIN):
        text = module.replace("{body}", body).replace("{made}", made)
        install(folder, "ours", text, GROUP, "ours = ours:make")

    return install_plugin
