"""A release as a page of HTML for people: its text with what was marked, and the claims beside it.

Self-contained, without a script and without anything that is fetched; all that comes from a release
is escaped. The text is there letter for letter (`annotator.formats.page_text`), so that the page
can be read again (`annotator.formats.page_reader`). No mark hangs on a colour: an entity has its
label behind it, a suggestion a question mark and a broken line, the content of a claim a line under
it, its cue bold letters, its source a frame.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from urllib.parse import urlsplit
from zlib import crc32

from annotator.formats.own import META
from annotator.formats.page_text import Marks, marked_text, text_of
from annotator.formats.writing import Page
from annotator.model.fold import Item
from annotator.model.records import AUTHOR, IMPLICIT, Claim, Entity
from annotator.model.resources import resource
from annotator.model.spans import Span

CLAIMERS = {AUTHOR: "the release itself", IMPLICIT: "somebody, unnamed"}
NOBODY = "nobody is named"
UNTITLED = "Release without a title"
STATES = {"new": "not begun", "started": "begun", "finished": "finished"}

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_WEAK = "4d"
"""How strong a tint is: an alpha of 0.3."""
_KEY = """<p class="key"><b>How to read it.</b> Behind each name stands its kind:
<span class="e">filled</span><span class="tag" data-tag="KIND"></span> where somebody confirmed it,
<span class="e open">broken line</span><span class="tag" data-tag="KIND?"></span> where it is only
suggested. A claim: <span class="content">what is claimed</span>, with its number behind it;
<span class="cue">the words that attribute it</span>;
<span class="source first last">who is named for it</span>.</p>
"""


def page_of(page: Page) -> str:
    """The whole page of a release."""
    release, marks = page.release, Marks(page)
    title = text_of(release.title or UNTITLED)
    return "".join(
        [
            head(title, _hues(marks.hues)),
            f'<header><h1 data-title="{text_of(release.title)}" data-state="{page.state}">',
            f"{title}</h1>\n{_about(page)}</header>\n",
            '<main class="sides">\n<section aria-label="Text">\n',
            f'<div class="text" lang="{text_of(release.language)}">',
            *marked_text(page, marks),
            f"</div>\n{_names(page, marks)}</section>\n",
            f'<aside class="claims" aria-label="Claims">{"".join(_claims(page, marks))}</aside>\n',
            f"</main>\n{_KEY}\n</body>\n</html>\n",
        ]
    )


def head(title: str, more: str = "") -> str:
    """What begins every page; `title` is HTML, `more` further rules of style."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{_style()}{more}</style>\n</head>\n<body>\n"
    )


@cache
def _style() -> str:
    return resource("page.css").read_text(encoding="utf-8")


@cache
def _themes() -> Mapping[str, Mapping[str, str]]:
    table = tomllib.loads(resource("theme.toml").read_text(encoding="utf-8"))
    return {name: table[name]["labels"] for name in ("light", "dark")}


def _hues(labels: Mapping[str, str]) -> str:
    """A rule for each label, by the class that stands for it, on light and on dark paper."""
    rules = {
        name: "".join(_hue(label, c, name) for label, c in labels.items()) for name in _themes()
    }
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{rules['dark']}}}\n"
    return f":root {{ --hue: #818894; --tint: #818894{_WEAK}; }}\n{rules['light']}{dark}"


def _hue(label: str, kind: str, theme: str) -> str:
    known = _themes()[theme]
    colour = known.get(label) or list(known.values())[crc32(label.encode()) % len(known)]
    return f".{kind} {{ --hue: {colour}; --tint: {colour}{_WEAK}; }}\n"


# What is known of the release


def _about(page: Page) -> str:
    release = page.release
    known = {name: getattr(release, name) for name in META if name != "title"}
    rows = [(f'<dt data-meta="{name}">{name}</dt>', _linked(v)) for name, v in known.items() if v]
    rows += [
        (f'<dt data-meta="{text_of(name)}" data-more="">{_shown(name)}</dt>', _linked(value))
        for name, value in release.extra.items()
    ]
    rows.append(("<dt>judged</dt>", STATES[page.state]))
    lines = "".join(f"{name}<dd>{said}</dd>\n" for name, said in rows)
    return f'<dl class="about">{lines}</dl>\n'


def _shown(name: str) -> str:
    return text_of(name.replace("_", " "))


def _linked(value: str) -> str:
    """`value`, as a link where it is an address of the web and nothing else."""
    said = text_of(value)
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        return said
    if scheme not in ("http", "https") or any(char.isspace() for char in value):
        return said
    return f'<a href="{said}" rel="noopener noreferrer">{said}</a>'


# Beside and below


def _claims(page: Page, marks: Marks) -> Iterator[str]:
    yield "<h2>Claims</h2>\n"
    if not marks.claims:
        yield '<p class="none">None is marked.</p>\n'
    for number, item in enumerate(page.items):
        if isinstance(item.record, Claim):
            yield _card(page, number, item, item.record, marks.claims[item.id])


def _card(page: Page, number: int, item: Item, claim: Claim, shown: int) -> str:
    named = claim.claimer is not None
    claimer = claim.claimer or ""
    who = CLAIMERS.get(claimer, claimer) if named else NOBODY
    said = f' data-claimer="{text_of(claimer)}"' if named else ""
    rows = [("content", claim.content), ("source", claim.source)]
    rows.insert(1, ("cue", () if claim.cue is None else (claim.cue,)))
    parts = "".join(
        f"<dt>{name}</dt><dd>{_words(spans, page)}</dd>\n" for name, spans in rows if spans
    )
    attributes = "".join(
        f'<dt data-attribute="{text_of(name)}">{_shown(name)}</dt><dd>{text_of(value)}</dd>\n'
        for name, value in claim.attributes.items()
    )
    verdict = "suggested" if item.is_open else "confirmed"
    return (
        f'<article class="claim" id="claim-{shown}" data-claim="{number}"'
        f' data-status="{item.status}"{said}>\n<h3>{shown}. {text_of(who)}'
        f" <small>{verdict}</small></h3>\n<dl>{parts}{attributes}</dl>\n</article>\n"
    )


def _words(spans: Iterable[Span], page: Page) -> str:
    """Words on one line each; where a line is broken says nothing here."""
    return " … ".join(text_of(" ".join(span.text(page.text).split())) for span in spans)


def _names(page: Page, marks: Marks) -> str:
    """The names in the text by their label, most frequent first."""
    found: dict[str, Counter[str]] = {label: Counter() for label in marks.hues}
    for item in page.items:
        if isinstance(item.record, Entity):
            found[item.record.label][" ".join(item.record.span.text(page.text).split())] += 1
    if not found:
        return ""
    rows = "".join(
        f'<dt><span class="{marks.hues[label]}">{text_of(label)}</span></dt>'
        f"<dd>{', '.join(text_of(n) + f' ({t})' * (t > 1) for n, t in names.most_common())}</dd>\n"
        for label, names in found.items()
    )
    return f'<section class="names" aria-label="Names"><h2>Names</h2>\n<dl>{rows}</dl></section>\n'
