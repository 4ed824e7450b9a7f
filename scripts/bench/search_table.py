"""Prints the tables of scripts/bench/search: medians and quartiles of the regret, and ratios to Optuna's GP with 90 % bootstrap intervals."""

from __future__ import annotations

import random
import statistics
import sys
from collections import defaultdict
from pathlib import Path

SHOWN = (20, 30, 40)
TABLE = "mnist_table"
DRAWS = 10_000
Regrets = dict[int, list[float]]


def read(folder: Path) -> dict[tuple[str, str, int], Regrets]:
    """The regret after each trial, by function, algorithm and trials at once, and by seed."""
    found: dict[tuple[str, str, int], Regrets] = defaultdict(dict)
    for file in sorted(folder.glob("*.csv")):
        function, algorithm, workers, seed = file.stem.rsplit("-", 3)
        found[function, algorithm, int(workers)][int(seed)] = [float(line) for line in file.read_text().split()]
    return found


def summary(regrets: Regrets, trials: int) -> str:
    values = [one[trials - 1] for one in regrets.values()]
    low, middle, high = statistics.quantiles(values, n=4) if len(values) > 1 else values * 3
    return f"{middle:.2g} ({low:.2g} to {high:.2g})"


def ratio(ours: Regrets, theirs: Regrets, trials: int) -> str:
    """The ratio of medians over the seeds that both have; seeds are drawn again for the interval."""
    seeds = sorted(set(ours) & set(theirs))
    if not seeds:
        return ""
    generator = random.Random(1)

    def once(drawn: list[int]) -> float:
        mine, other = (statistics.median(one[s][trials - 1] for s in drawn) for one in (ours, theirs))
        return mine / max(other, 1e-300)

    ratios = sorted(once(generator.choices(seeds, k=len(seeds))) for _ in range(DRAWS))
    low, high = ratios[DRAWS // 20], ratios[-DRAWS // 20]
    return f"{once(seeds):.2g} ({low:.2g} to {high:.2g})"


def reached(regrets: Regrets) -> str:
    """How many trials it took to reach the aim; more than there were where it was not reached."""
    needed = [next((i + 1 for i, regret in enumerate(one) if regret <= 0), len(one) + 1) for one in regrets.values()]
    low, middle, high = statistics.quantiles(needed, n=4) if len(needed) > 1 else needed * 3
    return f"{middle:.0f} ({low:.0f} to {high:.0f})"


def main() -> None:
    """Prints a row for each function, algorithm and number of trials at once, and then the table of real trials."""
    found = read(Path(sys.argv[1]))
    table = {key: found.pop(key) for key in list(found) if key[0] == TABLE}
    print("| function | at once | algorithm | seeds | " + " | ".join(f"after {n}" for n in SHOWN) + " | ratio to Optuna's GP after 40 |")
    print("|---|---:|---|---:|" + "---|" * (len(SHOWN) + 1))
    for function, algorithm, workers in sorted(found, key=lambda key: (key[0], key[2], key[1])):
        regrets = found[function, algorithm, workers]
        reference = found.get((function, "optuna_gp", workers), {})
        theirs = "" if algorithm.startswith("optuna") else ratio(regrets, reference, SHOWN[-1])
        cells = [summary(regrets, n) for n in SHOWN]
        print(f"| {function} | {workers} | {algorithm} | {len(regrets)} | " + " | ".join(cells) + f" | {theirs} |")
        if algorithm == "quasi_random":
            doubled = {seed: one[1::2] for seed, one in regrets.items()}
            cells = [summary(doubled, n) for n in SHOWN]
            print(
                f"| {function} | any | quasi_random, twice the trials | {len(regrets)} | "
                + " | ".join(cells)
                + f" | {ratio(doubled, reference, SHOWN[-1])} |"
            )
    if table:
        print("\n| table of MNIST trials | at once | seeds | trials to one of the best hundredth |")
        print("|---|---:|---:|---|")
    for (_, algorithm, workers), regrets in sorted(table.items()):
        print(f"| {algorithm} | {workers} | {len(regrets)} | {reached(regrets)} |")


if __name__ == "__main__":
    main()
