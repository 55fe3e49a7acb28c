"""How long a start takes: process start to first paint, to highlights, to the first accepted key.

    python tests/benchmarks/start_speed.py [ROUNDS]

"first start" makes the sample project and waits for the suggester; "again" opens the same project.
Runs on the display it finds, offscreen otherwise. Prints milliseconds: the median and the worst.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

MOMENTS = ("first paint", "text", "highlights", "first accepted")


def watch(began: float) -> None:
    """Run the program and print each moment once, then leave."""
    from PySide6.QtCore import QTimer

    from annotator import app
    from annotator.ui.frame import Frame

    seen: set[str] = set()
    paint_page = None

    def at(moment: str) -> None:
        if moment not in seen:
            seen.add(moment)
            print(f"{moment}\t{(time.time() - began) * 1000:.0f}", flush=True)

    paint_frame = Frame.paintEvent

    def frame_painted(frame, event):
        paint_frame(frame, event)
        at("first paint")
        QTimer.singleShot(0, watch_page)

    def watch_page():
        from annotator.ui.reading import ReadingView

        nonlocal paint_page
        if paint_page is None:
            paint_page, ReadingView.paintEvent = ReadingView.paintEvent, page_painted

    def page_painted(page, event):
        paint_page(page, event)
        session = page.parent().parent().session
        if session is None or session.release is None:
            return
        at("text")
        if "highlights" in seen and session.said.text.startswith("Accepted"):
            at("first accepted")
            page.window().close()
        elif session.places.open and "highlights" not in seen:
            at("highlights")
            QTimer.singleShot(0, lambda: session.press("enter"))

    Frame.paintEvent = frame_painted
    sys.exit(app.run(None))


def measure(folder: str) -> dict[str, float]:
    environment = {**os.environ, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
    if not os.environ.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        [sys.executable, __file__, "--watch", str(time.time())],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return {m: float(ms) for m, ms in (row.split("\t") for row in done.stdout.splitlines())}


def main(rounds: int) -> None:
    for name in ("first start", "again"):
        found: dict[str, list[float]] = {moment: [] for moment in MOMENTS}
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as folder:
                if name == "again":
                    measure(folder)
                for moment, ms in measure(folder).items():
                    found[moment].append(ms)
        print(f"{name:12}{'median':>10}{'worst':>10}")
        for moment in MOMENTS:
            values = found[moment]
            print(f"  {moment:16}{statistics.median(values):6.0f}{max(values):10.0f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--watch"]:
        watch(float(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 5)
