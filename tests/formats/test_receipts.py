"""A receipt says what is in an export, what is not and why; an export is whole or not there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import pytest
from test_own_jsonl import ABOUT, NEWS, example

from annotator.formats import brat, conll, exporting, jsonl
from annotator.formats.errors import CancelledError, ExportError
from annotator.formats.exporting import export
from annotator.formats.extras import MissingLibraryError, load
from annotator.formats.places import names_in
from annotator.formats.writing import Options
from annotator.model.fold import Fold, Item
from annotator.model.records import Entity, Release, Suggestion, Unread
from annotator.model.spans import Span

FILES = ["RECEIPT.md", "club.jsonl", "receipt.json"]


def test_a_receipt_names_what_was_damaged_and_so_left_out(tmp_path):
    damaged = [Unread(n, f"{n}" * 64, "A <b>release</b>", "its text is gone") for n in range(25)]
    written = export(tmp_path / "club", jsonl.FORMAT, [*damaged, (NEWS, example())], ABOUT)
    assert written.told() == (
        f"Exported 1 release to {tmp_path / 'club'}, without 25 that are damaged"
    )
    told = written.told_of_damage()
    assert told[1] == 'Release 1, "A <b>release</b>", is damaged: its text is gone.'
    assert told[20:] == ["5 more are damaged: receipt.json lists all."]
    assert receipt_of(tmp_path / "club")["unread"] == [asdict(one) for one in damaged]
    readable = (tmp_path / "club/RECEIPT.md").read_text(encoding="utf-8")
    assert '## Damaged, and so not in it\n\n- release 0 (000000000000), "A &lt;b' in readable
    assert "and 5 more: receipt.json lists all." in readable


class Halves:
    """The first release of two goes to one part, every other to the next; a third stays empty."""

    parts = ("train", "dev", "test")

    def part_of(self, release_id: str) -> str:
        return "train" if release_id == NEWS.id else "dev"

    def manifest(self) -> bytes:
        return b"{}"


def receipt_of(place: Path) -> dict[str, object]:
    return json.loads((place / "receipt.json").read_text(encoding="utf-8"))


def left(folder: Path) -> list[str]:
    return sorted(names_in(folder))


def test_a_receipt_says_what_was_written(tmp_path):
    told: list[int] = []
    place = tmp_path / "club"
    written = export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT, progress=told.append)
    receipt = receipt_of(place)
    data = (place / "club.jsonl").read_bytes()
    assert receipt["files"] == [
        {"file": "club.jsonl", "bytes": len(data), "sha256": sha256(data).hexdigest()}
    ]
    assert (receipt["project"], receipt["last_step"], receipt["program"]) == (
        *("club", 7),
        "annotator 0.1.0",
    )
    assert receipt["checker"] == "this program's own reader"
    assert receipt["annotators"] == ["ann", "bea"]
    assert receipt["counts"] == written.plain["counts"]
    assert receipt["counts"] == {
        "releases": 1,
        "states": {"finished": 1},
        "parts": {},
        "entities": {"added": 1, "corrected": 1, "open": 1, "rejected": 1},
        "claims": {"accepted": 1},
        "labels": {"EVENT": 1, "GPE": 1},
        "left_out": {},
        "overlaps": 0,
        "unread": 0,
    }
    assert receipt["losses"] == receipt["overlaps"] == receipt["unread"] == []
    assert receipt["scheme"]["labels"]["PERSON"] == "people, named"
    assert told == [0, 1]
    assert left(place) == FILES
    assert "1 release: 1 finished." in (place / "RECEIPT.md").read_text(encoding="utf-8")


def test_every_loss_has_its_release_place_and_reason(tmp_path):
    place = tmp_path / "club"
    new = Release("Not read yet.")
    written = export(place, conll.FORMAT, [(NEWS, example()), (new, Fold())], ABOUT)
    losses = receipt_of(place)["losses"]
    assert [(one["release"], one["item"], one["what"], one.get("text")) for one in losses] == [
        (NEWS.id, "s1", "open", "Ann Lee"),
        (NEWS.id, "s4", "claims", "we won in Oslo"),
        (NEWS.id, "s2", "rejected", "we"),
        (new.id, None, "release", None),
    ]
    assert losses[0]["start"] == 2
    assert all(one["why"] for one in losses)
    said = f"Exported 1 release to {place}, without 1 that is not finished. 3 things the format"
    assert written.told().startswith(f"{said} cannot say")
    told = (place / "RECEIPT.md").read_text(encoding="utf-8")
    assert "item s4 at 15-29" in told
    assert "not finished" in told


def test_a_long_list_of_losses_is_cut_short_for_people_and_whole_in_json(tmp_path):
    place = tmp_path / "club"
    releases = [(Release(f"Text {number}"), Fold()) for number in range(50)]
    export(place, conll.FORMAT, releases, ABOUT)
    receipt = receipt_of(place)
    assert len(receipt["losses"]) == 50
    assert receipt["losses_by_kind"] == [
        {"what": "release", "why": "it is not finished", "times": 50}
    ]
    assert "and 30 more" in (place / "RECEIPT.md").read_text(encoding="utf-8")


def test_a_receipt_lists_entities_that_share_text(tmp_path):
    at = {"WHO staff": "ORG", "staff in": "X", "WHO": "ORG", "Bern": "GPE"}
    text = "WHO staff in Bern"
    records = [Entity(Span(text.index(w), text.index(w) + len(w)), at[w]) for w in at]
    standing = {f"a{i}": Item(f"a{i}", record, "added") for i, record in enumerate(records)}
    whole = Entity(Span(0, len(text)), "ORG")
    standing["s9"] = Item("s9", whole, "open", Suggestion(whole, "t@1", "rule", 0.9))
    release = Release(text)
    written = export(tmp_path / "x", jsonl.FORMAT, [(release, Fold(standing))], ABOUT)
    assert written.plain["counts"]["overlaps"] == 2
    overlaps = receipt_of(tmp_path / "x")["overlaps"]
    pairs = [[entity["text"] for entity in pair["entities"]] for pair in overlaps]
    assert pairs == [["WHO staff", "WHO"], ["WHO staff", "staff in"]]
    assert overlaps[0]["release"] == release.id
    assert "2 pairs of entities overlap: the receipt lists them" in written.told()


def test_what_is_not_wanted_is_left_out_and_counted(tmp_path):
    options = Options(layers=frozenset({"claim"}), open=False)
    written = export(tmp_path / "x", jsonl.FORMAT, [(NEWS, example())], ABOUT, options)
    line = json.loads((tmp_path / "x/club.jsonl").read_text(encoding="utf-8"))
    assert (line["entities"], line["open"]["entities"], len(line["claims"])) == ([], [], 1)
    assert written.plain["counts"]["left_out"] == {"entity": 4}
    assert written.plain["losses"]["total"] == 0


@pytest.mark.parametrize("kind", [jsonl.FORMAT, conll.FORMAT, brat.FORMAT])
def test_an_export_that_is_stopped_leaves_the_older_one(tmp_path, kind):
    place = tmp_path / "club"
    export(place, kind, [(NEWS, example())], ABOUT)
    before = {name: (place / name).read_bytes() for name in left(place)}
    told: list[int] = []
    many = [(Release(f"Text {i}"), Fold(state="finished")) for i in range(9)]
    for after in (3, 12):  # while writing, while reading again
        told.clear()
        stop = lambda after=after: len(told) == after  # noqa: E731
        with pytest.raises(CancelledError, match="stopped; nothing was written"):
            export(place, kind, many, ABOUT, progress=told.append, cancelled=stop)
        assert told == sorted(told)
    assert {name: (place / name).read_bytes() for name in left(place)} == before
    assert list(tmp_path.iterdir()) == [place]


def test_an_export_without_its_receipt_leaves_the_older_one(tmp_path, monkeypatch):
    place = tmp_path / "club"
    export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT)
    before = (place / "receipt.json").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "write_receipts", full)
    with pytest.raises(ExportError, match=r"could not be written: No space left on device\."):
        export(place, jsonl.FORMAT, [], ABOUT)
    assert (place / "receipt.json").read_bytes() == before
    assert list(tmp_path.iterdir()) == [place]


def test_an_export_takes_the_place_of_an_older_one_but_of_nothing_else(tmp_path):
    place = tmp_path / "club"
    export(place, brat.FORMAT, [(NEWS, example())], ABOUT)
    export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT)
    assert left(place) == FILES
    (place / "model").mkdir()
    (place / "model/best.bin").write_bytes(b"trained")
    with pytest.raises(ExportError, match=r"holds model/best\.bin, which no export wrote; move"):
        export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT)
    assert left(place) == sorted([*FILES, "model/best.bin"])
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ExportError, match="is a file; rename it"):
        export(tmp_path / "file", jsonl.FORMAT, [], ABOUT)


def test_a_file_whose_line_in_the_receipt_was_spoilt_is_kept_as_a_strangers(tmp_path):
    place = tmp_path / "club"
    export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT)
    receipt = place / "receipt.json"
    receipt.write_text(receipt.read_text("utf-8").replace('"bytes": ', '"bytes": <<<<'), "utf-8")
    with pytest.raises(ExportError, match=r"holds club\.jsonl, which no export wrote; move"):
        export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT)
    assert left(place) == FILES


def test_what_is_put_into_an_older_export_while_a_new_one_is_written_stays(tmp_path):
    place = tmp_path / "club"
    export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT)

    def releases():
        (place / "notes.txt").write_text("mine")
        yield NEWS, example()

    with pytest.raises(ExportError, match=r"holds notes\.txt, which no export wrote; move"):
        export(place, jsonl.FORMAT, releases(), ABOUT)
    assert left(place) == sorted([*FILES, "notes.txt"])
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ExportError, match=r"x could not be written: No such file"):
        export(tmp_path / "nowhere/x", jsonl.FORMAT, [], ABOUT)


_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = {path!r}
from test_own_jsonl import ABOUT
from annotator.formats.exporting import export
from annotator.formats.table import format_to_write
from annotator.model.fold import Fold
from annotator.model.records import Release

def die(done):
    if done == {at}:
        os.kill(os.getpid(), signal.SIGKILL)

many = ((Release(f"Text {{i}}"), Fold(state="finished")) for i in range(40))
export(Path({place!r}), format_to_write({name!r}), many, ABOUT, progress=die)
"""


