"""The data side of the PyTorch contestant: everything in the device's memory, batches made by tensor operations."""

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

    def __init__(self, size: int, batch_size: int, device: torch.device) -> None:
        self._device = device
        self._size = size
        self._batch_size = batch_size
        self._left: list[Tensor] = []

    def next(self) -> Tensor:
        if not self._left:
            full = self._size - self._size % self._batch_size
            self._left = list(torch.randperm(self._size, device=self._device)[:full].split(self._batch_size))
        return self._left.pop()


class FlatImages:
    """Images as vectors, normalised by one mean and deviation."""

    outputs = 10

    def __init__(self, path: Path, batch_size: int, device: torch.device) -> None:
        labels = Path(str(path).replace("images-idx3", "labels-idx1"))
        self._images = _bytes(path, 16).clone().view(-1, 28 * 28).to(device)
        self._labels = _bytes(labels, 8).long().to(device)
        sample = self._images[:10_000].float()
        self._mean = sample.mean().item()
        self._scale = 1 / sample.std().item()
        self._order = Shuffled(len(self._images), batch_size, device)

    def next(self) -> tuple[Tensor, Tensor]:
        rows = self._order.next()
        images = self._images[rows].float()
        return images.sub_(self._mean).mul_(self._scale), self._labels[rows]


class ColourImages:
    """Channels-last images, padded beforehand, so that crop and flip are one indexing operation."""

    outputs = 10
    padding = 4

    def __init__(
        self, folder: Path, batch_size: int, augmented: bool, device: torch.device
    ) -> None:
        self._augmented = augmented
        self._device = device
        pad = self.padding if augmented else 0
        files = [_bytes(path, 0).view(-1, 1 + 3 * 32 * 32) for path in sorted(folder.glob("*.bin"))]
        size = sum(map(len, files))
        self._labels = torch.cat([records[:, 0] for records in files]).long()
        self._images = torch.zeros(size, 32 + 2 * pad, 32 + 2 * pad, 3, dtype=torch.uint8)
        inner = self._images[:, pad : pad + 32, pad : pad + 32]
        for part, records in zip(inner.split([len(records) for records in files]), files):
            part.copy_(records[:, 1:].view(-1, 3, 32, 32).permute(0, 2, 3, 1))
        sample = inner[:2_000].float()
        self._mean = sample.mean((0, 1, 2)).view(1, 3, 1, 1)
        self._scale = 1 / sample.std((0, 1, 2)).view(1, 3, 1, 1)
        self._images, self._labels = self._images.to(device), self._labels.to(device)
        self._mean, self._scale = self._mean.to(device), self._scale.to(device)
        self._order = Shuffled(size, batch_size, device)

    def next(self) -> tuple[Tensor, Tensor]:
        rows = self._order.next()
        images = self._crop_and_flip(rows) if self._augmented else self._images[rows]
        inputs = images.permute(0, 3, 1, 2).float()  # (N, 3, 32, 32), channels last in memory
        return inputs.sub_(self._mean).mul_(self._scale), self._labels[rows]

    def _crop_and_flip(self, rows: Tensor) -> Tensor:
        size = len(rows)
        pixels = torch.arange(32, device=self._device)
        top, left = torch.randint(2 * self.padding + 1, (2, size, 1), device=self._device)
        flipped = torch.rand(size, 1, device=self._device) < 0.5
        down = top + pixels
        across = left + torch.where(flipped, 31 - pixels, pixels)
        return self._images[rows[:, None, None], down[:, :, None], across[:, None, :]]


class Text:
    """Random windows of a text, one token a character or byte, as nanoGPT takes them."""

    def __init__(
        self, path: Path, batch_size: int, context_length: int, bytewise: bool, device: torch.device
    ) -> None:
        codes = _bytes(path, 0).long().to(device)
        characters = codes.unique()
        self.outputs = 256 if bytewise else len(characters)
        self._tokens = codes if bytewise else torch.searchsorted(characters, codes)
        self._batch_size = batch_size
        self._device = device
        self._window = torch.arange(context_length + 1, device=device)

    def next(self) -> tuple[Tensor, Tensor]:
        last = len(self._tokens) - len(self._window)
        starts = torch.randint(last + 1, (self._batch_size, 1), device=self._device)
        windows = self._tokens[starts + self._window]
        return windows[:, :-1], windows[:, 1:]


class RandomPictures:
    """One batch of random pixels, over and over: for the time of a step, pictures need no content."""

    outputs = 1000

    def __init__(self, workload: Workload, device: torch.device) -> None:
        height, width = workload.dataset["height"], workload.dataset["width"]
        pixels = torch.randn(workload.batch_size, height, width, 3, device=device)
        self._images = pixels.permute(0, 3, 1, 2)  # channels last in memory
        self._labels = torch.randint(self.outputs, (workload.batch_size,), device=device)

    def next(self) -> tuple[Tensor, Tensor]:
        return self._images, self._labels


def open_batches(workload: Workload, device: torch.device) -> Batches:
    """The training data of a workload."""
    path = Path(workload.dataset["path"])
    kind = workload.dataset["name"]
    if kind == "idx":
        return FlatImages(path, workload.batch_size, device)
    if kind == "cifar_binary":
        return ColourImages(path, workload.batch_size, workload.augmented, device)
    if kind == "image_folder":
        return RandomPictures(workload, device)
    bytewise = workload.dataset.get("vocabulary") == "byte"
    return Text(path, workload.batch_size, workload.dataset["context_length"], bytewise, device)


def _bytes(path: Path, skipped: int) -> Tensor:
    """A file's bytes, mapped, so that only what is copied from them costs memory."""
    size = path.stat().st_size
    return torch.from_file(str(path), size=size, dtype=torch.uint8)[skipped:]
