"""Looks up what is installed in a list of advisories on the disk: no network is needed.

``python tests/torture/audit.py FOLDER`` reads a checkout of the PyPA advisory database, or what
osv.dev's ``all.zip`` of PyPI unpacks to, and prints a line for each advisory that an installed
distribution is affected by; ``--path SITE-PACKAGES`` looks at another environment. Exit codes: 0
none is affected, 1 some are, 2 something in the input was wrong, so that "none" would be no answer.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name, canonicalize_version
from packaging.version import Version
from pydantic import BaseModel, ValidationError
from srsly.ruamel_yaml import YAML
from srsly.ruamel_yaml.error import YAMLError, YAMLFutureWarning

from annotator.model.counting import counted
from annotator.model.display import visible

LOWEST = Version("0.dev0")  # no version stands before it, as OSV means "introduced: 0"


class Range(BaseModel):
    """Versions between events; those between commits say nothing of what is installed."""

    type: str
    events: tuple[dict[str, str], ...] = ()

    def at(self, kind: str) -> list[str]:
        """The versions at which events of one kind happen."""
        found = [event[kind] for event in self.events if kind in event]
        return found if self.type == "ECOSYSTEM" else []

    def holds(self, version: Version) -> bool:
        """Evaluate it as the OSV specification does: the last event up to `version` decides."""
        begins = [LOWEST if text == "0" else Version(text) for text in self.at("introduced")]
        # At one version the end of an old stretch comes before a beginning, and what was affected
        # last after it: introduced 2, last_affected 2 is 2 alone.
        events = [(at, 0) for at in map(Version, self.at("fixed")) if version >= at]
        events += [(at, 1) for at in begins if version >= at]
        events += [(at, 2) for at in map(Version, self.at("last_affected")) if version > at]
        return bool(events) and max(events)[1] == 1


class Affected(BaseModel):
    """A package, and which of its versions are affected."""

    package: dict[str, str] = {}
    ranges: tuple[Range, ...] = ()
    versions: tuple[str, ...] = ()

    def name(self) -> str:
        """What the Python package index calls it, or nothing if it is of elsewhere."""
        mine = self.package.get("ecosystem") == "PyPI"
        return canonicalize_name(self.package.get("name", "")) if mine else ""

    def holds(self, version: str) -> bool:
        """Whether it is listed or in a range; a build of one's own, 1.0+cpu, counts as 1.0."""
        public = Version(version).public
        same = {canonicalize_version(version), canonicalize_version(public)}
        listed = any(canonicalize_version(text) in same for text in self.versions)
        return listed or any(one.holds(Version(public)) for one in self.ranges)


class Advisory(BaseModel):
    """What the audit needs of the OSV schema."""

    id: str
    modified: datetime
    withdrawn: datetime | None = None
    aliases: tuple[str, ...] = ()
    affected: tuple[Affected, ...] = ()

    def findings(self, installed: Mapping[str, set[str]]) -> Iterator[str]:
        """A line for each distribution that is affected."""
        for name in {one.name() for one in self.affected if not self.withdrawn}:
            for version in sorted(installed.get(name, ())):
                mine = [one for one in self.affected if one.name() == name]
                if hits := [one for one in mine if one.holds(version)]:
                    fixes = {fix for hit in hits for one in hit.ranges for fix in one.at("fixed")}
                    fixed = ", ".join(sorted(fixes, key=Version)) or "no version"
                    known = ", ".join((self.id, *self.aliases))
                    yield f"{name} {version}: {known}; fixed in {fixed}"


def read(path: Path) -> Advisory:
    """Read the advisory in a file. Raise `ValueError` with what is wrong, and where."""
    try:
        if path.suffix == ".json":
            found = Advisory.model_validate_json(path.read_bytes())
        else:  # "base" takes each value as it is written: 2.10 is another version than 2.1
            loaded = YAML(typ="base", pure=True).load(path.read_bytes())
            found = Advisory.model_validate(loaded)
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()) from error
    except (YAMLError, YAMLFutureWarning, OSError, RecursionError) as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", error)
        raise ValueError(f"line {mark.line + 1}: {problem}" if mark else str(problem)) from error
    if not (found.affected or found.withdrawn):  # as in the days before OSV 1.0
        raise ValueError("it does not say what is affected")
    return found


def files_of(folder: Path) -> list[Path]:
    """Where the advisories are; whatever else a checkout of the database has is none."""
    root = folder / "vulns" if (folder / "vulns").is_dir() else folder
    return sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".json"))


def installed_in(folder: Path | None) -> dict[str, set[str]]:
    """The versions of each distribution in a folder, by default in the running environment."""
    found: dict[str, set[str]] = {}
    for one in distributions(path=[str(folder)]) if folder else distributions():
        if {"Name", "Version"} <= {*one.metadata}:  # pip leaves empty folders behind
            found.setdefault(canonicalize_name(one.name), set()).add(one.version)
    return found


def audit(files: Sequence[Path], installed: Mapping[str, set[str]]) -> int:
    """Print what is affected, and how old the list is that says so; the exit code."""
    findings: list[str] = []
    dates, broken = [], 0
    for path in files:
        try:
            advisory = read(path)
            findings += advisory.findings(installed)
            dates.append(advisory.modified.date())
        except ValueError as error:
            broken += 1
            print(visible(f"{path}: {error}"), file=sys.stderr)
    for line in sorted(findings):
        print(visible(line))
    affected = len({line.partition(":")[0] for line in findings}) or "none"
    among = counted(sum(map(len, installed.values())), "installed distribution")
    known = counted(len(dates), "advisory", "advisories")
    newest = f", the newest of {max(dates)}" if dates else ""
    unread = f"; {counted(broken, 'file')} not understood" if broken else ""
    print(f"{affected} of {among} affected; {known}{newest}{unread}")
    return 1 if findings else 2 if broken else 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--path", type=Path)
    asked = parser.parse_args(arguments)
    files, installed = files_of(asked.folder), installed_in(asked.path)
    if files and installed:
        return audit(files, installed)
    missing = (
        f"nothing is installed in {asked.path}" if files else f"no advisories in {asked.folder}"
    )
    print(visible(missing), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
