"""What holds for every format in the table: nothing of a release is lost without a word."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from folds import folded_releases
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.exporting import export
from annotator.formats.extras import MissingLibraryError
from annotator.formats.files import read_files
from annotator.formats.format import Format
from annotator.formats.incoming import Take, folded
from annotator.formats.meaning import speaking
from annotator.formats.places import Out
from annotator.formats.table import FORMATS, read, written
from annotator.formats.writing import About, Options
from annotator.model.fold import Fold
from annotator.model.plain import Incoming
from annotator.model.records import Record, Release
from annotator.model.resources import resource
from annotator.model.scheme import Scheme

ABOUT = About("club", 7, Scheme(), "annotator 0.1.0", ("spacy@3.8",))
OUT = [pytest.param(known, id=known.name) for known in written()]
SLOW = [kind for kind in OUT if kind.id == "pdf"]
"""One takes fifty times as long, and draws what HTML says."""
THERE_AND_BACK = [pytest.param(k, id=k.name) for k in written() if k.read is not None]
MANY = st.lists(folded_releases(), max_size=3, unique_by=lambda pair: pair[0].id)


@pytest.fixture(autouse=True)
def _installed(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Formats whose library is not installed here are left out."""
    kind = request.node.callspec.params.get("kind") if hasattr(request.node, "callspec") else None
    if isinstance(kind, Format):
        try:
            kind.writer_class()(Out(tmp_path), ABOUT, Options())
        except MissingLibraryError as missing:
            pytest.skip(str(missing))


def losses_of(place: Path) -> set[tuple[str, str | None]]:
    receipt = json.loads((place / "receipt.json").read_text(encoding="utf-8"))
    return {(loss["release"], loss["item"]) for loss in receipt["losses"]}


Said = dict[str, set[tuple[str, Record]]]


def says(found: Iterable[object]) -> Said:
    """What stands, is open and is rejected, by release."""
    said: Said = defaultdict(set)
    for one in found:
        assert isinstance(one, Incoming), one
        stands = folded(one)
        said[one.release.id] |= {
            ("stands" if item.stands else item.status, plainly(item.record))
            for item in speaking(stands)
        }
    return said


def plainly(record: Record) -> Any:
    """As a value that sets can hold."""
    attributes = getattr(record, "attributes", {})
    return record, tuple(sorted(attributes.items()))


@pytest.mark.parametrize("kind", [kind for kind in OUT if kind not in SLOW])
@settings(deadline=None, max_examples=40)
@given(releases=MANY, finished_only=st.sampled_from([None, False]))
def test_every_item_is_in_the_file_or_among_the_losses(
    tmp_path_factory, kind, releases, finished_only
):
    assert_nothing_is_missing(tmp_path_factory, kind, releases, finished_only)


@pytest.mark.parametrize("kind", SLOW)
@settings(deadline=None, max_examples=10)
@given(releases=MANY, finished_only=st.sampled_from([None, False]))
def test_every_item_is_on_the_pages_or_among_the_losses(
    tmp_path_factory, kind, releases, finished_only
):
    assert_nothing_is_missing(tmp_path_factory, kind, releases, finished_only)


def assert_nothing_is_missing(
    tmp_path_factory: pytest.TempPathFactory,
    kind: Format,
    releases: list[tuple[Release, Fold]],
    finished_only: bool | None,
) -> None:
    place = tmp_path_factory.mktemp("out") / "x"
    options = Options(finished_only=finished_only)
    export(place, kind, releases, ABOUT, options)
    lost = losses_of(place)
    writer = kind.writer_class()(Out(place), ABOUT, options)
    said = says(writer.read_back(""))
    for release, stands in releases:
        if (release.id, None) in lost:
            assert release.id not in said
            continue
        for item in speaking(stands):
            if (release.id, item.id) not in lost:
                status = "stands" if item.stands else item.status
                assert covered(said[release.id], status, item.record), item


def covered(said: set[tuple[str, Any]], status: str, record: Record) -> bool:
    """Whether it is said, or else, while it was open, that the same stands."""
    known = plainly(record)
    return (status, known) in said or (status == "open" and ("stands", known) in said)


def sent_out(
    tmp_path_factory: pytest.TempPathFactory, kind: Format, releases: list[tuple[Release, Fold]]
) -> Path:
    """A folder with all of them in a format."""
    place = tmp_path_factory.mktemp("out") / "x"
    export(place, kind, releases, ABOUT, Options(finished_only=False))
    return place


