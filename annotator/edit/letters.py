"""Letters at the words: those typed at a first word and at a last one mark what is between.

Which word has which letters follows from the text, what is highlighted and where the caret is, and
from nothing else. 26 letters name 676 words by two; where there are fewer words, some have one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile

from annotator.edit.here import Here
from annotator.edit.unmarked import unmarked
from annotator.model.names import name_at
from annotator.model.spans import Span
from annotator.model.tokens import tokens_from, tokens_in

LETTERS = "fjdkslaghrueiwoqptyvmcnxbz"
"""The easiest to reach first; those of one letter come from the front."""
WORDS = 426
"""So many words have letters: more than a window shows, and ten of them one letter."""
_PIECE = 400
"""Code points that are cut into tokens at once, going back."""


@dataclass(frozen=True, slots=True)
class Lettered:
    """Words with letters: `words` by what is to be typed, and what is `typed` of it.

    `first` is the first word of what is marked, once it is chosen: then these letters are of the
    last word.
    """

    words: Mapping[str, Span]
    typed: str = ""
    first: Span | None = None

    def fitting(self) -> dict[str, Span]:
        """The words that may still be meant, by what is still to be typed."""
        return {
            letters.removeprefix(self.typed): word
            for letters, word in self.words.items()
            if letters.startswith(self.typed)
        }

    def then(self, letter: str) -> Lettered | Span | None:
        """What one more letter leads to: fewer words, the word that is meant, or nothing."""
        further = replace(self, typed=self.typed + letter)
        found = further.fitting()
        return found.get("", further) if found else None

    def letters_of(self, word: Span) -> str | None:
        """What is to be typed for a word."""
        return next((letters for letters, known in self.words.items() if known == word), None)


def letters_at_first(here: Here) -> Lettered:
    """Letters for the first word: those around the caret, the nearest names first.

    Where the page was turned away from the caret, those from the top of the view.
    """
    caret = here.token(here.lines.in_view(here.selection.caret.start))
    words = _around(here, caret)
    if not words:
        return Lettered({})
    names = {s.start for s in unmarked(here, words[0].joined(words[-1]))}
    nearest = sorted(words, key=lambda w: (w.start not in names, abs(w.start - caret.start)))
    return Lettered(_with_letters(words, nearest))


def letters_at_last(here: Here, first: Span) -> Lettered:
    """Letters for the last word: those from the first one to the end of its paragraph."""
    paragraph = here.paragraph(first.start)
    words = [first, *islice(_after(here, first, paragraph.end), WORDS - 1)]
    return Lettered(_with_letters(words, words), first=first)


def proposed(here: Here, first: Span) -> Span:
    """What is marked when only the first word is chosen: the name that begins there, or it."""
    return name_at(here.text, first, here.paragraph(first.start)) or first


def letters_for(count: int) -> list[str]:
    """What names so many words: first as many single letters as can be, then pairs."""
    base = len(LETTERS)
    singles = base if count <= base else (base * base - count) // (base - 1)
    pairs = (first + second for first in LETTERS[singles:] for second in LETTERS)
    return [*islice(chain(LETTERS[:singles], pairs), count)]


def _with_letters(words: Sequence[Span], nearest: Iterable[Span]) -> dict[str, Span]:
    """Letters for each of `words`; those that come first in `nearest` have one letter."""
    letters = letters_for(len(words))
    short = list(islice(nearest, sum(len(one) == 1 for one in letters)))
    long = sorted({*words} - {*short})
    return dict(zip(letters, (*short, *long), strict=True))


def _around(here: Here, caret: Span) -> list[Span]:
    """The words around the caret, as many before it as behind where there are as many."""
    earlier = _before(here, caret)
    before = list(islice(earlier, WORDS // 2))
    behind = list(islice(_after(here, caret, len(here.text)), WORDS - len(before) - 1))
    inner = [caret] if _is_word(here.text, caret) else []
    before += islice(earlier, WORDS - len(before) - len(inner) - len(behind))
    return [*reversed(before), *inner, *behind]


def _after(here: Here, token: Span, end: int) -> Iterator[Span]:
    following = takewhile(lambda token: token.end <= end, tokens_from(here.text, token.end))
    return (token for token in following if _is_word(here.text, token))


def _before(here: Here, token: Span) -> Iterator[Span]:
    """From the nearest on; tokens are found forwards, so it goes back a piece of text at a time."""
    at = token.start
    while at > 0:
        piece = Span(max(0, at - _PIECE), at)
        tokens = tokens_in(here.text, piece)
        yield from (found for found in reversed(tokens) if _is_word(here.text, found))
        at = tokens[0].start if tokens else piece.start


def _is_word(text: str, token: Span) -> bool:
    """Whether it is no punctuation."""
    return text[token.start].isalnum() or any(map(str.isalnum, token.text(text)))
