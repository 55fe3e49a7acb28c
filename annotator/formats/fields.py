"""Under which names other people's tables and lines keep a release: its text, and what is known.

Names are compared without their case, and "Published at" is ``published_at``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from annotator.formats.errors import RefusedError
from annotator.formats.own import META
from annotator.formats.texts import checked, date_of, title_of
from annotator.model.errors import did_you_mean
from annotator.model.languages import LANGUAGES, code_of
from annotator.model.records import Release

TEXT_NAMES = (
    *("text", "full_text", "fulltext", "release_text", "press_release", "pressrelease"),
    *("body_text", "bodytext", "body", "article_text", "article_body", "articlebody"),
    *("main_text", "plain_text", "raw_text", "content", "contents", "maintext", "release"),
    *("article", "story", "message", "document", "speech", "transcript"),
    *("texte", "texto", "testo", "inhalt", "contenu", "contenido"),
)
"""What the text of a release is called, the surest name first."""
OPTION = "--text-field"

_ALIASES = {
    "title": ("headline", "heading", "subject", "press_release_title", "titel", "titre", "titulo"),
    "publisher": (
        *("source_name", "source", "site_name", "sitename", "organisation", "organization"),
        *("outlet", "agency", "issuer", "publication", "newspaper", "ministry", "company"),
    ),
    "date": (
        *("date_published", "datepublished", "published_at", "publishedat", "publish_date"),
        *("published_date", "publication_date", "pubdate", "pub_date", "release_date"),
        *("published", "issued", "datetime", "created_at", "datum"),
    ),
    "url": ("source_url", "web_url", "link", "uri", "href", "permalink"),
    "language": ("lang", "language_code", "lang_code", "locale"),
}
_NOT_METADATA = {"meta", "spans", "relations", "entities", "claims", "tokens", "schema"}
_NESTED = ("meta", "metadata")
_NO_NAME = re.compile(r"[\W_]+")
_LONG_WORD = 30
"""Hardly a word is longer."""
_LISTED = 12
"""So many names are told where none of them fits."""


class Fields(NamedTuple):
    """What the first record of a file says in texts, by field; `usual` is what is taken for its
    text by the name, nothing where none fits.
    """

    texts: Mapping[str, str]
    usual: str


@lru_cache(maxsize=4_096)
def plain_name(name: str) -> str:
    """A name as it is compared."""
    return _NO_NAME.sub("_", name.strip().casefold()).strip("_")


def text_name(names: Iterable[str]) -> str | None:
    """Which of `names` the text stands under, as far as they tell."""
    known = {plain_name(name): name for name in reversed(list(names))}
    return next((known[name] for name in TEXT_NAMES if name in known), None)


def text_rank(path: str) -> int | None:
    """How sure it is, from 0, that a text stands under a field, as far as its name tells."""
    last = plain_name(path.rpartition(".")[2])
    return TEXT_NAMES.index(last) if last in TEXT_NAMES else None


def is_metadata(path: str) -> bool:
    """Whether a field is one of those that say what a release is."""
    first, last = plain_name(path.partition(".")[0]), plain_name(path.rpartition(".")[2])
    return first in _NESTED or any(last in (ours, *others) for ours, others in _ALIASES.items())


def nothing_called(wanted: str, what: str, names: Iterable[str]) -> str:
    """The end of a sentence: there is no field or column of that name, but which there are."""
    found = list(names)
    hint = did_you_mean(wanted, found) if wanted else f" On the command line, {OPTION} names it."
    listed = ", ".join(found[:_LISTED]) + (" ..." if len(found) > _LISTED else "")
    sought = f'no {what} "{wanted}"' if wanted else f"no {what} called text, body, content or so"
    return f"has {sought}; there is {listed or 'no text in it'}.{hint}"


def release_in(plain: Mapping[str, Any], wanted: str, name: str) -> Release:
    """The release of one JSON object, whose text stands under `wanted` ("article.body"), or there
    where texts usually stand. `name` says where the object is. Raise `RefusedError`.
    """
    path = _path_in(plain, wanted)
    holder, text = _at(plain, path)
    if text is None:
        raise RefusedError(f"{name} {nothing_called(wanted, 'field', texts_in(plain))}")
    if not isinstance(text, str):
        raise RefusedError(f'{name} has no text under "{".".join(path)}"; it was left out.')
    said = scalars(plain, path[0])
    if holder is not None and holder is not plain:
        said |= scalars(holder, path[-1])
    return described(checked(text, name), said)


def text_in(plain: Mapping[str, Any], wanted: str = "") -> str:
    """The text of an object where `release_in` looks for it; nothing where there is none."""
    _, text = _at(plain, _path_in(plain, wanted))
    return text if isinstance(text, str) else ""


def texts_in(plain: Mapping[str, Any]) -> dict[str, str]:
    """Every text of an object, at the top and one below, by the path of its field."""
    found = {key: plain[key] for key in _texts(plain)}
    for key, inner in plain.items():
        if isinstance(inner, Mapping):
            found |= {f"{key}.{below}": inner[below] for below in _texts(inner)}
    return found


def fields_of(plain: Mapping[str, Any]) -> Fields:
    """The fields of an object."""
    return Fields(texts_in(plain), ".".join(_usual_path(plain)))


def is_worded(text: str) -> bool:
    """Whether a text is of several words or, in a script without spaces, as long as those."""
    if not any(map(str.isalpha, text)):
        return False
    return len(text.split(maxsplit=1)) > 1 or (len(text) > _LONG_WORD and not text.isascii())


def _path_in(plain: Mapping[str, Any], wanted: str) -> list[str]:
    if not wanted:
        return _usual_path(plain)
    return [wanted] if wanted in plain else wanted.split(".")


def _at(plain: Mapping[str, Any], path: Sequence[str]) -> tuple[Mapping[str, Any] | None, Any]:
    """What a path leads to, and the object that it stands in."""
    holder = _inside(plain, path[:-1]) if path else None
    return holder, holder.get(path[-1]) if holder is not None else None


def _inside(plain: Mapping[str, Any], path: Iterable[str]) -> Mapping[str, Any] | None:
    found: Any = plain
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _usual_path(plain: Mapping[str, Any]) -> list[str]:
    """Where the text stands: at the top or, where nothing fits there, one below."""
    found = text_name(_texts(plain))
    if found is not None:
        return [found]
    for key, inner in plain.items():
        if isinstance(inner, Mapping) and (found := text_name(_texts(inner))) is not None:
            return [key, found]
    return []


def _texts(plain: Mapping[str, Any]) -> Iterator[str]:
    return (key for key, value in plain.items() if isinstance(value, str))


def scalars(plain: Mapping[str, Any], text: str) -> dict[str, str]:
    """What an object says beside its `text`, at the top or under "meta", as texts."""
    said: dict[str, Any] = {}
    for key in _NESTED:
        inner = plain.get(key)
        said |= inner if isinstance(inner, Mapping) else {}
    said |= plain
    return {
        key: _scalar(value)
        for key, value in said.items()
        if key != text
        and key not in _NOT_METADATA
        and isinstance(value, str | int | float)
        and value != ""
    }


def _scalar(value: str | int | float) -> str:
    return " ".join(value.split()) if isinstance(value, str) else json.dumps(value)


def described(text: str, said: Mapping[str, str]) -> Release:
    """The release with this text and what is said of it, under whatever names.

    Without a title and a date they are those that the text begins with.
    """
    known = dict(said)
    names = {plain_name(key): key for key in reversed(list(known))}
    core = {ours: _taken(known, names, ours) for ours in META}
    core["title"] = core["title"] or title_of(text)
    core["date"] = core["date"] or date_of(text)
    code = code_of(core["language"])
    core["language"] = code if code in LANGUAGES else core["language"]
    return Release(text, **core, extra=known)


def _taken(known: dict[str, str], names: Mapping[str, str], ours: str) -> str:
    """What is known under our name or another, which is then gone."""
    if known.get(ours):
        return known.pop(ours)
    fitting = (names[name] for name in (ours, *_ALIASES[ours]) if name in names)
    found = next((key for key in fitting if known.get(key)), None)
    return "" if found is None else known.pop(found)
