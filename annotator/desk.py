"""What the window and the command line both do with a project: make, import, export.

Knows no Qt. Heavy libraries are imported where they are used.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from annotator import __version__
from annotator.importing import import_files
from annotator.model.errors import AnnotatorError, WrongUsageError, did_you_mean
from annotator.model.languages import LANGUAGES, code_of
from annotator.model.resources import resource
from annotator.settings import FILE, Settings, SettingsFile, read_settings
from annotator.suggest.choice import Choice

if TYPE_CHECKING:
    from annotator.edit.keys import Keymap, KeymapError
    from annotator.formats.format import Format
    from annotator.formats.receipts import Receipt
    from annotator.formats.splits import Wish
    from annotator.formats.writing import Options, Split
    from annotator.model.fold import Fold
    from annotator.model.records import Release
    from annotator.store.backups import Plan
    from annotator.store.snapshot import Snapshot

SUFFIX = ".annotator"
_PATIENCE = 20.0
"""Seconds to wait for another first start, which makes the sample project."""


class UnknownLanguageError(WrongUsageError):
    """No language has this name or code."""


class NoSampleError(AnnotatorError):
    """There is no place for the sample project."""


class NoNameError(AnnotatorError):
    """A path ends in no name that a project could have."""


def as_project(path: Path) -> Path:
    """The path with the suffix of a project, whatever dots its name has. Raise `NoNameError`."""
    if path.name in ("", ".."):
        raise NoNameError(f"{path} is a folder; write the name of the project behind it.")
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def annotator_name() -> str:
    """Who is judging: ANNOTATOR_NAME, or else the name of the account."""
    named = os.environ.get("ANNOTATOR_NAME", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def data_folder() -> Path:
    """Where the sample project lives."""
    return platformdirs.user_data_path("annotator", appauthor=False)


def config_folder() -> Path:
    """Where a person's own keymap and settings live, and what the window remembers."""
    return platformdirs.user_config_path("annotator", appauthor=False)


def settings() -> SettingsFile:
    """The person's settings, and what is wrong with them."""
    return read_settings(config_folder() / FILE)


def choice(settings: Settings, pipeline: str = "", suggesters: Sequence[str] = ()) -> Choice:
    """What is to suggest; what was named for this run goes before the settings."""
    return Choice(
        tuple(suggesters) or settings.suggesters,
        settings.off,
        pipeline,
        settings.pipelines,
        settings.options,
        os.path.expanduser(settings.scores),
    )


def backup_plan(settings: Settings) -> Plan:
    """How backups of projects are made and kept."""
    from annotator.store.backups import Plan

    return Plan(
        settings.backup_every, settings.backup_keep, settings.backup_days, settings.backup_room
    )


def language_named(said: str) -> str:
    """The code of a language as people write it, "German" or "de". Raise `UnknownLanguageError`."""
    code = code_of(said)
    if code in LANGUAGES:
        return code
    hint = did_you_mean(said.title(), LANGUAGES.values()) or ' Write its code, such as "de".'
    raise UnknownLanguageError(f'There is no language "{said}".{hint}')


def keymap() -> tuple[Keymap, list[KeymapError]]:
    """The program's keys with the person's own merged over them, and what is wrong with those."""
    from annotator.edit.commands import COMMANDS
    from annotator.edit.keys import read_keymap

    base, problems = read_keymap(resource("keymap.toml"), COMMANDS)
    own = config_folder() / "keymap.toml"
    if not own.exists():
        return base, problems
    merged, more = read_keymap(own, COMMANDS, base)
    return merged, problems + more


def sample_project() -> Path:
    """The path of the sample project; it is made from the bundled releases at the first start."""
    path = data_folder() / f"sample{SUFFIX}"
    if not path.exists():
        _make_sample(path)
    return path


def _make_sample(path: Path) -> None:
    """Make it under another name first: a start that is cut off leaves no half project.

    One start at a time, which clears away what such a one left: a second that came to the end
    later would put its own in the place of one that is open. Raise `NoSampleError`.
    """
    from filelock import FileLock

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.making"), _PATIENCE, mode=0o600):
            if not path.exists():
                _fill_sample(path.with_name(f".draft-{path.name}"), path)
    except OSError as error:
        reason = error.strerror or str(error).rstrip(".")
        raise NoSampleError(
            f"The sample project cannot be made in {path.parent}: {reason}. Open or make a project"
            " in another folder."
        ) from error


