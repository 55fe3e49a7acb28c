"""Reads DocBin: entities, claims as ours, and whatever else is marked as entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from annotator.formats.docbin_names import CLAIMS, CONTENT, CUE, OURS, SOURCE
from annotator.formats.docbin_spacy import docs_in
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.format import Source
from annotator.formats.incoming import Mark, Take, incoming
from annotator.formats.own import META
from annotator.formats.texts import checked, date_of, title_of
from annotator.formats.usable import named_texts, state_of
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record, Release
from annotator.model.spans import Span

SUGGESTER = "spacy@import"
_ROLES = (CONTENT, CUE, SOURCE)


def read_docs(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """Every doc of a file. Raise `RefusedError` or `OSError`."""
    docs = docs_in(source.path, source.shown)
    number = 0
    while True:
        number += 1
        name = f"{source.shown}, doc {number}"
        try:
            doc = next(docs, None)
            if doc is None:
                return
            found, problems = _read_doc(doc, name, take)
        except RefusedError as error:
            yield Problem(name, str(error))
            continue
        except Exception as error:  # numpy, msgpack and spaCy raise whatever they meet
            said = f"{type(error).__name__}: {error}"
            raise RefusedError(f"{name} cannot be read ({said}); export it again.") from None
        yield from (Problem(name, f"{name}: {said}") for said in problems)
        yield found


def _read_doc(doc: Any, name: str, take: Take) -> tuple[Incoming, list[str]]:
    text = checked(doc.text, name)
    told = doc.user_data.get(OURS)
    problems: list[str] = []
    if isinstance(told, Mapping):
        records = list(_records(doc, told, problems))
        release, state = _release_of(told, text), state_of(told.get("state"))
    else:
        records = _without_doubles(_records(doc, {}, problems))
        release, state = Release(text, title_of(text), date=date_of(text)), "new"
    marks = [Mark(record) for record in records]
    return incoming(release, marks, name, take, state, SUGGESTER), problems


def _without_doubles(records: Iterable[Record]) -> list[Record]:
    """Whoever trains two components on the same spans has them in doc.ents and in a group."""
    return list({(type(r), *r.spans(), getattr(r, "label", "")): r for r in records}.values())


def _release_of(told: Mapping[str, Any], text: str) -> Release:
    meta, extra = named_texts(told.get("meta")), named_texts(told.get("extra"))
    return Release(text, **{name: meta.get(name, "") for name in META}, extra=extra)


def _records(doc: Any, told: Mapping[str, Any], problems: list[str]) -> Iterator[Record]:
    """Entities of doc.ents and of groups, then claims; what has no place here is a problem."""
    length = len(doc.text)
    for name, group in (("doc.ents", doc.ents), *doc.spans.items()):
        if name == CLAIMS and all(span.label_ in _ROLES for span in group):
            yield from _claims(group, told.get("claims"), length, problems)
            continue
        for found in group:
            span = _span_of(found, length)
            if span is None or not found.label_:
                missing = "label" if span else "words of the text"
                problems.append(f"a span of {name} has no {missing}; it is left out.")
            else:
                yield Entity(span, found.label_)


def _span_of(found: Any, length: int) -> Span | None:
    start, end = found.start_char, found.end_char
    return Span(start, end) if 0 <= start < end <= length else None


def _claims(group: Any, told: Any, length: int, problems: list[str]) -> Iterator[Claim]:
    """The claims of a group, put together by the ids of their spans.

    A content without id, as a trained spancat finds it, is a claim by itself.
    """
    claims: dict[str, dict[str, list[Span]]] = {}
    for found in group:
        span, name = _span_of(found, length), found.id_
        if not name and found.label_ != CONTENT:
            problems.append(f"a {found.label_} without id belongs to no claim; it is left out.")
        elif span is not None:
            parts = claims.setdefault(name or f"at {len(claims)}", {role: [] for role in _ROLES})
            parts[found.label_].append(span)
    for name, parts in claims.items():
        if not parts[CONTENT]:
            problems.append(f"claim {name} has no content; it is left out.")
            continue
        if len(parts[CUE]) > 1:
            problems.append(f"claim {name} has several cues; only the first is kept.")
        cue = next(iter(parts[CUE]), None)
        claim = Claim(tuple(parts[CONTENT]), cue, tuple(parts[SOURCE]))
        yield _with_claimer(claim, told.get(name) if isinstance(told, Mapping) else None)


def _with_claimer(claim: Claim, said: Any) -> Claim:
    if not isinstance(said, Mapping):
        return claim
    claimer = said.get("claimer")
    known = claimer if isinstance(claimer, str) else None
    return replace(claim, claimer=known, attributes=named_texts(said.get("attributes")))
