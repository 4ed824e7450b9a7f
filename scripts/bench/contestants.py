"""Starts the contestants and speaks with them.

A contestant is a process that answers each line `go N` of its standard input with one line of JSON,
{"steps": N, "nanoseconds": T, "peak_rss_kb": K}, and ends at `quit`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "target" / "bench"


@dataclass(frozen=True)
class Burst:
    """The answer to one order."""

    steps: int
    nanoseconds: int
    peak_rss_kb: int

    @property
    def milliseconds_per_step(self) -> float:
        """Wall-clock time of one step."""
        return self.nanoseconds / self.steps / 1e6


class Contestant:
    """A running process; its standard error goes to a log file."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self._log = BENCH / "logs" / f"{name}.log"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def go(self, steps: int) -> Burst:
        """Has it train, and waits."""
        try:
            self._write(f"go {steps}\n")
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line.startswith("{"):
            raise ContestantFailed(f"{self.name} ended early; see {self._log}")
        return Burst(**json.loads(line))

    def quit(self) -> None:
        """Ends it, forcibly if it does not end by itself."""
        try:
            self._write("quit\n")
            self._process.stdin.close()
            self._process.wait(timeout=30)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()

    def _write(self, line: str) -> None:
        self._process.stdin.write(line)
        self._process.stdin.flush()


class ContestantFailed(RuntimeError):
    """A contestant that cannot run this workload."""


def launcher_settings() -> tuple[list[str], dict[str, str]]:
    """The JVM options and the environment that `scripts/etude` gives its process."""
    text = (ROOT / "scripts" / "etude").read_text(encoding="utf-8")
    block = re.search(r"options=\(\n(.*?)\n  \)", text, re.DOTALL)
    exports = "\n".join(re.findall(r"^export (.*)$", text, re.MULTILINE))
    environment = dict(re.findall(r"(\w+)=\$\{\1:-([^}]+)\}", exports))
    if block is None or not environment:
        raise RuntimeError("scripts/etude sets its options in a way that this script cannot read")
    options = re.findall(r'(?:^|\s)(-[XD][^\s"]+)', block.group(1))
    return options, {name: os.environ.get(name, value) for name, value in environment.items()}


class Java:
    """Starts the Java contestants with the jars and settings of `scripts/etude`."""

    def __init__(self, device: str) -> None:
        self.options, self.environment = launcher_settings()
        self.options.append(f"-Detude.test.device={device}")
        chosen = ROOT / ".etude" / "libtorch"
        if chosen.exists():
            folder = chosen.read_text(encoding="utf-8").strip()
            self.options.append(f"-DPYTORCH_LIBRARY_PATH={folder}")
        home = os.environ.get("JAVA_HOME")
        self._java = f"{home}/bin/java" if home else "java"
        self._class_path = f"{ROOT}/trainer/target/test-classes{os.pathsep}{ROOT}/tuner/target/lib/*"

    @staticmethod
    def build() -> None:
        """Builds the command, and then the contestants, which are test classes."""
        if os.environ.get("ETUDE_NO_BUILD"):
            return
        subprocess.run([ROOT / "scripts" / "etude", "--version"], check=True, stdout=subprocess.DEVNULL)
        more = os.environ.get("ETUDE_MAVEN_ARGUMENTS", "").split()
        command = ["mvn", "-q", "-B", "-Dspotless.check.skip=true", *more]
        subprocess.run([*command, "-pl", "trainer", "-am", "test-compile"], cwd=ROOT, check=True)

    def run(self, main: str) -> None:
        """Runs a main class of the tests to its end."""
        command = [self._java, *self.options, "-cp", self._class_path, main]
        environment = {**os.environ, **self.environment, "ETUDE_CACHE": str(BENCH / "cache")}
        subprocess.run(command, cwd=ROOT, env=environment, check=True)

    def start(self, which: str, mode: str, workload: Path, threads: str) -> Contestant:
        """Starts `etude` or `easytrain`, `whole` or `step`."""
        run = BENCH / "runs" / f"{workload.stem}-{os.getpid()}"
        shutil.rmtree(run, ignore_errors=True)
        environment = {"ETUDE_CACHE": str(BENCH / "cache")}
        if which == "etude":
            environment.update(self.environment)
        arguments = [which, mode, str(workload), threads, str(run)]
        main = "etude.trainer.bench.ThroughputMain"
        command = [self._java, *self.options, "-cp", self._class_path, main, *arguments]
        return Contestant(f"{which}-{mode}-{workload.stem}", command, environment)


@dataclass(frozen=True)
class Torch:
    """Starts the PyTorch contestants."""

    python: str
    version: str

    device: str

    def start(
        self,
        mode: str,
        workload: Path,
        threads: str,
        bfloat16: str,
        environment: dict[str, str],
        how: str = "eager",
    ) -> Contestant:
        """Starts `whole` or `step`, eager or compiled; an empty environment is that of a user."""
        script = str(ROOT / "scripts" / "bench" / "pytorch_contestant.py")
        command = [self.python, script, str(workload), threads, mode, bfloat16]
        suffix = "-same-malloc" if environment else ""
        return Contestant(
            f"pytorch-{how}-{mode}-{workload.stem}{suffix}",
            [*command, self.device, how],
            environment,
        )

    def replay(self, archives: Path) -> Contestant:
        """Starts the step of Etude's kernels, as `gpu-check --prepare` wrote them."""
        script = str(ROOT / "scripts" / "bench" / "replay.py")
        command = [self.python, script, "serve", self.device, str(archives)]
        return Contestant(f"replay-{archives.name}", command, {})


def find_torch(python: str | None, device: str) -> Torch | None:
    """A Python with PyTorch: the one asked for, python3, or a new virtual environment."""
    name = "cuda" if device == "gpu" else device
    own = BENCH / "venv" / "bin" / "python"
    for candidate in [python] if python else ["python3", str(own)]:
        version = _torch_version(candidate)
        if version:
            return Torch(candidate, version, name)
    if python or os.environ.get("ETUDE_NO_BUILD"):
        print(f"{python or 'python3'} cannot import torch.")
        return None
    print("No Python with torch: installing torch 2.13.0 under target/bench/venv ...", flush=True)
    try:
        subprocess.run(["python3", "-m", "venv", BENCH / "venv"], check=True)
        subprocess.run([own, "-m", "pip", "install", "--quiet", "torch==2.13.0"], check=True)
    except subprocess.CalledProcessError as failure:
        print(f"Installing torch failed ({failure}): the PyTorch columns are not measured.")
        return None
    version = _torch_version(str(own))
    return Torch(str(own), version, name) if version else None


def _torch_version(python: str) -> str:
    command = [python, "-c", "import torch; print(torch.__version__)"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
