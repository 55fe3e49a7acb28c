"""Reads XMI with dkpro-cassis: our types, and named entities of whoever wrote them."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.extras import checker_of, load
from annotator.formats.format import Source
from annotator.formats.incoming import Mark, Take, incoming
from annotator.formats.own import META
from annotator.formats.texts import checked, date_of, title_of
from annotator.formats.usable import named_texts, state_of
from annotator.formats.xmi_types import (
    CLAIM,
    EXTRA,
    INSTEAD,
    LINKS,
    NAMED_ENTITY,
    NO_XML,
    PART,
    RELEASE,
    TYPES,
    claim_attributes,
    is_safe,
    type_system,
)
from annotator.model.errors import AnnotatorError
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record, Release
from annotator.model.spans import Span

SUGGESTER = "xmi@import"

_TYPE_NAME = re.compile(r"\[([\w.]+)\]")


def read_xmi(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """The release of an XMI file: named entities, and our claims, of its first view.

    Annotations of other layers are problems; the rest comes in. Raise `RefusedError` or `OSError`.
    """
    cas, unknown = _loaded(source)
    text = cas.sofa_string
    if not isinstance(text, str):
        raise RefusedError(f"{source.shown} has no text in its first view; export it again.")
    told = next(_selected(cas, RELEASE), None)
    more = _parsed(told and told.more)
    text = _restored(text, more.get("characters"))
    checked(text, source.shown)
    problems: list[str] = []
    marks = [Mark(record) for record in _records(cas, len(text), problems)]
    problems += _strangers(cas, unknown)
    yield from (Problem(source.shown, f"{source.shown}: {said}") for said in problems)
    if told is None:
        language = str(getattr(_first_of(cas, _DOCUMENT), "language", None) or "")
        language = "" if language == "x-unspecified" else language
        release, state = Release(text, title_of(text), "", date_of(text), "", language), "new"
    else:
        release, state = _release_of(told, more, text), told.state
    yield incoming(release, marks, source.shown, take, state_of(state), SUGGESTER)


_DOCUMENT = "uima.tcas.DocumentAnnotation"
_KNOWN = frozenset({NAMED_ENTITY, CLAIM, PART, RELEASE, *LINKS.values()})
_OTHERS = ("uima.", "de.tudarmstadt.ukp.dkpro.core.", "de.tudarmstadt.ukp.clarin.")


def _loaded(source: Source) -> tuple[Any, list[str]]:
    """The CAS of a file and the types of each structure that its type system does not have.

    That is the one beside it, or else ours. Raise `RefusedError`.
    """
    cassis = load("cassis", EXTRA)
    _refuse_doctype(source.path, source.shown)
    types = _types_beside(source)
    try:
        with source.path.open("rb") as data, warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            cas = cassis.load_cas_from_xmi(data, typesystem=types, lenient=True)
    except OSError:
        raise
    except Exception as error:
        raise RefusedError(
            f"{source.shown} cannot be read by {checker_of('dkpro-cassis')}"
            f" ({_shortly(error)}); export it again."
        ) from None
    named = (_TYPE_NAME.search(str(one.message)) for one in said)
    return cas, [found[1] for found in named if found]


def _types_beside(source: Source) -> Any:
    """The type system in the file beside, ours where there is none. Raise `RefusedError`."""
    path = source.path.with_name(TYPES)
    if not path.is_file():
        return _types_of(b"")
    _refuse_doctype(path, TYPES)
    try:
        types = _types_of(path.read_bytes())
    except Exception as error:  # the library and lxml raise whatever they meet
        raise RefusedError(
            f"{TYPES} beside {source.shown} cannot be read ({_shortly(error)}); export it again."
        ) from None
    if odd := _odd_feature(types):
        told = f'{TYPES} beside {source.shown} has a feature "{odd[:40]}", which no feature can be'
        raise RefusedError(f"{told} called; it was left out.")
    return types


def _odd_feature(types: Any) -> str:
    """The first name of a feature that is none, where there is one."""
    names = (feature.name for kind in types.get_types(True) for feature in kind.features)
    return next((name for name in names if not is_safe(name)), "")


def _refuse_doctype(path: Path, name: str) -> None:
    if _has_doctype(path):
        raise RefusedError(f"{name} has a DOCTYPE, which no XMI needs; it was left out.")


def _has_doctype(path: Path) -> bool:
    """Whether there is one before the first element, in whatever encoding.

    The parser tells, and expands nothing.
    """
    etree = load("lxml.etree", EXTRA)
    with path.open("rb") as file:
        try:
            begun = etree.iterparse(file, events=("start",), resolve_entities=False)
            _, root = next(begun)
        except (etree.XMLSyntaxError, StopIteration):
            return False  # reading it tells what is wrong
        return root.getroottree().docinfo.internalDTD is not None


@lru_cache(maxsize=2)
def _types_of(data: bytes) -> Any:
    """The type system of the bytes of its file, ours where there are none; many files share one."""
    return load("cassis", EXTRA).load_typesystem(BytesIO(data)) if data else type_system()


def _shortly(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    said = str(error).partition("\n")[0].rstrip(".")[:120] or type(error).__name__
    return f"line {line}: {said}" if line and "line" not in said else said


def _selected(cas: Any, kind: str) -> Iterator[Any]:
    if cas.typesystem.contains_type(kind):
        yield from cas.select(kind)


def _first_of(cas: Any, kind: str) -> Any:
    return next(_selected(cas, kind), None)


def _parsed(said: Any) -> Mapping[str, Any]:
    """The JSON object of a feature `more`; nothing where somebody wrote something else."""
    try:
        found = json.loads(said) if said else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}


def _restored(text: str, characters: Any) -> str:
    """The text with the characters that XML could not hold, where U+FFFD still stands for them."""
    if not isinstance(characters, Mapping):
        return text
    found = list(text)
    for at, code in characters.items():
        place = int(at) if str(at).isdecimal() else -1
        if 0 <= place < len(found) and found[place] == INSTEAD and _is_lost(code):
            found[place] = chr(code)
    return "".join(found)


def _is_lost(code: Any) -> bool:
    return type(code) is int and 0 < code < 0x110000 and NO_XML.match(chr(code)) is not None


def _release_of(told: Any, more: Mapping[str, Any], text: str) -> Release:
    known = {name: str(more.get(name, getattr(told, name, None) or "")) for name in META}
    extra = more.get("extra")
    return Release(text, **known, extra=named_texts(extra))


def _records(cas: Any, length: int, problems: list[str]) -> Iterator[Record]:
    """Entities and claims in the order of the text; what has no place here is a problem."""
    for found in _selected(cas, NAMED_ENTITY):
        span = _span_of(found, length)
        label = found.value or _short_type(found)
        if span is None or not label:
            problems.append(f"{_called(found)} has no {'label' if span else 'words of the text'}.")
        else:
            yield Entity(span, label)
    if cas.typesystem.contains_type(CLAIM):
        names = claim_attributes(cas.typesystem)
        for found in cas.select(CLAIM):
            try:
                yield _claim_of(found, names, length, problems)
            except AnnotatorError as error:
                problems.append(f"{_called(found)} {error}")


def _short_type(found: Any) -> str:
    """What the subtype of a named entity says, such as Person; nothing of the type itself."""
    return "" if found.type.name == NAMED_ENTITY else found.type.name.rpartition(".")[2].upper()


def _called(found: Any) -> str:
    return f"{found.type.name.rpartition('.')[2]} {found.xmiID} at {found.begin}-{found.end}"


def _span_of(found: Any, length: int) -> Span | None:
    begin, end = found.begin, found.end
    if type(begin) is not int or type(end) is not int or not 0 <= begin < end <= length:
        return None
    return Span(begin, end)


def _claim_of(found: Any, names: Iterable[str], length: int, problems: list[str]) -> Claim:
    parts = {name: _linked(found, name, length, problems) for name in LINKS}
    first = _span_of(found, length)
    if first is None:
        raise RefusedError("has no words of the text.")
    if len(parts["cue"]) > 1:
        problems.append(f"{_called(found)} has several cues; only the first is kept.")
    more = _parsed(getattr(found, "more", None))
    said = {name: getattr(found, name) for name in names}
    attributes = {name: value for name, value in said.items() if value is not None}
    attributes.update(named_texts(more.get("attributes")))
    claimer = more.get("claimer", getattr(found, "claimer", None))
    return Claim(
        (first, *parts["content"]),
        next(iter(parts["cue"]), None),
        tuple(parts["source"]),
        claimer if isinstance(claimer, str) else None,
        attributes,
    )


def _linked(found: Any, name: str, length: int, problems: list[str]) -> list[Span]:
    array = getattr(found, name, None)
    spans = []
    for link in getattr(array, "elements", None) or ():
        target = getattr(link, "target", None)
        span = None if target is None else _span_of(target, length)
        if span is None:
            problems.append(f"{_called(found)} has a {name} without words; it is left out.")
        else:
            spans.append(span)
    return spans


def _strangers(cas: Any, unknown: Iterable[str]) -> Iterator[str]:
    """How many annotations of which other layers there are."""
    kinds = Counter(found.type.name for found in cas.select_all_fs())
    kinds.update(unknown)
    for kind, times in sorted(kinds.items()):
        if kind not in _KNOWN and not kind.startswith(_OTHERS):
            yield f"{times} x {kind} is of a layer that has no place here."
