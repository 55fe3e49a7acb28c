"""The quote type of a claim, by the quotation marks in its content."""

from __future__ import annotations

import pytest

from annotator.model.quotations import quote_type
from annotator.model.spans import Span


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("“We are ready,”", "direct"),
        ('"We are ready."', "direct"),
        ("«We are ready»", "direct"),
        ("„We are ready“", "direct"),
        ("“We are ready. We will come.", "direct"),
        ("we will come.”", "direct"),
        ("that the talks were “open and frank”", "mixed"),
        ('that "we" are ready', "mixed"),
        ("“We are ready to come and to talk,” he said", "mixed"),
        ("that the talks were open", "indirect"),
        ("that Azerbaijan`s and Iraq's talks went on", "indirect"),
        ("", "indirect"),
    ],
)
def test_the_marks_tell_how_it_is_quoted(content, kind):
    assert quote_type(content, [Span(0, len(content))]) == kind


def test_all_pieces_count():
    text = "“We are ready,” he said, and that they would come."
    assert quote_type(text, [Span(0, 15)]) == "direct"
    assert quote_type(text, [Span(0, 15), Span(29, 49)]) == "mixed"
