#!/usr/bin/env python3
"""Takes Etude's training step in the PyTorch of Python, from the archives that `gpu-check --prepare` wrote.

    replay.py check cpu|cuda ARCHIVES       checks each workload's folder in ARCHIVES, a line for each finding
    replay.py serve cpu|cuda ARCHIVES/NAME  is a contestant of `throughput`

For a machine with a GPU whose PyTorch is not the version that Etude's own bridge needs. It shows what the kernels
do on the card, and nothing of Java, DJL and the files of a run.
"""

from __future__ import annotations

import json
import math
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator

import torch
from torch import Tensor

import bursts

LOGGED_STEPS = 4096
SMALL_BATCH = 4
LARGE_MODEL = 10_000_000  # weights; one example of its batches is work enough for a CPU
STEPS = 20
CHECKPOINTS = 50
FLOAT32_TOLERANCE = 1e-3
BFLOAT16_TOLERANCE = 1e-1  # of a whole model's gradient: its layers' errors add up
MOST_DOUBLINGS = 24


class Kernels:
    """The archives of one workload on a device, and what they are called with."""

    def __init__(self, folder: Path, device: torch.device) -> None:
        self.call: dict[str, Any] = json.loads((folder / "call.json").read_text(encoding="utf-8"))
        self.device = device
        self.network = self._load(folder, "network")
        self.loss = self._load(folder, "loss")
        self.step = self._load(folder, "step")
        self.upload = self._load(folder, "upload")
        self.normalize_images = self._load(folder, "normalize_images")

    @property
    def is_large(self) -> bool:
        """Whether a CPU takes long for one example."""
        return weights(self.call) >= LARGE_MODEL

    def _load(self, folder: Path, name: str) -> Callable[..., Tensor]:
        return torch.jit.load(str(folder / f"{name}.pt"), map_location=self.device)


def weights(call: dict[str, Any]) -> int:
    """How many a model has."""
    return sum(size for _, size, _ in call["weights"])


