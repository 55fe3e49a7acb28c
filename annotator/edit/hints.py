"""Which keys matter now, for the line of hints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.edit.commands import WRITING
from annotator.edit.here import Here
from annotator.edit.keys import Binding, Keymap
from annotator.edit.session import Session

Hint = tuple[str, Binding]
"""Keys as people read them, with what they do."""


def _all(*written: str) -> tuple[Binding, ...]:
    """Commands as a keymap names them: "label 1" is a command and its argument."""
    return tuple(Binding(*line.split(" ")) for line in written)


_IN_PROMPT = _all("prompt-choose", "prompt-next", "prompt-cancel")
_IN_FIND = _all("prompt-choose", "prompt-next", "prompt-previous", "prompt-cancel")
_IN_FIELD = _all("prompt-choose", "prompt-cancel")
_AT_LETTERS = _all("letters-leave", "letters-back")
_AT_LAST_LETTERS = _all(
    "label 1", "letters-done", "letters-select", "letters-back", "letters-leave"
)
_WALKING = _all("pane-choose", "pane-next", "pane-withdraw", "leave-pane", "palette", "keys")
_AT_QUEUE = ("search", "pane")
"""The modes while the focus is in the queue."""
NO_CARD = "no card"
"""Stands for a mode while the focus is among the claims and none is selected."""
_NEXT = Binding("next-release")
_WITHOUT_RELEASE = _all("import", "open-project")
_WITHOUT_PROJECT = _all("new-project", "open-project", "guide", "quit", "keys")
_READING = _all("highlights", "page-down", "next-open", "next-release")
_FINISHED = _all("reopen", "next-release")
_STARTED = _all("finish")
_WAYS_ON = _all("palette", "keys")
_AT_CARDS = (*_all("pane-next", "leave-pane"), *_WAYS_ON)
_ON_MARK = _all("label 1", "label", "new-claim")
_ON_MARK_FOR_CLAIM = _all("set-source", "set-cue", "add-content")
_ON_MARK_TO_READ = _all("copy", "drop")
_ON_NOTHING = _all("next-open", "letters", "next-unmarked", "label", "new-claim")
_ON_CLAIM = _all("accept", "reject", "next-claimer", "claimer", "next-part", "epistemic")
_ON_REJECTED = _all("accept", "next-item", "next-open")
_ON_ENTITY = _all("accept", "reject", "label", "start-left", "end-right")


def keys_now(session: Session, mode: str = "review") -> list[Hint]:
    """The keys that matter where the focus is or for what is selected, most useful first.

    Where a project can only be read, none that would write.
    """
    found = _keys_now(session, mode)
    if session.project.read_only:
        return [(keys, binding) for keys, binding in found if binding.command not in WRITING]
    return found


def _keys_now(session: Session, mode: str) -> list[Hint]:
    if mode in _AT_QUEUE and session.prompt is None and session.lettering.shown is None:
        return list(_bound_at(session.keymap, mode))
    if mode == NO_CARD and session.prompt is None and session.lettering.shown is None:
        return list(_bound_at(session.keymap, "pane", _AT_CARDS))
    return _bound(session.keymap, _useful(session))


def stays(binding: Binding) -> bool:
    """Whether a hint leads to all the others: a narrow window drops the rest first."""
    return binding in _WAYS_ON


def keys_without_project(keymap: Keymap) -> list[Hint]:
    """The keys that help where there is no project."""
    return _bound(keymap, _WITHOUT_PROJECT)


def _bound(keymap: Keymap, wanted: Iterable[Binding]) -> list[Hint]:
    """Those that have a key."""
    shown = ((keymap.shown(binding.command, binding.argument), binding) for binding in wanted)
    return [(keys, binding) for keys, binding in shown if keys]


def _bound_at(keymap: Keymap, mode: str, wanted: Iterable[Binding] = _WALKING) -> Iterator[Hint]:
    """The keys for walking through rows that mean so in this mode."""
    for binding in wanted:
        keys = keymap.shown_at(mode, binding.command)
        if keys:
            yield keys, binding


def _useful(session: Session) -> tuple[Binding, ...]:
    if session.prompt is not None:
        if session.prompt.beside is not None:
            return _IN_FIND
        return _IN_PROMPT if session.prompt.choices else _IN_FIELD
    if session.lettering.shown is not None:
        return _AT_LETTERS if session.lettering.shown.first is None else _AT_LAST_LETTERS
    useful = (*_in_text(session), *_WAYS_ON)
    return tuple(binding for binding in useful if binding != _NEXT or _has_next(session))


def _has_next(session: Session) -> bool:
    return session.queue.has_next(session.hand.search, session.hand.place)


def _in_text(session: Session) -> tuple[Binding, ...]:
    if session.release is None:
        return _WITHOUT_RELEASE
    if session.modes.marks_hidden:
        return _READING
    blind = _all("blind") if session.modes.blind else ()
    useful = _for_looking if session.project.read_only else _for_selection
    return (*blind, *useful(session.here))


def _for_looking(here: Here) -> tuple[Binding, ...]:
    """What helps somebody who can only read."""
    if here.selection.mark is not None:
        return _ON_MARK_TO_READ
    is_claim = here.item is not None and here.item.record.layer == "claim"
    return (
        *(_all("next-open") if here.places.open else ()),
        *_all("next-item"),
        *(_all("next-part") if is_claim else ()),
        *_all("find", "next-release"),
    )


def _for_selection(here: Here) -> tuple[Binding, ...]:
    if here.selection.mark is not None:
        return (*_ON_MARK, *(_ON_MARK_FOR_CLAIM if here.item else ()), *_all("drop"))
    end = _FINISHED if here.fold.state == "finished" else _STARTED
    if here.item is None:
        return end if here.fold.state == "finished" else (*_ON_NOTHING, *end)
    if here.item.status == "rejected":
        return (*_ON_REJECTED, *end)
    return (*(_ON_CLAIM if here.item.record.layer == "claim" else _ON_ENTITY), *end)
