"""Page furniture of a press release: what is of the page, or of the office, and not of the text.

Furniture gets no suggestions, so a false one hides text from the analyst and a missed one costs a
key. Where a line can be read both ways it is text. Single lines are known by their words alone;
contact blocks and the "About ..." texts at the end by the paragraphs around them.

Every pattern sees a few hundred characters at most, so all of it is linear in the length of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

LONGEST_LINE = 160
"""No single line of furniture is longer."""
LONGEST_HEAD = 600
"""As much as a `Part` holds of a paragraph."""


class Part(NamedTuple):
    """A paragraph as far as furniture is concerned."""

    words: str
    """Its first characters on one line, with single spaces."""
    length: int
    kind: str
    """As in `Paragraph`."""
    after_blank: bool

    @property
    def is_heading(self) -> bool:
        """Whether it is short and no sentence."""
        return self.kind == "heading"

    @property
    def is_furniture(self) -> bool:
        """Whether it is a line of furniture by its words alone."""
        return self.kind == "furniture"


_FLAGS = re.IGNORECASE | re.VERBOSE


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """The long patterns are compiled when they are first needed: importing them is cheap."""
    return re.compile(source)


# --- single lines

_PHRASE_LIST = """
    back to top | top of page | skip to content | skip to main content | read more | read less |
    see more | show more | load more | view more | more on this topic | related articles |
    related news | related content | related stories | related links | related topics | other news |
    latest news | most read | most viewed | most popular | you might also like | you may also like |
    recommended for you | leave a comment | leave a reply | your comment | post a comment |
    add a comment | no comments | create account | create an account | log in |
    log in your account | sign in | sign up | subscribe now | subscribe to our newsletter |
    sign up for our newsletter |
    previous article | next article | previous post | next post | previous news | next news |
    advertisement | click to enlarge | print version | printable version | text version |
    printer friendly version | send to a friend | recommend news to friend | increase font size |
    decrease font size | reset font size | listen to this article | listen to the article |
    follow us | find us | connect with us | stay connected | share this article | share this page |
    all rights reserved | check against delivery | as delivered | as prepared for delivery |
    embargoed | strictly embargoed | under embargo | under strict embargo | for release |
    immediate release | for immediate release | for immediate use | for immediate publication |
    press release | news release | media release | press statement | media statement |
    media advisory | press advisory | press communiqué |
    notes to editors | note to editors | notes to editor | note to editor | notes for editors |
    note for editors | notes to the editor | note to the editor | notes to journalists |
    editor's note | editor's notes | editors' note | editors' notes | enditem