class Step:
    """Weights, optimizer state and one batch in host memory; the same for a seed on every device."""

    def __init__(self, kernels: Kernels, batch_size: int, dtype: torch.dtype = torch.float32) -> None:
        self._kernels = kernels
        self._call = kernels.call
        self._dtype = dtype
        generator = torch.Generator().manual_seed(1)
        self.weights = self._vector("weights", generator)
        self._statistics = self._vector("statistics", generator)
        self.state = [torch.full_like(self.weights, start) for start in self._call["state"]]
        self._status = torch.zeros((), device=kernels.device)
        self._numbers = torch.tensor(self._call["numbers"], dtype=torch.float64)
        self._ring = torch.zeros(LOGGED_STEPS, 2, device=kernels.device)
        self._like = torch.zeros(1, device=kernels.device)
        self._features, self._labels = self._batch(batch_size, generator)
        channels = self._call.get("image", [0, 0, 0])[2]
        self._mean = torch.full((channels,), 127.5, device=kernels.device)
        self._scale = torch.full((channels,), 1 / 64, device=kernels.device)
        self.steps = 0

    def _vector(self, name: str, generator: torch.Generator) -> Tensor:
        """Matrices as He et al. (2015) do, scales and variances 1, biases and means 0."""
        parts = [torch.zeros(0)]
        for kind, size, inputs in self._call[name]:
            if kind in ("GAMMA", "RUNNING_VAR"):
                parts.append(torch.ones(size))
            elif kind in ("BETA", "BIAS", "RUNNING_MEAN"):
                parts.append(torch.zeros(size))
            else:
                parts.append(torch.randn(size, generator=generator) / math.sqrt(inputs))
        return torch.cat(parts).to(self._kernels.device, self._dtype)

    def _batch(self, size: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """As Etude has them: bytes of images or int32 tokens, and int32 labels."""
        if "image" in self._call:
            shape = (size, *self._call["image"])
            features = torch.randint(256, shape, dtype=torch.uint8, generator=generator)
            labels = torch.randint(self._call["outputs"], (size,), generator=generator)
        else:
            shape = (size, self._call["length"])
            features = torch.randint(self._call["outputs"], shape, generator=generator).int()
            labels = torch.randint(self._call["outputs"], (math.prod(shape),), generator=generator)
        return features, labels.int()

    def _to_device(self, tensor: Tensor) -> Tensor:
        """On the CPU a tensor lies in the batch itself."""
        if not on_gpu(self._kernels.device):
            return tensor
        return self._kernels.upload(tensor, self._like)

    def gradient(self) -> tuple[Tensor, Tensor]:
        """The loss and its gradient."""
        features = self._to_device(self._features)
        if "image" in self._call:
            features = self._kernels.normalize_images(features, self._mean, self._scale)
            if self._dtype == torch.float64:
                features = features.double()
        leaf = self.weights.detach().requires_grad_()
        outputs = self._kernels.network(features, leaf, self._statistics)
        loss = self._kernels.loss(outputs, self._to_device(self._labels))
        loss.backward()
        return loss.detach(), leaf.grad

    def _keep(self) -> None:
        """Hands over what the step works on: as Etude does once, before the first update."""
        named = {"weights": self.weights, "w": self.weights, "running": self._statistics}
        named |= dict(zip(("first", "second"), self.state))
        named |= {"ring": self._ring, "status": self._status, "host_numbers": self._numbers}
        named |= {"mean": self._mean, "scale": self._scale}
        named |= {"host_features": self._features, "host_targets": self._labels}
        named |= {"host_mixed_targets": self._labels, "host_mix_weights": self._labels.float()}
        self._kernels.step.keep(*(named[name] for name in self._call["arguments"]))

    def run(self) -> None:
        """One more update."""
        if self.steps == 0:
            self._keep()
        self._numbers[0] = self.steps
        self._numbers[1] = self.steps % LOGGED_STEPS
        self._kernels.step.run()
        self.steps += 1

    def losses(self) -> list[float]:
        """Those of all updates; the CPU waits."""
        if float(self._status) != 0:
            raise RuntimeError("the loss or the gradient of an update is not finite")
        return self._ring[: self.steps, 0].tolist()


@contextmanager
def waits_are_errors(device: torch.device) -> Iterator[None]:
    """Whatever makes the CPU wait for the GPU raises an error within."""
    if on_gpu(device):
        torch.cuda.set_sync_debug_mode("error")
    try:
        yield
    finally:
        if on_gpu(device):
            torch.cuda.set_sync_debug_mode("default")


def against_float64(folder: Path, device: torch.device) -> str:
    """The whole model's gradient beside the CPU's: in float64, or, for kernels in bfloat16, in the same type."""
    kernels = Kernels(folder, device)
    mixed = kernels.call["bfloat16"]
    size = 1 if kernels.is_large else SMALL_BATCH
    dtype = torch.float32 if mixed else torch.float64
    right = Step(Kernels(folder, torch.device("cpu")), size, dtype).gradient()[1].double()
    found = Step(kernels, size).gradient()[1].double().cpu()
    difference = (torch.linalg.vector_norm(found - right) / torch.linalg.vector_norm(right)).item()
    tolerance = BFLOAT16_TOLERANCE if mixed else FLOAT32_TOLERANCE
    if not difference <= tolerance:
        raise RuntimeError(f"gradient off by {difference:.1e}, expected at most {tolerance:.0e}")
    return f"gradient off by {difference:.1e} from the CPU's in {'bfloat16' if mixed else 'float64'}"


def without_waits(folder: Path, device: torch.device) -> str:
    """Steps while waits are errors, after a first one that loads libraries."""
    kernels = Kernels(folder, device)
    step = Step(kernels, min(kernels.call["batch_size"], 32))
    step.run()
    with waits_are_errors(device):
        for _ in range(STEPS):
            step.run()
    losses = step.losses()
    return f"{STEPS} steps without a wait, loss {losses[0]:.3f} to {losses[-1]:.3f}"


def memory_over_checkpoints(folder: Path, device: torch.device) -> str:
    """What is allocated on the device stays as it was while weights and state are read."""
    step = Step(Kernels(folder, device), SMALL_BATCH)
    step.run()
    before = allocated(device)
    for _ in range(CHECKPOINTS):
        step.run()
        for vector in (step.weights, *step.state):
            vector.cpu()
    grown = allocated(device) - before
    if grown > 0:
        raise RuntimeError(f"{grown} bytes more on the device after {CHECKPOINTS} checkpoints")
    return f"{before} bytes on the device, and as many after {CHECKPOINTS} checkpoints"


def until_out_of_memory(folder: Path, device: torch.device) -> str:
    """Doubles the batch until it does not fit, and goes on with the size before."""
    if not on_gpu(device):
        return "skipped: the kernel would end this process"
    kernels = Kernels(folder, device)
    size = kernels.call["batch_size"]
    for _ in range(MOST_DOUBLINGS):
        said = attempt(kernels, 2 * size)
        torch.cuda.empty_cache()
        if said:
            again = attempt(kernels, size)
            words = f'{2 * size} does not fit ("{said.splitlines()[0][:120]}"), {size} does'
            if again:
                raise RuntimeError(f"{words} no longer: {again.splitlines()[0]}")
            return words
        size *= 2
    return f"{size} fits"


def attempt(kernels: Kernels, size: int) -> str:
    """What two steps fail with, if they do."""
    try:
        step = Step(kernels, size)
        step.run()
        step.run()
        torch.cuda.synchronize()
    except RuntimeError as failure:  # OutOfMemoryError is one, and cuDNN has others
        return str(failure)
    return ""


def on_gpu(device: torch.device) -> bool:
    """Whether it is one."""
    return device.type == "cuda"


def allocated(device: torch.device) -> int:
    """Bytes of tensors on a GPU."""
    if not on_gpu(device):
        return 0
    torch.cuda.synchronize()
    return torch.cuda.memory_allocated()


CHECKS: list[tuple[str, Callable[[Path, torch.device], str]]] = [
    ("numbers", against_float64),
    ("waits", without_waits),
    ("checkpoints", memory_over_checkpoints),
]


def check(archives: Path, device: torch.device) -> int:
    """All checks of all workloads, whatever fails on the way; returns how many did."""
    sizes = {
        call.parent: weights(json.loads(call.read_text(encoding="utf-8")))
        for call in archives.glob("*/call.json")
    }
    folders = sorted((f for f in sizes if on_gpu(device) or sizes[f] < LARGE_MODEL), key=sizes.get)
    if not folders:
        print(f"{archives}: no archives; run gpu-check --prepare")
        return 1
    checks = [(folder, name, what) for folder in folders for name, what in CHECKS]
    largest = archives / "resnet20"
    checks += [(largest, "out of memory", until_out_of_memory)] if largest.exists() else []
    failures = 0
    for folder, name, what in checks:
        try:
            print(f"{folder.name}: {name}: {what(folder, device)}", flush=True)
        except Exception as failure:  # pylint: disable=broad-except; the next one runs all the same
            failures += 1
            print(f"{folder.name}: {name}: FAILED: {reason(failure)}", flush=True)
    return failures


def reason(failure: Exception) -> str:
    """The line of a message that says most: TorchScript's failures end in it, others begin with it."""
    lines = [line for line in str(failure).splitlines() if line.strip()] or [repr(failure)]
    return next((line for line in reversed(lines) if line.startswith("RuntimeError: ")), lines[0])


def main(arguments: list[str]) -> int:
    """Checks, or serves bursts of steps."""
    what, device, folder = arguments[0], torch.device(arguments[1]), Path(arguments[2])
    torch._C._set_graph_executor_optimize(False)  # as Etude does: kernels run as written
    if what == "check":
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        return min(check(folder, device), 1)
    torch.backends.cudnn.benchmark = True
    kernels = Kernels(folder, device)
    step = Step(kernels, kernels.call["batch_size"])
    bursts.serve(step.run, device)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
