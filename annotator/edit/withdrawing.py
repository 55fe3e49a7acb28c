"""Withdrawing releases: the one in hand, or those that the last import brought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from annotator.edit.here import Here
from annotator.edit.outcomes import Act, ActInAll, Outcome, Say
from annotator.edit.prompts import Choice, Prompt, yes_no_prompt
from annotator.edit.words import LONGEST_TITLE, quoted
from annotator.model.counting import counted
from annotator.model.fold import Fold
from annotator.model.masking import Mask, words_in
from annotator.model.records import Release
from annotator.model.spans import Words
from annotator.model.steps import BRING_BACK, WITHDRAW, Step
from annotator.model.withdrawal import withdraw

if TYPE_CHECKING:
    from annotator.store.acting import Recorded
    from annotator.store.project import Project

WITHDRAW_IMPORT: Literal["withdraw-import"] = "withdraw-import"
_DO, _LEAVE = "do", "leave"
_VERBS = {WITHDRAW: ("Withdrew", ""), BRING_BACK: ("Brought", " back")}


def withdraw_this(here: Here, _: str = "") -> Outcome:
    """Take the release in hand out of the queue; asked first where somebody decided in it."""
    judged = here.places.judged
    if judged or here.fold.state == "finished":
        return _question("this release", judged, _withdrawn)
    return _withdrawn(here)


def withdraw_other(project: Project, release_id: str, mask: Mask | None) -> Outcome:
    """The same with a release that is not in hand; `mask` hides the names that may not be read."""
    row = project.queue_row(release_id)
    if row is None:
        return Say("It is withdrawn already")
    act = ActInAll([release_id], withdraw, doing="Withdrawing")
    if row.judged or row.state == "finished":
        title = row.title if mask is None else mask.hide(row.title)
        called = quoted(title, LONGEST_TITLE) if title else "the release without a title"
        return _question(called, row.judged, lambda _: act)
    return act


def _withdrawn(here: Here) -> Act:
    return Act([], here.selection, state="withdrawn")


def _question(called: str, judged: int, act: Callable[[Here], Outcome]) -> Prompt:
    """Ask before a release is withdrawn in which somebody has decided."""

    def answer(here: Here, value: str) -> Outcome:
        return act(here) if value == _DO else Say("The release stays in the queue")

    what = f"with {counted(judged, 'decision')} in it" if judged else "which is finished"
    yes = Choice(_DO, "Withdraw it", "undo brings it back, with all that was decided")
    no = Choice(_LEAVE, "Leave it in the queue")
    return yes_no_prompt(WITHDRAW, f"Withdraw {called}, {what}?", answer, yes, no)


def withdraw_import(project: Project, in_hand: str) -> Prompt | Say:
    """Ask whether to take out what the last import brought and nobody has decided in.

    Undo leads back to the release `in_hand`, where that is among them, and to what is selected.
    """
    found = project.imported()
    going = [one.release for one in found if not one.decided]
    going.sort(key=lambda release: release != in_hand)
    if not found:
        return Say("Nothing of the last import is in the queue")
    if not going:
        return Say("Somebody has decided in all that the last import brought: it stays")

    def answer(here: Here, value: str) -> Outcome:
        def decide(release: Release, stands: Fold) -> Step | None:
            step = withdraw(release, stands)
            if step is None or release.id != in_hand:
                return step
            return replace(step, selection=here.selection)

        if value != _DO:
            return Say("What was imported stays")
        return ActInAll(going, decide, _stays(len(found) - len(going)), "Withdrawing")

    title = f"Take back the import of {_local(found[0].imported_at)}?"
    detail = f"undo brings {_them(len(going))} back{_stays(len(found) - len(going))}"
    yes = Choice(_DO, f"Withdraw {counted(len(going), 'release')}", detail)
    no = Choice(_LEAVE, f"Leave {_them(len(going))} in the queue")
    return yes_no_prompt(WITHDRAW_IMPORT, title, answer, yes, no)


def _stays(count: int) -> str:
    """What is not withdrawn, to be said after what is; "" when that is nothing."""
    stay = "stays" if count == 1 else "stay"
    return f"; {count:,} with decisions {stay}" if count else ""


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _local(at: str) -> str:
    """A time of the store as a clock on the wall here shows it."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def is_withdrawing(recorded: Recorded) -> bool:
    """Whether a step was made to take a release out of the queue, or to put one back."""
    return recorded.step.step.command in _VERBS


def told_of_withdrawing(recorded: Recorded, project: Project, text: Words) -> str:
    """What such a step did: "Withdrew “A title”", "Brought 500 releases back".

    A name that is masked in `text` stays so, also where the title is cut.
    """
    verb, back = _VERBS[recorded.step.step.command]
    if recorded.others:
        return f"{verb} {counted(1 + len(recorded.others), 'release')}{back}"
    title = words_in(project.release(recorded.step.release).title, text)
    return f"{verb} {quoted(title, LONGEST_TITLE) if title else 'a release without a title'}{back}"


def undoing(recorded: Recorded) -> str:
    """What undo does with a step, after the name of its key."""
    if recorded.step.step.command == WITHDRAW:
        return f"brings {_them(1 + len(recorded.others))} back"
    return "undoes"


def after_withdrawn(project: Project, release_id: str, search: str) -> str | None:
    """What to take up in place of a release that is out: the next unfinished one, else any.

    While the queue is searched one of those that are found, if there is any.
    """
    found = (
        project.next_unfinished(release_id, search)
        or project.beside(release_id, 1, search)
        or project.beside(release_id, -1, search)
    )
    return found or (after_withdrawn(project, release_id, "") if search.split() else None)
