"""Which language a release is in, by its beginning and its middle; nothing where that is not sure.

A release may begin with a line in another language: a place, a note that a translation follows.

The only home of py3langid. Loading it takes half a second and numpy.
"""

from __future__ import annotations

from functools import cache
from itertools import islice

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from annotator.model.languages import LANGUAGES, code_of

LENGTHS = (150, 600)
"""Code points that are looked at in each place: a few, and more where they leave a doubt."""
_SURE = 0.95
_FEWEST_LETTERS = 20
_OTHER_CODES = {"nb": ("no", "nn")}
"""What the model calls a language where it is not by our code."""


class LanguageDetector:
    """Tells the language of texts. The same text gives the same language."""

    def __init__(self) -> None:
        self._model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        wanted = {theirs for ours in LANGUAGES for theirs in _OTHER_CODES.get(ours, (ours,))}
        self._model.set_languages(wanted)
        self._model.nb_ptc = self._model.nb_ptc.astype("float32", order="C")  # else at every text

    def language(self, text: str) -> str:
        """The code of the language of `text`, or nothing."""
        letters = filter(str.isalpha, text[: LENGTHS[-1]])
        if sum(1 for _ in islice(letters, _FEWEST_LETTERS)) < _FEWEST_LETTERS:
            return ""
        for length in LENGTHS:
            found = {self._sure(piece) for piece in _pieces(text, length)}
            if len(found) == 1 and "" not in found:
                return found.pop()
            if length >= len(text):
                break
        return ""

    def _sure(self, text: str) -> str:
        """The code of the language of a piece of text, or nothing."""
        code, share = self._model.classify(text)
        return code_of(code) if share >= _SURE else ""


def _pieces(text: str, length: int) -> list[str]:
    """The beginning and what follows the middle; all of a text that is shorter than both."""
    if len(text) < 2 * length:
        return [text]
    middle = max(length, len(text) // 2)
    return [text[:length], text[middle : middle + length]]


@cache
def language_detector() -> LanguageDetector:
    """The one detector of this process, loaded when it is first asked for."""
    return LanguageDetector()
