"""Imports go down, and what knows no Qt loads none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent


def test_import_linter_is_content(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


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
