"""The labelling configuration that goes with tasks for Label Studio: what may be marked, as XML.

<Labels name="entities">     the labels of the scheme
<Labels name="parts">        CLAIM, CONTENT, CUE, SOURCE, joined by <Relations>
<Choices name="epistemic">   an attribute of the scheme, for each CLAIM
<TextArea name="claimer">    the claimer, "more" other attributes as name=value, one a line
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import quoteattr

from annotator.formats.colours import colours_of
from annotator.formats.linked import ARROWS, CLAIM, PARTS

CONFIG = "labeling_config.xml"
CORNER = "from_annotator"
"""Our corner in the data of a task: JSON-MIN writes its own "annotator"."""
TEXT, ENTITIES, PARTS_OF_CLAIMS, CLAIMER, MORE = "text", "entities", "parts", "claimer", "more"
_OURS = frozenset({TEXT, ENTITIES, PARTS_OF_CLAIMS, CLAIMER, MORE})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_value(said: str) -> bool:
    """Whether a label or a choice can stand in the configuration: XML, and no variable ("$x")."""
    blank = not said.strip() or said != said.strip()
    return not (blank or said.startswith("$") or _NOT_IN_XML.search(said))


def choices_of(attributes: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The attributes of a scheme that can be choices; others are text."""
    return {
        name: values
        for name, values in attributes.items()
        if values and _NAME.fullmatch(name) and name not in _OURS and all(map(is_value, values))
    }


def configuration(labels: Iterable[str], choices: Mapping[str, tuple[str, ...]]) -> str:
    """The whole configuration. `pre-wrap` keeps every line end and blank where it stands."""
    return "\n".join(
        [
            "<View>",
            "  <Style>.htx-text { white-space: pre-wrap; }</Style>",
            *_labels(ENTITIES, labels),
            *_labels(PARTS_OF_CLAIMS, PARTS),
            "  <Relations>",
            *(f"    <Relation value={quoteattr(label)}/>" for label in ARROWS),
            "  </Relations>",
            f'  <Text name="{TEXT}" value="$text"/>',
            *(line for name, values in choices.items() for line in _choices(name, values)),
            *_text_area(CLAIMER, "Claimer: a name, AUTHOR or IMPLICIT"),
            *_text_area(MORE, "name=value"),
            "</View>\n",
        ]
    )


def _labels(name: str, labels: Iterable[str]) -> Iterator[str]:
    yield f'  <Labels name="{name}" toName="{TEXT}">'
    for label, colour in colours_of(labels).items():
        yield f'    <Label value={quoteattr(label)} background="{colour}"/>'
    yield "  </Labels>"


_WHERE = (
    f'toName="{TEXT}" perRegion="true" whenTagName="{PARTS_OF_CLAIMS}" whenLabelValue="{CLAIM}"'
)


def _choices(name: str, values: Iterable[str]) -> Iterator[str]:
    yield f'  <Header value={quoteattr(name)} size="6"/>'
    yield f'  <Choices name="{name}" choice="single-radio" {_WHERE}>'
    yield from (f"    <Choice value={quoteattr(value)}/>" for value in values)
    yield "  </Choices>"


def _text_area(name: str, placeholder: str) -> Iterator[str]:
    yield (
        f'  <TextArea name="{name}" placeholder={quoteattr(placeholder)} maxSubmissions="20"'
        f' editable="true" {_WHERE}/>'
    )