def _fill_sample(draft: Path, path: Path) -> None:
    from annotator.store.project import Project

    _clear_away(draft.parent.glob(f"{draft.name}*"))
    with Project.create(draft, annotator_name()) as project:
        for _ in import_files(project, [resource("sample/releases.jsonl")]):
            pass
    _clear_away(draft.parent.glob(f"{draft.name}?*"))
    draft.rename(path)


def _clear_away(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink()


def export(
    path: Path,
    format_name: str,
    folder: Path,
    progress: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    options: Options | None = None,
    wish: Wish | None = None,
) -> Receipt:
    """Write the releases of the project at `path` to a folder in `folder`, checked, with receipts.

    It is called after project and format: ``club-jsonl``. `wish` says how to split the releases;
    what any earlier export of the project to `folder` decided stays. May run in another process,
    while the project is open elsewhere. A damaged release is left out, and named in the receipts.
    Raises an `AnnotatorError`; then nothing is left.
    """
    from annotator.formats.exporting import export as write
    from annotator.formats.table import format_to_write, written
    from annotator.formats.writing import About, Options
    from annotator.store.foreign_log import is_foreign
    from annotator.store.snapshot import Snapshot

    options = options or Options()
    chosen = format_to_write(format_name)
    _check_layers(chosen, options)
    name = in_words(path.stem)
    with _folder(folder), Snapshot(path, alone=is_foreign(path)) as snapshot:
        about = About(
            project=name,
            last_step=snapshot.last_step,
            scheme=snapshot.scheme,
            program=f"annotator {__version__}",
            suggesters=tuple(snapshot.suggesters),
            withdrawn=snapshot.withdrawn,
        )
        if wish is not None:
            places = [folder / place_name(path, known.name) for known in written()]
            split = _split(snapshot, chosen, options, wish, places, cancelled)
            options = replace(options, split=split)
        place = folder / place_name(path, chosen.name)
        return write(place, chosen, snapshot.each(), about, options, progress, cancelled)


def place_name(path: Path, format_name: str) -> str:
    """What the folder of an export is called: ``club-jsonl``."""
    return f"{in_words(path.stem)}-{format_name}"


def in_words(name: str) -> str:
    """The name of a file as every file can say it: bytes of it that are no UTF-8 are spelt out."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def news_of(*paths: Path) -> Iterator[str]:
    """What is to be known of projects that are only read: where the log beside one is left out."""
    from annotator.store.foreign_log import is_foreign, told_of_log

    return (told_of_log(path) for path in paths if is_foreign(path))


def _check_layers(chosen: Format, options: Options) -> None:
    """Raise `NoLayerError` where the format has no place for any of the layers that are wanted."""
    from annotator.formats.errors import NoLayerError
    from annotator.formats.writing import OF_LAYER

    wanted = [OF_LAYER[layer] for layer in sorted(options.layers)]
    if not set(wanted) & set(chosen.layers):
        no, only = " or ".join(wanted), " and ".join(chosen.layers)
        raise NoLayerError(f"{chosen.title} holds no {no}, only {only}; nothing was exported.")


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """A folder to export to; what is made of it goes again where nothing comes of the export."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    _make_folder(folder)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            for one in missing:
                one.rmdir()
        raise


def _make_folder(folder: Path) -> None:
    from annotator.formats.errors import ExportError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise ExportError(f"{folder} is no folder; export to another place.") from None
    except OSError as error:
        reason = error.strerror or error
        raise ExportError(f"The folder {folder} cannot be made: {reason}.") from error


def _split(
    snapshot: Snapshot,
    chosen: Format,
    options: Options,
    wish: Wish,
    places: Sequence[Path],
    cancelled: Callable[[], bool],
) -> Split:
    """The split of the releases that go out, as earlier exports to `places` began it."""
    from annotator.formats.exporting import stop_if
    from annotator.formats.splits import earlier_parts, split_releases
    from annotator.model.records import Unread

    if not wish.earlier:
        wish = replace(wish, earlier=earlier_parts(places, wish))
    asked = options.finished_only
    finished_only = chosen.finished_only if asked is None else asked

    def going() -> Iterator[tuple[Release, Fold]]:
        for found in snapshot.each():
            stop_if(cancelled)
            if isinstance(found, Unread):
                continue  # the export tells
            if found[1].state == "finished" or not finished_only:
                yield found

    return split_releases(going(), wish)


def lines_of(problems: Sequence[object]) -> str:
    """One problem a line."""
    return "\n".join(str(problem) for problem in problems)
