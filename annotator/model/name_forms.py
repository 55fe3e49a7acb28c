"""The forms in which a name may stand in a text: in full, in part, as its initials.

Made for masking, where a word too many does less harm than a name that is still read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Form = tuple[str, ...]
"""The words of a name as `key` has them."""

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])*")
"""A run of letters and digits, with what is invisible or belongs to the letter before it."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff]")
"""Scripts that put no spaces between words; Korean puts its particles on the name."""


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


_BEFORE = _words("the a an my our your his her its their")
"""Articles and the like before a name, with which it is the same name."""
_TITLES = _words(
    """
    Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady President Vice Prime Minister Deputy
    Foreign Secretary General Ambassador Chancellor King Queen Prince Princess Pope Colonel
    Captain Major Admiral Judge Senator Governor Mayor Speaker Chairman His Her Excellency
    Majesty Highness
    """
)
"""Words before a person's name that name nobody by themselves."""
_COMMON = _words(
    """
    Republic Kingdom United States Union Emirates Federation Federal Federative Democratic
    People Peoples Islamic Arab Commonwealth Principality Confederation City Town County
    Province Region District State Territory Autonomous New Old North South East West Northern
    Southern Eastern Western Central Upper Lower Great Greater Saint Islands Island Coast The
    And
    """
)
"""Words in the names of places and peoples that name none by themselves."""
_COMPANY = _words("Inc Ltd Limited Corp Corporation Co Company Plc Llc Ag Gmbh Group")
_OF_PEOPLE = ("ians", "ian", "ese", "ans", "an", "is", "i", "ns", "n", "s")
"""What the name of a people adds to that of its country."""
_LEAST_STEM = 4
_CAPITALS = 3
"""A longer word in capitals is read as the same word with one: ALIYEV is Aliyev, US is not us.

The short names of people have a form for each: LEE."""


def key(word: str) -> str:
    """A word as it is compared."""
    return word.capitalize() if len(word) > _CAPITALS and word.isupper() else word


def is_unspaced(name: str) -> bool:
    """Whether a name is sought letter by letter: its script has no spaces, or it has no words."""
    return _UNSPACED.search(name) is not None or WORD.search(name) is None


def forms_of(name: str, label: str) -> Iterator[Form]:
    """The full form of a name first, then each other form in which it may stand elsewhere."""
    words = full_form(name)
    if not words:
        return
    yield words
    yield from _in_other_case(words)
    if label == "PERSON":
        for form in (words, *_of_person(words)):
            yield from _in_capitals(form)
    elif label in ("GPE", "NORP"):
        yield from _of_place(words, label)
    if label in ("ORG", "GPE"):
        yield from _initials(words)
    if label == "ORG" and len(words) > 1 and words[-1].capitalize() in _COMPANY:
        yield words[:-1]


def full_form(name: str) -> Form:
    """A name without its article, "its" or "our", and without its possessive "s"."""
    words = tuple(key(word) for word in WORD.findall(name))
    if len(words) > 1 and words[-1] == "s":
        words = words[:-1]
    return words[1:] if len(words) > 1 and words[0].lower() in _BEFORE else words


def folded(form: Form) -> Form:
    """A form in which names are the same that differ in capitals alone: al-Qaida, Al-Qaida."""
    return tuple(word.casefold() for word in form)


def _in_other_case(words: Form) -> Iterator[Form]:
    """A name at the start of a sentence: al-Qaida is Al-Qaida and the other way round.

    Of one word only its capital is added: May is not may.
    """
    first, *rest = words
    yield (first[0].upper() + first[1:], *rest)
    if rest:
        yield (first[0].lower() + first[1:], *rest)
        yield from _in_capitals(words)


def _of_person(words: Form) -> Iterator[Form]:
    """The name without titles, and each name in it: a surname stands alone sooner or later."""
    first = next((n for n, word in enumerate(words) if word.capitalize() not in _TITLES), 0)
    if first:
        yield words[first:]
    for number, word in enumerate(words):
        least = 2 if number == len(words) - 1 else 3
        if word[0].isupper() and len(word) >= least and word.capitalize() not in _TITLES:
            yield (word,)


def _in_capitals(form: Form) -> Iterator[Form]:
    """A name with its short words in capitals and not: LEE is Lee, Ann LEE is Ann Lee.

    Longer words are alike as `key` has them.
    """
    low = tuple(_short(word, str.capitalize) for word in form)
    yield form
    yield low
    yield tuple(_short(word, str.upper) for word in form)
    yield (*low[:-1], _short(low[-1], str.upper))


def _short(word: str, change: Callable[[str], str]) -> str:
    """A word, changed where it is short and begins with a capital."""
    return change(word) if len(word) <= _CAPITALS and word[0].isupper() else word


def _of_place(words: Form, label: str) -> Iterator[Form]:
    for word in words:
        if word[0].isupper() and len(word) >= _LEAST_STEM and word not in _COMMON:
            yield (word,)
            if label == "NORP":
                yield from _lands(word)


def _lands(people: str) -> Iterator[Form]:
    """What the country of a people may be called: Azerbaijani, Azerbaijan."""
    for ending in _OF_PEOPLE:
        land = people.removesuffix(ending)
        if land != people and len(land) >= _LEAST_STEM:
            yield (land,)


def _initials(words: Form) -> Iterator[Form]:
    """WHO, and U.S. with its stops."""
    letters = tuple(word[0] for word in words if word[0].isupper())
    if len(letters) > 1:
        yield (key("".join(letters)),)
        yield letters


def stems_of(word: str) -> Iterator[str]:
    """What may be the country in a word: Armenia in Armenians."""
    for cut in range(1, 5):
        if len(word) - cut >= _LEAST_STEM:
            yield word[:-cut]
