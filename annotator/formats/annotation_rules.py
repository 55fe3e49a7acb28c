"""What the Web Annotation Data Model demands (W3C Recommendation, 23 February 2017), as a check.

Checked are its "MUST" of the classes that this program writes: the context and the id of a
collection (3.1, 5.1), the items of a page (5.2), ids, types, targets, motivations and times of
annotations (3.1, 3.3), bodies and purposes (3.2.4, 3.3.5), the source of specific resources (4.1),
and the two selectors of text with their numbers (4.2.4, 4.2.5). Positions count Unicode code points
there, as here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = frozenset(
    {
        *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing"),
        *("highlighting", "identifying", "linking", "moderating", "questioning", "replying"),
        "tagging",
    }
)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def breaches(collection: Any) -> Iterator[str]:
    """Everything that an annotation collection with its first page does against the model."""
    if not isinstance(collection, Mapping):
        yield "an annotation collection is a JSON object"
        return
    if collection.get("@context") != CONTEXT:
        yield f"the @context is {CONTEXT}"
    yield from _resource(collection, "AnnotationCollection")
    page = collection.get("first")
    if not isinstance(page, Mapping):
        yield "the first page stands in the collection"
        return
    yield from _resource(page, "AnnotationPage")
    items = page.get("items")
    if not isinstance(items, list):
        yield "the items of a page are a list"
        return
    if collection.get("total") != len(items):
        yield "the total is the number of items"
    for item in items:
        yield from _annotation(item)


def _resource(found: Mapping[str, Any], kind: str) -> Iterator[str]:
    if found.get("type") != kind:
        yield f'the type is "{kind}", not {found.get("type")!r}'
    if not _is_iri(found.get("id")):
        yield f"the id of an {kind} is an IRI, not {found.get('id')!r}"


def _is_iri(said: object) -> bool:
    return isinstance(said, str) and _IRI.fullmatch(said) is not None


def _annotation(found: Any) -> Iterator[str]:
    if not isinstance(found, Mapping):
        yield "an annotation is a JSON object"
        return
    yield from _resource(found, "Annotation")
    targets = as_list(found.get("target"))
    if not targets:
        yield "an annotation has a target"
    for target in targets:
        yield from _specific(target)
    for body in as_list(found.get("body")):
        yield from _body(body)
    for motivation in as_list(found.get("motivation")):
        if motivation not in MOTIVATIONS:
            yield f"{motivation!r} is no motivation"
    if "created" in found and not is_time(str(found["created"])):
        yield f"a time is UTC with a Z, not {found['created']!r}"


def is_time(said: str) -> bool:
    """Whether the model takes it for the time at which something was made: UTC, with a Z."""
    return _TIME.fullmatch(said) is not None


def as_list(value: Any) -> list[Any]:
    """JSON-LD writes one value alone and several as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _body(body: Any) -> Iterator[str]:
    if not isinstance(body, Mapping):
        if not _is_iri(body):
            yield f"a body is an IRI or an object, not {body!r}"
        return
    if body.get("purpose", "tagging") not in MOTIVATIONS:
        yield f"{body['purpose']!r} is no purpose"
    if body.get("type") != "TextualBody":
        yield from _specific(body)
    elif not isinstance(body.get("value"), str):
        yield "a textual body has a value"


def _specific(found: Any) -> Iterator[str]:
    if not isinstance(found, Mapping):
        if not _is_iri(found):
            yield f"a target is an IRI or an object, not {found!r}"
        return
    source = found.get("source")
    if not _is_iri(source.get("id") if isinstance(source, Mapping) else source):
        yield "a specific resource has one source, which is an IRI"
    for selector in as_list(found.get("selector")):
        yield from _selector(selector)


def _selector(found: Any) -> Iterator[str]:
    kind = found.get("type") if isinstance(found, Mapping) else None
    if kind == "TextQuoteSelector":
        if not isinstance(found.get("exact"), str):
            yield "a quote selector has the exact words"
    elif kind == "TextPositionSelector":
        start, end = found.get("start"), found.get("end")
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            yield f"a position selector has a start and an end after it, not {start!r} and {end!r}"
    else:
        yield f"a span has text selectors, not {kind!r}"
