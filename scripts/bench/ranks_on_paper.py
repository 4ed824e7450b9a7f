#!/usr/bin/env python3
"""What 8 and 64 GPUs would give, by simulation: every number below is an assumption, and none was measured.

A step waits for the slowest rank and then for one sum of the whole gradient, as Etude's does: nothing overlaps. A ring moves
2 (N - 1) / N of the gradient through the slowest link, in 2 (N - 1) messages. Within a host of 8 GPUs all links are NVLink.
"""

from __future__ import annotations

import random
import statistics

HOST = 8
NVLINK = 300e9  # bytes a second that a ring gets through NVLink of an H100
NETWORK = 40e9  # of a 400 Gb/s adapter for each GPU
LATENCY = {NVLINK: 5e-6, NETWORK: 15e-6}  # seconds of one message
NOISE = 0.02  # standard deviation of a rank's step, as a share of it
STEPS = 2000
MODELS = {  # parameters, seconds of a rank's step on one GPU
    "ResNet-50, 256 images a GPU at 2,500 a second": (25.6e6, 256 / 2500),
    "GPT-2 124M, 16 x 1,024 tokens a GPU at 150,000 a second": (124e6, 16 * 1024 / 150e3),
}


def efficiency(ranks: int, parameters: float, seconds: float, bytes_each: int) -> float:
    """Throughput of so many ranks over that many times the throughput of one."""
    link = NVLINK if ranks <= HOST else NETWORK
    messages = 2 * (ranks - 1)
    added = messages / ranks * parameters * bytes_each / link + messages * LATENCY[link]
    generator = random.Random(1)
    times = [max(generator.gauss(1, NOISE) for _ in range(ranks)) * seconds + added for _ in range(STEPS)]
    return seconds / statistics.mean(times)


def main() -> None:
    """Prints a table."""
    print("| model | sum in | 8 GPUs, efficiency | 64 GPUs, efficiency |")
    print("|---|---|---:|---:|")
    for name, (parameters, seconds) in MODELS.items():
        for kind, size in (("float32", 4), ("bfloat16", 2)):
            found = [efficiency(ranks, parameters, seconds, size) for ranks in (8, 64)]
            print(f"| {name} | {kind} | {found[0]:.2f} | {found[1]:.2f} |")


if __name__ == "__main__":
    main()
