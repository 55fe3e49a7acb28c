"""What suggests in a run: the options that say so, before the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from annotator import desk
from annotator.cli.terminal import tell
from annotator.settings import Settings

if TYPE_CHECKING:
    from annotator.suggest.crew import Crew
    from annotator.suggest.suggesters import Suggesters


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what suggests; they go before the settings."""
    pipeline = click.option(
        "--pipeline",
        default="",
        help="spaCy pipeline: a package's name or a folder's path, such as ./mine.",
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


@contextmanager
def suggesting(pipeline: str, suggesters: tuple[str, ...], processes: int) -> Iterator[Crew]:
    """Who is to suggest, this process or so many; ended afterwards. What is off is told."""
    from annotator.suggest.crew import Alone, Processes

    crew: Crew
    if processes == 1:
        crew = Alone(load_suggesters(pipeline, suggesters))
    else:
        crew = Processes(desk.choice(_settings(), pipeline, suggesters), processes)
        tell(crew.news())
    try:
        yield crew
    finally:
        crew.close()
        tell(crew.news())


def _settings() -> Settings:
    """The settings in force; what is wrong with them is told."""
    found = desk.settings()
    tell(found.problems)
    return found.settings
