"""The ``config.cfg`` beside a DocBin export, with which ``spacy train`` runs as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping

from annotator.formats.docbin_names import CLAIMS

_LONGEST, _SHORTEST, _COVERED = 30, 3, 0.9
"""Tokens of the longest spans that spancat looks at: as many as this part of all spans needs."""


def config(language: str, train: str, dev: str, entities: bool, lengths: Mapping[int, int]) -> str:
    """A small pipeline for the CPU: ner for entities, spancat where there are claims.

    `train` and `dev` are folders beside the config; `lengths` counts the spans of claims by their
    tokens.
    """
    names = [*(["ner"] if entities else []), *(["spancat"] if lengths else [])]
    weight = 1 / len(names)
    scores = {"ner": "ents_f", "spancat": f"spans_{CLAIMS}_f"}
    parts = [
        _HEAD.format(
            train=json.dumps(train),
            dev=json.dumps(dev),
            language=json.dumps(language),
            pipeline=json.dumps(["tok2vec", *names]),
        ),
        *(_COMPONENTS[name].format(claims=CLAIMS, longest=longest(lengths)) for name in names),
        "[training.score_weights]",
        *(f"{scores[name]} = {weight}" for name in names),
        *(["spans_sc_f = null", "spans_sc_p = null", "spans_sc_r = null"] if lengths else []),
    ]
    return "\n".join(parts) + "\n"


def longest(lengths: Mapping[int, int]) -> int:
    """Up to how many tokens a span is looked at, so that most spans are found in short time."""
    needed, seen = _COVERED * sum(lengths.values()), 0
    for length, times in sorted(lengths.items()):
        seen += times
        if seen >= needed:
            return min(max(length, _SHORTEST), _LONGEST)
    return _SHORTEST


_HEAD = """\
# In this folder: python -m spacy train config.cfg --output model
# Releases of more tokens than max_length are not trained on: they would need too much memory.
# Where train and dev are one folder the scores say only how well it was learnt by heart.

[paths]
train = {train}
dev = {dev}

[system]
seed = 0
gpu_allocator = null

[nlp]
lang = {language}
pipeline = {pipeline}
batch_size = 64
disabled = []
before_creation = null
after_creation = null
after_pipeline_creation = null

[nlp.tokenizer]
@tokenizers = "spacy.Tokenizer.v1"

[corpora]

[corpora.train]
@readers = "spacy.Corpus.v1"
path = ${{paths.train}}
max_length = 20000
gold_preproc = false
limit = 0
augmenter = null

[corpora.dev]
@readers = "spacy.Corpus.v1"
path = ${{paths.dev}}
max_length = 20000
gold_preproc = false
limit = 0
augmenter = null

[training]
train_corpus = "corpora.train"
dev_corpus = "corpora.dev"
seed = ${{system.seed}}
gpu_allocator = ${{system.gpu_allocator}}
dropout = 0.1
patience = 1000
max_epochs = 0
max_steps = 4000
eval_frequency = 100
accumulate_gradient = 1
frozen_components = []
annotating_components = []
before_to_disk = null
before_update = null

[training.logger]
@loggers = "spacy.ConsoleLogger.v1"
progress_bar = false

[training.optimizer]
@optimizers = "Adam.v1"
learn_rate = 0.001

[training.batcher]
@batchers = "spacy.batch_by_words.v1"
discard_oversize = false
tolerance = 0.2

[training.batcher.size]
@schedules = "compounding.v1"
start = 100
stop = 1000
compound = 1.001

[initialize]
vectors = null
init_tok2vec = null
vocab_data = null
lookups = null
before_init = null
after_init = null

[initialize.components]

[initialize.tokenizer]

[pretraining]

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = ${{components.tok2vec.model.encode.width}}
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = [5000, 1000, 2500, 2500]
include_static_vectors = false

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3
"""

_COMPONENTS = {
    "ner": """\
[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = ${{components.tok2vec.model.encode.width}}
""",
    "spancat": """\
[components.spancat]
factory = "spancat"
spans_key = "{claims}"
threshold = 0.5

[components.spancat.model]
@architectures = "spacy.SpanCategorizer.v1"

[components.spancat.model.reducer]
@layers = "spacy.mean_max_reducer.v1"
hidden_size = 128

[components.spancat.model.scorer]
@layers = "spacy.LinearLogistic.v1"

[components.spancat.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = ${{components.tok2vec.model.encode.width}}

[components.spancat.suggester]
@misc = "spacy.ngram_range_suggester.v1"
min_size = 1
max_size = {longest}
""",
}
