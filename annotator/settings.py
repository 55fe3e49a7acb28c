"""A person's settings: each described once in `Settings`, read from their ``settings.toml``.

What is wrong in the file is listed and the rest of it is used. Standard library only, for the
window reads this before its first paint.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from annotator.model.errors import AnnotatorError, did_you_mean
from annotator.model.fold import DOUBTFUL_BELOW
from annotator.model.masking import MASKED
from annotator.model.own_files import UnreadableError, read_toml

FILE = "settings.toml"


class SettingsError(AnnotatorError):
    """One line of the settings is wrong."""


Wrong = list[SettingsError]
Check = Callable[[str, Any, Wrong], Any]
"""Takes a setting's name and value; returns what is good of it, and adds what is wrong."""


def _names(name: str, value: Any, wrong: Wrong) -> tuple[str, ...] | None:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    wrong.append(SettingsError(f'{name} needs a list of names, such as ["default"].'))
    return None


def _share(name: str, value: Any, wrong: Wrong) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    wrong.append(SettingsError(f"{name} needs a number from 0 to 1, not {value!r}."))
    return None


def _count(name: str, value: Any, wrong: Wrong) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    wrong.append(SettingsError(f"{name} needs a whole number from 0, not {value!r}."))
    return None


def _text(name: str, value: Any, wrong: Wrong) -> str | None:
    if isinstance(value, str):
        return value
    wrong.append(SettingsError(f"{name} needs a text in quotes, not {value!r}."))
    return None


def _texts(name: str, value: Any, wrong: Wrong) -> dict[str, str]:
    if not isinstance(value, dict):
        wrong.append(SettingsError(f"{name} needs a table: write [{name}] above its lines."))
        return {}
    for key, text in value.items():
        if not isinstance(text, str):
            wrong.append(SettingsError(f"{name}.{key} needs a text in quotes, not {text!r}."))
    return {key: text for key, text in value.items() if isinstance(text, str)}


def _tables(name: str, value: Any, wrong: Wrong) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict):
        wrong.append(SettingsError(f"{name} needs a table for each suggester: [{name}.NAME]."))
        return {}
    return {key: _texts(f"{name}.{key}", table, wrong) for key, table in value.items()}


def _setting(name: str, default: Any, line: str, check: Check) -> Any:
    """A setting: its place in the file, what holds without it, one line for people, its check."""
    about = {"name": name, "default": default, "line": line, "check": check}
    return field(default_factory=lambda: default, metadata=about)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting there is, with its value."""

    suggesters: tuple[str, ...] = _setting(
        "suggest.suggesters",
        ("default",),
        "what suggests, in order: earlier ones win",
        _names,
    )
    off: tuple[str, ...] = _setting(
        "suggest.off",
        (),
        "repairs of entities that are switched off",
        _names,
    )
    doubtful_below: float = _setting(
        "suggest.doubtful_below",
        DOUBTFUL_BELOW,
        "suggestions with a lower score are marked as doubtful",
        _share,
    )
    scores: str = _setting(
        "suggest.scores",
        "",
        "a file with scores of your own, which annotator calibrate writes",
        _text,
    )
    pipelines: Mapping[str, str] = _setting(
        "suggest.pipelines",
        {},
        "the spaCy pipeline for a language, by its code",
        _texts,
    )
    masked: tuple[str, ...] = _setting(
        "blind.labels",
        MASKED,
        "labels whose names are masked in blind mode",
        _names,
    )
    backup_every: int = _setting(
        "backup.every",
        200,
        "steps after which the window backs a project up again; 0: only when it is opened",
        _count,
    )
    backup_keep: int = _setting(
        "backup.keep",
        10,
        "how many of the newest backups are kept; 0: none is made",
        _count,
    )
    backup_days: int = _setting(
        "backup.days",
        14,
        "of how many days the last backup is kept too",
        _count,
    )
    backup_room: int = _setting(
        "backup.room",
        2000,
        "megabytes that all backups of a project may take; a larger project has none",
        _count,
    )
    options: Mapping[str, Mapping[str, str]] = _setting(
        "suggest.options",
        {},
        "what is handed to a plug-in, by its name",
        _tables,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One setting as `annotator settings` tells it."""

    name: str
    value: Any
    default: Any
    line: str
    is_own: bool
    """Whether it is from the person's file."""

    @property
    def origin(self) -> str:
        """Where the value is from, in one word."""
        return FILE if self.is_own else "default"

    def shown(self) -> str:
        """Two lines for people: name and value; what it is for and where the value is from."""
        default = f", default {json.dumps(self.default)}" if self.is_own else ""
        value = json.dumps(self.value, ensure_ascii=False)
        return f"{self.name} = {value}\n    {self.line} ({self.origin}{default})"


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The settings in force, those that the person's file gave, and what is wrong with it."""

    settings: Settings = field(default_factory=Settings)
    own: frozenset[str] = frozenset()
    problems: tuple[SettingsError, ...] = ()

    def told(self) -> Iterator[Told]:
        """Every setting, in the order of the table."""
        for setting in fields(Settings):
            about, value = setting.metadata, getattr(self.settings, setting.name)
            is_own = setting.name in self.own
            yield Told(about["name"], value, about["default"], about["line"], is_own)


def read_settings(path: Path) -> SettingsFile:
    """The settings of a file. Good lines are used, bad ones are listed; no file is no problem."""
    try:
        tables = read_toml(path)
    except FileNotFoundError:
        return SettingsFile()
    except UnreadableError as error:
        problem = SettingsError(f"{path.name}: {error}; nothing in it is used.")
        return SettingsFile(problems=(problem,))
    own: dict[str, Any] = {}
    wrong: Wrong = []
    known = {setting.metadata["name"]: setting for setting in fields(Settings)}
    for name, value in _lines(tables, {name.partition(".")[0] for name in known}):
        if name not in known:
            hint = did_you_mean(name, known)
            wrong.append(SettingsError(f'there is no setting "{name}".{hint}'))
        elif (good := known[name].metadata["check"](name, value, wrong)) is not None:
            own[known[name].name] = good
    problems = tuple(SettingsError(f"{path.name}: {error}") for error in wrong)
    return SettingsFile(Settings(**own), frozenset(own), problems)


def _lines(tables: Mapping[str, Any], sections: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Each value with its whole name; what stands outside the known sections as it is."""
    for name, value in tables.items():
        if name in sections and isinstance(value, dict):
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        else:
            yield name, value
