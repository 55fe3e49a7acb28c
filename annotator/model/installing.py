"""How what is missing is installed."""

from __future__ import annotations

import sys

from annotator.model.typing_in import typed


def installing(wanted: str) -> str:
    """What to type: the Python that runs the program installs it beside the program.

    A bare ``pip`` may be that of another Python. There, "annotator" is a package of strangers.
    """
    return f'{typed(sys.executable)} -m pip install "{wanted}"'
