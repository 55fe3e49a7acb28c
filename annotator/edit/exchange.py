"""What is asked and said when releases go in and out: formats, kinds of files, how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.edit.prompts import Choice, Prompt
from annotator.edit.words import LONGEST_TITLE, quoted, shortened
from annotator.model.counting import counted

if TYPE_CHECKING:
    from annotator.edit.here import Here
    from annotator.edit.outcomes import Outcome
    from annotator.formats.format import Format
    from annotator.formats.receipts import Receipt
    from annotator.formats.text_fields import FieldQuestion

ARCHIVES = ("ZIP archives", (".zip",))
"""What is read besides the formats of the table: each file in it is of one of them."""


def format_prompt(
    formats: Sequence[Format], last: str, answer: Callable[[Here, str], Outcome]
) -> Prompt:
    """Ask for the format of an export; `last`, the name of the one before, stands first."""
    usual_first = sorted(formats, key=lambda known: known.name != last)
    choices = (Choice(known.name, known.title, known.summary) for known in usual_first)
    return Prompt("format", "Export training data as", answer, tuple(choices))


def field_prompt(
    question: FieldQuestion,
    can_leave: bool,
    answer: Callable[[Here, str], Outcome],
    left: Callable[[], None],
) -> Prompt:
    """Ask which field holds the text of files; with `can_leave` they may be left out."""
    first, *others = question.files
    more = f" and {len(others):,} more" if others else ""
    fields = (
        Choice(name, shortened(name), shortened(text, _SAMPLE) or "empty in the first one")
        for name, text in question.samples.items()
    )
    leave = Choice(NO_FIELD, "None of them", f"{'they are' if others else 'it is'} left out")
    choices = (*fields, *([leave] if can_leave else []))
    title = f"Which field holds the text of {quoted(first.shown)}{more}?"
    return Prompt("field", title, answer, choices, left=left)


NO_FIELD = ""
"""The answer that no field is the text."""
_SAMPLE = 100
CARRY = "carry"
LEFT_ALONE = "No decision is carried over; import again to be asked once more"


def versions_prompt(
    titles: Sequence[str], answer: Callable[[Here, str], Outcome], left: Callable[[], None]
) -> Prompt:
    """Ask whether the decisions on earlier releases, called so, go to their new versions.

    To leave them stands first, so that a hasty Enter does no harm; nor does Y, which finishes a
    release: the question comes when an import is over.
    """
    title = f"A new version of {quoted(titles[0])} came in, and the earlier one is judged"
    leave = ("Leave the new one as it is", "it is judged from the beginning")
    if more := len(titles) - 1:
        called = f"{quoted(titles[0])} and {more:,} more"
        title = f"New versions of {called} came in, and the earlier ones are judged"
        leave = ("Leave the new ones as they are", "they are judged from the beginning")
    choices = (
        Choice("separate", *leave),
        Choice(
            CARRY,
            "Carry the decisions over",
            "the same words keep them; what changed is proposed again",
        ),
    )
    return Prompt("versions", title, answer, choices, left=left, has_field=False)


def file_kinds(formats: Iterable[Format]) -> str:
    """The kinds of files that can be read, as a file dialog lists them: all of them first."""
    kinds = [(known.title, known.suffixes) for known in formats if known.suffixes]
    kinds.append(ARCHIVES)
    every = dict.fromkeys(suffix for _, suffixes in kinds for suffix in suffixes)
    kinds.insert(0, ("All that can be imported", tuple(every)))
    listed = [f"{title} ({_patterns(suffixes)})" for title, suffixes in kinds]
    return ";;".join([*listed, "All files (*)"])


def _patterns(suffixes: Iterable[str]) -> str:
    return " ".join(f"*{suffix}" for suffix in suffixes)


def exported(receipt: Receipt, title: str) -> str:
    """What an export in the format called `title` wrote, what it lost, where its receipt stands."""
    counts = receipt.plain["counts"]
    if receipt.unfinished and receipt.is_empty:
        sentences = [f"Nothing went out as {title}: no release is finished"]
    else:
        count = counted(counts["releases"], "release")
        sentences = [f"Exported {count} as {title}{receipt.without()}", _lost(receipt)]
    if overlaps := counts["overlaps"]:
        pairs = counted(overlaps, "pair")
        sentences.append(f"{pairs} of entities overlap{'s' if overlaps == 1 else ''}")
    if receipt.unread:
        first = receipt.damaged[0]
        sentences.append(replace(first, title=shortened(first.title, LONGEST_TITLE)).told())
    return ". ".join([*sentences, f"Receipt: {_from_home(receipt.readable_path)}"])


def _lost(receipt: Receipt) -> str:
    if receipt.lost:
        return counted(receipt.lost, "loss", "losses")
    is_all = not (receipt.unfinished or receipt.unread)
    return "Nothing was lost" if is_all else "Nothing else was lost"


def _from_home(path: Path) -> str:
    """A path in as few letters as it takes on this machine: "~/exports/club-brat/RECEIPT.md"."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):  # somewhere else, or nobody knows where home is
        return str(path)
