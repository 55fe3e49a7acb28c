"""UIMA CAS XMI, for INCEpTION: an ``.xmi`` file for each release and ``TypeSystem.xml``.

`annotator.formats.xmi_types` says which types stand in it. Offsets in the files are UTF-16 and code
points here; dkpro-cassis converts. XML 1.0 has no control characters: in a text U+FFFD stands for
each, which is told as a loss, and the release says in `more` what it was, so that the untouched
text comes back. ``inception-layers.json`` beside the files holds the layers for INCEpTION.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.formats.errors import Problem
from annotator.formats.extras import checker_of, load
from annotator.formats.format import Format, Source, without_books
from annotator.formats.naming import file_of, within
from annotator.formats.own import core_of
from annotator.formats.writing import About, Loss, Options, Page, Writer
from annotator.formats.xmi_reader import read_xmi
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
    feature_names,
    layers,
    type_system,
)
from annotator.model.plain import Incoming
from annotator.model.records import Claim
from annotator.model.spans import Span

if TYPE_CHECKING:
    from annotator.formats.places import Out

SUFFIX, LAYERS = ".xmi", "inception-layers.json"


class XmiWriter(Writer):
    """Standing entities and claims, a file for each release."""

    checker = checker_of("dkpro-cassis")

    def __init__(self, out: Out, about: About, options: Options) -> None:
        super().__init__(out, about, options)
        self._cassis = load("cassis", EXTRA)
        self._attributes = feature_names(about.scheme.attributes)
        self._types = type_system(self._attributes)

    def start(self) -> None:
        """Write the type system, and the layers for INCEpTION."""
        types = self._types.to_xml().encode("utf-8")
        for part in self.parts:
            self.out.put(within(part, TYPES), types)
        self.out.put(LAYERS, layers(self.about.scheme.attributes))

    def write(self, page: Page) -> Iterator[Loss]:
        """Write the text and what stands in it."""
        text, lost = _for_xml(page.text)
        yield from _text_losses(page, lost)
        cas = self._cassis.Cas(self._types)
        cas.sofa_string, cas.sofa_mime = text, "text/plain"
        cas.add(self._release(page, lost))
        for item in page.standing():
            if isinstance(item.record, Claim):
                self._add_claim(cas, item.record)
            elif NO_XML.search(item.record.label):
                yield page.loses(item, "label", "XML has no control characters")
            else:
                self._add(cas, NAMED_ENTITY, item.record.span, value=item.record.label)
        cas.to_xmi(self.out.path(file_of(page, SUFFIX)), pretty_print=True)

    def _release(self, page: Page, lost: Mapping[int, str]) -> Any:
        release = page.release
        plain, more = _by_what_xml_holds(core_of(release))
        if release.extra:
            more["extra"] = dict(release.extra)
        if lost:
            more["characters"] = {str(at): ord(char) for at, char in lost.items()}
        plain["state"], plain["more"] = page.state, _json(more)
        return self._types.get_type(RELEASE)(**plain)

    def _add(self, cas: Any, kind: str, span: Span, /, **features: Any) -> Any:
        found = self._types.get_type(kind)(begin=span.start, end=span.end, **features)
        cas.add(found)
        return found

    def _add_claim(self, cas: Any, claim: Claim) -> None:
        first, *more = claim.content
        links = {
            "content": self._links(cas, "content", more),
            "cue": self._links(cas, "cue", [] if claim.cue is None else [claim.cue]),
            "source": self._links(cas, "source", claim.source),
        }
        known = {name: claim.attributes.get(name) for name in self._attributes}
        plain, rest = _by_what_xml_holds({"claimer": claim.claimer, **known})
        noted: dict[str, Any] = {"claimer": rest.pop("claimer")} if "claimer" in rest else {}
        rest.update({k: v for k, v in claim.attributes.items() if k not in self._attributes})
        if rest:
            noted["attributes"] = rest
        self._add(cas, CLAIM, first, **links, **plain, more=_json(noted))

    def _links(self, cas: Any, name: str, spans: Iterable[Span]) -> Any:
        link = self._types.get_type(LINKS[name])
        found = [link(role=name, target=self._add(cas, PART, span, part=name)) for span in spans]
        return self._types.get_type("uima.cas.FSArray")(elements=found) if found else None

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """Every file of the part."""
        for path in sorted((self.out.folder / part).glob(f"*{SUFFIX}")):
            yield from read_xmi(Source(path))


def _for_xml(text: str) -> tuple[str, dict[int, str]]:
    """`text` of the same length without what XML cannot hold, and what stood where."""
    lost = {found.start(): found[0] for found in NO_XML.finditer(text)}
    return NO_XML.sub(INSTEAD, text), lost


def _text_losses(page: Page, lost: Mapping[int, str]) -> Iterator[Loss]:
    """Losses of the text, and of no item: this program reads back what it was."""
    for at, char in lost.items():
        why = f"XML has no U+{ord(char):04X}; other programs see U+FFFD there"
        yield Loss(page.release.id, "", "character", why, Span(at, at + 1), char)


def _by_what_xml_holds(said: Mapping[str, str | None]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What can be written as it is, and what only JSON can hold; what is None is in neither."""
    known = {name: value for name, value in said.items() if value is not None}
    rest = {name: value for name, value in known.items() if NO_XML.search(value)}
    return {name: value for name, value in known.items() if name not in rest}, rest


def _json(plain: Mapping[str, Any]) -> str | None:
    """JSON in ASCII, which XML always holds."""
    return json.dumps(plain) if plain else None


def companions(path: Path) -> tuple[Path, ...]:
    """The type system beside an XMI file."""
    return (path.with_name(TYPES),)


_BOOKS = "the layers have no feature for who suggested or decided what, when and how surely"
FORMAT = Format(
    name="xmi",
    title="UIMA CAS XMI",
    summary="files for INCEpTION with their TypeSystem.xml: standing entities and claims",
    suffixes=(SUFFIX,),
    read=read_xmi,
    companions=companions,
    skips=(TYPES, LAYERS),
    writer=lambda: XmiWriter,
    lacks={
        "rejected": "an annotation in a CAS says what is there, not what is not",
        "open": "an annotation in a CAS is true, and nobody has judged this suggestion",
        **without_books(_BOOKS),
    },
    extra=EXTRA,
    libraries=("cassis",),
)
