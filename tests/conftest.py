"""What every test may use: the keymap, sessions on written releases, text - keys - text."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, press, shown

from annotator.edit.commands import COMMANDS
from annotator.edit.keys import Keymap, read_keymap
from annotator.edit.session import Session
from annotator.model.resources import resource

_reached: list[object] = []


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Nothing may be fetched; to reach this very machine is fine."""
    if event == "socket.getaddrinfo" or (
        event == "socket.connect"
        and isinstance(arguments[1], tuple)
        and arguments[1][0] not in ("127.0.0.1", "::1")
    ):
        _reached.append(arguments)
        raise OSError("There is no network in tests.")


sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def nothing_is_fetched() -> Iterator[None]:
    """Also where somebody catches the error of a network that is not there."""
    yield
    reached, _reached[:] = list(_reached), []
    assert reached == [], "something was to be fetched"


@pytest.fixture(scope="session")
def keymap() -> Keymap:
    """The program's own keys; a line of them that is wrong fails every test."""
    keymap, problems = read_keymap(resource("keymap.toml"), COMMANDS)
    assert problems == []
    return keymap


@pytest.fixture(scope="session")
def suggesters():
    """What suggests without settings; loading its pipeline takes seconds."""
    from annotator.suggest.suggesters import Suggesters

    return Suggesters()


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the person who runs the tests is read or written."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("ANNOTATOR_NAME", "ann")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def desk(tmp_path: Path, keymap: Keymap) -> Iterator[Desk]:
    desk = Desk(tmp_path, keymap)
    yield desk
    desk.close()


@pytest.fixture
def check(desk: Desk) -> Callable[[str, str, str], Session]:
    """Text - keys - text."""

    def check(before: str, keys: str, after: str) -> Session:
        session = desk.session(before)
        press(session, keys)
        assert shown(session, after) == after, session.said
        return session

    return check
