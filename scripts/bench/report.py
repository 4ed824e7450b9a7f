"""Statistics of the rounds, and the Markdown that goes into docs/benchmarks.md."""

from __future__ import annotations

import datetime
import os
import platform
import random
import statistics
from pathlib import Path
from typing import Any, Callable

RESAMPLES = 10_000

Rounds = dict[str, list[dict[str, float]]]
"""Milliseconds per step and peak memory of each contestant, round by round."""


def interval(values: list[float]) -> tuple[float, float]:
    """95 % percentile bootstrap interval of the median, with a fixed seed."""
    generator = random.Random(1)
    medians = sorted(
        statistics.median(generator.choices(values, k=len(values))) for _ in range(RESAMPLES)
    )
    return medians[RESAMPLES * 25 // 1000], medians[RESAMPLES * 975 // 1000 - 1]


def ratios(rounds: Rounds, other: str) -> list[float]:
    """Time of the other over the time of Etude, round by round."""
    pairs = zip(rounds[other], rounds["etude"])
    return [theirs["milliseconds"] / ours["milliseconds"] for theirs, ours in pairs]


def ratio(rounds: Rounds, other: str) -> str:
    """Median and interval, or that there is none."""
    if not rounds.get(other) or not rounds.get("etude"):
        return "not measured"
    values = ratios(rounds, other)
    low, high = interval(values)
    return f"{statistics.median(values):.2f} [{low:.2f}, {high:.2f}]"


def time(rounds: Rounds, name: str) -> str:
    """Median milliseconds of a step with the extremes, or that there are none."""
    if not rounds.get(name):
        return "not measured"
    values = [one["milliseconds"] for one in rounds[name]]
    return f"{statistics.median(values):.3g} ({min(values):.3g} to {max(values):.3g})"


def memory(rounds: Rounds, name: str) -> str:
    """Most memory ever resident, in MB of 2^20 bytes."""
    if not rounds.get(name):
        return "not measured"
    return f"{max(one['peak_rss_kb'] for one in rounds[name]) / 1024:.0f}"


def markdown(results: dict[str, Any], same_malloc: bool) -> str:
    """Two tables, speed and memory, under a line about the machine."""
    names = ["etude", "pytorch", "easytrain"] + (["pytorch_same_malloc"] if same_malloc else [])
    speed: list[tuple[str, Callable[[dict[str, Rounds]], str]]] = [
        ("Etude, ms/step", lambda modes: time(modes["whole"], "etude")),
        ("PyTorch, ms/step", lambda modes: time(modes["whole"], "pytorch")),
        ("PyTorch / Etude", lambda modes: ratio(modes["whole"], "pytorch")),
        ("step alone", lambda modes: ratio(modes["step"], "pytorch")),
        ("EasyTrain / Etude", lambda modes: ratio(modes["whole"], "easytrain")),
    ]
    if same_malloc:
        name = "pytorch_same_malloc"
        speed.append(("PyTorch with Etude's malloc / Etude", lambda m: ratio(m["whole"], name)))
    sizes = [(name, lambda modes, name=name: memory(modes["whole"], name)) for name in names]
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


def _table(columns: list[tuple[str, Callable]], workloads: dict[str, Any]) -> list[str]:
    heads = ["workload", *(head for head, _ in columns)]
    rows = [[name, *(cell(modes) for _, cell in columns)] for name, modes in workloads.items()]
    rule = "|---|" + "---:|" * len(columns)
    return [_row(heads), rule, *(_row(row) for row in rows)]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def machine(threads: int, versions: dict[str, str], settings: str) -> dict[str, Any]:
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
        f"{settings}; load average {load:.1f} at the start. Times are medians (lowest to highest), "
        "ratios medians [95 % interval].",
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())
