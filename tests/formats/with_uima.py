"""Whether Apache UIMA reads an export: ``python tests/formats/with_uima.py uimaj-core.jar FOLDER``.

FOLDER is what ``annotator export --format xmi`` wrote. UIMA, which INCEpTION stands on, reads each
file with its type system and writes it anew; what this program then reads must be the same. Needs
``java``; the library is on Maven Central, and in Debian's ``libuima-core-java``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from annotator.formats.format import Source
from annotator.formats.incoming import folded
from annotator.formats.xmi_reader import read_xmi
from annotator.model.plain import Incoming

TYPES = "TypeSystem.xml"
PROGRAM = Path(__file__).with_name("Rewrite.java")


def rewritten(library: Path, folder: Path, to: Path) -> None:
    """Have UIMA write every file of `folder` anew to the folder `to`."""
    shutil.copy(folder / TYPES, to)
    asked = ["java", "-cp", str(library), str(PROGRAM), str(folder / TYPES), str(to)]
    subprocess.run([*asked, *map(str, sorted(folder.glob("*.xmi")))], check=True)


def says(path: Path) -> list[tuple[object, ...]]:
    """All that a file says."""
    return [_says(found) for found in read_xmi(Source(path))]


def _says(found: object) -> tuple[object, ...]:
    if not isinstance(found, Incoming):
        return (str(found),)
    stands = folded(found)
    items = sorted(f"{item.status} {item.record}" for item in stands.items.values())
    return (found.release, stands.state, items)


def main() -> None:
    """Print how many files came back the same, and which did not."""
    library, folder = map(Path, sys.argv[1:])
    paths = sorted(folder.glob("*.xmi"))
    with tempfile.TemporaryDirectory() as scratch:
        rewritten(library, folder, Path(scratch))
        others = [path.name for path in paths if says(path) != says(Path(scratch) / path.name)]
    print(f"{len(paths) - len(others)} of {len(paths)} files came back the same")
    if others or not paths:
        raise SystemExit(", ".join(others) or f"{folder} holds no .xmi")


if __name__ == "__main__":
    main()
