"""People whom a title tells of: after it, beside it between commas, swallowed by what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from annotator.model.spans import Span
from annotator.suggest.entities.found import FoundEntity, Layer, name_in
from annotator.suggest.entities.gazetteer import countries_in, country_at, finder, is_place, labels
from annotator.suggest.entities.heads import head_label
from annotator.suggest.entities.title_forms import follows_title, portfolio, titles
from annotator.suggest.entities.wording import CAPITAL, SPACE, UPPER, either, in_headline, spaced
from annotator.suggest.words import phrases, words

_MOST_STEPS = 6
_MIXED_CASE = re.compile(r"[a-zà-ÿ]")
_SPACES = re.compile(SPACE)
_NAMES = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})


@cache
def _title_at() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?={UPPER}){titles()}")


@cache
def _further_title() -> re.Pattern[str]:
    """One more title after a title: " His Highness Sheikh", " and Defence Minister"."""
    return re.compile(rf"(?:{SPACE}and)?{SPACE}(?:-{SPACE})?(?:{portfolio()}{SPACE})?{titles()}")


@cache
def _of_portfolio() -> re.Pattern[str]:
    return re.compile(rf"{SPACE}(?:of|for|on){SPACE}(?:the{SPACE})?{portfolio()}")


_OF = re.compile(
    rf"{SPACE}(?:of|for|to|at|in){SPACE}"
    rf"(?:(?:the{SPACE})?(?:sisterly|friendly|brotherly){SPACE})?"
)


@cache
def _person() -> re.Pattern[str]:
    """One to six words as they make the name of a person, particles between."""
    stop = either(re.escape(word) for word in phrases("titles", "not_in_names", "words"))
    things = words("bodies", "heads", "bodies") | words("titles", "things", "words")
    body = either(re.escape(head) for head in things)
    word = rf"(?!{stop}(?!\w)){CAPITAL}"
    particle = rf"(?:{either(words('titles', 'particles', 'words'))}{SPACE})"
    arab = r"(?:al|el|an|as|ash|at|ad|ar|az)-(?=\w)"
    return re.compile(
        rf"(?:{particle}|{arab})?{word}(?:{SPACE}{particle}{{0,2}}(?:{arab})?{word}){{0,5}}+"
        rf"(?:,?{SPACE}(?:Jr|Sr)\.)?(?![\w-])(?!{SPACE}{body}(?!\w))"
    )


class Titled(NamedTuple):
    """What stands after a title: a name, and the countries between."""

    name: Span
    places: tuple[Span, ...]
    is_direct: bool
    """Whether the name follows without the country or body in between."""


def with_titled_people(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A name after a title is a person, and a country between them a country.

    "President of Uzbekistan Jasur Tashmatov", "Foreign Minister of Azerbaijan Kamran Heydarli".
    """
    layer = Layer(found)
    made: list[FoundEntity] = []
    for titled in _titled(layer, text):
        if person := _person_made(titled, layer, text):
            made.append(person)
            made += [
                FoundEntity(place, "GPE", "titled-person")
                for place in titled.places
                if _is_swallowed(place, layer)
            ]
    return _cut(found, made, text)


def _titled(layer: Layer, text: str) -> Iterator[Titled]:
    at = 0
    while title := _title_at().search(text, at):
        at = title.end()
        if titled := _after_title(at, layer, text):
            yield titled
            at = max(at, titled.name.start)


def _after_title(at: int, layer: Layer, text: str) -> Titled | None:
    """Read on from the end of a title: countries, portfolios, bodies, more titles, then a name."""
    places: list[Span] = []
    is_direct = True
    for _ in range(_MOST_STEPS):
        if title := _further_title().match(text, at):
            at = title.end()
        elif (of := _OF.match(text, at)) and (place := country_at(of.end(), text)):
            places.append(place)
            at, is_direct = place.end, False
        elif portfolio := _of_portfolio().match(text, at):
            at, is_direct = portfolio.end(), False
        elif of and (body := _body_at(of.end(), layer, text)):
            at, is_direct = body, False
        else:
            break
    gap = _SPACES.match(text, at)
    name = _person().match(text, gap.end()) if gap else None
    return Titled(Span(*name.span()), tuple(places), is_direct) if name else None


def _body_at(at: int, layer: Layer, text: str) -> int | None:
    """The end of a body or place that starts at `at`, or after its article."""
    start = at + 4 if text[at : at + 4].lower() == "the " else at
    body = layer.starting(at) or layer.starting(start)
    plain = _plain_body().match(text, start)
    if body and body.label in ("ORG", "GPE", "LOC", "FAC"):
        return plain.end() if plain and _runs_on(body, plain.end(), text) else body.span.end
    if listed := finder().hit_at(start, text):
        return listed.span.end
    return plain.end() if plain else None


def _runs_on(body: FoundEntity, at: int, text: str) -> bool:
    """Whether a name that ends at `at` by its looks holds a person too: "the Nation | Ann Roe"."""
    rest = text[at : body.span.end].strip()
    return " " in rest and rest not in labels() and _person().fullmatch(rest) is not None


@cache
def _plain_body() -> re.Pattern[str]:
    """A body by its head noun: "the Senate", "the State Water Agency", "the Nation"."""
    heads = either([*words("bodies", "heads", "bodies"), "Nation", "Republic", "Kingdom", "State"])
    short = rf"(?:{CAPITAL}{SPACE})?[A-Z]{{2,6}}(?={SPACE}{UPPER}[a-z])"
    return re.compile(rf"(?:[Tt]he{SPACE})?(?:(?:{CAPITAL}{SPACE}){{0,4}}?{heads}(?!\w)|{short})")