@pytest.mark.skipif(os.name != "posix", reason="no SIGKILL here")
@pytest.mark.parametrize(("name", "at"), [("brat", 7), ("jsonl", 35)])
def test_what_a_killed_export_leaves_the_next_one_clears_away(tmp_path, name, at):
    place = tmp_path / "club"
    export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT)
    before = (place / "receipt.json").read_bytes()
    path = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    code = _KILLED.format(path=path, at=at, place=str(place), name=name)
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    (leftover,) = [folder for folder in tmp_path.iterdir() if folder != place]
    assert leftover.name.startswith(".club.")
    assert (place / "receipt.json").read_bytes() == before
    export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT)
    assert list(tmp_path.iterdir()) == [place]


def test_an_export_is_on_the_disk_before_it_takes_its_place(tmp_path, monkeypatch):
    """What no kill can show: after a power cut there is the old export or the whole new one."""
    if os.name != "posix":
        pytest.skip("folders are not brought to the disk elsewhere")
    place, done, fsync, rename = tmp_path / "club", [], os.fsync, Path.rename

    def brought(number: int) -> None:
        done.append(os.fstat(number).st_ino)
        fsync(number)

    def renamed(folder: Path, target: Path) -> Path:
        done.append("renamed")
        return rename(folder, target)

    monkeypatch.setattr(os, "fsync", brought)
    monkeypatch.setattr(Path, "rename", renamed)
    export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT)
    files = {(place / name).stat().st_ino for name in left(place)}
    before, after = done[: done.index("renamed")], done[done.index("renamed") :]
    assert files | {place.stat().st_ino} <= set(before)
    assert after == ["renamed", tmp_path.stat().st_ino]


