"""All that the DocBin format needs of spaCy, and the only room of it that imports spaCy."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import spacy
import srsly
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from annotator.formats.errors import RefusedError
from annotator.formats.shaping import Shape, without_edges
from annotator.model.spans import Span

_CODE = re.compile("[a-z]{2,3}")
_PROBE = " \n a  b\r\n\tc "
_LONGEST = 100_000_000
"""Characters of a text."""
_LARGEST = 2_000_000_000
"""Bytes that a file may unpack to."""

for _registry in (srsly.msgpack.msgpack_encoders, srsly.msgpack.msgpack_decoders):
    # srsly asks all installed packages for codecs four times a doc, which costs more than the rest.
    _registry.get_all = cache(_registry.get_all)


def new_bin() -> DocBin:
    """A DocBin for entities, spans and whatever else is known."""
    return DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True)


def language_of(said: str) -> str:
    """The language of a release as spaCy has it; "xx", which is any, where it has none.

    English where nobody said one.
    """
    code = said.replace("_", "-").partition("-")[0].lower() or "en"
    if not _CODE.fullmatch(code):
        return "xx"
    try:
        doc = spacy.blank(code).make_doc(_PROBE)
    except (ImportError, ValueError):  # it does not know it, or needs a library for it
        return "xx"
    return code if doc.text == _PROBE else "xx"


def blank(language: str) -> Any:
    """A pipeline of that language that only cuts a text into tokens."""
    nlp = spacy.blank(language)
    nlp.max_length = _LONGEST  # its own limit is for what comes after the tokenizer
    return nlp


def check_config(path: Path) -> None:
    """Raise what spaCy raises when it cannot read a config."""
    spacy.util.load_config(path, interpolate=True)


def whole_tokens(doc: Doc) -> Shape:
    """Widens a span to the tokens that it touches, white space at its edges off."""
    trimmed = without_edges(doc.text)

    def shape(span: Span) -> Span | None:
        inner = trimmed(span)
        found = inner and doc.char_span(*inner, alignment_mode="expand")
        return None if found is None else Span(found.start_char, found.end_char)

    return shape


def placed(doc: Doc, span: Span, label: str, name: str = "") -> Any:
    """The span of the doc; its edges are those of tokens by now."""
    found = doc.char_span(*span, label=label, span_id=name)
    if found is None:
        raise ValueError(f"spaCy has no tokens for {span.start}-{span.end}")
    return found


def docs_in(path: Path, name: str) -> Iterator[Doc]:
    """The docs of a file, which people know as `name`. Raise `RefusedError` or `OSError`."""
    _refuse_bomb(path, name)
    try:
        docs = DocBin().from_bytes(path.read_bytes())
    except OSError:
        raise
    except Exception as error:
        said = str(error).partition("\n")[0].rstrip(".")[:120]
        raise RefusedError(f"{name} is no DocBin of spaCy ({said}); export it again.") from None
    return docs.get_docs(Vocab())


def _refuse_bomb(path: Path, name: str) -> None:
    """Raise `RefusedError` when a file is not packed as DocBin is, or unpacks to far too much."""
    unpacking, size = zlib.decompressobj(), 0
    with path.open("rb") as file:
        while (block := file.read(1 << 16)) and not unpacking.eof:
            try:
                while block:
                    size += len(unpacking.decompress(block, 1 << 20))
                    block = unpacking.unconsumed_tail
                    if size > _LARGEST:
                        raise RefusedError(f"{name} unpacks to far more than it should.")
            except zlib.error:
                raise RefusedError(f"{name} is no DocBin of spaCy; export it again.") from None
    if not unpacking.eof:
        raise RefusedError(f"{name} breaks off; copy or export it again.")
