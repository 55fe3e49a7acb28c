"""A release in somebody else's JSON: metadata under plain names, and a corner of our own.

The corner is an object "annotator" that other tools keep and do not read: whether the release is
finished, and what the format has no word for. Everything in it may be missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.formats.jsonl import release_from
from annotator.formats.own import META
from annotator.formats.texts import checked
from annotator.formats.usable import STATES
from annotator.model.records import Release
from annotator.model.steps import ReleaseState

CORNER = "annotator"


def corner_of(plain: Mapping[str, Any], name: str = CORNER) -> Mapping[str, Any]:
    """Our corner of an object; empty where it is somebody else's object."""
    found = plain.get(name)
    return found if isinstance(found, Mapping) else {}


def corner(release: Release, state: ReleaseState, **more: Any) -> dict[str, Any]:
    """Our corner for a release; of `more` only what says anything."""
    extra = dict(release.extra)
    said = {"state": state, **({"extra": extra} if extra else {})}
    return {**said, **{key: value for key, value in more.items() if value}}


def release_of(
    text: object, said: Mapping[str, Any], ours: Mapping[str, Any], name: str
) -> tuple[Release, ReleaseState]:
    """The release of an object that has `text` and `said` metadata, and its state.

    What we wrote comes back as it was; of others, a title and a date are looked for in the text.
    Raise `RefusedError`.
    """
    if ours.get("state") not in STATES:
        return release_from({"text": text, "meta": said}, name), "new"
    checked(text if isinstance(text, str) else "", name)
    core = {key: value for key in META if isinstance(value := said.get(key, ""), str)}
    extra = ours.get("extra")
    known = extra.items() if isinstance(extra, Mapping) else ()
    texts = {str(key): str(value) for key, value in known}
    return Release(str(text), **core, extra=texts), ours["state"]
