"""Holds written tasks against their configuration, with Label Studio's own library if it is there.

The library lets through what Label Studio then draws wrong, so places and ids are checked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.formats.errors import ExportError, Problem
from annotator.formats.extras import MissingLibraryError, checker_of, load
from annotator.formats.format import Source
from annotator.formats.json_list import json_objects
from annotator.formats.label_studio_reader import incoming_of
from annotator.model.plain import Incoming

_OWN = "this program's own reader"


class Checker:
    """Reads tasks again. `name` says whether the library is installed."""

    def __init__(self) -> None:
        try:
            self._interface = load(
                "label_studio_sdk.label_interface", "label-studio"
            ).LabelInterface
        except MissingLibraryError:
            self._interface = None
        known = checker_of("label-studio-sdk") if self._interface else ""
        self.name = f"{known} and {_OWN}" if known else f"{_OWN}, without label_studio_sdk"

    def read(self, config: str, path: Path) -> Iterator[Incoming | Problem]:
        """Every task as a release. Raise `ExportError` where Label Studio would not take one."""
        interface = None
        if self._interface is not None:
            interface = self._interface(config)
            interface.validate()
        ids: set[str] = set()
        for name, parse in json_objects(Source(path)):
            task = parse()
            for part in (*task["annotations"], *task["predictions"]):
                _check(part, len(task["data"]["text"]), ids, name)
                if interface is not None:
                    _validate(interface, part, name)
            ids.clear()
            yield from incoming_of(task, name)


def _validate(interface: Any, part: Mapping[str, Any], name: str) -> None:
    errors = interface.validate_prediction(part, return_errors=True)
    if errors:
        raise ExportError(f"{name}: {errors[0]}")


def _check(part: Mapping[str, Any], length: int, ids: set[str], name: str) -> None:
    """Places lie in the text, ids are used once, and no region is without a label."""
    for region in part["result"]:
        if region["type"] == "relation":
            continue
        value = region["value"]
        if not 0 <= value["start"] < value["end"] <= length:
            raise ExportError(f"{name}: region {region['id']} lies outside the text.")
        if region["type"] == "labels":
            if region["id"] in ids or not value["labels"]:
                raise ExportError(f"{name}: region {region['id']} is there twice, or says nothing.")
            ids.add(region["id"])
