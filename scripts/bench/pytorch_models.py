"""The benchmark's models in eager PyTorch, the same in architecture as Etude's."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from workload import Workload


def build(workload: Workload, outputs: int) -> nn.Module:
    """The model of a workload, ready to train; images are expected channels-last."""
    settings = workload.model
    kind = settings["name"]
    if kind == "mlp":
        return mlp(28 * 28, settings["hidden"], outputs)
    if kind == "resnet":
        if settings["variant"] == "imagenet":
            return BottleneckResNet((3, 4, 6, 3), outputs).to(memory_format=torch.channels_last)
        return ResNet((settings["depth"] - 2) // 6, outputs).to(memory_format=torch.channels_last)
    if kind == "vit":
        return VisionTransformer(settings, outputs).to(memory_format=torch.channels_last)
    if kind == "gpt":
        return Gpt(settings, workload.dataset["context_length"], outputs)
    raise ValueError(f"{workload.path}: no PyTorch model for {kind}")


def mlp(inputs: int, hidden: list[int], outputs: int) -> nn.Sequential:
    """Linear layers with ReLU between."""
    layers: list[nn.Module] = []
    for width in hidden:
        layers += [nn.Linear(inputs, width), nn.ReLU(inplace=True)]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


def _convolution(inputs: int, outputs: int, stride: int, kernel: int = 3) -> nn.Conv2d:
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    nn.init.kaiming_normal_(convolution.weight, mode="fan_out", nonlinearity="relu")
    return convolution


class BasicBlock(nn.Module):
    """Two 3x3 convolutions; where the shape changes, the shortcut has no parameters (option A)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.convolution1 = _convolution(inputs, outputs, stride)
        self.normalization1 = nn.BatchNorm2d(outputs)
        self.convolution2 = _convolution(outputs, outputs, 1)
        self.normalization2 = nn.BatchNorm2d(outputs)
        self.stride = stride
        self.added = outputs - inputs

    def forward(self, x: Tensor) -> Tensor:
        y = functional.relu(self.normalization1(self.convolution1(x)), inplace=True)
        y = self.normalization2(self.convolution2(y))
        if self.stride != 1:
            x = functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, self.added))
        return functional.relu(y.add_(x), inplace=True)


class ResNet(nn.Module):
    """He et al. 2016, section 4.2: 6 * blocks + 2 layers."""

    def __init__(self, blocks: int, outputs: int) -> None:
        super().__init__()
        self.stem = nn.Sequential(_convolution(3, 16, 1), nn.BatchNorm2d(16), nn.ReLU(inplace=True))
        stages: list[nn.Module] = []
        channels = 16
        for stage, width in enumerate((16, 32, 64)):
            for block in range(blocks):
                stages.append(BasicBlock(channels, width, 2 if stage and not block else 1))
                channels = width
        self.stages = nn.Sequential(*stages)
        self.output = nn.Linear(channels, outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(self.stages(self.stem(x)).mean((2, 3)))


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions, the second with the stride ("v1.5"); a 1x1 shortcut (option B)."""

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        outputs = 4 * width
        self.body = nn.Sequential(
            *_normalized(inputs, width, 1, 1),
            nn.ReLU(inplace=True),
            *_normalized(width, width, stride, 3),
            nn.ReLU(inplace=True),
            *_normalized(width, outputs, 1, 1),
        )
        changes = stride != 1 or inputs != outputs
        layers = _normalized(inputs, outputs, stride, 1) if changes else []
        self.shortcut = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.body(x) + self.shortcut(x), inplace=True)


def _normalized(inputs: int, outputs: int, stride: int, kernel: int) -> list[nn.Module]:
    return [_convolution(inputs, outputs, stride, kernel), nn.BatchNorm2d(outputs)]


class BottleneckResNet(nn.Module):
    """He et al. 2016, section 4.1: four stages of bottlenecks for large images."""

    def __init__(self, blocks: tuple[int, ...], outputs: int) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            *_normalized(3, 64, 2, 7), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)
        )
        stages: list[nn.Module] = []
        channels = 64
        for stage, count in enumerate(blocks):
            width = 64 << stage
            for block in range(count):
                stages.append(Bottleneck(channels, width, 2 if stage and not block else 1))
                channels = 4 * width
        self.stages = nn.Sequential(*stages)
        self.output = nn.Linear(channels, outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(self.stages(self.stem(x)).mean((2, 3)))


class TransformerLayer(nn.Module):
    """Layer normalization before each residual branch; an MLP four times as wide."""

    def __init__(self, width: int, heads: int, causal: bool) -> None:
        super().__init__()
        self.gelu = "tanh" if causal else "none"  # each as its paper has it
        self.normalization1 = nn.LayerNorm(width)
        self.projections = nn.Linear(width, 3 * width)
        self.attended = nn.Linear(width, width)
        self.normalization2 = nn.LayerNorm(width)
        self.hidden = nn.Linear(width, 4 * width)
        self.output = nn.Linear(4 * width, width)
        self.heads = heads
        self.causal = causal

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attended(self._attention(self.projections(self.normalization1(x))))
        hidden = functional.gelu(self.hidden(self.normalization2(x)), approximate=self.gelu)
        return x + self.output(hidden)

    def _attention(self, projections: Tensor) -> Tensor:
        size, length, width = projections.shape
        split = projections.view(size, length, 3, self.heads, width // 3 // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4).unbind()
        attended = functional.scaled_dot_product_attention(query, key, value, is_causal=self.causal)
        return attended.transpose(1, 2).reshape(size, length, width // 3)


class Gpt(nn.Module):
    """nanoGPT: learned positions, output tied to the token embedding."""

    def __init__(self, settings: dict, length: int, vocabulary: int) -> None:
        super().__init__()
        width = settings["width"]
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.zeros(length, width))
        self.layers = nn.Sequential(
            *(TransformerLayer(width, settings["heads"], True) for _ in range(settings["layers"]))
        )
        self.normalization = nn.LayerNorm(width)
        self.apply(_small_weights)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.layers(self.tokens(tokens) + self.positions)
        return functional.linear(self.normalization(x), self.tokens.weight)


class VisionTransformer(nn.Module):
    """Dosovitskiy et al. 2021: patches, a class token, learned positions."""

    def __init__(self, settings: dict, outputs: int) -> None:
        super().__init__()
        width = settings["width"]
        patch = settings["patch_size"]
        self.patches = nn.Conv2d(3, width, patch, patch)
        self.class_token = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.zeros((32 // patch) ** 2 + 1, width))
        self.layers = nn.Sequential(
            *(TransformerLayer(width, settings["heads"], False) for _ in range(settings["layers"]))
        )
        self.normalization = nn.LayerNorm(width)
        self.output = nn.Linear(width, outputs)
        self.apply(_small_weights)

    def forward(self, images: Tensor) -> Tensor:
        patches = self.patches(images).flatten(2).transpose(1, 2)
        x = torch.cat((self.class_token.expand(len(images), -1, -1), patches), 1)
        x = self.layers(x + self.positions)
        return self.output(self.normalization(x[:, 0]))


def _small_weights(module: nn.Module) -> None:
    if isinstance(module, (nn.Linear, nn.Embedding)):
        nn.init.normal_(module.weight, std=0.02)
