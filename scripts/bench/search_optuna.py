"""Searches for the minima of test functions with Optuna, from the starting points that Etude's searches had.

usage: search_optuna.py FOLDER: reads FUNCTION-start-SEED.json there, and writes FUNCTION-SAMPLER-WORKERS-SEED.csv with the
regret after each trial. What has been written is not run again.
"""

import json
import math
import sys
import warnings
from pathlib import Path
from typing import Any, Callable, Optional

import optuna
import torch

TRIALS = 40
LOWEST = {
    "branin": 0.39788735772973816,
    "branin_infeasible": 0.39788735772973816,
    "hartmann6": -3.322368011415515,
    "ackley5_infeasible": 0.0,
    "mixed": 0.0,
}
Point = dict[str, Any]


def branin(x: list[float]) -> float:
    inner = x[1] - 5.1 / (4 * math.pi**2) * x[0] ** 2 + 5 / math.pi * x[0] - 6
    return inner**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x[0]) + 10


def hartmann6(x: list[float]) -> float:
    weights = [1, 1.2, 3, 3.2]
    scales = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
    places = [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
        [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
        [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ]
    return -sum(
        w * math.exp(-sum(s * (v - p) ** 2 for s, v, p in zip(scale, x, place)))
        for w, scale, place in zip(weights, scales, places)
    )


def ackley5(x: list[float]) -> Optional[float]:
    if sum(x) > 19.5:
        return None
    squares = sum(v * v for v in x) / len(x)
    waves = sum(math.cos(2 * math.pi * v) for v in x) / len(x)
    return -20 * math.exp(-0.2 * math.sqrt(squares)) - math.exp(waves) + 20 + math.e


def mixed(x: list[Any]) -> float:
    center = {"a": 0.2, "b": 0.55, "c": 0.8}[x[0]]
    shift = {"p": 0.3, "q": 0.0, "r": 0.1, "s": 0.5}[x[1]]
    size = (x[2] - 5) / 7
    width = math.log(x[3] / 16) / math.log(64)
    rest = sum((i - 3) * (x[i] - center - 0.05 * (i - 5.5)) ** 2 for i in range(4, 8))
    return shift + (0 if x[0] == "b" else 0.25) + size**2 + 2 * (width + 0.5 * size) ** 2 + rest * (1 + shift)


def value(function: str, point: Point) -> Optional[float]:
    """The value at a point; none where it is infeasible."""
    x = [point[f"x{i}"] for i in range(len(point))]
    if function == "branin_infeasible":
        return None if x[0] - 0.4 * x[1] > 2.2 else branin(x)
    functions: dict[str, Callable[[list[Any]], Optional[float]]] = {
        "branin": branin,
        "hartmann6": hartmann6,
        "ackley5_infeasible": ackley5,
        "mixed": mixed,
    }
    return functions[function](x)


def suggested(function: str, trial: optuna.Trial) -> Point:
    if function.startswith("branin"):
        return {"x0": trial.suggest_float("x0", -5, 10), "x1": trial.suggest_float("x1", 0, 15)}
    if function == "hartmann6":
        return {f"x{i}": trial.suggest_float(f"x{i}", 0, 1) for i in range(6)}
    if function == "ackley5_infeasible":
        return {f"x{i}": trial.suggest_float(f"x{i}", -10, 15) for i in range(5)}
    point: Point = {
        "x0": trial.suggest_categorical("x0", ["a", "b", "c"]),
        "x1": trial.suggest_categorical("x1", ["p", "q", "r", "s"]),
        "x2": trial.suggest_int("x2", 1, 8),
        "x3": trial.suggest_int("x3", 1, 64, log=True),
    }
    point.update({f"x{i}": trial.suggest_float(f"x{i}", 0, 1) for i in range(4, 8)})
    return point


def sampler(name: str, seed: int, starts: int, constrained: bool) -> optuna.samplers.BaseSampler:
    constraints = (lambda trial: (trial.user_attrs["constraint"],)) if constrained else None
    if name == "gp":
        return optuna.samplers.GPSampler(seed=seed, n_startup_trials=starts, constraints_func=constraints)
    return optuna.samplers.TPESampler(seed=seed, n_startup_trials=starts, constraints_func=constraints)


def search(function: str, name: str, workers: int, seed: int, starts: list[dict[str, Any]]) -> list[float]:
    """The regret after each trial; trials end in the order in which they began."""
    constrained = function.endswith("_infeasible")
    study = optuna.create_study(sampler=sampler(name, seed, len(starts), constrained))
    for start in starts:
        study.enqueue_trial(start["values"])
    running: list[tuple[optuna.Trial, Point]] = []
    begun = 0
    lowest, highest = math.inf, -math.inf
    regrets: list[float] = []
    while len(regrets) < TRIALS:
        while len(running) < workers and begun < TRIALS:
            trial = study.ask()
            point = suggested(function, trial)
            if begun < len(starts):
                assert point == starts[begun]["values"], (point, starts[begun])
            running.append((trial, point))
            begun += 1
        trial, point = running.pop(0)
        found = value(function, point)
        if len(regrets) < len(starts):
            expected = starts[len(regrets)].get("value")
            assert (found is None) == (expected is None) and (found is None or math.isclose(found, expected)), (found, expected)
        trial.set_user_attr("constraint", 1.0 if found is None else -1.0)
        if found is not None:
            lowest, highest = min(lowest, found), max(highest, found)
        # what an infeasible trial would have reached is not known: the worst of the others
        study.tell(trial, found if found is not None else (highest if math.isfinite(highest) else 1e3))
        regrets.append(lowest - LOWEST[function])
    return regrets


def main() -> None:
    """Runs what has not been run, in the order of seeds."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    folder = Path(sys.argv[1])
    files = sorted(folder.glob("*-start-*.json"), key=lambda file: int(file.stem.rsplit("-", 1)[1]))
    for file in files:
        function, seed = file.stem.split("-start-")
        starts = json.loads(file.read_text())
        for name in ("gp", "tpe"):
            for workers in (1, 4):
                target = folder / f"{function}-optuna_{name}-{workers}-{seed}.csv"
                if not target.exists():
                    regrets = search(function, name, workers, int(seed), starts)
                    partial = target.with_suffix(".partial")
                    partial.write_text("".join(f"{regret!r}\n" for regret in regrets))
                    partial.replace(target)


if __name__ == "__main__":
    main()
