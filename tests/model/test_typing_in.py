"""Commands that the program tells can be typed as they stand."""

from __future__ import annotations

import pytest

from annotator.model.typing_in import typed


@pytest.mark.parametrize(
    ("word", "here", "on_windows"),
    [
        ("club.annotator", "club.annotator", "club.annotator"),
        ("a club", "'a club'", '"a club"'),
        ("R&D.annotator", "'R&D.annotator'", '"R&D.annotator"'),
        (r"C:\Python\python.exe", r"'C:\Python\python.exe'", r"C:\Python\python.exe"),
        ("", "''", '""'),
    ],
)
def test_a_word_has_the_quotes_that_the_command_line_knows(word, here, on_windows):
    assert typed(word, windows=False) == here
    assert typed(word, windows=True) == on_windows