def taken_in(place: Path, take: Take) -> list[Incoming]:
    """The releases that come out of a folder."""
    return [one for one in read_files([place], take) if isinstance(one, Incoming)]


@pytest.mark.parametrize("kind", THERE_AND_BACK)
@settings(deadline=None, max_examples=30)
@given(releases=MANY)
def test_what_people_import_again_is_what_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    kind: Format,
    releases: list[tuple[Release, Fold]],
) -> None:
    place = sent_out(tmp_path_factory, kind, releases)
    found = list(read_files([place])) if releases else []
    assert [one.release.text for one in found if isinstance(one, Incoming)] == [
        release.text for release, _ in releases
    ]
    writer = kind.writer_class()(Out(place), ABOUT, Options())
    assert says(found) == says(writer.read_back("")) or not releases


@pytest.mark.parametrize("kind", THERE_AND_BACK)
@settings(deadline=None, max_examples=30)
@given(releases=MANY)
def test_as_suggestions_everything_true_is_proposed_and_nothing_is_decided(
    tmp_path_factory: pytest.TempPathFactory,
    kind: Format,
    releases: list[tuple[Release, Fold]],
) -> None:
    place = sent_out(tmp_path_factory, kind, releases)
    decided, proposed = (taken_in(place, take) for take in (Take.DECISIONS, Take.SUGGESTIONS))
    for one, other in zip(decided, proposed, strict=True):
        assert other.steps == ()
        true = [plainly(i.record) for i in speaking(folded(one)) if i.status != "rejected"]
        assert {*true} == {plainly(suggestion.record) for suggestion in other.suggestions}


@pytest.mark.parametrize("kind", THERE_AND_BACK)
@settings(deadline=None, max_examples=4)
@given(releases=MANY)
def test_as_texts_nothing_comes_in_of_what_a_file_says(
    tmp_path_factory: pytest.TempPathFactory,
    kind: Format,
    releases: list[tuple[Release, Fold]],
) -> None:
    place = sent_out(tmp_path_factory, kind, releases)
    found = taken_in(place, Take.TEXTS)
    assert [one.release.text for one in found] == [release.text for release, _ in releases]
    assert all((one.suggestions, one.steps) == ((), ()) for one in found)
    assert all(folded(one).state == "new" for one in found)


TABLE = re.compile(r"^\| `[a-z-]+` \|.+\|.+\|$", re.MULTILINE)


def test_names_are_known_once_and_told_in_the_help() -> None:
    names = [known.name for known in FORMATS]
    assert len(names) == len(set(names))
    page = resource("help/formats.md").read_text(encoding="utf-8")
    rows = (row.strip("| ").split(" | ") for row in TABLE.findall(page))
    told = {name.strip("`"): rest for name, *rest in rows}
    assert told.keys() == {*names}
    for known in FORMATS:
        what, *ways = told[known.name]
        assert [way == "yes" for way in ways] == [bool(known.read), bool(known.writer)]
        assert bool(known.extra) == ("`[" in what), known.name
        assert f"[{known.extra}]" in what or not known.extra
        assert all(suffix.startswith(".") for suffix in known.suffixes)
        assert known.title
        assert not known.summary.endswith(".")
    assert {known.name for known in (*read(), *written())} == set(names)


def test_the_help_names_those_that_take_finished_releases_only() -> None:
    page = " ".join(resource("help/formats.md").read_text(encoding="utf-8").split())
    told = re.search(r"\(([^()]+)\) takes finished releases only", page)
    assert told is not None
    finished_only = sorted(known.name for known in written() if known.finished_only)
    assert re.findall(r"`(.+?)`", told[1]) == finished_only


def test_the_help_names_those_that_have_one_layer() -> None:
    page = " ".join(resource("help/formats.md").read_text(encoding="utf-8").split())
    told = re.search(r"A format that has one layer \((.+?)\)", page)
    assert told is not None
    assert re.findall(r"`(.+?)`", told[1]) == sorted(
        known.name for known in written() if len(known.layers) == 1
    )


@pytest.mark.parametrize("kind", OUT)
def test_what_nobody_judged_goes_nowhere_as_if_nothing_were_there(kind: Format) -> None:
    cannot_tell = {"open", "state"} <= {*kind.lacks}
    assert kind.finished_only or not cannot_tell
