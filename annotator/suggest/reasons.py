"""Why something was suggested, in a few words for people: ``resources/suggest/reasons.toml``."""

from __future__ import annotations

import re

from annotator.model.records import Claim
from annotator.suggest.words import word_list

_THAT = re.compile(r"[\"“«„]?(?:that|whether|if)\b", re.IGNORECASE)


def entity_reason(rule: str) -> str:
    """``recognised by the pipeline, edges cleaned`` for ``ner+edges``."""
    phrases: dict[str, str] = word_list("reasons")["entity"]
    return ", ".join(phrases[made] for made in rule.split("+"))


def claim_reason(rule: str, claim: Claim, text: str) -> str:
    """``said + that-clause`` and the like. `text` is the release's."""
    template: str = word_list("reasons")["claim"][rule]
    cue = " ".join(claim.cue.text(text).split()).lower() if claim.cue else ""
    has_that = _THAT.match(min(claim.content).text(text)) is not None
    return template.format(cue=cue, clause="that-clause" if has_that else "clause")
