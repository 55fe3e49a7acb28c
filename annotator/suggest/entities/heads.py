"""Head nouns: what a longer name is the name of, and names found by theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from annotator.model.spans import Span
from annotator.suggest.entities.found import FoundEntity, Layer, name_in, replacing
from annotator.suggest.entities.gazetteer import labels
from annotator.suggest.entities.listed import with_article
from annotator.suggest.entities.title_forms import follows_title
from annotator.suggest.entities.wording import (
    CAPITAL,
    SPACE,
    UPPER,
    either,
    in_headline,
    is_function_word,
    spaced,
    title_words,
    weekdays,
    word_after,
)
from annotator.suggest.words import word_list, words

_RELABELLED = frozenset(
    {"ORG", "FAC", "LAW", "EVENT", "WORK_OF_ART", "PRODUCT", "LOC", "GPE", "PERSON", "NORP"}
)
_BEFORE_HEAD = re.compile(r" (?:of|on|for|to|in|against|between|with) ")


@cache
def _heads() -> dict[str, str]:
    """The label by the head noun."""
    table: dict[str, str] = word_list("entities")["heads"]
    return {head: label for label, heads in table.items() for head in heads.split()}


@cache
def _pairs() -> dict[str, str]:
    """The label by the last two words, where the last alone says too little ("Power Plant")."""
    table: dict[str, list[str]] = word_list("entities")["head_pairs"]
    return {pair: label for label, pairs in table.items() for pair in pairs}


def head_label(span: Span, text: str) -> str | None:
    """The label that the head noun of a longer name tells."""
    name = name_in(span, text)
    parts = _BEFORE_HEAD.split(name)[0].split()
    if not parts or len(name.split()) < 2:
        return None
    return _pairs().get(" ".join(parts[-2:])) or _heads().get(parts[-1])


def with_heads(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A name has the label of its head noun: a Summit is an EVENT, an Airport a FAC."""
    return [_by_head(entity, text) for entity in found]


def _by_head(entity: FoundEntity, text: str) -> FoundEntity:
    if entity.label not in _RELABELLED or name_in(entity.span, text) in labels():
        return entity
    label = head_label(entity.span, text)
    if label is None or label == entity.label or _is_allowed(entity.label, label):
        return entity
    if label == "EVENT" and _is_chaired(entity, text):
        return entity
    return entity.changed("head-noun", _span(entity.span, label, text), label)


def _is_allowed(was: str, label: str) -> bool:
    """The pairs of labels where a head noun cannot decide between them."""
    return (was, label) in {("FAC", "ORG"), ("LAW", "WORK_OF_ART"), ("WORK_OF_ART", "LAW"),
                            ("EVENT", "ORG"), ("GPE", "LOC"), ("PERSON", "LOC")}  # fmt: skip


def _span(span: Span, label: str, text: str) -> Span:
    """`span` with the article that names of this label have, or without it."""
    if label == "WORK_OF_ART" and text[span.start : span.start + 4].lower() == "the ":
        return Span(span.start + 4, span.end)
    return with_article(span, label, text)


