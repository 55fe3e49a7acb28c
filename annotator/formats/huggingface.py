"""A dataset for Hugging Face: ``data/SPLIT.parquet`` and a dataset card, ``README.md``.

    id, text, title, publisher, date, url, language, state   texts
    extra      list of {name, value}: whatever else is known of the release
    spans      list of {start, end, label}: entities; label is a class label
    claims     list of {content, cue, source, claimer, attributes}: content and source are lists of
               {start, end}, cue is one or null, attributes is a list of {name, value}

Offsets are code points, as Python counts. The names of the labels stand in the schema, under
``huggingface``, where the library ``datasets`` looks for them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from annotator.formats.dataset_card import Described, card
from annotator.formats.errors import Problem
from annotator.formats.extras import checker_of, load
from annotator.formats.format import Format, without_books
from annotator.formats.own import META, core_of
from annotator.formats.parquet_reader import (
    EXTRA,
    SUFFIXES,
    first_fields,
    read_parquet,
    read_parquet_file,
)
from annotator.formats.writing import About, Loss, Options, Page, Writer
from annotator.model.plain import Incoming, span_to_plain
from annotator.model.records import Claim, Entity

if TYPE_CHECKING:
    from annotator.formats.places import Out

CARD = "README.md"
_SPLITS = {"": "train", "dev": "validation"}
"""What the parts are called there; without a split all is for training."""
_ROWS, _CHARACTERS = 1_000, 4_000_000
"""A row group is written from so many releases on, or from so long a text of all of them."""


class HuggingFaceWriter(Writer):
    """Standing entities and claims, a row for each release and a file for each split."""

    checker = checker_of("pyarrow")

    def __init__(self, out: Out, about: About, options: Options) -> None:
        super().__init__(out, about, options)
        self._arrow, self._parquet = load("pyarrow", EXTRA), load("pyarrow.parquet", EXTRA)
        self._schema = _schema(self._arrow)
        self._labels = {name: number for number, name in enumerate(about.scheme.names())}
        self._files: dict[str, _File] = {}
        self._licences: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()

    def write(self, page: Page) -> tuple[Loss, ...]:
        """Write the row of a release."""
        row = _row(page, self._labels)
        self._file(page.part).add(row, len(page.text))
        extra = page.release.extra
        licence = extra.get("licence") or extra.get("license", "")
        self._licences[licence] += 1
        self._languages[page.release.language] += 1
        return ()

    def _file(self, part: str) -> _File:
        if part not in self._files:
            path = self.out.path(_name_of(part))
            # Without the Arrow schema in the file the reader makes it of the types and of our key,
            # which is written last: only then all labels are known.
            writer = self._parquet.ParquetWriter(
                path, self._schema, compression="zstd", store_schema=False
            )
            self._files[part] = _File(writer, self._arrow, self._schema)
        return self._files[part]

    def finish(self) -> None:
        """Write the names of the labels and the card; a split without a release has no file."""
        if not self._files:
            self._file(self.parts[0])
        said = json.dumps({"info": {"features": _features(list(self._labels))}})
        for file in self._files.values():
            file.close({"huggingface": said})
        filled = [part for part in self.parts if part in self._files]
        names = {_split(part): _name_of(part) for part in filled}
        described = Described(
            self.about.project,
            self.about.program,
            {_split(part): self._files[part].rows for part in filled},
            names,
            {split: self.out.path(name).stat().st_size for split, name in names.items()},
            list(self._labels),
            {label.name: label.meaning for label in self.about.scheme.labels},
            _known(self._licences),
            _known(self._languages),
            self.options.layers,
        )
        self.out.put(CARD, card(described).encode("utf-8"))

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """Every row of the part."""
        path = self.out.folder / _name_of(part)
        if path.exists():
            yield from read_parquet_file(path, path.name)


class _File:
    """A Parquet file as it is written, and the rows that wait for their row group."""

    def __init__(self, writer: Any, arrow: Any, schema: Any) -> None:
        self._writer, self._arrow, self._schema = writer, arrow, schema
        self._waiting: list[Mapping[str, Any]] = []
        self._length = 0
        self.rows = 0

    def add(self, row: Mapping[str, Any], length: int) -> None:
        """Put one more at the end."""
        self._waiting.append(row)
        self._length += length
        self.rows += 1
        if len(self._waiting) >= _ROWS or self._length >= _CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(self._arrow.Table.from_pylist(self._waiting, self._schema))
        self._waiting, self._length = [], 0

    def close(self, said: Mapping[str, str]) -> None:
        """Write what waits, and what is said of the whole."""
        self._flush()
        self._writer.add_key_value_metadata(said)
        self._writer.close()


def _split(part: str) -> str:
    return _SPLITS.get(part, part)


def _name_of(part: str) -> str:
    return f"data/{_split(part)}.parquet"


def _known(counted: Counter[str]) -> list[str]:
    """What was said, most frequent first."""
    return [said for said, _ in counted.most_common() if said]


def _schema(arrow: Any) -> Any:
    text, number = arrow.string(), arrow.int64()
    span = [("start", number), ("end", number)]
    spans, named = arrow.list_(arrow.struct(span)), _names(arrow)
    claim = [
        ("content", spans),
        ("cue", arrow.struct(span)),
        ("source", spans),
        ("claimer", text),
        ("attributes", named),
    ]
    return arrow.schema(
        [
            *((name, text) for name in ("id", "text", *META, "state")),
            ("extra", named),
            ("spans", arrow.list_(arrow.struct([*span, ("label", number)]))),
            ("claims", arrow.list_(arrow.struct(claim))),
        ]
    )


def _names(arrow: Any) -> Any:
    return arrow.list_(arrow.struct([("name", arrow.string()), ("value", arrow.string())]))


def _features(labels: list[str]) -> dict[str, Any]:
    """The schema as ``datasets`` says it."""
    text, number = ({"dtype": name, "_type": "Value"} for name in ("string", "int64"))
    span = {"start": number, "end": number}
    named = [{"name": text, "value": text}]
    return {
        **dict.fromkeys(("id", "text", *META, "state"), text),
        "extra": named,
        "spans": [{**span, "label": {"names": labels, "_type": "ClassLabel"}}],
        "claims": [
            {"content": [span], "cue": span, "source": [span], "claimer": text, "attributes": named}
        ],
    }


def _row(page: Page, labels: dict[str, int]) -> dict[str, Any]:
    """The row of a release; a label that the scheme does not have gets the next number."""
    release = page.release
    spans, claims = [], []
    for item in page.standing():
        record = item.record
        if isinstance(record, Entity):
            number = labels.setdefault(record.label, len(labels))
            spans.append({**span_to_plain(record.span), "label": number})
        else:
            claims.append(_claim_to_plain(record))
    return {
        "id": release.id,
        "text": page.text,
        **core_of(release),
        "state": page.state,
        "extra": _pairs(release.extra),
        "spans": spans,
        "claims": claims,
    }


def _claim_to_plain(claim: Claim) -> dict[str, Any]:
    return {
        "content": [span_to_plain(span) for span in claim.content],
        "cue": None if claim.cue is None else span_to_plain(claim.cue),
        "source": [span_to_plain(span) for span in claim.source],
        "claimer": claim.claimer,
        "attributes": _pairs(claim.attributes),
    }


def _pairs(said: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in said.items()]


_BOOKS = "a row has no column for who suggested or decided what, when and how surely"
FORMAT = Format(
    name="huggingface",
    title="Hugging Face dataset",
    summary="Parquet files and a dataset card: standing entities and claims for training",
    suffixes=SUFFIXES,
    read=read_parquet,
    fields=first_fields,
    skips=(CARD,),
    writer=lambda: HuggingFaceWriter,
    lacks={
        "rejected": "a row says what is there, not what is not",
        "open": "what a row says is true, and nobody has judged this suggestion",
        **without_books(_BOOKS),
    },
    extra=EXTRA,
    libraries=("pyarrow",),
)
