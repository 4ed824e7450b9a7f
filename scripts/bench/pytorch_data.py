"""The data side of the PyTorch contestant: everything in memory, batches made by tensor operations."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor

from workload import Workload


class Batches(Protocol):
    """An endless stream of training batches."""

    outputs: int
    """Classes, or tokens in the vocabulary."""

    def next(self) -> tuple[Tensor, Tensor]:
        """Inputs and targets of one step."""


class Shuffled:
    """Index vectors of full batches; every epoch is a new permutation."""

    def __init__(self, size: int, batch_size: int) -> None:
        self._size = size
        self._batch_size = batch_size
        self._left: list[Tensor] = []

    def next(self) -> Tensor:
        if not self._left:
            full = self._size - self._size % self._batch_size
            self._left = list(torch.randperm(self._size)[:full].split(self._batch_size))
        return self._left.pop()


class FlatImages:
    """Images as vectors, normalised by one mean and deviation."""

    outputs = 10

    def __init__(self, path: Path, batch_size: int) -> None:
        self._images = _bytes(path, 16).view(-1, 28 * 28)
        self._labels = _bytes(Path(str(path).replace("images-idx3", "labels-idx1")), 8).long()
        sample = self._images[:10_000].float()
        self._mean = sample.mean().item()
        self._scale = 1 / sample.std().item()
        self._order = Shuffled(len(self._images), batch_size)

    def next(self) -> tuple[Tensor, Tensor]:
        rows = self._order.next()
        images = self._images[rows].float()
        return images.sub_(self._mean).mul_(self._scale), self._labels[rows]


class ColourImages:
    """Channels-last images, padded beforehand, so that crop and flip are one indexing operation."""

    outputs = 10
    padding = 4

    def __init__(self, folder: Path, batch_size: int, augmented: bool) -> None:
        records = torch.cat([_bytes(path, 0) for path in sorted(folder.glob("data_batch_*.bin"))])
        records = records.view(-1, 1 + 3 * 32 * 32)
        self._labels = records[:, 0].long()
        images = records[:, 1:].view(-1, 3, 32, 32).permute(0, 2, 3, 1)  # (N, 32, 32, 3)
        sample = images[:10_000].float()
        self._mean = sample.mean((0, 1, 2)).view(1, 3, 1, 1)
        self._scale = 1 / sample.std((0, 1, 2)).view(1, 3, 1, 1)
        self._augmented = augmented
        pad = self.padding if augmented else 0
        self._images = torch.nn.functional.pad(images, (0, 0, pad, pad, pad, pad)).contiguous()
        self._order = Shuffled(len(images), batch_size)

    def next(self) -> tuple[Tensor, Tensor]:
        rows = self._order.next()
        images = self._crop_and_flip(rows) if self._augmented else self._images[rows]
        inputs = images.permute(0, 3, 1, 2).float()  # (N, 3, 32, 32), channels last in memory
        return inputs.sub_(self._mean).mul_(self._scale), self._labels[rows]

    def _crop_and_flip(self, rows: Tensor) -> Tensor:
        size = len(rows)
        pixels = torch.arange(32)
        top, left = torch.randint(2 * self.padding + 1, (2, size, 1))
        flipped = torch.rand(size, 1) < 0.5
        down = top + pixels
        across = left + torch.where(flipped, 31 - pixels, pixels)
        return self._images[rows[:, None, None], down[:, :, None], across[:, None, :]]


class Text:
    """Random windows of a text, one token a character, as nanoGPT takes them."""

    def __init__(self, path: Path, batch_size: int, context_length: int) -> None:
        codes = _bytes(path, 0).long()
        characters = codes.unique()
        self.outputs = len(characters)
        self._tokens = torch.searchsorted(characters, codes)
        self._batch_size = batch_size
        self._window = torch.arange(context_length + 1)

    def next(self) -> tuple[Tensor, Tensor]:
        starts = torch.randint(len(self._tokens) - len(self._window) + 1, (self._batch_size, 1))
        windows = self._tokens[starts + self._window]
        return windows[:, :-1], windows[:, 1:]


def open_batches(workload: Workload) -> Batches:
    """The training data of a workload."""
    path = Path(workload.dataset["path"])
    kind = workload.dataset["name"]
    if kind == "idx":
        return FlatImages(path, workload.batch_size)
    if kind == "cifar_binary":
        return ColourImages(path, workload.batch_size, workload.augmented)
    return Text(path, workload.batch_size, workload.dataset["context_length"])


def _bytes(path: Path, skipped: int) -> Tensor:
    return torch.frombuffer(bytearray(path.read_bytes()), dtype=torch.uint8)[skipped:]
