"""Errors that are one clear sentence: what is wrong, where, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AnnotatorError(Exception):
    """Base of every error that a person may see. Its text is a whole sentence."""


class WrongUsageError(AnnotatorError):
    """What was asked for cannot be, whatever is read: a name that the program does not know.

    Files, projects, pipelines and plug-ins, which are there or not, are input.
    """


def did_you_mean(word: str, known: Iterable[str], likeness: float = 0.5) -> str:
    """`` Did you mean "x"?`` for the nearest known word that is so like it (0..1), or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=likeness)
    return f' Did you mean "{near[0]}"?' if near else ""


def sentence_of(failure: Exception, doing: str) -> str:
    """What people are told when something failed: the sentence it has, or one that names it."""
    if isinstance(failure, AnnotatorError):
        return str(failure)
    return f"{doing} failed: {type(failure).__name__}: {failure}"
