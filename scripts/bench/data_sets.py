"""Writes the data sets of the benchmark: random, seeded, and of the real ones' shapes and formats."""

from __future__ import annotations

import random
import struct
import zlib
from functools import partial
from pathlib import Path
from typing import Callable

MNIST_IMAGES = 60_000
CIFAR_FILES = 5
CIFAR_IMAGES_PER_FILE = 10_000
TEXT_CHARACTERS = 1_000_000
PICTURE_CLASSES = 1000
PICTURES_PER_CLASS = 2
PICTURE_SIZE = 224
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,;:!?'-"


def write_missing(root: Path) -> None:
    """Writes what is not there yet; each file appears whole or not at all."""
    mnist = root / "mnist"
    _write(mnist / "train-images-idx3-ubyte", _idx_images)
    _write(mnist / "train-labels-idx1-ubyte", _idx_labels)
    for number in range(1, CIFAR_FILES + 1):
        _write(root / "cifar" / f"data_batch_{number}.bin", partial(_cifar, number))
    _write(root / "words.txt", _words)


def write_missing_pictures(root: Path) -> None:
    """Two pictures of one colour for each of 1,000 classes: for the time of a step, they need no content."""
    for number in range(PICTURE_CLASSES):
        for copy in range(PICTURES_PER_CLASS):
            path = root / "pictures" / f"{number:04}" / f"{copy}.png"
            _write(path, partial(_picture, number + copy))


def _picture(seed: int) -> bytes:
    """A PNG (W3C, third edition) of one colour."""
    colour = random.Random(seed).randbytes(3)
    rows = (b"\0" + colour * PICTURE_SIZE) * PICTURE_SIZE
    header = struct.pack(">IIBBBBB", PICTURE_SIZE, PICTURE_SIZE, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def _write(path: Path, content: Callable[[], bytes]) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".partial")
        partial.write_bytes(content())
        partial.replace(path)


def _idx_images() -> bytes:
    header = struct.pack(">iiii", 0x803, MNIST_IMAGES, 28, 28)
    return header + random.Random(1).randbytes(MNIST_IMAGES * 28 * 28)


def _idx_labels() -> bytes:
    labels = bytes(random.Random(2).choices(range(10), k=MNIST_IMAGES))
    return struct.pack(">ii", 0x801, MNIST_IMAGES) + labels


def _cifar(number: int) -> bytes:
    """Records of one label byte and 3 x 32 x 32 pixels."""
    generator = random.Random(100 + number)
    return b"".join(
        bytes([generator.randrange(10)]) + generator.randbytes(3 * 32 * 32)
        for _ in range(CIFAR_IMAGES_PER_FILE)
    )


def _words() -> bytes:
    """Words from a small vocabulary, ten to a line."""
    generator = random.Random(3)
    words = ["".join(generator.choices(LETTERS, k=generator.randint(2, 9))) for _ in range(2_000)]
    lines = []
    length = 0
    while length < TEXT_CHARACTERS:
        text = " ".join(generator.choices(words, k=10))
        lines.append(text)
        length += len(text) + 1
    return ("\n".join(lines) + "\n").encode("ascii")
