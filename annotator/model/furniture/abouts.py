"""The "About ..." texts at the end, in which a body tells of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.model.furniture.part import Part
from annotator.model.furniture.patterns import pattern

_BODIES = (
    r"(?:ministry|department|agency|organi[sz]ation|office|service|commission|committee|council"
    r"|compan(?:y|ies)|corporation|firms?|bank|fund|foundation|trust|charity|universit(?:y|ies)"
    r"|college|institut(?:e|ion)|cent(?:re|er)|hospital|museum|library|association|society|union"
    r"|federation|alliance|coalition|partnership|network|group|board|authority|administration"
    r"|secretariat|bureau|branch|academy|chamber|consortium|forum|providers?|suppliers?"
    r"|manufacturers?|producers?|operators?|publishers?|broadcasters?|retailers?|leaders?|owners?|makers?"
    r"|developers?|distributors?|insurers?|airline|brand"
    r"|body|regulator|court|parliament|government|ngo|nonprofit|non-profit|not-for-profit)"
)
_DOES = (
    r"(?:provides|works|leads|delivers|operates|supports|promotes|represents|oversees|develops"
    r"|serves|helps|advises|regulates|coordinates|employs|aims|seeks|strives|funds|manages|protects"
    r"|designs|manufactures|connects|offers|brings\stogether|unites"
    r"|(?:is|are)\s(?:responsible|committed|dedicated|headquartered|based|charged|tasked|mandated"
    r"|developing|working|building)|was\s(?:founded|established|created|set\sup|formed)"
    r"|has\s(?:offices|a\smandate))"
)
_NAME = (
    r"(?:(?:of|the|and|for|in|on|at|to|de|la|du|von|van|&|-|–)\s"
    r"|[A-Z0-9(“\"][\w’'.,&®™()/”\"-]*+\s?)"
)
_ABOUT = re.compile(rf"(?:About|ABOUT)\s(?!\d)((?:us|Us|US)|(?:{_NAME}){{1,14}}?)\s*(?:$|:\s*)")
_BODY = rf"(?i)\b{_BODIES}\b"
_DEFINES = (
    rf"(?i)(?:\S+\s){{0,24}}?(?:{_DOES}\b|(?:is|are|was)\s(?:an?|the|one|part|among)\b"
    rf"(?:\s\S+){{0,14}}?\s{_BODIES}\b)"
)
_OF_ITSELF = re.compile(
    r"(?:We\s(?:are|work|help|provide|exist)|Our\s(?:mission|vision|goal)"
    r"|(?:Founded|Established|Headquartered|Created|Based|Set\sup)\sin|Dedicated\sto)\b"
)
_NEWS = re.compile(
    r"\b(?:said|told|added|stressed|noted|today|yesterday|tomorrow|tonight"
    r"|this\s(?:morning|afternoon|evening|week)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:about|notes?|references|disclaimer|safe\sharbou?r|(?:cautionary\s|legal\s)?(?:note\s|notice"
    r"|forward)|background|links|sources?|annex|further|more\s|additional|multimedia|media|related"
    r"|trademarks?)",
    re.IGNORECASE,
)
"""A heading that may follow an "About ..." text without making it a part of the article."""
_LONGEST_ABOUT = 120
_PARAGRAPHS_OF_ABOUT = 6


def abouts_among(parts: Sequence[Part], contacts: set[int]) -> set[int]:
    """The numbers of the parts that are the heading or the text of an "About ..." section."""
    found: set[int] = set()
    seen_body, at = False, 0
    while at < len(parts):
        part = parts[at]
        end = _end_of_about(parts, at, contacts) if seen_body else at
        found.update(range(at, end))
        seen_body = seen_body or part.is_prose
        at = max(end, at + 1)
    return found


def _end_of_about(parts: Sequence[Part], start: int, contacts: set[int]) -> int:
    """Where the "About ..." section with its heading at `start` ends; `start` if there is none."""
    found = _ABOUT.match(parts[start].words[:_LONGEST_ABOUT])
    if not found:
        return start
    text = parts[start].words[found.end() :]
    at = start + 1
    if not text:
        if at == len(parts) or parts[at].is_heading:
            return start
        text = parts[at].words
    if not _describes(found[1].strip(), text):
        return start
    while at < len(parts) and at <= start + _PARAGRAPHS_OF_ABOUT and _runs_on(parts, at, contacts):
        if _NEWS.search(parts[at].words):
            return start
        at += 1
    is_last = at == len(parts) or at in contacts or parts[at].is_furniture
    return at if is_last or _is_tail(parts[at]) else start


def _runs_on(parts: Sequence[Part], at: int, contacts: set[int]) -> bool:
    return not parts[at].is_furniture and (at in contacts or not parts[at].is_heading)


def _is_tail(part: Part) -> bool:
    return part.is_heading and _TAIL.match(part.words) is not None


def _describes(name: str, text: str) -> bool:
    """Whether `text` begins by telling what kind of body `name` is."""
    if _NEWS.search(text[:300]):
        return False
    if _OF_ITSELF.match(text):
        return True
    if name.casefold().startswith("the ") and not pattern(_BODY).search(name):
        return False
    return _speaks_of(name, text[:120]) and pattern(_DEFINES).match(text[:400]) is not None


def _speaks_of(name: str, text: str) -> bool:
    """Whether a word of `name`, or its initials, stands in `text`; or the other way round."""
    if name.casefold() == "us":
        return True
    wanted = [word for word in re.findall(r"\w+", name) if word[0].isupper() and len(word) > 1]
    words = re.findall(r"\w+", text)
    initials = "".join(word[0] for word in words if word[0].isupper())
    return any(
        word.casefold() in {other.casefold() for other in words} or word in initials
        for word in wanted
    )
