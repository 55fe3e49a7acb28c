"""Imports go down, and what knows no Qt loads none."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Container, Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from importlinter.cli import lint_imports
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def test_import_linter_is_content(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


def test_every_library_that_is_imported_is_declared():
    """What another library happens to bring today, it may leave out tomorrow."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(each for extra in extras for each in extra)]
    declared = {canonicalize_name(Requirement(each).name) for each in wanted}
    brings = packages_distributions()
    missing = {
        name
        for name in imported(ROOT / "annotator") - sys.stdlib_module_names - {"annotator"}
        if not declared & {canonicalize_name(each) for each in brings.get(name, [name])}
    }
    assert missing == set()


def imported(folder: Path) -> set[str]:
    """The first names of all modules that the code below a folder imports."""
    nodes = [
        node for file in folder.rglob("*.py") for node in ast.walk(ast.parse(file.read_bytes()))
    ]
    whole = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    parts = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in (*whole, *parts)}


def test_no_module_needs_one_that_needs_it():
    """Neither at once nor later, in a function; only types may name each other."""
    files = {module_of(file): file for file in (ROOT / "annotator").rglob("*.py")}
    needed = {name: needs(file, files) for name, file in files.items()}
    TopologicalSorter(needed).prepare()  # raises for a circle, with the modules of it


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def needs(file: Path, modules: Container[str]) -> set[str]:
    """Which of `modules` a file imports, wherever; without those that it needs for types alone."""
    tree = ast.parse(file.read_bytes())
    found: set[str] = set()
    for node in without_types(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            inside = (f"{node.module}.{alias.name}" for alias in node.names)
            found.update(name if name in modules else f"{node.module}" for name in inside)
    return {name for name in found if name in modules}


def without_types(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield child
            yield from without_types(child)


@pytest.mark.parametrize(
    ("modules", "absent"),
    [
        ("model.fold store.project edit.session formats.table", ["PySide6", "spacy"]),
        ("suggest.suggester desk cli", ["PySide6"]),
        ("edit.session edit.ahead ui.display desk app", ["sqlite_utils", "spacy", "numpy"]),
        ("program suggest.choice settings", ["spacy", "py3langid", "annotator.formats.table"]),
    ],
)
def test_heavy_libraries_stay_out(modules, absent):
    wanted = [f"annotator.{module}" for module in modules.split()]
    code = (
        f"import sys, importlib; [importlib.import_module(m) for m in {wanted!r}];"
        f"print([m for m in {absent!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_window_pays_for_no_numpy_and_others_still_find_it():
    code = (
        "import sys; from annotator.app import without\n"
        "with without('numpy', 'pandas'): import annotator.program\n"
        "print('numpy' in sys.modules, sys.modules['sqlite_utils'].db.np); import numpy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "None"]
