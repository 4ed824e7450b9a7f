"""One process of the Optuna study in `study`: trial after trial of the MLP, in PyTorch.

Arguments: FOLDER IMAGES STEPS TRIALS. FOLDER holds the study's SQLite file, which the processes share, and the best weights of each
trial. The work is that of a trial in Etude: normalised images in a new order each epoch, momentum, both evaluations every 100 steps,
and the weights on disk whenever the validation error falls.
"""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path

import optuna
import torch
from torch import Tensor, nn
from torch.nn import functional

BATCH_SIZE = 128
EVALUATE_EVERY = 100
VALIDATION_FRACTION = 0.2
TRAIN_EXAMPLES = 2_000
RATES = (0.001, 0.1)
MOMENTUM = 0.9


def data(images: Path) -> tuple[Tensor, Tensor]:
    """Pixels as bytes, one row an image, and labels."""
    labels = images.with_name(images.name.replace("images-idx3", "labels-idx1"))
    return _bytes(images, 16).view(-1, 28 * 28), _bytes(labels, 8).long()


def _bytes(path: Path, header: int) -> Tensor:
    content = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    return torch.frombuffer(bytearray(content), dtype=torch.uint8)[header:]


class Objective:
    """Trains one trial and gives its best validation error rate."""

    def __init__(self, folder: Path, images: Path, steps: int) -> None:
        self._folder = folder
        self._steps = steps
        pixels, labels = data(images)
        order = torch.randperm(len(pixels), generator=torch.Generator().manual_seed(0))
        held_out = int(len(pixels) * VALIDATION_FRACTION)
        self._validation = pixels[order[:held_out]], labels[order[:held_out]]
        self._train = pixels[order[held_out:]], labels[order[held_out:]]
        sample = self._train[0].float()
        self._mean, self._scale = sample.mean().item(), 1 / sample.std().item()

    def __call__(self, trial: optuna.Trial) -> float:
        rate = trial.suggest_float("learning_rate", *RATES, log=True)
        torch.manual_seed(1)
        model = nn.Sequential(
            nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10)
        )
        optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=MOMENTUM, fused=True)
        best = float("inf")
        rows: list[Tensor] = []
        for step in range(1, self._steps + 1):
            if not rows:
                full = len(self._train[0]) // BATCH_SIZE * BATCH_SIZE
                rows = list(torch.randperm(len(self._train[0]))[:full].split(BATCH_SIZE))
            chosen = rows.pop()
            loss = functional.cross_entropy(
                model(self._inputs(self._train[0][chosen])), self._train[1][chosen]
            )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            if step % EVALUATE_EVERY == 0 or step == self._steps:
                self._error_rate(model, *(part[:TRAIN_EXAMPLES] for part in self._train))
                error = self._error_rate(model, *self._validation)
                trial.report(error, step)
                if error < best:
                    best = error
                    self._keep(model, trial.number)
        return best

    def _inputs(self, images: Tensor) -> Tensor:
        return images.float().sub_(self._mean).mul_(self._scale)

    @torch.no_grad()
    def _error_rate(self, model: nn.Module, images: Tensor, labels: Tensor) -> float:
        return (model(self._inputs(images)).argmax(1) != labels).double().mean().item()

    def _keep(self, model: nn.Module, number: int) -> None:
        path = self._folder / f"trial-{number}.pt"
        partial = path.with_suffix(".partial")
        torch.save(model.state_dict(), partial)
        partial.replace(path)


def main() -> None:
    """Does trials until there are enough."""
    folder, images, steps, trials = Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:])
    torch.set_num_threads(1)
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.load_study(
        study_name="bench",
        storage=f"sqlite:///{folder}/study.db",
        sampler=optuna.samplers.RandomSampler(seed=os.getpid()),
    )
    enough = optuna.study.MaxTrialsCallback(trials, states=None)
    study.optimize(Objective(folder, images, steps), callbacks=[enough], catch=())


if __name__ == "__main__":
    main()