@pytest.mark.parametrize("name", ["club", "club[1]"])
def test_an_older_export_that_was_aside_when_somebody_was_killed_comes_back(tmp_path, name):
    place = tmp_path / name
    export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT)
    aside = tmp_path / f".{name}.x.part"
    aside.mkdir()
    place.rename(aside / "old")
    with pytest.raises(CancelledError):
        export(place, jsonl.FORMAT, [(NEWS, example())], ABOUT, cancelled=lambda: True)
    assert left(place) == FILES
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("kind", [jsonl.FORMAT, conll.FORMAT, brat.FORMAT])
def test_a_split_has_its_parts_its_manifest_and_its_hash(tmp_path, kind):
    releases = [(NEWS, example()), (Release("Another text."), Fold(state="finished"))]
    written = export(tmp_path / "x", kind, releases, ABOUT, Options(split=Halves()))
    assert written.plain["counts"]["parts"] == {"dev": 1, "train": 1}
    manifest = (tmp_path / "x/split.json").read_bytes()
    assert written.plain["split"] == {
        "file": "split.json",
        "sha256": sha256(manifest).hexdigest(),
    }
    for part in Halves.parts:
        assert any(name.startswith(part) for name in left(tmp_path / "x")), part


def test_a_library_that_is_missing_is_told_with_what_to_type():
    with pytest.raises(MissingLibraryError, match=r'-m pip install "annotator\[nowhere\]"'):
        load("annotator_no_such_library", "nowhere")
