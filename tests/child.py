"""A process of the program, the suggester if no other is named, spoken to line by line."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import Any


class Client:
    """A child process; killed when a test hangs."""

    def __init__(self, *arguments: str, module: str = "annotator.suggest", **more: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="ascii",
            **more,
        )
        self.guard = threading.Timer(60, self.process.kill)
        self.guard.start()

    def send(self, *requests):
        for request in requests:
            line = request if isinstance(request, str) else json.dumps(request)
            self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def read(self):
        return json.loads(self.process.stdout.readline())

    def read_until(self, **wanted):
        answer = self.read()
        while any(answer.get(key) != value for key, value in wanted.items()):
            answer = self.read()
        return answer

    def end(self):
        self.process.stdin.close()
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        self.guard.cancel()
        return code
