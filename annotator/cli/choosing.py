"""What suggests in a run: the options that say so, before the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from annotator import desk
from annotator.cli.terminal import tell
from annotator.settings import Settings

if TYPE_CHECKING:
    from annotator.suggest.suggesters import Suggesters


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what suggests; they go before the settings."""
    pipeline = click.option(
        "--pipeline", default="", help="spaCy pipeline: a package's name or a folder."
    )
    suggester = click.option(
        "--suggester",
        "suggesters",
        multiple=True,
        metavar="NAME",
        help="What suggests: default or a plug-in; may be repeated.",
    )
    return pipeline(suggester(command))


def load_suggesters(pipeline: str, suggesters: tuple[str, ...]) -> Suggesters:
    """What is to suggest, loaded; what is off is told."""
    from annotator.suggest.suggesters import Suggesters

    chosen = Suggesters(desk.choice(_settings(), pipeline, suggesters))
    tell(chosen.news())
    return chosen


def _settings() -> Settings:
    """The settings in force; what is wrong with them is told."""
    found = desk.settings()
    tell(found.problems)
    return found.settings
