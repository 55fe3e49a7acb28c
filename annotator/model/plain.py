"""Records as plain JSON values and back: for the store, the suggester's process and the formats.

A span is ``{"start": 0, "end": 3}``; readers ignore further keys (such as ``text``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from annotator.model.errors import AnnotatorError
from annotator.model.records import Claim, Entity, Record, Release, Suggestion
from annotator.model.selection import NOTHING_SELECTED, Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, ReleaseState, Step, Verb
from annotator.model.structure import KINDS, Constituent, Offer, Structure

_STATES = frozenset({None, *get_args(ReleaseState)})
"""The states that a step may put its release in; most leave it as it is."""
_VERBS = frozenset(get_args(Verb))


class PlainError(AnnotatorError):
    """A plain value is not the record it should be."""


def span_to_plain(span: Span) -> dict[str, int]:
    """``{"start", "end"}``."""
    return {"start": span.start, "end": span.end}


def span_from_plain(plain: Any) -> Span:
    """The span of a mapping with whole numbers ``start`` and ``end``."""
    try:
        start, end = plain["start"], plain["end"]
    except (TypeError, KeyError, IndexError):
        raise PlainError(f'A span needs "start" and "end", not {in_json(plain)}.') from None
    if type(start) is not int or type(end) is not int:
        raise PlainError(f"The offsets of a span are whole numbers, not {in_json(plain)}.")
    return Span(start, end)


def in_json(plain: Any) -> str:
    """A plain value in a sentence, as its file has it: null, not None; cut where it is long."""
    shown = json.dumps(plain, ensure_ascii=False, default=str)
    whole = shown.encode("utf-8", "backslashreplace").decode("utf-8")  # halves of characters, too
    return whole if len(whole) < 60 else whole[:57] + "..."


def record_to_plain(record: Record) -> dict[str, Any]:
    """An entity as ``{"start", "end", "label"}``, a claim as content, cue, source and the rest."""
    if isinstance(record, Entity):
        return {**span_to_plain(record.span), "label": record.label}
    return {
        "content": [span_to_plain(span) for span in record.content],
        "cue": None if record.cue is None else span_to_plain(record.cue),
        "source": [span_to_plain(span) for span in record.source],
        "claimer": record.claimer,
        "attributes": dict(record.attributes),
    }


def record_from_plain(plain: Any) -> Record:
    """The entity or claim of a mapping; a claim is what has ``content``. Raise `PlainError`."""
    if type(plain) is not dict and not isinstance(plain, Mapping):  # the first is much faster
        raise PlainError(f"A record is an object, not {in_json(plain)}.")
    if "content" in plain:
        return _claim_from_plain(plain)
    label = plain.get("label")
    if not isinstance(label, str) or not label:
        raise PlainError(f'An entity needs a "label", not {in_json(label)}.')
    return Entity(span_from_plain(plain), label)


def _claim_from_plain(plain: Mapping[str, Any]) -> Claim:
    content, source = plain["content"], plain.get("source") or []
    claimer, attributes = plain.get("claimer"), plain.get("attributes") or {}
    if not isinstance(content, list) or not content or not isinstance(source, list):
        raise PlainError('A claim needs a list "content" of at least one span.')
    if claimer is not None and not isinstance(claimer, str):
        raise PlainError(f"A claimer is a name, not {in_json(claimer)}.")
    if not isinstance(attributes, Mapping) or not _are_texts(attributes):
        raise PlainError("The attributes of a claim are names and texts.")
    return Claim(
        tuple(span_from_plain(span) for span in content),
        None if plain.get("cue") is None else span_from_plain(plain["cue"]),
        tuple(span_from_plain(span) for span in source),
        claimer,
        dict(attributes),
    )


def _are_texts(attributes: Mapping[Any, Any]) -> bool:
    return not attributes or all(
        isinstance(name, str) and isinstance(value, str) for name, value in attributes.items()
    )


def suggestion_to_plain(suggestion: Suggestion) -> dict[str, Any]:
    """The record with ``suggester``, ``rule``, ``score`` and ``reason``."""
    return {
        **record_to_plain(suggestion.record),
        "suggester": suggestion.suggester,
        "rule": suggestion.rule,
        "score": suggestion.score,
        "reason": suggestion.reason,
    }


def suggestion_from_plain(plain: Any) -> Suggestion:
    """The suggestion of a mapping, which may lack a ``reason``. Raise `PlainError`."""
    return suggestion_of(record_from_plain(plain), plain)


def suggestion_of(record: Record, plain: Mapping[str, Any]) -> Suggestion:
    """The suggestion of `record` that a mapping tells the rest of. Raise `PlainError`."""
    suggester, rule, score = plain.get("suggester"), plain.get("rule"), plain.get("score")
    if not isinstance(suggester, str) or not isinstance(rule, str):
        raise PlainError('A suggestion names its "suggester" and "rule".')
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise PlainError(f"A score is a number in 0..1, not {in_json(score)}.")
    return Suggestion(record, suggester, rule, float(score), _reason_from_plain(plain))


def _reason_from_plain(plain: Mapping[str, Any]) -> str:
    reason = plain.get("reason")
    if reason is not None and not isinstance(reason, str):
        raise PlainError(f"A reason is a text, not {in_json(reason)}.")
    return reason or ""


def step_to_plain(step: Step) -> dict[str, Any]:
    """A step as the store keeps it, without number, annotator and time."""
    return {
        "command": step.command,
        "decisions": [_decision_to_plain(decision) for decision in step.decisions],
        "selection": selection_to_plain(step.selection),
        "state": step.state,
        "seconds": step.seconds,
    }


def step_from_plain(plain: Mapping[str, Any], with_selection: bool = True) -> Step:
    """The step of such a mapping; without its selection, which a fold has no need of, faster."""
    command, state, seconds = plain["command"], plain["state"], plain["seconds"]
    if not isinstance(command, str) or not isinstance(seconds, int | float) or state not in _STATES:
        raise PlainError(f"A step is a command, a state and seconds, not {in_json(plain)}.")
    return Step(
        command,
        tuple([_decision_from_plain(decision) for decision in plain["decisions"]]),
        selection_from_plain(plain["selection"]) if with_selection else NOTHING_SELECTED,
        state,
        seconds,
    )


def _decision_to_plain(decision: Decision) -> dict[str, Any]:
    plain: dict[str, Any] = {"verb": decision.verb, "item": decision.item}
    if decision.record is not None:
        plain["record"] = record_to_plain(decision.record)
    if decision.was is not None:
        plain["was"] = record_to_plain(decision.was)
    if not decision.seen:
        plain["seen"] = False
    if decision.blind:
        plain["blind"] = True
    return plain


def _decision_from_plain(plain: Mapping[str, Any]) -> Decision:
    record = record_from_plain(plain["record"]) if "record" in plain else None
    was = record_from_plain(plain["was"]) if "was" in plain else None
    seen, blind = plain.get("seen", True), plain.get("blind", False)
    if plain["verb"] not in _VERBS or not isinstance(plain["item"], str):
        raise PlainError(f"A decision is a verb and an item, not {in_json(plain)}.")
    return Decision(plain["verb"], plain["item"], record, was, seen, blind)


def selection_to_plain(selection: Selection) -> dict[str, Any]:
    """What was selected, with spans as mappings."""
    return {
        "caret": span_to_plain(selection.caret),
        "item": selection.item,
        "part": selection.part,
        "fragment": selection.fragment,
        "anchor": None if selection.anchor is None else span_to_plain(selection.anchor),
        "mark": None if selection.mark is None else span_to_plain(selection.mark),
    }


def selection_from_plain(plain: Mapping[str, Any]) -> Selection:
    """The selection of such a mapping."""
    return Selection(
        span_from_plain(plain["caret"]),
        plain["item"],
        plain["part"],
        plain["fragment"],
        None if plain["anchor"] is None else span_from_plain(plain["anchor"]),
        None if plain["mark"] is None else span_from_plain(plain["mark"]),
    )


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step that was taken elsewhere; None where nobody said by whom or when."""

    step: Step
    annotator: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A release on its way into a project, with what is already known of it.

    Decisions in `steps` call the n-th of `suggestions`, from 1, ``s<n>``: the store gives it its
    own id. `origin` names the file (and line) it came from; `note` is what people should know of
    how it was read, as one sentence.
    """

    release: Release
    suggestions: tuple[Suggestion, ...] = ()
    steps: tuple[PastStep, ...] = ()
    origin: str = ""
    note: str = ""


def structure_to_plain(structure: Structure) -> dict[str, Any]:
    """The passage, constituents as ``[start, end, head, kind]``, offers as their spans."""
    offers = [
        {
            "cue": span_to_plain(offer.cue),
            "source": [span_to_plain(span) for span in offer.source],
            "content": [span_to_plain(span) for span in offer.content],
            "sure": offer.sure,
            "implicit": offer.implicit,
        }
        for offer in structure.offers
    ]
    constituents = [[*c.span, c.head, c.kind] for c in structure.constituents]
    passage = span_to_plain(structure.passage)
    return {"passage": passage, "constituents": constituents, "offers": offers}


def structure_from_plain(plain: Any) -> Structure:
    """The structure of such a mapping; nothing in it lies outside its passage.

    Raise `PlainError`.
    """
    try:
        passage = span_from_plain(plain["passage"])
        constituents = tuple(_constituent_from_plain(one) for one in plain["constituents"])
        offers = tuple(_offer_from_plain(one) for one in plain["offers"])
    except (TypeError, KeyError, ValueError):
        raise PlainError(f"This is no structure of a passage: {in_json(plain)}.") from None
    spans = [constituent.span for constituent in constituents]
    spans += [span for offer in offers for span in (offer.cue, *offer.source, *offer.content)]
    if not all(span.start < span.end and passage.contains(span) for span in spans):
        raise PlainError("A structure lies outside its passage.")
    return Structure(passage, constituents, offers)


def _constituent_from_plain(plain: Any) -> Constituent:
    start, end, head, kind = plain
    if not all(type(offset) is int for offset in (start, end, head)) or kind not in KINDS:
        raise ValueError
    return Constituent(Span(start, end), head, kind)


def _offer_from_plain(plain: Any) -> Offer:
    return Offer(
        span_from_plain(plain["cue"]),
        tuple(span_from_plain(span) for span in plain["source"]),
        tuple(span_from_plain(span) for span in plain["content"]),
        plain["sure"] is True,
        plain["implicit"] is True,
    )
