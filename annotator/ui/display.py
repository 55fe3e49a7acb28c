"""Whether a window can be shown here at all. Asked before Qt is, for Qt would abort."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
from pathlib import Path

from annotator.model.errors import AnnotatorError

_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
_LIBRARIES_OF_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
}
_X11_PORT = 6000
_PATIENCE = 2.0


class NoDisplayError(AnnotatorError):
    """No window can be shown here."""


def check_display() -> None:
    """Raise `NoDisplayError`, a sentence with what to do, where Qt could show no window."""
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    on_x11 = not platform or platform.startswith("xcb")
    missing = missing_libraries(on_x11)
    if missing:
        raise NoDisplayError(
            f"The window needs system libraries that are missing; on Debian or Ubuntu run: "
            f"sudo apt-get install {' '.join(missing)}"
        )
    if platform and not on_x11:
        return
    if _has_wayland() and not platform:
        return
    if not _has_x11():
        raise NoDisplayError(
            "There is no display to open a window on; log in to a desktop, or run it on a virtual "
            "screen: xvfb-run annotator open"
        )


def missing_libraries(on_x11: bool = True) -> list[str]:
    """Debian's names of the system libraries that Qt would miss."""
    wanted = {**_LIBRARIES, **(_LIBRARIES_OF_X11 if on_x11 else {})}
    return [package for library, package in wanted.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name).exists()


def _has_x11() -> bool:
    """Whether something answers where DISPLAY points ("host:1.0", ":1")."""
    named = re.fullmatch(r"(?:unix)?(.*):(\d+)(?:\.\d+)?", os.environ.get("DISPLAY", ""))
    if named is None:
        return False
    host, number = named.group(1), int(named.group(2))
    try:
        if host:
            socket.create_connection((host, _X11_PORT + number), _PATIENCE).close()
            return True
        return any(_answers(f"{prefix}/tmp/.X11-unix/X{number}") for prefix in ("", "\0"))
    except OSError:
        return False


def _answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_PATIENCE)
        return probe.connect_ex(address) == 0
