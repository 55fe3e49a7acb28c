"""Label schemes as people write them: names, a file with a label a line, attributes, a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path

from annotator.desk import SUFFIX
from annotator.model.errors import AnnotatorError
from annotator.model.scheme import Label, LabelError, Scheme, label_named


class SchemeError(AnnotatorError):
    """A label scheme that cannot be read."""


def scheme_of(names: str) -> Scheme:
    """The scheme of names between commas, without meanings of one's own. Raise `LabelError`."""
    scheme = _none()
    for name in names.split(","):
        scheme = scheme.with_label(label_named(name.strip()))
    return scheme


def label_of(written: str) -> Label:
    """The label of "PARTY: parties"; where nothing is said of one of the program's, as it knows it.

    It is one line, as it stands in a file. Its name is not checked.
    """
    name, _, meaning = (" ".join(part.split()) for part in written.partition(":"))
    return label_named(name, meaning)


def written(label: Label) -> str:
    """The same the other way round."""
    return f"{label.name}: {label.meaning}" if label.meaning else label.name


def attribute_of(written: str) -> tuple[str, list[str]]:
    """The name and the values of "topic: economy, health"; no values of what is free text."""
    name, _, values = written.partition(":")
    return name.strip(), [" ".join(v.split()) for v in values.split(",")] if values.strip() else []


def attribute_written(name: str, values: Sequence[str]) -> str:
    """The same the other way round."""
    return f"{name}: {', '.join(values)}" if values else name


def scheme_in(path: Path) -> Scheme:
    """The scheme of a project, or of a file with a label a line. Raise `AnnotatorError`."""
    if path.suffix == SUFFIX:
        from annotator.store.foreign_log import is_foreign
        from annotator.store.snapshot import Snapshot

        with Snapshot(path, alone=is_foreign(path)) as snapshot:
            return snapshot.scheme
    scheme = _none()
    for number, line in enumerate(_lines(path), start=1):
        if line.strip() and not line.startswith("#"):
            try:
                scheme = scheme.with_label(label_of(line))
            except LabelError as error:
                raise SchemeError(f"{path}, line {number}: {error}") from error
    if not scheme.labels:
        raise SchemeError(f'{path} names no label; write one a line, such as "PARTY: parties".')
    return scheme


def scheme_among(paths: Iterable[Path]) -> Scheme | None:
    """The scheme of the first project among files, with what only further ones have.

    None where there is no project. Raise `AnnotatorError`.
    """
    schemes = [scheme_in(path) for path in paths if path.suffix == SUFFIX]
    if not schemes:
        return None
    return reduce(lambda known, more: known.joined(more.labels, more.attributes), schemes)


def _lines(path: Path) -> Iterator[str]:
    try:
        yield from path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise SchemeError(f"{path} is no text in UTF-8; save it as such.") from None
    except OSError as error:
        raise SchemeError(f"{path} cannot be read: {error.strerror or error}.") from error


def _none() -> Scheme:
    return replace(Scheme(), labels=())
