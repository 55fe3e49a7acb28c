"""Colours are told apart by every eye and every word on them can be read."""

from __future__ import annotations

import math
from itertools import combinations, product

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QPalette

from annotator.model.scheme import ENTITY_LABELS
from annotator.ui import look
from annotator.ui.colours import contrast, distance
from annotator.ui.theme import Theme

NAMES = [label.name for label in ENTITY_LABELS]
MAIN = NAMES[:9]

# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
EYES = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def seen(colour: QColor, eye: str) -> tuple[float, float, float]:
    """A colour as an eye sees it, in OKLab, where distances are alike."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.getRgbF()[:3]
    ]
    red, green, blue = (
        min(1.0, max(0.0, sum(w * part for w, part in zip(row, linear, strict=True))))
        for row in EYES[eye]
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: object) -> Theme:  # noqa: ARG001
    return Theme.load(dark=request.param)


def test_text_is_readable_on_every_tint(theme: Theme) -> None:
    for name in NAMES:
        colours = theme.label_colours(name)
        assert contrast(theme.ink, colours.full) >= 4.5, name
        assert contrast(theme.ink, colours.faint) >= 4.5, name


def test_tags_are_readable(theme: Theme) -> None:
    for name in NAMES:
        colours = theme.label_colours(name)
        assert contrast(colours.words, colours.strong) >= 4.5, name
        assert contrast(colours.outline, theme.paper) >= 4.5, name


def test_panes_are_readable(theme: Theme) -> None:
    for ground in (theme.paper, theme.pane, theme.raised):
        for words in (theme.ink, theme.muted, theme.good, theme.warn, theme.accent, theme.claim):
            assert contrast(words, ground) >= 4.5, (words.name(), ground.name())
    assert contrast(theme.on_accent, theme.accent) >= 4.5


def test_chosen_text_is_readable(theme: Theme) -> None:
    for strength in (theme.mark.wash, theme.mark.caret, theme.mark.chosen):
        assert contrast(theme.ink, theme.faded(theme.accent, strength)) >= 4.5


@pytest.mark.parametrize("eye", EYES)
def test_labels_with_a_digit_differ_for_every_eye(theme: Theme, eye: str) -> None:
    for one, other in combinations(MAIN, 2):
        apart = math.dist(seen(theme.label(one), eye), seen(theme.label(other), eye))
        assert apart >= 0.09, (one, other)


def test_the_accent_is_no_label_s_colour(theme: Theme) -> None:
    for name in NAMES:
        for eye in EYES:
            assert math.dist(seen(theme.accent, eye), seen(theme.label(name), eye)) >= 0.05, name


def test_every_label_of_the_scheme_has_a_colour(theme: Theme) -> None:
    assert set(NAMES) <= set(theme.labels)


OWN = ("PARTY", "POLICY", "BILL", "paper", "BODY", "PLEDGE", "TARGET", "POLL")


@pytest.mark.parametrize(("known", "least"), [((), 0.125), (("PERSON", "ORG", "GPE", "LOC"), 0.08)])
def test_labels_of_a_project_s_own_look_unlike_each_other_and_the_others(
    theme: Theme, known: tuple[str, ...], least: float
) -> None:
    theme = theme.of_scheme((*known, *OWN))
    for one, other in combinations((*known, *OWN), 2):
        assert distance(theme.label(one), theme.label(other)) >= least, (one, other)


def test_a_label_of_a_project_s_own_keeps_its_hue_in_dark_and_when_one_is_added() -> None:
    light, dark = (Theme.load(dark=dark).of_scheme(OWN) for dark in (False, True))
    hue = {colour.name(): name for name, colour in light.labels.items()}
    for name in OWN:
        assert dark.label(name) == dark.labels[hue[light.label(name).name()]]
    more = light.of_scheme((*OWN, "VOTE", "SPEECH"))
    assert [more.label(name) for name in OWN] == [light.label(name) for name in OWN]


def test_beside_all_of_ours_a_label_of_one_s_own_looks_like_none_that_has_a_digit(
    theme: Theme,
) -> None:
    theme = theme.of_scheme((*NAMES, "PARTY", "POLICY"))
    for own, other in [*product(("PARTY", "POLICY"), MAIN), ("PARTY", "POLICY")]:
        assert distance(theme.label(own), theme.label(other)) >= 0.07, (own, other)


def test_when_all_colours_are_used_they_come_again(theme: Theme) -> None:
    many = theme.of_scheme(tuple(f"L{number}" for number in range(40)))
    assert len({many.label(f"L{number}").name() for number in range(16)}) == 16
    assert {many.label(f"L{number}").name() for number in range(40)} <= {
        colour.name() for colour in theme.labels.values()
    }


@pytest.mark.parametrize(("name", "like"), [("SHIP", "PERSON"), ("DISH", "MONEY")])
def test_a_label_of_the_project_s_own_has_one_colour_in_every_run(
    theme: Theme, name: str, like: str
) -> None:
    assert theme.label(name) == theme.label(like)


def test_the_palette_has_the_theme_s_colours(theme: Theme) -> None:
    palette = theme.palette()
    assert palette.color(QPalette.ColorRole.Base) == theme.paper
    assert palette.color(QPalette.ColorRole.Text) == theme.ink


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("system_is_dark", [False, True])
def test_the_first_change_of_colours_is_seen_and_the_third_leads_back(
    tmp_path, monkeypatch, system_is_dark
) -> None:
    monkeypatch.setattr(look, "_system_is_dark", lambda: system_is_dark)
    dressed = look.Look(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    other, same = ("light", "dark") if system_is_dark else ("dark", "light")
    assert [dressed.next_colours() for _ in range(3)] == [other, same, look.COLOURS[0]]
    dressed.next_colours()
    assert dressed.theme.dark is not system_is_dark
