"""Single lines of furniture, known by their words alone."""

from __future__ import annotations

import re
from functools import cache

from annotator.model.furniture.patterns import pattern
from annotator.model.resources import resource

LONGEST_LINE = 160
"""No single line of furniture is longer."""

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
        words = pattern(_TIME).sub(_TIME_SIGN, pattern(_DATE).sub(_DATE_SIGN, words))
    if pattern(_LONG).fullmatch(words):
        return True
    if len(words) > _LONGEST_SHORT or len(words.split()) > _WORDS_IN_SHORT:
        return False
    return pattern(_SHORT).fullmatch(words) is not None or _plain(words) in _phrases()


@cache
def _phrases() -> frozenset[str]:
    """What is furniture where a line says nothing else, in lower case."""
    return frozenset(resource("furniture.txt").read_text("utf-8").splitlines())


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split()).strip(_EDGES)
