"""Commands that `guide` runs and that end when it is told to: a TERM goes on to them, and they save what they have."""

from __future__ import annotations

import signal
import subprocess
import threading
from pathlib import Path
from typing import IO, Optional

STOPPED = 75


class Processes:
    """Runs commands from any thread; after a signal it begins no other."""

    def __init__(self) -> None:
        self.stopped = False
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        signal.signal(signal.SIGTERM, self._terminate)
        signal.signal(signal.SIGINT, self._interrupt)

    def run(self, words: list[str], folder: Path, log: Optional[IO[str]] = None) -> int:
        """The exit code of a command, that of one that was stopped where it was not begun."""
        with self._lock:
            if self.stopped:
                return STOPPED
            process = subprocess.Popen(words, cwd=folder, stdout=log, stderr=log)
            self._running.add(process)
        code = process.wait()
        with self._lock:
            self._running.discard(process)
        return STOPPED if self.stopped and code else code

    def _interrupt(self, _: int, __: object) -> None:
        self.stopped = True  # a terminal's Ctrl-C reaches them by itself

    def _terminate(self, number: int, _: object) -> None:
        self.stopped = True
        for process in list(self._running):
            process.send_signal(number)
