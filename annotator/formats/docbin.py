"""spaCy: a folder of ``.spacy`` files (DocBin) for each part, and a ``config.cfg`` for training.

What stands where in a doc is told in `annotator.formats.docbin_names`. The words of spaCy's own
tokenizer are the least that can be marked: what begins or ends inside one is widened to it, and
told. Only `annotator.formats.docbin_spacy` imports spaCy; reader and writer need it, so they are
imported when something is read or written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.formats.docbin_names import CONFIG, SUFFIX
from annotator.formats.errors import Problem
from annotator.formats.format import Format, Source, without_books
from annotator.formats.incoming import Take
from annotator.model.plain import Incoming

if TYPE_CHECKING:
    from annotator.formats.writing import Writer


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
