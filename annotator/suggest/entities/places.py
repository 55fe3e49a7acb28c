"""Places by the words around them: official names, datelines, provinces, "the city of"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from annotator.model.spans import Span
from annotator.suggest.entities.found import (
    FoundEntity,
    Layer,
    name_in,
    replacing,
    words_of_people,
)
from annotator.suggest.entities.gazetteer import is_place, labels, official_names
from annotator.suggest.entities.wording import (
    CAPITAL,
    SPACE,
    UPPER,
    either,
    in_headline,
    is_function_word,
    title_words,
    word_after,
    word_before,
)
from annotator.suggest.words import phrases, words

_NO_AGENCY = frozenset({"Photo", "Video", "Update", "Updated", "PDF", "Reuters/AFP"})
_CAPITALS = re.compile(r"[^a-z]{3,}")
_WITHIN = re.compile(r"(?<!\w)(?:[Ii]n|near|outside) $")
_INVEST = re.compile(
    r"(?:invest\w*|stakes?|shares?|interests?|confidence|trust|belie[fv]\w*|member\w*|partner\w*"
    r"|only) in $"
)
_FROM = re.compile(r"(?<!\w)(?:[Ii]n|[Ff]rom|[Tt]o|near|between|across) $")


def with_official_names(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """The official name of a country is one name with its article: "the Republic of Palau"."""
    made = [
        FoundEntity(span, "GPE", "official-name")
        for span in official_names(text)
        if not _HEAD_OF.search(text[max(0, span.start - 14) : span.start])
    ]
    known = Layer(found)
    made = [e for e in made if known.starting(e.span.start) is None or not _same(e, known)]
    return replacing(found, made, text, keep_longer=True)


_HEAD_OF = re.compile(r"\b(?:[Hh]eads?|Secretary|Minister|Council) of $")


def _same(entity: FoundEntity, known: Layer) -> bool:
    there = known.at(entity.span)
    return len(there) == 1 and there[0][:2] == entity[:2]


def with_datelines(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Where, when and through whom: "ASTANA, 14 March (KazPress) –", "Damascus, SNA-The"."""
    made = [e for line in _dateline().finditer(text) for e in _of_dateline(line)]
    layer = Layer(made)
    rests = [rest for entity in found if (rest := _rest(entity, layer, text))]
    return replacing(found, made, text) + rests


def _rest(entity: FoundEntity, made: Layer, text: str) -> FoundEntity | None:
    """What is left of a name that began in the dateline: "SNA- | The Foreign Ministry"."""
    there = made.at(entity.span)
    if not entity.is_name or not there or there[-1].span.end >= entity.span.end:
        return None
    rest = text[there[-1].span.end : entity.span.end].lstrip(" -–—―:,./()")
    span = Span(entity.span.end - len(rest), entity.span.end)
    return entity.changed("dateline", span) if " " in rest else None


def _of_dateline(line: re.Match[str]) -> Iterator[FoundEntity]:
    """The entities of a dateline, if it is one: a known place, or one in capitals that is dated."""
    place = line["place"]
    is_known, is_loud = is_place(place), _CAPITALS.fullmatch(place) is not None
    more = [name for name in ("country", "date", "inside", "agency") if line[name]]
    if line["dash"] or line["stop"]:
        counts = (is_known and (is_loud or bool(more) or (line["dash"] or "").strip() != ":")) or (
            bool(more) and (is_loud or "date" in more)
        )
    else:
        counts = bool(more) and (is_known or (is_loud and "country" in more))
    if counts:
        for name, label in _PARTS.items():
            if line[name] and line[name] not in _NO_AGENCY:
                is_agency = name in ("second", "country") and _is_agency(line[name])
            yield FoundEntity(Span(*line.span(name)), "ORG" if is_agency else label, "dateline")


def _is_agency(name: str) -> bool:
    """Whether a name where a place could stand is an agency: "MADRID / WAM", "Riyadh, SPA --"."""
    return _CAPITALS.fullmatch(name) is not None and not is_place(name) and len(name) < 6


_PARTS = {
    "place": "GPE", "second": "GPE", "country": "GPE", "date": "DATE", "inside": "ORG",
    "agency": "ORG",
}  # fmt: skip


@cache
def _dateline() -> re.Pattern[str]:
    listed = phrases("numbers", "dates", "months")
    month = either({*listed, *(name.upper() for name in listed)})
    weekday = either(phrases("numbers", "dates", "weekdays"))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    date = (
        rf"(?:{weekday},?{SPACE})?(?:{day}{SPACE}{month}|{month}{SPACE}{day})"
        rf"(?:,?{SPACE}(?:19|20)\d\d)?|{weekday}"
    )
    word = rf"{UPPER}[\w.'’]*\w"
    place = rf"{CAPITAL}(?:{SPACE}{CAPITAL}){{0,3}}?"
    second = rf" ?/ ?(?P<second>{CAPITAL}(?:{SPACE}{CAPITAL})?)(?=[,\s])"
    country = (
        rf",{SPACE}(?P<country>(?!{month}|{weekday}){word}(?:{SPACE}{word})?)(?=[,.] |\s*$| [(–—-])"
    )
    dated = rf"[,.] *(?P<date>{date})(?!\w)[,.]?"
    inside = (
        rf",? ?[(/] ?(?P<inside>{word}(?:{SPACE}{word}){{0,3}})"
        r"(?:[,/–-][^)\n]{0,40}| [^)\n]{0,40})?[)/]"
    )
    agency = rf"(?:[,.] | ?/ )(?P<agency>{word}(?:{SPACE}{word}){{0,2}})(?= ?[-–—―:.]| *$)"
    dash = r" ?(?:[-–—―]+|:)(?=[\s\w“\"])"
    return re.compile(
        rf"^ *(?P<place>{place})(?:{second})?(?:{country})?(?:{dated})?(?:{inside}|{agency})?"
        rf"(?:(?P<dash>\.?{dash}|(?<=[)/])(?= [\w“\"]))"
        r"|(?P<stop>\.)(?= [\w“\"])|(?P<end>\.?)(?= *$))",
        re.MULTILINE,
    )


