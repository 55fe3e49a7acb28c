"""Reads Parquet: rows with a text, and with spans and claims where they are as in our datasets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.extras import load
from annotator.formats.fields import (
    Fields,
    fields_of,
    nothing_called,
    plain_name,
    release_in,
    text_in,
    text_name,
)
from annotator.formats.format import Source
from annotator.formats.incoming import Mark, Take, incoming
from annotator.formats.own import META
from annotator.formats.texts import checked
from annotator.formats.usable import state_of
from annotator.model.errors import AnnotatorError
from annotator.model.plain import Incoming, record_from_plain
from annotator.model.records import Record, Release, text_hash

EXTRA = "parquet"
SUFFIXES = (".parquet",)
SUGGESTER = "huggingface@import"

_SPANS = ("spans", "entities")
_OURS = frozenset({"id", "text", *META, "state", "extra", "spans", "claims"})
_BATCH = 64


def read_parquet(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """Every row of a Parquet file that has a column of texts.

    A broken row, span or claim is a problem and the rest comes in. Raise `RefusedError`, `OSError`.
    """
    return read_parquet_file(source.path, source.shown, take, source.text_field)


def read_parquet_file(
    path: Path, name: str, take: Take = Take.DECISIONS, text_field: str = ""
) -> Iterator[Incoming | Problem]:
    """The same of the file at `path`, which people know as `name`."""
    with _opened(path, name) as file:
        table = _Table.of(file.schema_arrow, name, text_field)
        for number, row in enumerate(_rows(file), start=1):
            yield from _read_row(row, table, f"{name}, row {number}", take)


def first_fields(source: Source) -> Fields:
    """What the first row says, by column; nothing where the file is one of our own.

    Raise `RefusedError` or `OSError`.
    """
    with _opened(source.path, source.shown) as file:
        if _is_ours(file.schema_arrow.names):
            return Fields({}, "")
        row = next(_rows(file), {})
        return fields_of({key: "" if value is None else value for key, value in row.items()})


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Any]:
    arrow, parquet = load("pyarrow", EXTRA), load("pyarrow.parquet", EXTRA)
    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (arrow.ArrowException, UnicodeDecodeError) as error:
        said = str(error).partition("\n")[0].rstrip(".")[:160]
        raise RefusedError(f"{name} is no whole Parquet file ({said}); copy it again.") from None


def _rows(file: Any) -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(batch_size=_BATCH):
        yield from batch.to_pylist()


def _is_ours(columns: Iterable[str]) -> bool:
    return set(columns) >= _OURS


class _Table:
    """What the columns of a file are to us."""

    def __init__(self, columns: Sequence[str], text: str, labels: Mapping[str, list[str]]) -> None:
        self.text = text
        self.spans = next((name for name in _SPANS if name in columns), "")
        self.labels = labels.get(self.spans, [])
        self.is_ours = _is_ours(columns)

    @classmethod
    def of(cls, schema: Any, name: str, text_field: str) -> _Table:
        """The columns of an Arrow schema. Raise `RefusedError` when none holds texts."""
        text = "text" if _is_ours(schema.names) else _text_column(schema.names, text_field)
        if text is None:
            raise RefusedError(f"{name} {nothing_called(text_field, 'column', schema.names)}")
        return cls(schema.names, text, _class_labels(schema.metadata or {}))


def _text_column(columns: Sequence[str], wanted: str) -> str | None:
    """The column with the texts, or the path to a field of one ("article.body")."""
    if not wanted:
        return text_name(columns)
    if wanted.partition(".")[0] in columns:
        return wanted
    return next((name for name in columns if plain_name(name) == plain_name(wanted)), None)


def _class_labels(metadata: Mapping[bytes, bytes]) -> dict[str, list[str]]:
    """The names of class labels inside a column of structs, as ``datasets`` puts them down."""
    try:
        features = json.loads(metadata[b"huggingface"])["info"]["features"]
        return {name: _names_in(feature) for name, feature in features.items()}
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _names_in(feature: Any) -> list[str]:
    """The names of the feature "label", whether its list is said as [...] or as an object."""
    if isinstance(feature, list):
        return _names_in(feature[0]) if feature else []
    if not isinstance(feature, Mapping):
        return []
    if feature.get("_type") in ("List", "LargeList", "Sequence"):
        return _names_in(feature.get("feature"))
    label = feature.get("label")
    names = label.get("names") if isinstance(label, Mapping) else None
    return [str(name) for name in names] if isinstance(names, list) else []


def _read_row(
    row: Mapping[str, Any], table: _Table, name: str, take: Take
) -> Iterator[Incoming | Problem]:
    try:
        release = _release_of(row, table, name)
    except RefusedError as error:
        yield Problem(name, str(error))
        return
    marks = []
    for plain in _plain_records(row, table):
        try:
            marks.append(Mark(_record_of(plain, table, release.text)))
        except AnnotatorError as error:
            yield Problem(name, f"{name}: {error}")
    state = row["state"] if table.is_ours else "new"
    try:
        yield incoming(release, marks, name, take, state_of(state), SUGGESTER)
    except RefusedError as error:
        yield Problem(name, str(error))


def _release_of(row: Mapping[str, Any], table: _Table, name: str) -> Release:
    if not table.is_ours:
        said = {key: _scalar(value) for key, value in row.items()}
        if not text_in(said, table.text):
            raise RefusedError(f'{name} has no text in the column "{table.text}"; it was left out.')
        return release_in(said, table.text, name)
    text = row["text"]
    if not isinstance(text, str):
        raise RefusedError(f"{name} has no text; it was left out.")
    checked(text, name)
    if row["id"] != text_hash(text):
        raise RefusedError(
            f"{name}: the text is not the one that was exported (its id differs), so the offsets"
            " cannot be trusted; export it again."
        )
    known = {key: row[key] or "" for key in META}
    return Release(text, **known, extra=_paired(row["extra"]))


def _scalar(value: Any) -> Any:
    return value.isoformat()[:10] if isinstance(value, date) else value


def _plain_records(row: Mapping[str, Any], table: _Table) -> Iterator[Any]:
    """Entities and claims of a row, as the file says them."""
    yield from _listed(row.get(table.spans))
    yield from _listed(row.get("claims"))


def _listed(found: Any) -> list[Any]:
    """A list of structs; also one that is said as a struct of lists."""
    if isinstance(found, Mapping) and all(isinstance(values, list) for values in found.values()):
        return [
            dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=False)
        ]
    return found if isinstance(found, list) else []


def _record_of(plain: Any, table: _Table, text: str) -> Record:
    """The record, within the text. Raise `PlainError` or `RefusedError`."""
    if isinstance(plain, Mapping) and "attributes" in plain:
        plain = {**plain, "attributes": _paired(plain["attributes"])}
    elif isinstance(plain, Mapping):
        plain = {**plain, "label": _label(plain.get("label"), table.labels)}
    record = record_from_plain(plain)
    for span in record.spans():
        if not span.fits(len(text)):
            raise RefusedError(
                f"the span {span.start}-{span.end} lies outside the text of {len(text)} characters;"
                " it was left out."
            )
    return record


def _label(said: Any, names: Sequence[str]) -> Any:
    return names[said] if type(said) is int and 0 <= said < len(names) else said


def _paired(found: Any) -> dict[str, str]:
    """Names and values; what is neither is not there."""
    pairs = ((one.get("name"), one.get("value")) for one in found or () if isinstance(one, Mapping))
    return {key: value for key, value in pairs if isinstance(key, str) and isinstance(value, str)}
