"""Which language a release is in, by its first lines; nothing where that is not sure.

The only home of py3langid. Loading it takes half a second and numpy.
"""

from __future__ import annotations

from functools import cache
from itertools import islice

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from annotator.model.languages import LANGUAGES, code_of

HEADS = (150, 600)
"""Code points that are looked at: the few first ones, and more where they leave a doubt."""
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
        letters = filter(str.isalpha, text[: HEADS[-1]])
        if sum(1 for _ in islice(letters, _FEWEST_LETTERS)) < _FEWEST_LETTERS:
            return ""
        for length in HEADS:
            code, share = self._model.classify(text[:length])
            if share >= _SURE:
                return code_of(code)
            if length >= len(text):
                break
        return ""


@cache
def language_detector() -> LanguageDetector:
    """The one detector of this process, loaded when it is first asked for."""
    return LanguageDetector()
