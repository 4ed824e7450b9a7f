"""The contestant's side of the benchmark's protocol, which stands in `contestants.py`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Callable

import torch


def await_device(device: torch.device) -> None:
    """Returns when the device has done all that was asked of it."""
    if device.type == "cuda":
        torch.cuda.synchronize()


def serve(step: Callable[[], None], device: torch.device) -> None:
    """Answers every `go N` of the standard input with the time of N steps."""
    for order in sys.stdin:
        if order.strip() == "quit":
            return
        count = int(order.split()[1])
        started = time.perf_counter_ns()
        for _ in range(count):
            step()
        await_device(device)
        elapsed = time.perf_counter_ns() - started
        answer = {"steps": count, "nanoseconds": elapsed, "peak_rss_kb": _peak_kilobytes()}
        print(json.dumps(answer), flush=True)


def _peak_kilobytes() -> int:
    """Most memory that was ever resident; 0 where there is no Linux to tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
