"""RECEIPT.md: what a receipt says to people, with long lists cut short."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from annotator.formats.census import Spool
from annotator.formats.places import RECEIPT_JSON
from annotator.model.counting import counted


def markdown(plain: Mapping[str, Any], lists: Mapping[str, Spool]) -> str:
    """The receipt for people: `plain` but for its long lists, and those."""
    counts = plain["counts"]
    lines = [
        f"# {plain['project']} as {plain['format']}",
        "",
        f"- Written {plain['written_at']} by {plain['program']}, up to step {plain['last_step']}.",
        f"- Read again and compared, item by item, with {plain['checker']}.",
        f"- {counted(counts['releases'], 'release')}: {_listing(counts['states'])}.",
        f"- Entities: {_listing(counts['entities'])}. Claims: {_listing(counts['claims'])}.",
    ]
    if counts["parts"]:
        lines.append(f"- Parts: {_listing(counts['parts'])}; {_split_says(plain['split'])}.")
    if counts["left_out"]:
        lines.append(f"- Left out on purpose: {_listing(counts['left_out'])}.")
    lines.append(f"- Annotators: {', '.join(plain['annotators']) or 'nobody yet'}.")
    lines.append(f"- Suggesters: {', '.join(plain['suggesters']) or 'none'}.")
    lines += _section("Damaged, and so not in it", _first_of(lists["unread"], _unread_says))
    lines += _section("What this format never says", _never(plain["never_said"]))
    lines += _section("What is not in it, or not as it is", _kinds(plain["losses"]["by_kind"]))
    lines += _section("One by one", _first_of(lists["losses"], _loss_says))
    lines += _section("Entities that overlap", _first_of(lists["overlaps"], _pair_says))
    lines += _section("Files", _first_of(lists["files"], _file_says))
    return "\n".join(lines) + "\n"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    body = [f"- {line}" for line in lines]
    return ["", f"## {title}", "", *body] if body else []


def _first_of(spool: Spool, says: Callable[[Mapping[str, Any]], str]) -> Iterator[str]:
    yield from map(says, spool.first)
    if spool.count > len(spool.first):
        yield f"and {spool.count - len(spool.first)} more: {RECEIPT_JSON} lists all."


def _listing(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "none"


def _split_says(split: Mapping[str, Any] | None) -> str:
    return "" if split is None else f"manifest {split['file']}, SHA-256 {split['sha256']}"


def _never(never: Mapping[str, str]) -> Iterator[str]:
    return (f"{aspect}: {why}" for aspect, why in never.items())


def _kinds(kinds: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    return (f"{kind['times']} x {kind['what']}: {kind['why']}" for kind in kinds)


def _unread_says(unread: Mapping[str, Any]) -> str:
    title = f", {_plainly(unread['title'])}" if unread["title"] else ""
    return f"release {unread['number']:,} ({unread['release'][:12]}){title}: {unread['why']}"


def _loss_says(loss: Mapping[str, Any]) -> str:
    place = _place_says(loss) if "text" in loss else ""
    item = f", item {loss['item']}" if loss["item"] else ""
    written = ", ".join(map(_place_says, loss.get("written", ())))
    instead = f", written{written}" if written else ""
    return f"{loss['what']}: release {loss['release'][:12]}{item}{place}{instead}: {loss['why']}"


def _place_says(words: Mapping[str, Any]) -> str:
    return f" at {words['start']}-{words['end']}, {_plainly(words['text'])}"


def _pair_says(pair: Mapping[str, Any]) -> str:
    one, other = pair["entities"]
    texts = f"{_plainly(one['text'])} ({one['label']}), {_plainly(other['text'])}"
    return f"release {pair['release'][:12]} at {one['start']}: {texts} ({other['label']})"


def _file_says(file: Mapping[str, Any]) -> str:
    return f"{file['file']}, {file['bytes']:,} bytes, SHA-256 {file['sha256']}"


def _plainly(words: str) -> str:
    """Words of a release on one line, shown and never obeyed by what shows Markdown."""
    return json.dumps(words[:60], ensure_ascii=False).replace("`", "'").replace("<", "&lt;")
