"""A text that comes without a file, such as from the clipboard."""

from __future__ import annotations

from annotator.formats.texts import checked, date_of, title_of
from annotator.model.plain import Incoming
from annotator.model.records import Release


def pasted(text: str, name: str) -> Incoming:
    """The release that `text` is, with the title and date that it would have as a text file.

    `name` is where it is from. Raise `RefusedError` when it cannot be a release.
    """
    text = checked(text, name)
    return Incoming(Release(text, title_of(text), date=date_of(text)), origin=name)
