"""The dataset card of a Hugging Face dataset: what programs read in front, and people below."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.formats.own import META
from annotator.model.records import Layer

_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9.+-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SIZES = (("n<1K", 1_000), ("1K<n<10K", 10_000), ("10K<n<100K", 100_000), ("100K<n<1M", 1_000_000))
_TEXTS = ("id", "text", *META, "state")


@dataclass(frozen=True, slots=True)
class Described:
    """What a card says; counts, paths and bytes are by split."""

    project: str
    program: str
    rows: Mapping[str, int]
    files: Mapping[str, str]
    sizes: Mapping[str, int]
    labels: Sequence[str]
    meanings: Mapping[str, str]
    licences: Sequence[str]
    languages: Sequence[str]
    layers: Collection[Layer]


def card(said: Described) -> str:
    """The card: YAML between two lines of dashes, then Markdown."""
    return "\n".join(["---", *_front(said), "---", "", *_body(said)]) + "\n"


def _front(said: Described) -> Iterator[str]:
    """Texts are put down as in JSON, which is YAML too."""
    yield f"pretty_name: {_quoted(said.project)}"
    yield from _licence(said.licences)
    languages = [name for name in said.languages if _LANGUAGE.fullmatch(name)]
    if languages:
        yield f"language: {json.dumps(languages)}"
    yield 'task_categories: ["token-classification"]'
    yield f'size_categories: ["{_size(sum(said.rows.values()))}"]'
    yield "configs:"
    yield "- config_name: default"
    yield "  data_files:"
    for split, path in said.files.items():
        yield f"  - split: {_quoted(split)}"
        yield f"    path: {_quoted(path)}"
    yield "dataset_info:"
    yield "  features:"
    yield from _features(said.labels)
    yield "  splits:"
    for split, rows in said.rows.items():
        yield f"  - name: {_quoted(split)}"
        yield f"    num_bytes: {said.sizes[split]}"
        yield f"    num_examples: {rows}"
    total = sum(said.sizes.values())
    yield f"  download_size: {total}"
    yield f"  dataset_size: {total}"


def _licence(licences: Sequence[str]) -> Iterator[str]:
    """The licence by its identifier, or "other" with its words; unknown where nobody said one."""
    names = [name.strip().lower().replace(" ", "-") for name in licences]
    if not names:
        yield 'license: "unknown"'
    elif all(map(_IDENTIFIER.fullmatch, names)):
        yield f"license: {json.dumps(sorted(set(names)))}"
    else:
        yield 'license: "other"'
        yield f"license_name: {_quoted('; '.join(licences)[:200])}"


def _quoted(said: str) -> str:
    """JSON that YAML reads alike: what is beyond the BMP is no escape of two halves there."""
    plain = json.dumps(said, ensure_ascii=False)
    return re.sub("[\x7f-\uffff]", lambda found: f"\\u{ord(found[0]):04x}", plain)


def _size(rows: int) -> str:
    return next((name for name, limit in _SIZES if rows < limit), "n>1M")


def _features(labels: Sequence[str]) -> Iterator[str]:
    for name in _TEXTS:
        yield from _value(name, "string", "  ")
    yield from _list("extra", "  ", _pair("    "))
    yield "  - name: spans"
    yield "    list:"
    yield from _span("    ")
    yield "    - name: label"
    yield "      dtype:"
    yield "        class_label:"
    yield "          names:"
    for number, label in enumerate(labels):
        yield f"            {_quoted(str(number))}: {_quoted(label)}"
    yield from _list("claims", "  ", _claim())


def _claim() -> Iterator[str]:
    yield from _list("content", "    ", _span("      "))
    yield "    - name: cue"
    yield "      struct:"
    yield from _span("      ")
    yield from _list("source", "    ", _span("      "))
    yield from _value("claimer", "string", "    ")
    yield from _list("attributes", "    ", _pair("      "))


def _value(name: str, kind: str, before: str) -> Iterator[str]:
    yield f"{before}- name: {name}"
    yield f"{before}  dtype: {kind}"


def _list(name: str, before: str, inside: Iterator[str]) -> Iterator[str]:
    yield f"{before}- name: {name}"
    yield f"{before}  list:"
    yield from inside


def _span(before: str) -> Iterator[str]:
    yield from _value("start", "int64", before)
    yield from _value("end", "int64", before)


def _pair(before: str) -> Iterator[str]:
    yield from _value("name", "string", before)
    yield from _value("value", "string", before)


def _body(said: Described) -> Iterator[str]:
    yield f"# {_plainly(said.project)}"
    yield ""
    yield "Press releases in which analysts judged entities and claims."
    yield ""
    yield "| split | releases |"
    yield "|---|---|"
    for split, rows in said.rows.items():
        yield f"| {split} | {rows:,} |"
    yield ""
    yield f"- Layers: {' and '.join(sorted(said.layers))}."
    yield f"- Licences of the releases: {_plainly('; '.join(said.licences)) or 'not known'}."
    yield f"- Written by {said.program}; `receipt.json` says what is in it and what is not."
    yield ""
    yield "`spans` are entities and `claims` records: the content claimed, the cue that attributes"
    yield "it, the source as named there, and who that is (`claimer`). Offsets count Unicode code"
    yield 'points and end behind the last: `row["text"][span["start"]:span["end"]]`. Where `state`'
    yield "is not `finished`, not everything that is there has been marked."
    yield ""
    yield "| label | what |"
    yield "|---|---|"
    for label in said.labels:
        yield f"| {_plainly(label)} | {_plainly(said.meanings.get(label, ''))} |"


def _plainly(words: str) -> str:
    """Words of people on one line, shown and never obeyed by what shows Markdown."""
    flat = " ".join(words.split())
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", flat)
