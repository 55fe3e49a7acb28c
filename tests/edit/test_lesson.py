"""The file of the practice: what it says, and what is told when it is wrong."""

from __future__ import annotations

import json
import re

import pytest
from lessons import SMALL, lesson_of, own_lesson

from annotator.edit.commands import COMMANDS
from annotator.edit.keys import Binding
from annotator.edit.lesson import LessonError, pieces, read_lesson
from annotator.edit.structures import Passage
from annotator.model.records import Claim, Entity
from annotator.model.resources import resource
from annotator.model.spans import Span

PIECE = '[[pieces]]\nphrase = "Bob left"\nhead = "left"\n\n'


def test_pieces_are_the_structure_of_their_passage(tmp_path):
    lesson = lesson_of(tmp_path, SMALL.replace("[[tasks]]", PIECE + "[[tasks]]", 1))
    text = lesson.release.text
    first, second = (Span(*m.span()) for m in re.finditer(r".+", text))
    passages = (Passage("", span, span.text(text), "en", "body") for span in (first, second))
    without, structure = map(lesson.structure, passages)
    assert without is None
    assert structure.grown(Span(second.start, second.start + 3)).text(text) == "Bob left"


def test_suggestions_lie_where_their_words_are(tmp_path):
    lesson = lesson_of(tmp_path)
    text = lesson.release.text
    ann, acme, claim = (suggestion.record for suggestion in lesson.suggestions)
    assert isinstance(claim, Claim)
    assert [record.span.text(text) for record in (ann, acme)] == ["Ann", "Acme"]
    assert claim.content[0].text(text) == "that we won"
    assert (claim.cue.text(text), claim.source[0].start) == ("said", 0)


def test_a_later_place_is_counted_in_whole_words(tmp_path):
    text = SMALL.replace("Ann of", "Annual Ann and Ann of")
    lesson = lesson_of(tmp_path, text.replace('words = "Ann"', 'words = "Ann"\nnth = 2', 1))
    assert lesson.suggestions[0].record == Entity((15, 18), "PERSON")


def test_a_sentence_names_commands_not_keys():
    assert list(pieces("Go {key:label 2} on.")) == ["Go ", Binding("label", "2"), " on."]


def test_the_practice_is_made_of_paragraphs_of_the_sample():
    line = resource("sample/releases.jsonl").read_text("utf-8").splitlines()[0]
    sample = json.loads(line)["text"]
    paragraphs = own_lesson().release.text.strip().split("\n\n")
    assert len(paragraphs) > 3
    assert all(paragraph in sample for paragraph in paragraphs)


def test_no_key_is_named_in_the_practice():
    lesson = own_lesson()
    written = [*(task.say for task in lesson.tasks), *(t.done for t in lesson.tasks), lesson.end]
    words = " ".join(p for line in written for p in pieces(line) if isinstance(p, str)).split()
    named = {"Enter", "Tab", "Esc", "Escape", "Home", "End", "Del", "Delete", "Shift", "Ctrl"}
    assert not named & {word.strip(".,:;()") for word in words}


def test_every_command_that_deserves_it_is_practised():
    practised = {b.command for task in own_lesson().tasks for b in task.commands()}
    assert practised >= {
        *("next-open", "accept", "reject", "label", "end-right", "undo", "redo", "same"),
        *("next-unmarked", "letters", "next-part", "new-claim", "set-source", "set-cue"),
        *("claimer", "next-claimer", "palette", "keys", "finish", "grow", "shrink", "repeat"),
        *("same-in-project", "highlights", "blind", "accept-sure"),
    }
    assert practised <= set(COMMANDS)


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ('["accept"]', '["acept"]', 'task 1 asks for the unknown command "acept". Did you mean'),
        ("{key:accept}", "{key:acept}", 'task 1 asks for the unknown command "acept". Did you'),
        ("{key:guide}", "{key:gide}", 'its end asks for the unknown command "gide". Did you mean'),
        ("{key:finish}", "{finish}", "task 3 has a placeholder that is no {key:command}"),
        ("accepted =", "acepted =", 'task 1 has the unknown condition "acepted". Did you mean'),
        ('["finish"]', "[]", 'task 3 needs a list of "keys"'),
        ('{ state = "finished" }', "{}", 'task 3 needs to say "when" it is done'),
        ('done = "Two."\n', "", 'task 2 needs "done"'),
        ('words = "Acme"', 'words = "Acne"', "suggestion 2: “Acne” is 0 times in the text, not 1"),
        ('cue = "said"', 'cue = "left"', "suggestion 3: “left” does not stand where it should"),
        ('reason = "said', 'score = 2.0\nreason = "said', "suggestion 3 has the score 2.0, which"),
        ('"Ann of Acme said that we won.\\nBob left."', '""', "it has no text"),
        ("[[tasks]]", "[[task]]", "it needs [[tasks]]"),
        ("[[tasks]]", PIECE.replace("phrase", "part") + "[[tasks]]", "piece 1 is none of name, "),
        ("[[tasks]]", PIECE.replace("Bob", "Rob") + "[[tasks]]", "piece 1: “Rob left” does not"),
        ("[[tasks]]", PIECE.replace('"left"', '"Ann"') + "[[tasks]]", "piece 1: “Ann” does not"),
        ('title = "Small"', "title = Small", "Invalid value"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path, right, wrong, sentence):
    with pytest.raises(LessonError) as told:
        lesson_of(tmp_path, SMALL.replace(right, wrong))
    words = str(told.value)
    assert words.startswith(f"practice.toml: {sentence}")
    assert words.endswith("; there is no practice.")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(LessonError, match=r"gone.toml: No such file"):
        read_lesson(COMMANDS, (), tmp_path / "gone.toml")
