"""spaCy: a folder of ``.spacy`` files (DocBin) for each part, and a ``config.cfg`` for training.

    doc.ents                    entities; what is none is "outside", and "missing" where the release
                                is not finished
    doc.spans["overlapping"]    entities that share a token with one of doc.ents
    doc.spans["claims"]         CONTENT, CUE and SOURCE; the spans of one claim have one `id_`
    doc.user_data["annotator"]  meta and state of the release; claimer and attributes by that id

The words of spaCy's own tokenizer are the least that can be marked: what begins or ends inside one
is widened to it, and told. Only `annotator.formats.docbin_spacy` imports spaCy, and late.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.formats.errors import Problem
from annotator.formats.format import Format, Source, without_books
from annotator.formats.incoming import Take
from annotator.model.plain import Incoming

if TYPE_CHECKING:
    from annotator.formats.writing import Writer

SUFFIX = ".spacy"
CONFIG = "config.cfg"
OURS = "annotator"
"""The key of doc.user_data under which we say what is no span."""
OVERLAPPING, CLAIMS = "overlapping", "claims"
"""Groups of spans; spancat learns the second."""
CONTENT, CUE, SOURCE = "CONTENT", "CUE", "SOURCE"


def read_docbin(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """Every release of a DocBin: entities, claims as ours, and other groups of spans as entities.

    Raise `RefusedError` or `OSError`.
    """
    from annotator.formats.docbin_reader import read_docs

    return read_docs(source, take)


def _writer() -> type[Writer]:
    from annotator.formats.docbin_writer import DocBinWriter

    return DocBinWriter


_BOOKS = "a doc has no place for who suggested or decided what, when and how surely"
FORMAT = Format(
    name="spacy",
    title="spaCy DocBin",
    summary="files to train on with spaCy, with a config.cfg: standing entities and claims",
    suffixes=(SUFFIX,),
    read=read_docbin,
    skips=(CONFIG,),
    writer=_writer,
    lacks={
        "rejected": "a doc says what is there, not what is not",
        "open": "what a doc says is true, and nobody has judged this suggestion",
        **without_books(_BOOKS),
    },
    # Entities can be "missing", claims cannot: an unmarked one would be learnt as none.
    finished_only=True,
)