def with_provinces(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """What is called a province or city is a GPE: "Orra Oblast", "Velm province", "the town of"."""
    layer = Layer(found)
    made = [
        FoundEntity(span, "GPE", "province")
        for name in (*_before_kinds(text), *_after_kinds(text))
        if (span := _without_function_words(name, text)) and _may_be_province(span, layer, text)
    ]
    return replacing(found, made, text, keep_longer=True)


def _before_kinds(text: str) -> Iterator[Span]:
    """Names before "Oblast", with it, and before "province", without it."""
    for kind in _kind().finditer(text):
        at = max(0, kind.start() - 60)
        if name := _NAME_BEFORE.search(text[at : kind.start()]):
            is_part = kind[0][0].isupper()
            yield Span(at + name.start(), kind.end() if is_part else at + name.end(1))


def _after_kinds(text: str) -> Iterator[Span]:
    """Names after "the town of" and "the villages of"."""
    for kind in _kind_of_place().finditer(text):
        if kind[1]:
            names = _NAMES_AFTER.match(text, kind.end())
            spans = [m.span() for m in _NAME.finditer(names[0])] if names else []
            yield from (Span(kind.end() + start, kind.end() + end) for start, end in spans)
        elif name := _NAME.match(text, kind.end()):
            yield Span(*name.span())


_NAME = re.compile(rf"{CAPITAL}(?:{SPACE}{CAPITAL})?")
_NAMES_AFTER = re.compile(
    rf"{_NAME.pattern}(?:,{SPACE}{_NAME.pattern})*,?{SPACE}and{SPACE}{_NAME.pattern}"
)
_NAME_BEFORE = re.compile(
    rf"(?<![\w'’.-])({CAPITAL}(?:{SPACE}{CAPITAL})?){SPACE}(?:Autonomous{SPACE})?$"
)


@cache
def _kind() -> re.Pattern[str]:
    kinds = either(phrases("places", "gpe", "kinds", "small_kinds"))
    return re.compile(rf"(?<= ){kinds}(?!\w)")


@cache
def _kind_of_place() -> re.Pattern[str]:
    one = either(phrases("places", "gpe", "settlements"))
    many = either(phrases("places", "gpe", "many"))
    return re.compile(rf"(?<!\w)(?:{one}|({many})){SPACE}of{SPACE}(?={UPPER})")


def _without_function_words(span: Span, text: str) -> Span | None:
    """`span` without a word that only begins the sentence; nothing where nothing else is left."""
    first = span.text(text).split()[0]
    if not is_function_word(first):
        return span
    rest = text[span.start + len(first) : span.end].lstrip()
    return Span(span.end - len(rest), span.end) if rest else None


def _may_be_province(span: Span, layer: Layer, text: str) -> bool:
    first = span.text(text).split()[0]
    no_names = words("entities", "no_province") | title_words()
    if first in no_names or labels().get(first) in ("LOC", "NORP", "ORG"):
        return False
    if first in phrases("places", "gpe", "kinds") or in_headline(span.start, text):
        return False
    there = layer.at(span)
    if any(not e.is_name or (e.label == "GPE" and e.span.end == span.end) for e in there):
        return False
    if len(there) == 1 and there[0].span == span:
        return labels().get(name_in(span, text), "GPE") == "GPE"
    return not word_before(span, text) and not word_after(span, text)


def with_places_in_context(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """One word after "in" is hardly a person or a people; one joined to a place is a place too."""
    people = words_of_people(found, text)
    layer = Layer(found)
    changed = []
    for entity in found:
        name = entity.span.text(text)
        is_open = (
            entity.label in ("PERSON", "NORP", "ORG")
            and _ONE_WORD.fullmatch(name) is not None
            and labels().get(name, "GPE") == "GPE"
            and name not in people
            and not word_after(entity.span, text)
        )
        if is_open and (_is_within(entity, text) or _is_joined(entity, layer, text)):
            changed.append(entity.changed("place-context", label="GPE"))
        else:
            changed.append(entity)
    return changed


_ONE_WORD = re.compile(r"[^\W\d_a-z][a-zß-ÿ’']+(?:-[^\W\d_]?[a-zß-ÿ’']+)*")


def _is_within(entity: FoundEntity, text: str) -> bool:
    before = text[max(0, entity.span.start - 10) : entity.span.start]
    return _WITHIN.search(before) is not None and not _INVEST.search(
        text[max(0, entity.span.start - 25) : entity.span.start]
    )


def _is_joined(entity: FoundEntity, layer: Layer, text: str) -> bool:
    """Whether it is the second of "in Damascus and Herat"."""
    start = entity.span.start
    first = (
        layer.ending(start - len(" and ")) if text[max(0, start - 5) : start] == " and " else None
    )
    if first is None or first.label != "GPE":
        return False
    before = text[max(0, first.span.start - 10) : first.span.start]
    listed = layer.ending(first.span.start - 2) if before.endswith(", ") else None
    return _FROM.search(before) is not None or (listed is not None and listed.label == "GPE")
