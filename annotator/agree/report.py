"""What was measured, as text for people: tables, and errors with the words around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from annotator.agree.claims import ClaimError, ClaimResult
from annotator.agree.counts import Counts
from annotator.agree.entities import NOTHING, EntityError, EntityResult
from annotator.model.records import Claim, Suggestion
from annotator.model.spans import Span

CONTEXT = 30
"""Characters of text on either side of an error."""

_HEAD = f"{'':26}{'right':>7}{'wrong':>7}{'missed':>7}{'P':>8}{'R':>7}{'F1':>7}"


def entity_tables(ours: EntityResult, bare: EntityResult) -> Iterator[str]:
    """The lines that tell how good the entities are, beside those of the bare pipeline."""
    yield f"Entities{_HEAD[8:]}"
    yield _row("span and label", ours.strict)
    yield _row("  bare pipeline", bare.strict)
    yield _row("span only", ours.exact)
    yield _row("  bare pipeline", bare.exact)
    yield from _section("by label", ours.labels)
    yield from _section("by rule (right and wrong)", ours.rules())
    yield from confusion_table(ours.confusion, "true label down, suggested across")


def claim_tables(found: ClaimResult) -> Iterator[str]:
    """The lines that tell how good the claims are."""
    yield f"Claims{_HEAD[6:]}"
    yield _row("records", found.records)
    pairs = found.records.right
    for name, right, of in (
        ("source right", found.sources_right, pairs),
        ("cue exact", found.cues_right, pairs),
        ("content exact", found.contents_right, pairs),
        ("claimer right", found.claimers_right, found.claimers_told),
    ):
        yield f"  {name:24}{right:7}{'of':>7}{of:7}{percent(right / max(1, of)):>8}"
    yield from _section("by quote type", found.quote_types)
    yield from _section("by rule (right and wrong)", found.rules())


def _section(name: str, counted: Mapping[str, Counts]) -> Iterator[str]:
    if counted:
        yield f"  {name}"
        yield from (_row(f"  {key}", counts) for key, counts in sorted(counted.items()))


def _row(name: str, counts: Counts) -> str:
    numbers = f"{counts.right:7}{counts.wrong:7}{counts.missed:7}"
    ratios = f"{percent(counts.precision):>8}{percent(counts.recall):>7}{percent(counts.f1):>7}"
    return f"  {name:24}{numbers}{ratios}"


def percent(ratio: float) -> str:
    """A ratio as a table shows it."""
    return f"{100 * ratio:.1f}"


def confusion_table(confusion: Counter[tuple[str, str]], which: str) -> Iterator[str]:
    """Which labels met which others; `which` says what rows and columns are."""
    wrong = {pair: count for pair, count in confusion.items() if pair[0] != pair[1]}
    if not wrong:
        return
    columns = sorted({said for _, said in wrong})
    yield f"  confused: {which} ({NOTHING}: no entity there)"
    yield f"  {'':14}" + "".join(f"{_short(said):>9}" for said in columns)
    for true in sorted({true for true, _ in wrong}):
        counts = (confusion[true, said] or "" for said in columns)
        yield f"  {true:14}" + "".join(f"{count:>9}" for count in counts)


def _short(label: str) -> str:
    return label if len(label) <= 8 else label[:7] + "."


def entity_error(error: EntityError, text: str) -> str:
    """One line: what kind of error, both entities, and the words around."""
    sides = []
    if error.said is not None:
        span = next(error.said.record.spans())
        sides.append(
            f"suggested {_labelled(error.said)} {words_of(span, text)!r} ({_why(error.said)})"
        )
    if error.true is not None:
        sides.append(f"true {error.true.label} {words_of(error.true.span, text)!r}")
    return f"{error.kind}: {', '.join(sides)}: {in_context(error.place(), text)}"


def claim_error(error: ClaimError, text: str) -> str:
    """One line: what kind of error, and the claims as source | cue | content."""
    if error.said is None:
        return f"missed: {claim_line(error.true, text)}"
    assert isinstance(error.said.record, Claim)
    said = f"{claim_line(error.said.record, text)} ({_why(error.said)})"
    if error.true is None:
        return f"wrong: {said}"
    return f"{', '.join(error.differing)}: {said}, true {claim_line(error.true, text)}"


def _labelled(suggestion: Suggestion) -> str:
    return getattr(suggestion.record, "label", "")


def _why(suggestion: Suggestion) -> str:
    return f"{suggestion.rule} {suggestion.score:.2f}"


def claim_line(claim: Claim | None, text: str) -> str:
    """A claim as source, cue and content; "" for none."""
    if claim is None:
        return ""
    cue = words_of(claim.cue, text) if claim.cue else NOTHING
    source = joined(claim.source, text) or NOTHING
    named = f" [{claim.claimer}]" if claim.claimer else ""
    return f"{source}{named} | {cue} | {joined(claim.content, text)}"


def joined(spans: Iterable[Span], text: str) -> str:
    """The words of several spans."""
    return " ... ".join(words_of(span, text) for span in spans)


def words_of(span: Span, text: str) -> str:
    """The words of a span, on one line."""
    return " ".join(span.text(text).split())


def in_context(span: Span, text: str) -> str:
    """A span in brackets, with the words around it."""
    before = text[max(0, span.start - CONTEXT) : span.start]
    after = text[span.end : span.end + CONTEXT]
    return " ".join(f"...{before}[{span.text(text)}]{after}...".split())