def _person_made(titled: Titled, layer: Layer, text: str) -> FoundEntity | None:
    """The person after a title, where the model saw something else there."""
    span = titled.name
    there = layer.at(span)
    if in_headline(span.start, text) or not _MIXED_CASE.search(span.text(text)):
        return None
    if there and there[-1].span.end > span.end:
        return None
    if len(there) == 1 and there[0].label == "PERSON" and there[0].span == span:
        return None
    if any(not e.is_name for e in there) or is_place(name_in(span, text)):
        return None
    if " " in span.text(text):
        return FoundEntity(span, "PERSON", "titled-person")
    return _single(span, there, text) if titled.is_direct else None


def _single(span: Span, there: list[FoundEntity], text: str) -> FoundEntity | None:
    """One word right after a title ("President Tokarev") that the model calls something else."""
    if not there and _naming_title().search(text, max(0, span.start - 12), span.start):
        is_listed = span.text(text) in labels()
        return None if is_listed else FoundEntity(span, "PERSON", "titled-person")
    if len(there) != 1 or there[0].span != span:
        return None
    if there[0].label not in _NAMES or name_in(span, text) in labels():
        return None
    return there[0].changed("titled-person", label="PERSON")


@cache
def _naming_title() -> re.Pattern[str]:
    """A title that is hardly ever used without a name after it: "Queen Ann"."""
    return re.compile(rf"(?<!\w){either(phrases('titles', 'titles', 'naming'))}{SPACE}$")


def _is_swallowed(place: Span, layer: Layer) -> bool:
    """Whether the country is not found yet, or in one with what follows it."""
    there = layer.at(place)
    return not any(e.span.contains(place) and e.span.end == place.end for e in there) or any(
        e.span == place and e.label != "GPE" for e in there
    )


def _cut(found: list[FoundEntity], made: list[FoundEntity], text: str) -> list[FoundEntity]:
    """`found` with `made`; of a name that swallowed a made one from its end the rest stays."""
    made_at = Layer(made)
    kept: list[FoundEntity] = []
    for entity in found:
        there = made_at.at(entity.span)
        if there and entity.is_name and there[0].span.start > entity.span.start:
            rest = entity.span.text(text)[: there[0].span.start - entity.span.start]
            kept += _rest(entity, rest)
        elif not there:
            kept.append(entity)
    return kept + list(made_at)


def _rest(entity: FoundEntity, rest: str) -> list[FoundEntity]:
    """What is left of a name before the person in it, when that is a name."""
    bare = _titles_at_end().sub("", rest)
    if entity.label in ("PERSON", "NORP") or not bare.strip():
        return []
    start = entity.span.start
    return [entity.changed("titled-person", Span(start, start + len(bare)))]


@cache
def _titles_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:[\s,]+|(?<!\w){titles()})+$")


def with_people_in_apposition(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Some words between commas after a title are a person: "Its president, Ann Roe, said"."""
    return [
        entity.changed("apposition", label="PERSON")
        if entity.label in ("NORP", "GPE", "ORG", "FAC", "PRODUCT", "WORK_OF_ART", "LOC")
        and text[entity.span.end : entity.span.end + 1] == ","
        and _is_apposition(entity, text)
        else entity
        for entity in found
    ]


def _is_apposition(entity: FoundEntity, text: str) -> bool:
    before = text[max(0, entity.span.start - 40) : entity.span.start]
    name = entity.span.text(text)
    is_somebody = (
        _title_and_comma().search(before) is not None
        or _comma_and_title().match(text, entity.span.end) is not None
    )
    return (
        is_somebody
        and " " in name
        and _person().fullmatch(name) is not None
        and name_in(entity.span, text) not in labels()
        and _MIXED_CASE.search(name) is not None
        and head_label(entity.span, text) is None
    )


@cache
def _title_and_comma() -> re.Pattern[str]:
    listed = phrases("titles", "titles", "offices", "ranks")
    either_case = either(spaced(t) for t in (*listed, *(title.lower() for title in listed)))
    return re.compile(rf"(?<![\w-]){either_case}, $")


@cache
def _comma_and_title() -> re.Pattern[str]:
    """ ", Ambassador of Palau", ", the Director of": what somebody is, after the name."""
    offices = either(spaced(t) for t in phrases("titles", "titles", "offices"))
    return re.compile(
        rf",{SPACE}(?:the{SPACE})?(?:{portfolio()}{SPACE})?{offices}{SPACE}(?:of|to|for) "
    )


def with_swallowed_people(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A body or country that runs on into a person is cut: "the Senate of Palau | Ann Roe"."""
    parts: list[FoundEntity] = []
    for entity in found:
        cut = _swallowed(entity, text) if entity.label in ("ORG", "GPE", "PERSON") else None
        if cut is None:
            parts.append(entity)
        else:
            label = "ORG" if " of " in text[entity.span.start : cut.start] else entity.label
            end = entity.span.start + len(text[entity.span.start : cut.start].rstrip())
            if country_at(entity.span.start, text) == Span(entity.span.start, end):
                label = "GPE"
            parts.append(entity.changed("swallowed-person", Span(entity.span.start, end), label))
            parts.append(entity.changed("swallowed-person", cut, "PERSON"))
    return parts


def _swallowed(entity: FoundEntity, text: str) -> Span | None:
    """The person at the end of a name, after a country and before nothing else."""
    start, end = entity.span
    if entity.span.text(text).count(" ") < 2 or not follows_title(start, text):
        return None
    for place in countries_in(entity.span, text):
        gap = _SPACES.match(text, place.end, end)
        name = _person().match(text, gap.end(), end) if gap else None
        if name and name.end() == end and " " in name[0]:
            return Span(*name.span())
    return None
