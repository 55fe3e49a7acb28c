"""The audit reads what the public lists look like, and says who is affected as OSV means it."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version
from torture.audit import Affected, Range, main

READER = """
id: PYSEC-2030-1
modified: 2030-02-03T04:05:06.7Z
published: "2030-01-02T00:00:00Z"
aliases:
- CVE-2030-11
- GHSA-aaaa-bbbb-cccc
details: Pages | of any kind may run away.
affected:
- package:
    ecosystem: PyPI
    name: Page.Reader
    purl: pkg:pypi/page-reader
  ranges:
  - type: GIT
    repo: https://example.org/reader
    events:
    - introduced: "0"
    - fixed: 8000e3000
  - type: ECOSYSTEM
    events:
    - introduced: "2.0"
    - fixed: 2.10
    - introduced: "0"
    - fixed: 1.9.1
  versions:
  - 0.1-of-old
  - "1.0"
"""
SAMPLES = {
    "id": "GHSA-dddd-eeee-ffff",
    "modified": "2029-05-06T07:08:09Z",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "samples"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
        },
        {"package": {"ecosystem": "npm", "name": "page-reader"}, "versions": ["2.10"]},
    ],
}

LADDER = (
    "0.dev0",
    "0.9a1",
    "0.9",
    "1.0.dev1",
    "1.0rc1",
    "1.0",
    "1.0.post1",
    "1.2",
    "1.10",
    "1!0.1",
)
"""Versions from the lowest to the highest."""


def install(folder: Path, *pairs: str) -> Path:
    """Make a site-packages with what stands in `pairs` as NAME-VERSION."""
    for pair in pairs:
        name, version = pair.split("-")
        about = folder / f"{pair}.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}")
    return folder


def audited(tmp_path: Path, *pairs: str) -> int:
    site = install(tmp_path / "site", *pairs)
    return main([str(tmp_path / "list"), "--path", str(site)])


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of two advisories, one as each of the public lists has it."""
    folder = tmp_path / "list"
    (folder / "page-reader").mkdir(parents=True)
    (folder / "page-reader/PYSEC-2030-1.yaml").write_text(READER)
    (folder / "GHSA-dddd-eeee-ffff.json").write_text(json.dumps(SAMPLES))
    return folder


@pytest.mark.usefixtures("listed")
def test_each_affected_distribution_is_told_with_what_mends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audited(tmp_path, "Page_Reader-2.9", "samples-3.0", "other-1.0") == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "page-reader 2.9: PYSEC-2030-1, CVE-2030-11, GHSA-aaaa-bbbb-cccc; fixed in 1.9.1, 2.10",
        "samples 3.0: GHSA-dddd-eeee-ffff; fixed in no version",
        "2 of 3 installed distributions affected; 2 advisories, the newest of 2030-02-03",
    ]
    assert told.err == ""


@pytest.mark.usefixtures("listed")
def test_none_affected_is_told_with_the_age_of_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audited(tmp_path, "page.reader-2.10") == 0
    told = "none of 1 installed distribution affected; 2 advisories, the newest of 2030-02-03\n"
    assert capsys.readouterr().out == told


def test_what_runs_the_audit_is_looked_up_unless_another_place_is_named(
    listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (listed / "pytest.yaml").write_text(
        READER.replace("Page.Reader", "pytest").replace("2.10", "999")
    )
    assert main([str(listed)]) == 1
    assert f"pytest {pytest.__version__}: PYSEC-2030-1" in capsys.readouterr().out


def test_a_withdrawn_advisory_affects_nobody(listed: Path, tmp_path: Path) -> None:
    path = listed / "page-reader/PYSEC-2030-1.yaml"
    path.write_text(f'{READER}withdrawn: "2030-03-01T00:00:00Z"\n')
    assert audited(tmp_path, "page_reader-2.9") == 0


def test_of_a_checkout_only_the_advisories_are_read(listed: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    listed.rename(checkout / "vulns")
    (checkout / "settings.yaml").write_text("on: [push")
    checkout.rename(tmp_path / "list")
    assert audited(tmp_path, "other-1.0") == 0


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.yaml", "id: A\naffected: [\n", "line 3: "),
        ("a.yaml", "id: A\nid: B\n", 'line 2: found duplicate key "id"'),
        ("a.yaml", "id: A\n\x01", "special characters are not allowed"),
        ("a.yaml", "[" * 1_000, "recursion"),
        ("a.yaml", "", "should be a valid dictionary"),
        ("a.yaml", READER.replace("modified", "changed"), "modified Field required"),
        ("a.yaml", READER.replace("  versions:", "  versions: 1"), "line 27: "),
        ("a.yaml", READER.replace("fixed: 2.10", "fixed: then"), "Invalid version: 'then'"),
        ("a.yaml", READER.replace("affected", "affects"), "does not say what is affected"),
        ("a.json", '{"id": "A",\n "modified": 2030-}', "line 2 column "),
        ("a.json", json.dumps(SAMPLES).replace('["2.10"]', "[2.1]"), "affected.1.versions.0 "),
    ],
)
def test_a_broken_file_is_named_and_the_others_are_read(
    listed: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    text: str,
    told: str,
) -> None:
    (listed / name).write_text(text)
    assert audited(tmp_path, "page_reader-2.10") == 2
    heard = capsys.readouterr()
    assert heard.err.startswith(f"{listed / name}: ")
    assert told in heard.err
    assert heard.err.count("\n") == 1
    assert heard.out.endswith("2 advisories, the newest of 2030-02-03; 1 file not understood\n")


@pytest.mark.usefixtures("listed")
def test_what_is_affected_counts_for_more_than_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "list/a.yaml").write_text("")
    assert audited(tmp_path, "samples-1.0") == 1


