"""A perfect analyst at work: suggestions in, gold out, every key through the real commands.

Each run makes a project of its own, in a temporary folder; nothing of the person's is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from annotator import desk
from annotator.agree.gold import Gold
from annotator.edit.session import Session
from annotator.edit.structures import StructuresAtOnce
from annotator.edit.valuing import BESIDE_ATTRIBUTES
from annotator.fluency.peers import read_peers
from annotator.fluency.play import Press, play
from annotator.fluency.report import Fluency
from annotator.golds import golds_in, no_gold
from annotator.labels import scheme_among
from annotator.model.scheme import Scheme, label_named
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.edit.keys import Keymap
    from annotator.suggest.suggesters import Suggesters

NAME = "simulated"
"""Who makes the decisions."""


def simulated(
    paths: Sequence[Path],
    suggesters: Suggesters,
    keymap: Keymap,
    in_window: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Fluency:
    """Play the finished releases of projects and JSONL files, from suggestions to gold.

    Raise `GoldError` where there are none, and `PlayError` where the keys do not lead to the gold.
    """
    damaged: list[str] = []
    found = [gold for path in paths for gold in golds_in(path, damaged.append)]
    golds = [gold for gold in found if gold is not None]
    if not golds:
        raise no_gold(paths, damaged, "nothing can be played")
    result = Fluency(read_peers(), tuple(suggesters.names), [], len(found) - len(golds), damaged)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        scheme = _scheme(paths, golds)
        session = stack.enter_context(_session(folder, scheme, golds, suggesters, keymap))
        keys = _window(session, folder) if in_window else nullcontext(session.press)
        press = stack.enter_context(keys)
        for gold in golds:
            if session.release is None or session.release.id != gold.release.id:
                session.open(gold.release.id)
            result.releases.append(play(session, gold, press))
            progress(len(result.releases))
    return result


def _scheme(paths: Sequence[Path], golds: Sequence[Gold]) -> Scheme:
    """That of the projects among the files, with all that the gold says."""
    scheme = scheme_among(paths) or Scheme()
    labels = dict.fromkeys(entity.label for gold in golds for entity in gold.entities)
    claims = [claim for gold in golds for claim in gold.claims]
    further: dict[str, tuple[str, ...]] = {}
    for name, value in (said for claim in claims for said in claim.attributes.items()):
        if name not in BESIDE_ATTRIBUTES:
            is_listed = scheme.attributes.get(name)
            further[name] = (*further.get(name, ()), value) if is_listed else ()
    return scheme.joined(map(label_named, labels), further)


@contextmanager
def _session(
    folder: Path, scheme: Scheme, golds: Sequence[Gold], suggesters: Suggesters, keymap: Keymap
) -> Iterator[Session]:
    """A session on a new project with the releases of `golds`, suggested for."""
    with Project.create(folder / f"{NAME}{desk.SUFFIX}", NAME, scheme) as project:
        for gold in golds:
            release = gold.release
            project.add(release)
            suggestions = suggesters.suggest(release.text, release.language)
            project.add_run(release.id, suggestions, seconds=0)
        session = Session(project, keymap)
        session.structures = StructuresAtOnce(suggesters.structure)
        session.open_first()
        yield session


@contextmanager
def _window(session: Session, folder: Path) -> Iterator[Press]:
    """Keys go to the real window, as key events."""
    from annotator.ui.start import start_qt
    from annotator.ui.typist import typist_at

    _app, frame = start_qt(folder / "window.ini")
    with typist_at(frame, session) as typist:
        yield typist.press
