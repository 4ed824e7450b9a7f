"""Statistics of the processes, and the Markdown that goes into docs/benchmarks.md."""

from __future__ import annotations

import datetime
import os
import platform
import random
import statistics
from pathlib import Path
from typing import Any, Callable

RESAMPLES = 10_000

Timing = dict[str, float]
"""Milliseconds per step and peak memory of one burst."""

Results = dict[str, list[list[Timing]]]
"""The bursts of each contestant, process by process."""


def paces(results: Results, name: str) -> list[float]:
    """Milliseconds per step of each process: the median of its bursts."""
    return [
        statistics.median(burst["milliseconds"] for burst in bursts)
        for bursts in results.get(name, [])
    ]


def interval(theirs: list[float], ours: list[float]) -> tuple[float, float]:
    """95 % percentile bootstrap interval of the ratio of medians over processes, with a fixed seed."""
    generator = random.Random(1)
    resampled = sorted(
        statistics.median(generator.choices(theirs, k=len(theirs)))
        / statistics.median(generator.choices(ours, k=len(ours)))
        for _ in range(RESAMPLES)
    )
    return resampled[RESAMPLES * 25 // 1000], resampled[RESAMPLES * 975 // 1000 - 1]


def ratio(results: Results, other: str) -> str:
    """The other's median time over that of Etude with its interval, or that there is none."""
    theirs, ours = paces(results, other), paces(results, "etude")
    if not theirs or not ours:
        return "not measured"
    low, high = interval(theirs, ours)
    return f"{statistics.median(theirs) / statistics.median(ours):.2f} [{low:.2f}, {high:.2f}]"


def time(results: Results, name: str) -> str:
    """Median milliseconds of a step over processes with the extremes, or that there are none."""
    values = paces(results, name)
    if not values:
        return "not measured"
    return f"{statistics.median(values):.3g} ({min(values):.3g} to {max(values):.3g})"


def memory(results: Results, name: str) -> str:
    """Most memory ever resident, in MB of 2^20 bytes."""
    peaks = [burst["peak_rss_kb"] for bursts in results.get(name, []) for burst in bursts]
    return f"{max(peaks) / 1024:.0f}" if peaks else "not measured"


def markdown(results: dict[str, Any], same_malloc: bool) -> str:
    """Two tables, speed and memory, under a line about the machine."""
    names = ["etude", "pytorch", "easytrain"] + (["pytorch_same_malloc"] if same_malloc else [])
    speed: list[tuple[str, Callable[[dict[str, Results]], str]]] = [
        ("Etude, ms/step", lambda modes: time(_main(modes), "etude")),
        ("PyTorch, ms/step", lambda modes: time(_main(modes), "pytorch")),
        ("PyTorch / Etude", lambda modes: ratio(_main(modes), "pytorch")),
        ("step alone", lambda modes: ratio(modes.get("step", {}), "pytorch")),
        ("EasyTrain / Etude", lambda modes: ratio(_main(modes), "easytrain")),
    ]
    if any("compiled" in modes.get("step", {}) for modes in results["workloads"].values()):
        speed.append(("torch.compile / Etude", lambda m: ratio(m.get("step", {}), "compiled")))
    if same_malloc:
        name = "pytorch_same_malloc"
        speed.append(("PyTorch with Etude's malloc / Etude", lambda m: ratio(_main(m), name)))
    sizes = [(name, lambda modes, name=name: memory(_main(modes), name)) for name in names]
    workloads = results["workloads"]
    return "\n".join(
        [
            results["machine"]["sentence"],
            "",
            *_table(speed, workloads),
            "",
            "Peak resident memory in MB:",
            "",
            *_table(sizes, workloads),
        ]
    )


def _main(modes: dict[str, Results]) -> Results:
    """Of whole runs where they were measured."""
    return modes.get("whole", modes.get("step", {}))


def _table(columns: list[tuple[str, Callable]], workloads: dict[str, Any]) -> list[str]:
    heads = ["workload", *(head for head, _ in columns)]
    rows = [[name, *(cell(modes) for _, cell in columns)] for name, modes in workloads.items()]
    rule = "|---|" + "---:|" * len(columns)
    return [_row(heads), rule, *(_row(row) for row in rows)]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def machine(threads: str, versions: dict[str, str], settings: str) -> dict[str, Any]:
    """What the numbers depend on beside the programs."""
    cpu = _cpu()
    date = datetime.date.today().isoformat()
    words = ", ".join(f"{name} {version}" for name, version in versions.items())
    load = os.getloadavg()[0]
    return {
        "date": date,
        "cpu": cpu,
        "cores": os.cpu_count(),
        "threads": threads,
        "load_average_at_start": load,
        "versions": versions,
        "sentence": f"{date}, {os.cpu_count()} cores {cpu}, threads: {threads}, {words}; "
        f"{settings}; load average {load:.1f} at the start. Times are medians over processes (lowest to "
        "highest), ratios those of the medians [95 % interval, bootstrapped over processes].",
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())
