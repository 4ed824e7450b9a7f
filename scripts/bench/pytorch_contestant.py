"""The PyTorch contestant of `throughput`: PyTorch at its best, eager or compiled.

Arguments: WORKLOAD.yaml THREADS whole|step autocast|cast cpu|cuda eager|compile. The protocol stands in `contestants.py`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

import bursts
import pytorch_data
import pytorch_models
import workload as workloads
from workload import Workload

LOG_EVERY = 50
WARMUP_STEPS = 100


class Trainer:
    """Model, optimizer and the state of one training run."""

    def __init__(self, workload: Workload, outputs: int, bfloat16: str, device: torch.device) -> None:
        self._workload = workload
        self._device = device
        self._mixed = bfloat16 if workload.precision == "bfloat16" else "none"
        self._model = pytorch_models.build(workload, outputs).train().to(device)
        self._weights = list(self._model.parameters())
        self._masters = self._weights
        if self._mixed == "cast":
            self._masters = [nn.Parameter(p.detach().clone()) for p in self._weights]
            self._model.to(torch.bfloat16)
            for module in self._model.modules():
                if isinstance(module, nn.BatchNorm2d):
                    module.float()  # its statistics need the digits
        self._optimizer = self._build_optimizer()
        self._base_rate = workload.optimizer["learning_rate"]
        self._steps = 0
        self._loss_sum = torch.zeros((), device=device)

    def compile(self) -> None:
        """Has the forward and backward pass compiled at the first step."""
        self._model = torch.compile(self._model)

    def _build_optimizer(self) -> torch.optim.Optimizer:
        settings = self._workload.optimizer
        rate, decay = settings["learning_rate"], settings["weight_decay"]
        if settings["name"] == "adam":
            groups = [
                {"params": [p for p in self._masters if p.dim() > 1], "weight_decay": decay},
                {"params": [p for p in self._masters if p.dim() <= 1], "weight_decay": 0.0},
            ]
            betas = (settings.get("beta1", 0.9), settings.get("beta2", 0.999))
            return torch.optim.AdamW(groups, lr=rate, betas=betas, fused=True)
        return torch.optim.SGD(
            self._masters,
            lr=rate,
            momentum=settings["momentum"],
            weight_decay=decay,
            nesterov=settings["name"] == "nesterov",
            fused=True,
        )

    def step(self, inputs: Tensor, targets: Tensor) -> None:
        """One update; the loss stays on the device."""
        for group in self._optimizer.param_groups:
            group["lr"] = self._base_rate * min(1, (self._steps + 1) / WARMUP_STEPS)
        loss = self._loss(inputs, targets)
        loss.backward()
        if self._mixed == "cast":
            for master, weight in zip(self._masters, self._weights):
                master.grad = weight.grad.float()
        nn.utils.clip_grad_norm_(self._masters, self._workload.clipping_norm, foreach=True)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        if self._mixed == "cast":
            self._copy_masters()
        self._loss_sum += loss.detach()
        self._steps += 1

    def _copy_masters(self) -> None:
        with torch.no_grad():
            for weight in self._weights:
                weight.grad = None
            torch._foreach_copy_(self._weights, self._masters)

    def _loss(self, inputs: Tensor, targets: Tensor) -> Tensor:
        if self._mixed == "cast" and inputs.is_floating_point():
            inputs = inputs.to(torch.bfloat16)
        with torch.autocast(self._device.type, dtype=torch.bfloat16, enabled=self._mixed == "autocast"):
            outputs = self._model(inputs)
        outputs = outputs.float()
        return functional.cross_entropy(outputs.flatten(0, -2), targets.flatten())

    def log(self, path: Path) -> None:
        """Writes a line every 50 steps, reading the loss back only there."""
        if self._steps % LOG_EVERY == 0:
            mean = self._loss_sum.item() / LOG_EVERY
            self._loss_sum.zero_()
            with path.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"step": self._steps, "train/loss": mean}) + "\n")


def main(arguments: list[str]) -> None:
    """Trains until nobody asks for more."""
    workload = workloads.load(Path(arguments[0]))
    if arguments[1] != "auto":
        torch.set_num_threads(int(arguments[1]))
    torch.manual_seed(1)
    log = Path(f"target/bench/pytorch-{workload.name}.jsonl")
    log.unlink(missing_ok=True)
    device = torch.device(arguments[4])
    torch.backends.cudnn.benchmark = True
    batches = pytorch_data.open_batches(workload, device)
    trainer = Trainer(workload, batches.outputs, arguments[3], device)
    if arguments[5] == "compile":
        trainer.compile()

    def whole() -> None:
        trainer.step(*batches.next())
        trainer.log(log)

    if arguments[2] == "whole":
        bursts.serve(whole, device)
    else:
        batch = batches.next()
        bursts.serve(lambda: trainer.step(*batch), device)


if __name__ == "__main__":
    main(sys.argv[1:])
