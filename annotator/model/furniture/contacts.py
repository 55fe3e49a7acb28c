"""Contacts: lines with little but a number or an address, and the blocks they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.model.furniture.part import Part
from annotator.model.furniture.patterns import pattern

_FLAGS = re.IGNORECASE | re.VERBOSE
_MAIL = r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+|\[email\sprotected\]"
_URL = r"(?:https?://|www\.)\S+"
_PHONE = r"""(?<![\w.,/-])(?!\d\d[-./]\d\d[-./]\d{4}\b)
    (?:\+\s?\d|\(\+?\d{2,4}\)|0\d{2,}(?=[\s/-])|00\s?\d)[\d\s()/.–-]{5,}\d
    | (?<![\w.,/-])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b | (?<![\w.,/-])0\d{8,11}\b"""
_LABEL = (
    r"(?:tel(?:ephone)?|phones?|mobile|mob|cell|direct|office|hotline|fax|e-?mails?|web(?:\s?site)?"
    r"|url|twitter|facebook|instagram|telegram|linkedin|skype|whatsapp|switchboard|[temwpf])"
)
_REACH = rf"(?xi){_MAIL}|{_PHONE}|\b{_LABEL}\s?[.:]+\s?\+?\d{{3,}}[\d\s-]*"
"""Where somebody can be reached: a phone number or an address of mail."""
_ADDRESS = re.compile(rf"{_URL}|\b(?:twitter|x|instagram|facebook|telegram)\s?:\s?@\w+", _FLAGS)
_IN_ADDRESS = ("@", "www.", "://", "(at)", "(at]", "[at)", "[at]", "[email")
"""What some part of every address has: cheap to look for, and most paragraphs have none."""
_IN_PHONE = re.compile(r"\d(?:\D{0,3}\d){4}")
"""What every phone number has."""
_LABELS = re.compile(rf"\b{_LABEL}\b\s?[.:]?", re.IGNORECASE)

_ROLE = r"(?:media|press|news\s?room|investors?|pr|public\s(?:affairs|relations|information))"
_ENQUIRY = r"(?:[ei]nquir(?:y|ies)|quer(?:y|ies))"
_ASKING = rf"(?:{_ENQUIRY}|questions|interviews?|interview\srequests)"
_SURE_HEADING = rf"""(?x)(?:[A-Z][\w&.]*\s){{0,3}}(?i:{_ROLE}(?:\s(?:and|&|/)\s{_ROLE})?
          (?:\s(?:relations|office))?\scontacts?(?:\s(?:details|information|persons?|points?))?)
    | (?i:{_ROLE}(?:\s(?:and|&|/)\s{_ROLE})?\s{_ENQUIRY}
    | for\s(?:all\s|any\s)?(?:{_ROLE}|journalists?)(?:\s{_ASKING}|\scontacts?)
          (?:\s(?:and|or)\s(?:\w+\s)?{_ASKING})?
    | contacts?\sfor\s(?:the\s)?(?:{_ROLE}|journalists?))"""
"""A heading that nothing but contacts can follow."""
_MAYBE_HEADING = rf"""(?x)(?:[A-Z][\w&.]*\s){{0,3}}(?i:contacts?
          (?:\s(?:details|information|us|persons?|points?))?)
    | (?i:(?:for\s)?(?:more|further|additional|general|(?:general\s)?public)
          \s(?:information|details|{_ASKING})
    | (?:press|media|information)(?:\s(?:and|&)\s\w+)?\s(?:office|officers?|service|team|desk
        |department|section|unit|cent(?:re|er))|{_ENQUIRY}|issued\sby|media|press)"""
"""A heading that may also be one of the text: what follows decides."""
_PLEASE = re.compile(
    r"""(?:\W*(?:please\s)?(?:contact|call|e-?mail|reach(?:\sout\sto)?|write\sto)
    (?:\s(?:us|the\s(?:press|media)\s(?:office|team)))?(?:\s(?:on|at|via|by))?)?\s*:?""",
    _FLAGS,
)
_SIGNATURE = re.compile(
    r"(?i:(?:the\s)?(?:press|media|information)\s(?:and\s\w+\s)?(?:service|office|department"
    r"|cent(?:re|er)|bureau)\sof)(?:\s(?:of|the|and|for|&|[A-Z][\w’'.-]*,?))+"
)
_CALLING = (
    rf"(?i)for\s(?:more|further|additional|any|all|{_ROLE})\s(?:{_ROLE}\s)?(?:information|details"
    rf"|{_ASKING})\b.*\b(?:contact|call|e-?mail|phone|write)\b"
)
_LONGEST_CONTACT = 200
_WORDS_BESIDE = 5
"""A line with an address and no more other words than this is a contact line."""
_WORDS_OF_CALLING = 12
_LONGEST_NAME = 90
_NAMES_IN_ROW = 4
"""Lines without an address (name, post, office) that may stand before the next address."""


def is_contact_line(words: str) -> bool:
    """Whether a paragraph is hardly more than a phone number or the address of mail or a page."""
    if len(words) > _LONGEST_CONTACT:
        return False
    if not _may_hold_address(words):
        return _SIGNATURE.fullmatch(words) is not None
    rest = _ADDRESS.sub(" ", pattern(_REACH).sub(" ", words))
    if rest == words:
        return False
    others = len(re.findall(r"[^\W\d_]{2,}", _LABELS.sub(" ", rest)))
    if not rest.rstrip().endswith((".", "!", "?")):
        return others <= _WORDS_BESIDE
    calling = (
        pattern(_CALLING).match(words) is not None and pattern(_REACH).search(words) is not None
    )
    return others == 0 or (calling and others <= _WORDS_OF_CALLING)


def _may_hold_address(words: str) -> bool:
    return any(sign in words for sign in _IN_ADDRESS) or _IN_PHONE.search(words) is not None


def contacts_among(parts: Sequence[Part]) -> set[int]:
    """The numbers of the parts that are contact lines, or stand in a contact block."""
    found: set[int] = set()
    at, seen_body = 0, False
    while at < len(parts):
        end = _end_of_block(parts, at, seen_body)
        if end == at and is_contact_line(parts[at].words):
            end = at + 1
        found.update(range(at, end))
        seen_body = seen_body or (end == at and parts[at].is_prose)
        at = max(end, at + 1)
    return found


def _end_of_block(parts: Sequence[Part], start: int, seen_body: bool) -> int:
    """Where the contact block with its heading at `start` ends; `start` if there is none.

    It ends with its last address. Below the text, names without address after it belong to it too;
    above the text the headline might be among them.
    """
    sure = _heading(parts[start])
    if sure is None:
        return start
    end = start + 1 if sure or pattern(_REACH).search(parts[start].words) else start
    at, names = start + 1, 0
    while at < len(parts) and names <= _NAMES_IN_ROW and _heading(parts[at]) is None:
        part = parts[at]
        if _is_address(part, alone=not names):
            end, names = at + 1, 0
        elif _is_name(part):
            names += 1
        else:
            break
        at += 1
    if not (sure and seen_body):
        return end
    if end == start + 1 and at == len(parts) and names <= _NAMES_IN_ROW:
        return at
    while end < at and not parts[end].after_blank and _is_name(parts[end]):
        end += 1
    return end


def _heading(part: Part) -> bool | None:
    """Whether a part begins a contact block: surely, perhaps (False) or not at all (None)."""
    if part.length > _LONGEST_CONTACT or part.is_furniture:
        return None
    words = part.words.strip("*_#•▪●■ ")
    for source, sure in ((_SURE_HEADING, True), (_MAYBE_HEADING, False)):
        if found := pattern(source).match(words):
            asked = _PLEASE.match(words, found.end())
            end = asked.end() if asked else found.end()
            if end == len(words) or words[end - 1] == ":":
                return sure
    return None


def _is_address(part: Part, alone: bool) -> bool:
    if part.length > _LONGEST_CONTACT:
        return False
    if pattern(_REACH).search(part.words):
        return True
    return alone and not _is_sentence(part) and _ADDRESS.search(part.words) is not None


def _is_name(part: Part) -> bool:
    """Whether a part may be a name, a post or a street."""
    return (
        part.length <= _LONGEST_NAME
        and not part.is_furniture
        and not _is_sentence(part)
        and not part.words[:1].islower()
    )


def _is_sentence(part: Part) -> bool:
    return part.words.endswith((".", "!", "?", ":", ";", "”", '"'))