def with_headed(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Names found by their head noun: "the Southern Gas Corridor", "the Paris Agreement"."""
    layer = Layer(found)
    made = []
    for head in _head().finditer(text):
        if in_headline(head.start(), text):
            continue
        entity = _headed(head, layer, text)
        if entity is not None:
            made.append(entity)
    return replacing(found, made, text)


def _headed(head: re.Match[str], layer: Layer, text: str) -> FoundEntity | None:
    start = _start(head.start(), layer, text)
    if start == head.start():
        return None
    last_two = " ".join(text[start : head.end()].split()[-2:])
    label = _pairs().get(last_two) or _heads()[head[0].split()[-1]]
    span = Span(start, _end(head.end(), label, layer, text))
    there = layer.at(span)
    is_known = len(there) == 1 and there[0].label == label and there[0].span.contains(span)
    if is_known or any(_is_in_the_way(entity, span, head.end()) for entity in there):
        return None
    if span.end == head.end() and (
        word_after(span, text) or _is_generic(text[start : head.start()])
    ):
        return None
    if label == "EVENT" and any(_is_chaired(entity, text) for entity in there):
        return None
    return FoundEntity(_with_the(span, text), label, "headed")


def _is_chaired(entity: FoundEntity, text: str) -> bool:
    """Whether it is a body with a chairman or secretary: "Chairman of the Example Conference"."""
    return entity.label == "ORG" and follows_title(entity.span.start, text)


def _is_in_the_way(entity: FoundEntity, span: Span, head_end: int) -> bool:
    """Whether an entity reaches over the edges of the new one, or is a longer name of its kind."""
    if entity.span.end > head_end and entity.span.start < span.start:
        return True
    if not span.contains(entity.span):
        reaches_back = entity.span.start < span.start - len("the ")
        return entity.span.end > span.end or reaches_back
    return not entity.is_name and entity.label not in ("ORDINAL", "DATE", "CARDINAL")


def _is_generic(before: str) -> bool:
    generic = words("entities", "generic")
    return all(word in generic for word in before.split())


def _with_the(span: Span, text: str) -> Span:
    the = text[max(0, span.start - 4) : span.start].lower() == "the "
    return Span(span.start - 4, span.end) if the else span


@cache
def _head() -> re.Pattern[str]:
    pairs = (spaced(pair) for pair, label in _pairs().items() if label != "ORG")
    strong = either([*words("entities", "strong_heads"), *pairs])
    return re.compile(rf"(?<=[ -]){strong}(?![\w-])")


@cache
def _words_before() -> re.Pattern[str]:
    joint = rf"(?:{SPACE}and{SPACE}|{SPACE}|[-–]|{SPACE}&{SPACE})"
    word = rf"(?:{CAPITAL}|\d{{1,3}}(?:st|nd|rd|th)|(?:19|20)\d\d)"
    return re.compile(rf"(?<![\w'’.-])(?:{word}{joint}){{1,6}}$")


def _start(at: int, layer: Layer, text: str) -> int:
    """Where the capitalised words before a head begin, but for titles, people, sentence starts."""
    found = _words_before().search(text[max(0, at - 100) : at])
    if found is None:
        return at
    start = max(0, at - 100) + found.start()
    for word in re.finditer(r"\S+", text[start:at]):
        if is_function_word(word[0]) or word[0] in title_words() or word[0] in weekdays():
            return _start_after(start + word.end(), at, layer, text)
    return _start_after(start, at, layer, text)


def _start_after(start: int, at: int, layer: Layer, text: str) -> int:
    for entity in layer.at(Span(start, max(at, start + 1))):
        if entity.label in ("PERSON", "TIME", "MONEY") and entity.span.end < at:
            start = entity.span.end
    while start < at and text[start] in " -–&,":
        start += 1
    rest = text[start:at]
    if rest.startswith("and "):
        start += 4
    return start


def _end(at: int, label: str, layer: Layer, text: str) -> int:
    """Where the name ends: at its head, or after "on Climate Change", "of the Peoples of Asia"."""
    if label not in ("LAW", "EVENT"):
        return at
    tail = _tail().match(text, at)
    if tail is None:
        return at
    end = tail.end()
    for entity in layer.at(Span(at, end)):
        if entity.label in ("PERSON", "DATE", "TIME", "CARDINAL"):
            return at
        if entity.span.end > end:
            end = entity.span.end
    return end


@cache
def _tail() -> re.Pattern[str]:
    link = rf"{SPACE}(?:on|of|for|against|between){SPACE}(?:the{SPACE})?"
    more = rf"(?:,?{SPACE}|{SPACE}(?:and|of|for|in|on){SPACE}(?:the{SPACE})?)"
    return re.compile(rf"{link}{CAPITAL}(?:{more}{CAPITAL}){{0,7}}")


_HAS_FIGURE = re.compile(r"\d")


def with_forms(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Names that their form gives away: "Resolution 2254", "COP29", "Cyclone Freddy", "F-16"."""
    made = [
        FoundEntity(_with_the(Span(*match.span()), text), label, "form")
        for label, pattern in _forms()
        for match in pattern.finditer(text)
        if _HAS_FIGURE.search(match[0]) or not in_headline(match.start(), text)
    ]
    made += _facilities(text)
    laws = [e for e in made if e.label == "LAW"]
    others = [e for e in made if e.label != "LAW"]
    return replacing(replacing(found, laws, text), others, text, keep_longer=True)


def _facilities(text: str) -> Iterator[FoundEntity]:
    """ "the Paks power plant", "the Baku-Tbilisi railway": a place and what stands there."""
    for head in _facility().finditer(text):
        at = max(0, head.start() - 60)
        name = (_PLACE_BEFORE if head[1] else _ROUTE_BEFORE).search(text[at : head.start()])
        if name and _is_named(name[1]):
            yield FoundEntity(_with_the(Span(at + name.start(1), head.end()), text), "FAC", "form")


def _is_named(name: str) -> bool:
    """Whether a place names it, not a people or the start of a sentence."""
    first = name.split()[0]
    return not is_function_word(first) and labels().get(first) not in ("NORP", "ORG", "LOC")


_PLACE_BEFORE = re.compile(rf"(?<![\w'’.-])({CAPITAL}(?:{SPACE}{CAPITAL})?){SPACE}$")
_ROUTE_BEFORE = re.compile(
    rf"(?<![\w'’.-])((?=[^ ]+ ?[-–] ?{UPPER}){CAPITAL}(?: ?[-–] ?{CAPITAL})*){SPACE}$"
)


@cache
def _facility() -> re.Pattern[str]:
    forms = word_list("entities")["facilities"]
    places, routes = (forms[key].replace(" ", SPACE) for key in ("places", "routes"))
    return re.compile(rf"(?<= )(?:({places})|(?:{routes}))(?!\w)")


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    forms: dict[str, list[str]] = word_list("entities")["forms"]
    return tuple(
        (label, re.compile(rf"(?<![\w-])(?=[A-Z])(?:{_expanded('|'.join(patterns))})(?!\w)"))
        for label, patterns in forms.items()
    )


def _expanded(pattern: str) -> str:
    """A pattern of the word list: CAP stands for a word with a capital, a space for several."""
    return pattern.replace("CAP", CAPITAL).replace(" ", SPACE)
