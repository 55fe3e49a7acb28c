"""The quicker attribute ruler finds what spaCy's own finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

WORDS = "Gets got ai n't gon na let 's Nothin' goin' y' all I you it Do had 'd the that Kyiv once"
TAGS = ("NN", "DT", "VBZ", "VBD", "MD", "RB", "IN", "_SP", "")
DEPS = ("nsubj", "dobj", "aux", "expl", "mark", "ROOT", "")
TOKENS = st.tuples(
    st.sampled_from([*WORDS.split(), "\n"]), st.sampled_from(TAGS), st.sampled_from(DEPS)
)


@pytest.fixture(scope="module")
def ruler(suggester):
    return suggester.pipeline.nlp.get_pipe("attribute_ruler")


@settings(max_examples=100, deadline=None)
@given(st.lists(TOKENS, min_size=1, max_size=12))
def test_it_finds_what_spacys_own_finds(ruler, tokens):
    words, tags, deps = zip(*tokens, strict=True)
    doc = Doc(ruler.vocab, list(words), tags=list(tags), deps=list(deps), heads=[0] * len(words))
    assert ruler.match(doc) == sorted(set(AttributeRuler.match(ruler, doc)))


def test_words_that_no_pattern_names_are_remembered_together(ruler):
    remembering = ruler.match.__self__
    tags = ["FW"] * 2
    ruler.match(Doc(ruler.vocab, ["Zzyzx", "Zzyzy"], tags=tags))
    known = len(remembering._known)
    ruler.match(Doc(ruler.vocab, [f"Zzyz{n}" for n in range(100)], tags=["FW"] * 100))
    assert len(remembering._known) == known
