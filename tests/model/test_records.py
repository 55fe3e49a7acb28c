"""Releases: who they are."""

from __future__ import annotations

import copy
from dataclasses import replace
from hashlib import sha256

from annotator.model import records
from annotator.model.records import Release


def test_a_release_is_known_by_its_text_which_is_hashed_once(monkeypatch):
    release = Release("Ann left 👩.", title="Ann")
    assert release.id == sha256("Ann left 👩.".encode()).hexdigest()
    monkeypatch.setattr(records, "text_hash", lambda _: "hashed again")
    assert release.id != "hashed again"
    assert copy.copy(release).id == release.id
    assert release == replace(release)


def test_a_changed_copy_is_another_release():
    release = Release("Ann left.")
    assert release.id != replace(release, text="Ann stayed.").id