"""
_PHRASES = frozenset(" ".join(phrase.split()) for phrase in _PHRASE_LIST.split("|"))
_EDGES = " .:-–—−*[](){}|»›>→…#/~_+•▪■●·"

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_NUMBER = re.compile(r"\d")
_ISO_DATE = re.compile(r"(?<![\d-])\d{4}-\d\d-\d\d(?!\d)")
_DATE = rf"""(?xi)(?:{_WEEKDAY}[.,]*\s+)?(?<![\d./-])(?:
    \d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}
    | \d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}
    | \b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}
    )(?!\d)"""
_TIME = r"""(?xi)(?<![\d.,:/-])(?:
    \d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)? | \d{1,2}\s?[ap]\.?m\b\.?
    )(?!\d)
    (?:\s?\(?(?:GMT|UTC|BST|CES?T|E[SD]?T|P[SD]?T|MSK|AZT|local\s+time)\b\)?)?
    (?:\s?[+-]\d{1,2}:?\d{0,2})?"""
_ISO_SIGN, _DATE_SIGN, _TIME_SIGN = "\ue000", "\ue001", "\ue002"
"""What dates and times are replaced by before a line is looked at: patterns stay small."""
_D, _T = f"[{_ISO_SIGN}{_DATE_SIGN}]", _TIME_SIGN
_WHEN = rf"""(?:{_D} | {_T} | \d(?:st|nd|rd|th)?\s{_MONTH} | \b{_MONTH}\s\d | {_WEEKDAY}
    | noon | midnight | deliver | further\snotice)"""
_TOOL = (
    r"(?:share|print|tweet|facebook|twitter|whatsapp|telegram|linkedin|instagram|youtube|viber"
    r"|vkontakte|pinterest|reddit|e-?mail|copy|save|send|listen|download|pdf|rss|bookmark"
    r"|subscribe)"
)
_SIZE = r"(?:[-−+]\s?a\b|a\s?[-−+])"

_SHORT = rf"""(?xi)(?:
    # font size and buttons
    .*\b\d+\s*px\b.* | .*[↺↻⟲].*
    | font | (?:font|text)\s*-?size\b[^.!?]{{0,20}}
    | (?:(?:font|text)\s*-?size\W+)?
      (?:{_TOOL}|{_SIZE}|a[\s|/]+(?:{_SIZE}|a[\s|/]+(?:{_SIZE}|{_TOOL}|a)))
      (?:[\s|/,·•]+(?:{_TOOL}|{_SIZE}|a|page|version|link|friendly|this|on|by|via))*
    | (?:share|print|tweet|e-?mail|copy|save|send)(?:\sthis)?
      (?:\s(?:page|article|story|news|post|(?:press\s)?release|statement|link|item|content|video))?
      (?:\s(?:on|via|by|to|with)\s(?:{_TOOL}|x|(?:a|your)\sfriends?|clipboard|social\smedia))?

    # numbers of readers, pages and minutes
    | \d(?:[\d.,\s]*\d)?k?\s+(?:views?|shares?|comments?|reads?)
    | (?:views?|shares?|comments?|reads?)\W*\d[\d.,]*k?
    | (?:viewed|read|seen)\s+[\d.,]+\s+times | comments?\s*\(\d+\)
    | \d+[\s-]min(?:ute)?s?\s+read | reading\s+time\W+\d+\s+min(?:ute)?s?
    | page\s\d+(?:\s(?:of|/)\s\d+)?

    # when the page was made; a date alone may be a heading of the text
    | (?:date|published|updated|posted)?[\s:]*{_ISO_SIGN}(?:[\s,]*{_T})?
    | date\s{_D}\s+(?:{_D}|by(?:\s\w+){{1,3}})
    | {_D}[\s,|/•·–—-]*[\[(]?(?:at\s)?{_T}[\])]?(?:[\s|–—-]+[\w-]+\.[a-z]{{2,3}})?
    | {_T}[\s,|/•·–—-]+{_D}
    | {_D}[\s,|–—-]*(?:last\s)?updated?\s?:?\s*{_D}(?:[\s,]*{_T})?[\sa+-]*
    | (?:first\s)?(?:published|updated|posted|issued|released|uploaded|modified|created
        | last\s(?:updated?|modified|reviewed|changed) | (?:publication|publish|release)\sdate
        | date\s(?:published|posted|of\s(?:publication|release|issue)))
      (?:\s+(?:on|at))?[\s:]*(?:{_D}|{_T})(?:[\s,|/•·–—-]*(?:\bat\s+)?(?:{_D}|{_T}))?

    # whose it is
    | (?:writing|reporting|editing|written|edited|compiled|translated)\sby
      (?-i:(?:\s(?:[A-Z][\w.’'-]*,?|and|in|by|editing|&)){{1,8}})
    | \(?(?:photo|image|picture)s?\s?(?:credits?|courtesy(?:\sof)?|by)\s*:?\s+[^.!?:]{{1,50}}
    | \(?(?:photo|image)s?\s?:\s*(?:[^\s.!?]+(?:\s[^\s.!?]+){{0,2}} | [^/!?]{{1,30}}/[^/!?]{{1,30}})

    # how far the text goes
    | (?-i:[-–—*/(\[~\s]*E(?:ND|nd)(?:S|s)?)[-–—*/)\]~\s.]*
    | [-–—*/(\[~]+\s*ends?\s*[-–—*/)\]~]*
    | end\sof\s(?:the\s)?(?:press\s|media\s|news\s)?(?:release|statement|transcript|announcement)
    | [-–—(]\s*more\s*[-–—)] | [-–—\s]*30[-–—\s]*(?<=[-–—]) | [-–—]\s?0\s?[-–—]
    | (?-i:XXX?|xxx) | [\#*=_~•·+\s]{{2,}} | [-–—─\s]{{2,}}

    # what it is
    | (?:press|news|media)\s(?:release|statement|advisory|note)\W+(?:no\.?|nr\.?|№)?\s?\d[\d/.)\s-]*
    )"""
"""Lines of a few words. A sentence has more of them, and most lines are parts of sentences."""

_LONG = rf"""(?xi)(?:
    # the way to other pages
    (?:you\sare\shere\W+)?(?:home|homepage|main\spage)
      (?:(?:\s*[>»›→]|\s+[/|](?=\s))[^>»›→|/]{{1,80}})+
    | [^«»›]{{1,60}}+(?:[»›][^«»›]{{1,60}}+){{2,}}
    | (?:read|see)\s+also\s*:.* | also\sread\s*:.* | related\s*:.*
    | read\s(?:the|his|her|our)\s[^.!?]{{0,50}}\bfull\s
      (?:text|speech|statement|transcript|remarks|report|story|article|release|interview)
    | (?:(?:industry|subject)\s)?keywords?\s*:.* | tags?\s*:.* | filed\sunder\s*:.*
    | categor(?:y|ies)\s*:.* | (?:\#[^\W\d]\w*[\s,]*)+
    | follow\s(?:us|@\w+)\b[^!?]{{0,100}} | (?:find|join|like)\sus\son\s[^!?]{{0,80}}
    | follow\s(?:the\s)?\w+(?:\s\w+){{0,6}}\son\s(?:twitter|x|facebook|instagram|telegram|youtube)
      (?:\W+@\w+)?

    # whose it is
    | © .* | (?:copyright\b|\(c\)\s*copyright)\W*(?:©|\(c\)|\d{{4}}).*
    | \(c\)\s\d{{4}}(?-i:[\s,–-]*(?:\d{{4}}|[A-Z]|by\b|$)).*
    | (?:[^.]{{1,60}}+\.\s)?(?:when\s|any\s|the\s)*
      (?:use|using|reprint(?:ing)?|quoting|reproduction)\s(?:of\s)?
      (?:the\s|our\s|these\s)?(?:site\s|news\s)?materials?\b[^.]*
      \b(?:hyper)?link\b(?:\sto\s(?:the\s)?[^.\s]+)?(?:\sis\s\w+)?\.?
    | this\s[^.]{{3,30}}\swas\spublished\sunder\sthe\s[^.]+\sgovernment

    # when it may be used
    | (?:strictly\s|under\s)*embargo(?:ed)?(?:\s+for\s+(?:release|publication|use|broadcast))?
      (?:\s+copy)?\s*(?::|(?:un)?till?\b)(?=.*{_WHEN}).*
    | (?:strictly\s)?not\sfor\s(?:release|publication|broadcast|use)\b[^.]*
      \b(?:before|until|prior\sto)\s.*
    | for\s(?:general\s|public\s)?release\s(?:on\s|at\s|after\s|from\s)?(?:{_D}|{_T}).{{0,40}}
    | (?:(?:press|news|media)\srelease\W+)?for\simmediate\s(?:release|use|publication)
      (?:\W*[:|–—,/-]\W*.{{0,80}} | \s+(?:{_D}|contact\b.{{0,60}}))?
    )"""
"""Lines of any length; each begins in a way of its own, so that a sentence is soon dismissed."""

_LONGEST_SHORT = 80
_WORDS_IN_SHORT = 9
_MARK = re.compile(r"(?:[•*▪●■◦·‣–-]|\#{1,6})\s+")
_INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060 \t\xa0"


def is_furniture_line(words: str) -> bool:
    """Whether a line, without white space at its edges, is furniture by its words alone."""
    if len(words) < 2 or len(words) > LONGEST_LINE:
        return False
    bare = words.strip(_INVISIBLE)
    bare = bare.strip("*_") or bare
    mark = _MARK.match(bare)
    return _is_furniture(bare) or (mark is not None and _is_furniture(bare[mark.end() :]))


def _is_furniture(words: str) -> bool:
    if _NUMBER.search(words):
        words = _ISO_DATE.sub(_ISO_SIGN, words)
        words = _pattern(_TIME).sub(_TIME_SIGN, _pattern(_DATE).sub(_DATE_SIGN, words))
    if _pattern(_LONG).fullmatch(words):
        return True
    if len(words) > _LONGEST_SHORT or len(words.split()) > _WORDS_IN_SHORT:
        return False
    return _pattern(_SHORT).fullmatch(words) is not None or _plain(words) in _PHRASES


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split()).strip(_EDGES)


# --- contacts

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
    rest = _ADDRESS.sub(" ", _pattern(_REACH).sub(" ", words))
    if rest == words:
        return False
    others = len(re.findall(r"[^\W\d_]{2,}", _LABELS.sub(" ", rest)))
    if not rest.rstrip().endswith((".", "!", "?")):
        return others <= _WORDS_BESIDE
    calling = (
        _pattern(_CALLING).match(words) is not None and _pattern(_REACH).search(words) is not None
    )
    return others == 0 or (calling and others <= _WORDS_OF_CALLING)


def _may_hold_address(words: str) -> bool:
    return any(sign in words for sign in _IN_ADDRESS) or _IN_PHONE.search(words) is not None


def _contacts(parts: Sequence[Part]) -> Iterator[int]:
    """The numbers of the parts that are contact lines, or stand in a contact block."""
    at, seen_body = 0, False
    while at < len(parts):
        end = _end_of_block(parts, at, seen_body)
        if end == at and is_contact_line(parts[at].words):
            end = at + 1
        yield from range(at, end)
        seen_body = seen_body or (end == at and _is_prose(parts[at]))
        at = max(end, at + 1)


def _end_of_block(parts: Sequence[Part], start: int, seen_body: bool) -> int:
    """Where the contact block with its heading at `start` ends; `start` if there is none.

    It ends with its last address. Below the text, names without address after it belong to it too;
    above the text the headline might be among them.
    """
    sure = _heading(parts[start])
    if sure is None:
        return start
    end = start + 1 if sure or _pattern(_REACH).search(parts[start].words) else start
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
        if found := _pattern(source).match(words):
            asked = _PLEASE.match(words, found.end())
            end = asked.end() if asked else found.end()
            if end == len(words) or words[end - 1] == ":":
                return sure
    return None


def _is_address(part: Part, alone: bool) -> bool:
    if part.length > _LONGEST_CONTACT:
        return False
    if _pattern(_REACH).search(part.words):
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


def _is_prose(part: Part) -> bool:
    return part.length >= 80 and not part.is_heading and not part.is_furniture


# --- "About ..." at the end

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


def _abouts(parts: Sequence[Part], contacts: set[int]) -> Iterator[int]:
    """The numbers of the parts that are the heading or the text of an "About ..." section."""
    seen_body, at = False, 0
    while at < len(parts):
        part = parts[at]
        end = _end_of_about(parts, at, contacts) if seen_body else at
        yield from range(at, end)
        seen_body = seen_body or _is_prose(part)
        at = max(end, at + 1)


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
    if name.casefold().startswith("the ") and not _pattern(_BODY).search(name):
        return False
    return _speaks_of(name, text[:120]) and _pattern(_DEFINES).match(text[:400]) is not None


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


def furniture_among(parts: Sequence[Part]) -> set[int]:
    """The numbers of the parts that are furniture by what stands around them."""
    contacts = set(_contacts(parts))
    return contacts | set(_abouts(parts, contacts))
