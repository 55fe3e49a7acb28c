"""The languages a release may be in: their codes and what they are called."""

from __future__ import annotations

import re

DEFAULT_LANGUAGE = "en"
"""What a release is read as while nobody knows its language."""

_TABLE = """
    ar ara Arabic, az aze Azerbaijani, be bel Belarusian, bg bul Bulgarian, bn ben Bengali,
    bs bos Bosnian, ca cat Catalan, cs ces Czech, cy cym Welsh, da dan Danish, de deu German,
    el ell Greek, en eng English, es spa Spanish, et est Estonian, eu eus Basque, fa fas Persian,
    fi fin Finnish, fr fra French, ga gle Irish, gu guj Gujarati, he heb Hebrew, hi hin Hindi,
    hr hrv Croatian, hu hun Hungarian, hy hye Armenian, id ind Indonesian, is isl Icelandic,
    it ita Italian, ja jpn Japanese, ka kat Georgian, kk kaz Kazakh, kn kan Kannada, ko kor Korean,
    ky kir Kyrgyz, lb ltz Luxembourgish, lt lit Lithuanian, lv lav Latvian, mk mkd Macedonian,
    ml mal Malayalam, mr mar Marathi, ms msa Malay, nb nob Norwegian, ne nep Nepali, nl nld Dutch,
    pl pol Polish, pt por Portuguese, ro ron Romanian, ru rus Russian, sk slk Slovak,
    sl slv Slovenian, sq sqi Albanian, sr srp Serbian, sv swe Swedish, ta tam Tamil, te tel Telugu,
    th tha Thai, tl tgl Tagalog, tr tur Turkish, uk ukr Ukrainian, ur urd Urdu, vi vie Vietnamese,
    zh zho Chinese
"""
_ROWS = [row.split() for row in _TABLE.split(",")]

LANGUAGES: dict[str, str] = {code: name for code, _, name in _ROWS}
"""English names by ISO 639-1 code."""

_CODES = {said.lower(): row[0] for row in _ROWS for said in row}
_CODES |= {"no": "nb", "nor": "nb", "nn": "nb", "ger": "de", "fre": "fr", "dut": "nl", "chi": "zh"}


def code_of(said: str) -> str:
    """The code of a language as people and files write it: "en-GB", "eng" and "English" are "en".

    What is in no table stays as it is, in lower case; nothing said is nothing.
    """
    whole = said.strip().lower()
    first = re.split(r"[-_ ]", whole, maxsplit=1)[0]
    return _CODES.get(whole) or _CODES.get(first) or first


def language_name(code: str) -> str:
    """A language for people: "German (de)"."""
    return f"{LANGUAGES[code]} ({code})" if code in LANGUAGES else f'"{code}"'
