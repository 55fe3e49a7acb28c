"""Which pipeline reads a release: by its language, from the settings or from what is installed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata

from annotator.model.languages import DEFAULT_LANGUAGE, code_of, language_name
from annotator.suggest.pipeline import DEFAULT, Pipeline, PipelineError, load_pipeline

_ANY_LANGUAGE = "xx"
"""The language of a pipeline that reads several."""


def installed_pipelines() -> list[str]:
    """The spaCy packages that are installed, in alphabetical order."""
    return sorted({point.name for point in metadata.entry_points(group="spacy_models")})


class Pipelines:
    """The pipelines of one run by language: each is loaded when it is first needed, and kept."""

    def __init__(self, chosen: str = "", by_language: Mapping[str, str] | None = None) -> None:
        """Load the `chosen` one, or else the one for English. Raise `PipelineError`.

        The chosen one reads its own language, and every release whose language is not known.
        """
        self._names = {code_of(said): name for said, name in (by_language or {}).items()}
        self._names.setdefault(DEFAULT_LANGUAGE, DEFAULT)
        self.first = load_pipeline(chosen or self._names[DEFAULT_LANGUAGE])
        self._reads = self.first.nlp.lang if chosen else DEFAULT_LANGUAGE
        self._kept: dict[str, Pipeline | PipelineError] = {}
        self.notes = list(self.first.notes)
        """What is off in those that were loaded, in plain sentences."""

    def reading(self, language: str) -> Pipeline:
        """The pipeline for releases in `language` (a code, or nothing). Raise `PipelineError`."""
        code = code_of(language)
        if not code or self._reads in (code, _ANY_LANGUAGE):
            return self.first
        if code not in self._kept:
            self._kept[code] = self._loaded(code)
        found = self._kept[code]
        if isinstance(found, PipelineError):
            raise found
        return found

    def _loaded(self, code: str) -> Pipeline | PipelineError:
        try:
            pipeline = load_pipeline(self._name_for(code))
        except PipelineError as error:
            return error
        self.notes += pipeline.notes
        return pipeline

    def _name_for(self, code: str) -> str:
        installed = (name for name in installed_pipelines() if name.startswith(f"{code}_"))
        name = self._names.get(code) or next(installed, "")
        if not name:
            raise PipelineError(
                f"No pipeline for {language_name(code)} is installed: install a spaCy package for "
                "it, or name one in settings.toml under [suggest.pipelines]."
            )
        return name
