"""How far two annotators agree, as text for people: tables, and what each has alone.

`names` are what the two are called.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotator.agree.between import PARTS, Agreement, Pair, kappa, same
from annotator.agree.counts import Counts
from annotator.agree.report import (
    claim_line,
    confusion_table,
    in_context,
    joined,
    percent,
    words_of,
)
from annotator.model.records import Claim, Entity, Record

Names = tuple[str, str]
_LONGEST_NAME = 14
_ENOUGH = 10
"""So many values have a kappa that says something."""


def tables(found: Agreement, names: Names) -> Iterator[str]:
    """The lines that tell how far two annotators agree."""
    first, second = (f"only {_short(name)}" for name in names)
    head = f"{'both':>7}{first:>22}{second:>22}{'F1':>8}"
    yield f"{'Entities':26}{head}"
    yield _row("span and label", found.entities.strict)
    yield _row("span only", found.entities.exact)
    yield "  by label"
    yield from (_row(f"  {name}", c) for name, c in sorted(found.entities.labels.items()))
    which = f"labels of {names[0]} down, of {names[1]} across"
    yield from confusion_table(found.entities.confusion, which)
    yield ""
    yield f"{'Claims':26}{head}"
    yield _row("records", found.claims)
    yield from _parts(found)


def _parts(found: Agreement) -> Iterator[str]:
    """In how many of the claims that both have each part and attribute is the same."""
    both = found.claims.right
    if not both:
        return
    yield "  of those that both have, the same"
    yield from (_share(part, found.same_parts[part], both) for part in PARTS)
    for name, values in sorted(found.values.items()):
        beyond_chance = kappa(values) if values.total() >= _ENOUGH else None
        shown = "" if beyond_chance is None else f"   kappa {beyond_chance:.2f}"
        yield f"{_share(name, same(values), values.total())}{shown}"


def _share(name: str, count: int, of: int) -> str:
    return f"    {name:22}{count:7} of {of:<7}{percent(count / of):>8}"


def _row(name: str, counts: Counts) -> str:
    numbers = f"{counts.right:7}{counts.missed:22}{counts.wrong:22}"
    return f"  {name:24}{numbers}{percent(counts.f1):>8}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def line(pair: Pair, names: Names, text: str) -> str:
    """What the two say of the same words, in one line with the words around it."""
    record, told = pair.record, told_of(pair, names, text)
    if isinstance(record, Claim):
        return f"claim {claim_line(record, text)}: {told}"
    span = record.span
    return f"{record.label} {words_of(span, text)!r}: {told}: {in_context(span, text)}"


def told_of(pair: Pair, names: Names, text: str) -> str:
    """Who says it or, where the two differ, what the second one says instead of it."""
    if pair.first is None or pair.second is None:
        who, other = names if pair.second is None else names[::-1]
        return f"only {who}; {other} did not decide" if pair.is_half else f"only {who}"
    if pair.is_agreed:
        return f"{names[0]} and {names[1]}"
    return f"{names[1]}: {_instead(pair.second, pair, text)}"


def versions(pair: Pair, names: Names, text: str) -> Iterator[tuple[Record, str]]:
    """What somebody may decide for, and who says so: two records where the two differ."""
    first, second = pair.first, pair.second
    if first is None or second is None or pair.is_agreed:
        yield pair.record, told_of(pair, names, text)
        return
    yield first, f"{names[0]}; {names[1]}: {_instead(second, pair, text)}"
    yield second, f"{names[1]}; {names[0]}: {_instead(first, pair, text)}"


def _instead(record: Record, pair: Pair, text: str) -> str:
    parts = _parts_of(record, text)
    return ", ".join(parts.get(part) or f"no {part}" for part in pair.differing)


def _parts_of(record: Record, text: str) -> dict[str, str]:
    """Everything in which a record may differ from another one, in words."""
    if isinstance(record, Entity):
        return {"label": record.label, "bounds": _quoted(words_of(record.span, text))}
    parts = {
        "source": _quoted(joined(record.source, text)),
        "cue": _quoted(words_of(record.cue, text) if record.cue else ""),
        "content": _quoted(joined(record.content, text)),
        "claimer": record.claimer,
        **record.attributes,
    }
    return {part: f"{part} {said}" for part, said in parts.items() if said}


def _quoted(words: str) -> str:
    return words and f"“{words}”"
