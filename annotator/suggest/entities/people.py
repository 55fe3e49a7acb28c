"""People: names joined over particles, and surnames alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from annotator.model.spans import Span
from annotator.suggest.entities.found import FoundEntity, Layer, Taken, flat, name_in, replacing
from annotator.suggest.entities.gazetteer import labels
from annotator.suggest.entities.wording import (
    CAPITAL,
    SPACE,
    UPPER,
    NameFinder,
    either,
    in_headline,
    is_compound,
    is_function_word,
    title_words,
    word_after,
    word_before,
)
from annotator.suggest.words import phrases, words

_NAMES = rf"{CAPITAL}(?:{SPACE}{CAPITAL}){{0,2}}"
_WORDS = re.compile(r"[^\W\d_]+(?:['’‘\-][^\W\d_]+)*")
_NOT_PEOPLE = frozenset(
    {"ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT", "LANGUAGE"}
)
_SHORTEST_SURNAME = 3


def with_particles(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A person's name goes on over bin, bint, ibn, de, van: "Hessa bint Omar Al Noor"."""
    found = _adjacent_joined(_with_first_names(found, text), text)
    layer = Layer(found)
    made = []
    for match in _joined_names().finditer(text):
        span = _after_title(match, text)
        there = layer.at(span)
        people = [entity for entity in there if entity.label == "PERSON"]
        if not people or any(not span.contains(entity.span) for entity in there):
            continue
        if len(there) == 1 and there[0].span == span:
            continue
        if len(people) == len(there) or _strong_particle().search(span.text(text)):
            made.append(FoundEntity(span, "PERSON", "particle"))
    return replacing(found, made, text)


@cache
def _joined_names() -> re.Pattern[str]:
    particle = either(words("titles", "particles", "words"))
    return re.compile(rf"(?<![\w'’-]){_NAMES}(?:{SPACE}{particle}{SPACE}{_NAMES})+(?![\w-])")


@cache
def _strong_particle() -> re.Pattern[str]:
    """A particle that joins names whatever the model took them for."""
    return re.compile(rf"{SPACE}{either(words('titles', 'particles', 'strong'))}{SPACE}")


def _with_first_names(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A word with a capital before a longer name, inside a sentence, is its first name."""
    layer = Layer(found)
    return [
        entity.changed("particle", Span(first, entity.span.end))
        if (first := _first_name(entity, layer, text)) is not None
        else entity
        for entity in found
    ]


def _first_name(entity: FoundEntity, layer: Layer, text: str) -> int | None:
    """Where the first name before a person begins that the model left out."""
    start = entity.span.start
    is_whole = entity.rule != "ner" or " " not in entity.span.text(text)
    if entity.label != "PERSON" or is_whole:
        return None
    first = _FIRST_NAME.search(text, max(0, start - 25), start)
    if first is None or layer.at(Span(*first.span(1))) or _is_no_first_name(first[1]):
        return None
    return first.start(1)


_FIRST_NAME = re.compile(rf"(?:[,;:(]|(?<![\w'’.-])[a-zß-ÿ]+) ({UPPER}[a-zß-ÿ]+) $")


def _is_no_first_name(word: str) -> bool:
    """Whether it is a title, a body, a people or only the start of a sentence."""
    things = words("bodies", "heads", "bodies") | words("titles", "things", "words")
    lists = (title_words(), labels(), things, phrases("titles", "portfolios", "words"),
             phrases("titles", "not_in_names", "words"))  # fmt: skip
    return is_function_word(word) or any(word in listed for listed in lists)


def _adjacent_joined(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Two halves of one person, with at most one word between: "Yousef | Mana | Al Noor"."""
    joined: list[FoundEntity] = []
    for entity in flat(found):
        last = joined[-1] if joined else None
        if last and last.label == entity.label == "PERSON":
            gap = _GAP.fullmatch(text, last.span.end, entity.span.start)
            if gap and not title_words().intersection(gap[0].split()):
                joined[-1] = last.changed("particle", last.span.joined(entity.span))
                continue
        joined.append(entity)
    return joined


_GAP = re.compile(rf"{SPACE}(?:{CAPITAL}{SPACE})?")


def _after_title(match: re.Match[str], text: str) -> Span:
    """The name without titles at its start: "Sheikh Omar bin Saad"."""
    start = match.start()
    for word in _WORDS.finditer(text, *match.span()):
        if word[0] in title_words():
            start = word.end()
        elif word[0].islower():
            break
    while text[start] == " ":
        start += 1
    return Span(start, match.end())


def with_surnames(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A surname alone is the person that the release names in full elsewhere."""
    surnames = _surnames(found, text)
    if not surnames:
        return found
    changed = [
        entity.changed("surname", label="PERSON")
        if entity.label in _NOT_PEOPLE and name_in(entity.span, text) in surnames
        else entity
        for entity in found
    ]
    return changed + _missed(changed, surnames, text)


def _surnames(found: Iterable[FoundEntity], text: str) -> frozenset[str]:
    """The last words of full names, and the first ones, which are surnames in the east."""
    names = [name_in(e.span, text).split() for e in found if e.label == "PERSON"]
    ends = {word for name in names if len(name) > 1 for word in (name[0], name[-1])}
    return frozenset(
        word for word in ends
        if len(word) >= _SHORTEST_SURNAME and not word.isupper() and "." not in word
        and word not in labels() and word not in title_words()
    )  # fmt: skip


_SIGNS = ".,;:!?()\"'“”‘’«»"


def _missed(found: list[FoundEntity], surnames: frozenset[str], text: str) -> list[FoundEntity]:
    """Surnames where nothing was found, but for those that are common words too."""
    lasts = {
        name.split()[-1]
        for e in found if e.label == "PERSON" for name in [name_in(e.span, text)] if " " in name
    }  # fmt: skip
    taken = Taken(text, found)
    common = {word.strip(_SIGNS) for word in text.split() if word.islower()}
    uncommon = (name for name in surnames & lasts if name.lower() not in common)
    return [
        FoundEntity(span, "PERSON", "surname")
        for span, _ in NameFinder(uncommon).hits(text)
        if taken.is_free(span) and not is_compound(span, text)
        and not word_before(span, text) and not word_after(span, text)
        and not in_headline(span.start, text)
    ]  # fmt: skip


def with_rulers(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Before "regime" stands the ruler's name: "the Batista regime"."""
    return [
        entity.changed("ruler", label="PERSON")
        if entity.label in ("ORG", "GPE", "NORP")
        and _BEFORE_REGIME.match(text, entity.span.end)
        and _SURNAME.fullmatch(entity.span.text(text))
        and entity.span.text(text) not in labels()
        else entity
        for entity in found
    ]


_BEFORE_REGIME = re.compile(rf"{SPACE}regime(?!\w)")
_SURNAME = re.compile(r"[^\W\d_a-z][a-zß-ÿ]{2,}(?:-[^\W\d_]+)?")
