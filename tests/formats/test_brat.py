"""brat: what it reads without a complaint, and what it writes back.

Each rule names the place in the source of brat 1.3 that makes it one (server/src of
https://github.com/nlplab/brat). That server was run over exports of gold and of generated texts.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import ABOUT, release

from annotator.formats.brat import FORMAT
from annotator.formats.colours import colours_of, ink_on
from annotator.formats.errors import Problem
from annotator.formats.exporting import export
from annotator.formats.files import read_files
from annotator.formats.incoming import Mark, folded, incoming
from annotator.formats.writing import Options
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record, Release
from annotator.model.spans import Span


def lines_of(tmp_path: Path, text: str, *records: Record) -> list[str]:
    release = Release(text, "Club news")
    marks = [Mark(record) for record in records]
    stands = folded(incoming(release, marks, "here", state="finished"))
    export(tmp_path / "x", FORMAT, [(release, stands)], ABOUT)
    return (tmp_path / "x/000001-club-news.ann").read_text("utf-8").splitlines()


def read(tmp_path: Path, text: str, *lines: str) -> tuple[list[Record], list[str]]:
    """What stands in a pair of files as brat saved it, and what is told."""
    (tmp_path / "a.txt").write_bytes(text.encode("utf-8"))
    (tmp_path / "a.ann").write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8"))
    found = list(read_files([tmp_path / "a.ann"]))
    (release,) = [one for one in found if isinstance(one, Incoming)]
    standing = [item.record for item in folded(release).items.values()]
    return standing, [str(one).removeprefix("a.ann: ") for one in found if isinstance(one, Problem)]


@pytest.mark.parametrize("text", ["Ann Lee won. \n", "\u3000Ann Lee won.", "Ann Lee won.\u00a0"])
def test_no_span_reaches_into_the_white_space_round_it(tmp_path, text):
    """A span behind the last sentence makes the page unreadable.

    document._document_json_dict joins sentences that a span crosses and looks for one after the
    last (IndexError); annotation.TextAnnotations takes a span of white space for one without text.
    """
    whole = Entity(Span(0, len(text)), "EVENT")
    at = text.index("Ann")
    assert lines_of(tmp_path, text, whole) == [f"T1\tEVENT {at} {at + 12}\tAnn Lee won."]
    receipt = (tmp_path / "x/RECEIPT.md").read_text("utf-8")
    assert "a span of brat neither begins nor ends with white space" in receipt


def test_a_release_that_is_not_finished_goes_out_as_no_negative(tmp_path):
    (begun, stands) = release("Ann Lee won.", state="started")
    export(tmp_path / "x", FORMAT, [(begun, stands)], ABOUT)
    assert not list((tmp_path / "x").glob("*.ann"))
    export(tmp_path / "y", FORMAT, [(begun, stands)], ABOUT, Options(finished_only=False))
    assert len(list((tmp_path / "y").glob("*.ann"))) == 1


def test_labels_have_the_colours_of_this_program_and_nothing_is_left_to_defaults(tmp_path):
    """projectconfig reads visual.conf and tools.conf too, and tells where it takes defaults."""
    lines_of(tmp_path, "Ann won.", Entity(Span(0, 3), "PERSON"), Entity(Span(4, 7), "Odd"))
    drawing = (tmp_path / "x/visual.conf").read_text("utf-8").partition("[drawing]\n")[2]
    drawn = dict(line.split("\t") for line in drawing.splitlines())
    types = (tmp_path / "x/annotation.conf").read_text("utf-8").partition("\n\n")[0].splitlines()
    assert {*types[1:], "Claim"} <= set(drawn)
    (colour,) = colours_of(["PERSON"]).values()
    assert drawn["PERSON"] == f"bgColor:{colour}, fgColor:{ink_on(colour)}"
    assert (tmp_path / "x/tools.conf").exists()


def test_a_span_of_white_space_alone_is_told_and_not_written(tmp_path):
    assert lines_of(tmp_path, "Ann  Lee", Entity(Span(3, 5), "EVENT")) == []
    assert "white space" in (tmp_path / "x/RECEIPT.md").read_text("utf-8")


def test_fragments_at_line_ends_are_cut_as_brat_cuts_them_and_come_back_whole(tmp_path):
    """annotator.__create_span: a fragment a line, stripped; lines of white space have none."""
    text = "At Lake  \r\n \n  Geneva."
    lake = Entity(Span(3, 21), "LOC")
    assert lines_of(tmp_path, text, lake) == ["T1\tLOC 3 7;15 21\tLake Geneva"]
    assert read(tmp_path, text, "T1\tLOC 3 7;15 21\tLake Geneva") == ([lake], [])


def test_every_line_end_of_unicode_cuts_a_span(tmp_path):
    """annotation.Annotations reads lines through codecs.open, which ends them as Python does."""
    text = "a\u2028b\x85c\vd\x1ce"
    (line,) = lines_of(tmp_path, text, Entity(Span(0, 9), "EVENT"))
    assert line == "T1\tEVENT 0 1;2 3;4 5;6 7;8 9\ta b c d e"


def test_carriage_returns_and_astral_characters_count_one_each(tmp_path):
    """annotation.open_textfile translates no line ends, and strings of brat are code points."""
    (line,) = lines_of(tmp_path, "\r\n👩 Ann", Entity(Span(4, 7), "PERSON"))
    assert line == "T1\tPERSON 4 7\tAnn"


def test_spans_may_lie_in_and_across_each_other(tmp_path):
    """projectconfig.overlap_types: what <OVERLAP> lacks, verify_annotations calls wrong."""
    lines_of(tmp_path, "Ann", Entity(Span(0, 3), "PERSON"))
    conf = (tmp_path / "x/annotation.conf").read_text("utf-8")
    relations = conf.partition("[relations]\n")[2].partition("\n\n")[0]
    assert relations == "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"


def test_an_event_without_arguments_ends_in_a_space_in_brat(tmp_path):
    """annotation.EventAnnotation.__str__."""
    claim = Claim((Span(4, 7),))
    assert read(tmp_path, "Ann won", "T1\tClaim 4 7\twon", "E1\tClaim:T1 ") == ([claim], [])


def test_cue_and_source_of_a_claim_deleted_in_brat_become_no_entities(tmp_path):
    """annotator.delete_span takes the event with its trigger; its arguments stay."""
    left = ["T2\tCue 8 12\tsaid", "T3\tSource 0 3\tAnn", "T4\tPERSON 0 3\tAnn"]
    standing, told = read(tmp_path, "Ann Lee said no", *left)
    assert standing == [Entity(Span(0, 3), "PERSON")]
    assert told == [
        'T2 "said" is the Cue of no claim; it is left out.',
        'T3 "Ann" is the Source of no claim; it is left out.',
    ]


def test_notes_and_attributes_of_entities_are_told(tmp_path):
    found, told = read(
        tmp_path,
        "Ann met Bo.",
        "T1\tPERSON 0 3\tAnn",
        "T2\tPERSON 8 10\tBo",
        "A1\tSure T1",
        "#1\tAnnotatorNotes T1\tthe minister",
        "#2\tAnnotatorNotes T2\twho?",
    )
    assert found == [Entity(Span(0, 3), "PERSON"), Entity(Span(8, 10), "PERSON")]
    assert told == [
        "notes of T1, T2 are of no claim; they are left out.",
        "attributes of T1 are of no claim; they are left out.",
    ]