def test_without_advisories_there_is_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list").mkdir()
    assert audited(tmp_path, "other-1.0") == 2
    assert capsys.readouterr().err == f"no advisories in {tmp_path / 'list'}\n"


@pytest.mark.usefixtures("listed")
def test_without_anything_installed_there_is_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site/emptied-1.0.dist-info").mkdir(parents=True)
    assert audited(tmp_path) == 2
    assert capsys.readouterr().err == f"nothing is installed in {tmp_path / 'site'}\n"


def test_a_list_cannot_steer_the_terminal(
    listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = SAMPLES | {"id": "\x1b[2J"}
    (listed / "evil.json").write_text(json.dumps(evil))
    assert audited(tmp_path, "samples-1.0") == 1
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("events", "inside", "outside"),
    [
        ("introduced 0, fixed 2.0", "0a1 1.9 2.0rc1 2.0.dev3", "2.0 2.0.post1 2.1a1"),
        ("introduced 1.0, last_affected 2.0", "1.0 2.0 2.0.0 2.0rc1", "1.0rc1 2.0.post1 2.0.1"),
        ("introduced 2.0, last_affected 2.0", "2.0", "1.9 2.0.1"),
        ("introduced 1, fixed 2, introduced 2", "1.5 2 3", "0.9"),
        ("fixed 1.6, introduced 1.8, fixed 1.8.2, introduced 0", "1.5 1.8.1", "1.6 1.7 1.8.2"),
        ("introduced 1!0", "1!0 1!2", "9.9"),
        ("fixed 2.0", "", "1.0 2.0"),
    ],
)
def test_events_say_which_versions_are_affected(events: str, inside: str, outside: str) -> None:
    pairs = tuple(event.split() for event in events.split(", "))
    one = Range(type="ECOSYSTEM", events=tuple({kind: at} for kind, at in pairs))
    held = [text for text in f"{inside} {outside}".split() if one.holds(Version(text))]
    assert held == inside.split()


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0+cpu", "2.0+ours", "1.5+cpu"])
def test_listed_versions_are_meant_however_they_are_written(version: str) -> None:
    last = Range(type="ECOSYSTEM", events=({"introduced": "1.5"}, {"last_affected": "1.5"}))
    one = Affected(versions=("0.1-of-old", "1.0", "2.0+ours"), ranges=(last,))
    assert one.holds(version)
    assert not one.holds("2.0")


@given(
    st.dictionaries(
        st.sampled_from(LADDER), st.sampled_from(["introduced", "fixed", "last_affected"])
    ),
    st.randoms(use_true_random=False),
)
def test_events_in_any_order_mean_a_walk_up_the_versions(
    kinds: dict[str, str], chance: Random
) -> None:
    affected, walking = [], False
    for text in LADDER:
        kind = kinds.get(text)
        walking = kind == "introduced" or (walking and kind != "fixed")
        affected += [text] if walking else []
        walking = walking and kind != "last_affected"
    events = [{kind: text} for text, kind in kinds.items()]
    chance.shuffle(events)
    one = Range(type="ECOSYSTEM", events=tuple(events))
    assert [text for text in LADDER if one.holds(Version(text))] == affected
