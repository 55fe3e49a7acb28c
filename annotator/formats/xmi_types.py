"""The UIMA types of an XMI export, and the same as layers for INCEpTION.

...ner.type.NamedEntity      an entity; `value` is its label
webanno.custom.Claim         a claim; it covers the (first) content
    content, cue, source     links to the parts
    claimer, quote_type ...  texts: the claimer and each attribute of the scheme
    more                     JSON of what the other features cannot hold
webanno.custom.ClaimPart     a cue, a source or a further content; `part` says which
webanno.custom.Release       one for each text: title, publisher, date, url, language, state, more
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from keyword import iskeyword
from typing import Any

from annotator.formats.extras import load
from annotator.formats.own import META

EXTRA = "xmi"
TYPES = "TypeSystem.xml"
NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
CLAIM, PART, RELEASE = (f"webanno.custom.{name}" for name in ("Claim", "ClaimPart", "Release"))
LINKS = {name: f"webanno.custom.Claim{name.title()}Link" for name in ("content", "cue", "source")}
RELEASE_FEATURES = (*META, "state", "more")
TEXT = "uima.cas.String"

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML 1.0 cannot hold."""
INSTEAD = "\ufffd"
"""What stands for it, in UTF-16 as long."""

_TAKEN = frozenset(
    {"begin", "end", "sofa", "claimer", "more", "self", "type", "id", "xmiID", "address", "xmlns"}
    | {"get", "set", "get_covered_text"}
    | LINKS.keys()
)
"""Names that are ours, or UIMA's, or of what cassis makes: a class with a field for each."""
_FEATURE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")


def feature_names(attributes: Iterable[str]) -> list[str]:
    """The attributes of a scheme that can be features of a claim by their own name."""
    return [
        name
        for name in attributes
        if _FEATURE.fullmatch(name) and name not in _TAKEN and is_safe(name)
    ]


def is_safe(name: str) -> bool:
    """Whether a feature may be called so: dkpro-cassis writes its name into Python that is run."""
    return name.isidentifier() and not iskeyword(name)


def type_system(attributes: Iterable[str] = ()) -> Any:
    """The `cassis.TypeSystem` of our types; `attributes` are further features of a claim."""
    cassis = load("cassis", EXTRA)
    types = cassis.TypeSystem()
    entity = types.create_type(NAMED_ENTITY, "uima.tcas.Annotation")
    part = types.create_type(PART, "uima.tcas.Annotation")
    claim = types.create_type(CLAIM, "uima.tcas.Annotation")
    release = types.create_type(RELEASE, "uima.cas.AnnotationBase")
    _add_texts(types, entity, ("value", "identifier"))
    _add_texts(types, part, ("part",))
    for name, link_name in LINKS.items():
        link = types.create_type(link_name, "uima.cas.TOP")
        _add_texts(types, link, ("role",))
        types.create_feature(link, "target", PART)
        types.create_feature(claim, name, "uima.cas.FSArray", elementType=link_name)
    _add_texts(types, claim, ("claimer", "more", *attributes))
    _add_texts(types, release, RELEASE_FEATURES)
    return types


def _add_texts(types: Any, owner: Any, names: Iterable[str]) -> None:
    for name in names:
        types.create_feature(owner, name, TEXT)


def claim_attributes(types: Any) -> list[str]:
    """The features of a claim, in whatever type system, that are attributes."""
    features = types.get_type(CLAIM).all_features
    names = [f.name for f in features if f.rangeType.name == TEXT]
    return feature_names(names)


def layers(attributes: dict[str, tuple[str, ...]]) -> bytes:
    """The custom layers as JSON that INCEpTION imports on its page of layers."""
    names = feature_names(attributes)
    tags = {name: attributes[name] for name in names if attributes[name]}
    links = [_link(name) for name in LINKS]
    claim = [*links, *_texts(("claimer", *names, "more"), tags)]
    plain = [
        _layer(PART, "Claim part", "span", _texts(("part",), {"part": tuple(LINKS)})),
        _layer(CLAIM, "Claim", "span", claim),
        _layer(RELEASE, "Release", "document-metadata", _texts(RELEASE_FEATURES, {})),
    ]
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _layer(name: str, title: str, kind: str, features: list[dict[str, Any]]) -> dict[str, Any]:
    for rank, feature in enumerate(features):
        feature["rank"] = rank
    return {
        "name": name,
        "uiName": title,
        "type": kind,
        "features": features,
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "allow_stacking": True,
        "cross_sentence": True,
        "show_hover": True,
        "anchoring_mode": "CHARACTERS",
        "overlap_mode": "ANY_OVERLAP",
        "validation_mode": "ALWAYS",
        "linked_list_behavior": False,
    }


def _feature(name: str, kind: str) -> dict[str, Any]:
    return {
        "name": name,
        "uiName": name,
        "type": kind,
        "enabled": True,
        "visible": True,
        "multi_value_mode": "NONE",
        "link_mode": "NONE",
        "curatable": True,
    }


def _texts(names: Iterable[str], tags: dict[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    found = [_feature(name, TEXT) for name in names]
    for feature in found:
        if values := tags.get(feature["name"]):
            feature["tag_set"] = _tag_set(feature["name"], values)
    return found


def _tag_set(name: str, values: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": f"Claim {name}",
        "language": "x-unspecified",
        "tags": [{"tag_name": value} for value in values],
        "create_tag": True,
    }


def _link(name: str) -> dict[str, Any]:
    return {
        **_feature(name, PART),
        "multi_value_mode": "ARRAY",
        "link_mode": "WITH_ROLE",
        "link_type_name": LINKS[name],
        "link_type_role_feature_name": "role",
        "link_type_target_feature_name": "target",
    }
