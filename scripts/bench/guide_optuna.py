"""Optuna's TPE over the space of a workload of `guide`, each trial an `etude train`, until the budget is charged.

usage: guide_optuna.py FOLDER NAME WORKLOAD METRIC SEED SECONDS WORKERS ETUDE: writes FOLDER/NAME/best.json and FOLDER/NAME.json; where FOLDER/NAME
has steps.json, models of each size train as many steps as it says.

A trial is charged the seconds of its run, evaluations included and the start of its process not, as the guide's are once a whole training has
shown them. What was stopped goes on from its checkpoint, with the settings that it had.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any, Optional

import optuna

import guide_space
from guide_processes import STOPPED, Processes

DIVERGED = 3
ENDED = ("completed", "diverged")
WORST = {"error_rate": 1.0, "loss": 10.0}


class Search:
    """Trials of a study in a folder's `study.db`, as many at once as there are workers."""

    def __init__(self, root: Path, workload: str, metric: str, seed: int, etude: str) -> None:
        self._root = root
        self._steps = _read(root / "steps.json")
        self._workload = workload
        self._metric = metric
        self._etude = etude
        self._lock = threading.Lock()
        self._processes = Processes()
        self._study = optuna.create_study(
            study_name="search",
            storage=f"sqlite:///{root}/study.db",
            sampler=optuna.samplers.TPESampler(seed=seed, constant_liar=True),
            load_if_exists=True,
        )
        self._unfinished = [trial for trial in self._study.trials if trial.state == optuna.trial.TrialState.RUNNING]

    @property
    def stopped(self) -> bool:
        """Whether a signal ended it."""
        return self._processes.stopped

    def _run(self, number: int) -> Path:
        return self._root / f"trial-{number:04}"

    def charged(self, workers: int) -> float:
        """Seconds of the budget, of the trials that have ended."""
        return sum(self._seconds(trial.number) for trial in self._study.trials if trial.state.is_finished()) / workers

    def _seconds(self, number: int) -> float:
        return _read(self._run(number) / "summary.json").get("seconds", 0.0)

    def work(self, seconds: float, workers: int) -> None:
        """One trial after the other while there is budget; two workers may pass its end by one trial each."""
        while True:
            with self._lock:
                if self.stopped or self.charged(workers) >= seconds:
                    return
                number, values = self._next()
            value = self._train(number, values)
            if value is None:
                return
            with self._lock:
                self._study.tell(number, value)

    def _next(self) -> tuple[int, dict[str, Any]]:
        while self._unfinished:
            trial = self._unfinished.pop(0)
            if "values" in trial.user_attrs:
                return trial.number, trial.user_attrs["values"]
            self._study.tell(trial.number, state=optuna.trial.TrialState.FAIL)
        asked = self._study.ask()
        values = guide_space.suggested(self._workload, asked)
        if self._steps:
            values["max_train_steps"] = self._steps[guide_space.size_of(values)]
        asked.set_user_attr("values", values)
        return asked.number, values

    def _train(self, number: int, values: dict[str, Any]) -> Optional[float]:
        """The best of the metric; nothing where it was stopped."""
        run = self._run(number)
        if _read(run / "summary.json").get("status") not in ENDED:
            words = [self._etude, "train", "search-base.yaml", "--run-dir", str(run)]
            for change in changes_of({**values, "name": run.name, "threads": 1, "checkpoints.keep_best": 1}):
                words += ["--set", change]
            code = self._processes.run(words, self._root.parent)
            if code not in (0, DIVERGED):
                if not self.stopped:
                    print(f"trial {number} ended with {code}", file=sys.stderr)
                return None
        summary = _read(run / "summary.json")
        worst = WORST[self._metric.split("/")[1]]
        if summary["status"] != "completed":
            return worst
        return summary["best"]["metrics"][self._metric]

    def keep(self, workers: int) -> None:
        """The best trial, and what all of them took."""
        best = self._study.best_trial
        trials = [trial for trial in self._study.trials if trial.state == optuna.trial.TrialState.COMPLETE]
        _write(self._root / "best.json", {"changes": changes_of(best.user_attrs["values"]), "value": best.value})
        spent = {"trials": len(trials), "charged_seconds": self.charged(workers), "algorithm": f"TPE of Optuna {optuna.__version__}"}
        _write(self._root.with_suffix(".json"), spent)


def changes_of(values: dict[str, Any]) -> list[str]:
    """As `--set` takes them."""
    return [f"{path}={value if isinstance(value, str) else json.dumps(value)}" for path, value in values.items()]


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _write(path: Path, value: Any) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(value, indent=1), encoding="utf-8")
    partial.replace(path)


def main() -> int:
    """Searches, and says in its exit code whether it was stopped."""
    root, workload, metric = Path(sys.argv[1]) / sys.argv[2], sys.argv[3], sys.argv[4]
    seed, seconds, workers, etude = int(sys.argv[5]), float(sys.argv[6]), int(sys.argv[7]), sys.argv[8]
    root.mkdir(exist_ok=True)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    search = Search(root, workload, metric, seed, etude)
    threads = [threading.Thread(target=search.work, args=(seconds, workers)) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if search.stopped:
        return STOPPED
    if search.charged(workers) < seconds:
        return 1
    search.keep(workers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
