"""Reads the workload files, which are training configs whose values are JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Workload:
    """One training config: the keys that every contestant needs, by their names in the config."""

    path: Path
    name: str
    dataset: dict[str, Any]
    model: dict[str, Any]
    batch_size: int
    precision: str
    optimizer: dict[str, Any]
    clipping_norm: float

    @property
    def augmented(self) -> bool:
        """Whether training images are cropped and flipped."""
        return bool(self.dataset.get("augment"))


def load(path: Path) -> Workload:
    """Reads one file; a line is a key, a colon and a JSON value, or a comment."""
    values: dict[str, Any] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, _, text = line.partition(": ")
            values[key] = json.loads(text)
    return Workload(
        path=path,
        name=values["name"],
        dataset=values["dataset"],
        model=values["model"],
        batch_size=values["batch_size"],
        precision=values.get("precision", "float32"),
        optimizer=values["optimizer"],
        clipping_norm=values["gradient_clipping"]["norm"],
    )
