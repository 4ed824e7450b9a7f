"""The hyperparameters of `etude next` for each workload of `guide`, all at once: as a study file has them, and for Optuna.

Presence is a value at the end of a range here: a weight decay of 1e-6, a clipping norm of 100 and a smoothing of 0 do nothing.
"""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import optuna

Hyperparameter = dict[str, Any]


def _range(path: str, low: float, high: float, scale: str) -> Hyperparameter:
    return {"path": path, "role": "nuisance", "min": low, "max": high, "scale": scale}


def _choice(path: str, *values: Any) -> Hyperparameter:
    return {"path": path, "role": "nuisance", "values": list(values)}


_ALL = [
    _choice("schedule.decay", "constant", "linear", "cosine"),
    _choice("schedule.warmup_steps", "0%", "5%", "10%"),
    _range("optimizer.weight_decay", 1e-6, 1e-1, "log"),
    _range("gradient_clipping.norm", 0.1, 100, "log"),
]
_MOMENTUM = [
    _range("optimizer.learning_rate", 1e-3, 1, "log"),
    _range("optimizer.momentum", 0.8, 0.99, "one_minus_log"),
]
_ADAM = [
    _range("optimizer.learning_rate", 1e-4, 1e-1, "log"),
    _range("optimizer.beta1", 0.8, 0.99, "one_minus_log"),
]
_CROP = {"name": "random_crop", "padding": 2}
_CROP_AND_FLIP = [{"name": "random_crop", "padding": 4}, "horizontal_flip"]
_MIXUP = {"name": "mixup", "alpha": 0.2}
_IMAGES = [
    _choice("dataset.augment", [], [_CROP], _CROP_AND_FLIP, [_MIXUP], [_CROP, _MIXUP], [*_CROP_AND_FLIP, _MIXUP]),
    _range("label_smoothing", 0, 0.2, "linear"),
]
_DROPOUT = [_range("dropout", 0, 0.5, "linear")]
SPACES: dict[str, list[Hyperparameter]] = {
    "mnist": [
        *_MOMENTUM,
        *_ALL,
        *_IMAGES,
        *_DROPOUT,
        _choice("model.hidden", [256, 128], [512, 256], [256, 128, 128]),
    ],
    "cifar10": [*_MOMENTUM, *_ALL, *_IMAGES, _choice("model.depth", 8, 14)],
    "shakespeare": [*_ADAM, *_ALL, *_DROPOUT, _choice("model.width", 64, 128), _choice("model.layers", 2, 4)],
}


def sizes(workload: str) -> list[dict[str, Any]]:
    """Every model that a search may try, the config's own first."""
    keys = [parameter for parameter in SPACES[workload] if parameter["path"].startswith("model.")]
    return [dict(zip([key["path"] for key in keys], values)) for values in itertools.product(*[key["values"] for key in keys])]


def size_of(values: dict[str, Any]) -> str:
    """The name of the model among all that were suggested."""
    return json.dumps({path: value for path, value in values.items() if path.startswith("model.")}, sort_keys=True)


def study(workload: str, metric: str, seed: int, trials: int) -> dict[str, Any]:
    """A study file of quasi-random points."""
    return {
        "name": "search",
        "goal": "What does one search over everything find?",
        "base": "search-base.yaml",
        "objective": {"metric": metric, "mode": "min"},
        "search": {"algorithm": "quasi_random", "seed": seed},
        "trials": trials,
        "parameters": SPACES[workload],
    }


def suggested(workload: str, trial: optuna.Trial) -> dict[str, Any]:
    """Values by path, as Optuna suggests them; it knows choices by their number."""
    values = {}
    for parameter in SPACES[workload]:
        path = parameter["path"]
        if "values" in parameter:
            values[path] = parameter["values"][trial.suggest_categorical(path, list(range(len(parameter["values"]))))]
        elif parameter["scale"] == "one_minus_log":
            rest = trial.suggest_float(path, 1 - parameter["max"], 1 - parameter["min"], log=True)
            values[path] = 1 - rest
        else:
            values[path] = trial.suggest_float(path, parameter["min"], parameter["max"], log=parameter["scale"] == "log")
    return values
