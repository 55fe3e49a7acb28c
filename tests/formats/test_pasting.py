"""A text without a file is the release that it would be as a text file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.files import read_files
from annotator.formats.pasting import pasted

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


def taken(text, name):
    """What comes of a text that is pasted."""
    try:
        return pasted(text, name)
    except RefusedError as error:
        return Problem(name, str(error))


@given(TEXTS)
def test_a_pasted_text_is_what_its_file_would_be(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("pasted") / "release.txt"
    path.write_bytes(text.encode("utf-8"))
    assert list(read_files([path])) == [taken(text, path.name)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty or only white space"),
        (" \n\t", "empty or only white space"),
        ("a\0b", "holds a NUL character"),
        ("a\ud800b", r"holds half a character \(a lone surrogate, character 1\); export"),
        ("a" * 2_000_001, "one release has at most 2 MB"),
    ],
)
def test_what_can_be_no_release_is_refused(text, why):
    with pytest.raises(RefusedError, match=f"The clipboard .*{why}"):
        pasted(text, "The clipboard")
