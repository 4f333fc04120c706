"""What the benchmarks of runs share: a corpus, a model server, and commands that are measured from outside.

Everything measured is a process of its own. This module imports nothing heavy, since the peak memory that the system
tells of a child is never less than its parent's.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "evals" / "postings"
LONG = 2_000
"""Characters from which a sample posting is as long as a real one."""

_OWN = ("JDEXTRACT_", "OPENAI_")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)} | {
    "PYTHONPATH": str(ROOT)
}


def write_corpus(path: Path, size: int) -> Path:
    """Write ``size`` postings as JSON lines: the long samples in turn, each made distinct by its last line."""
    texts = [text for sample in sorted(SAMPLES.glob("*.md")) if len(text := sample.read_text("utf-8")) >= LONG]
    with path.open("w", encoding="utf-8") as lines:
        for number, text in zip(range(size), itertools.cycle(texts), strict=False):
            row = {"id": f"p{number}", "title": "Engineer", "text": f"{text.rstrip()}\n\nReference {number}.\n"}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines; a line that is cut off raises."""
    text = path.read_text("utf-8")
    if text and not text.endswith("\n"):
        raise ValueError(f"{path} ends in half a line")
    return [json.loads(line) for line in text.splitlines()]


class Server:
    """The model server of the tests, as another process sees it."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def stats(self) -> dict[str, Any]:
        """Calls in all, and what they were answered with."""
        return self._get("/stats")

    def postings(self) -> dict[str, dict[str, int]]:
        """Calls and good answers by posting."""
        return self._get("/stats/postings")

    def _get(self, path: str) -> Any:
        with urlopen(self.base_url.removesuffix("/v1") + path, timeout=60) as answer:  # noqa: S310 - the loopback
            return json.load(answer)

    @property
    def model(self) -> tuple[str, ...]:
        """The options that point a command at this server."""
        return ("--model", "openai/bench", "--base-url", self.base_url)


@contextmanager
def serving(*, latency: float = 0.0, faults: Mapping[str, float] | None = None, seed: int = 0) -> Iterator[Server]:
    """A model server that answers after ``latency`` seconds, or fails at the rates in ``faults``."""
    shares = [f"--fault={kind}={share}" for kind, share in (faults or {}).items()]
    options = [f"--latency={latency}", f"--seed={seed}", *shares]
    command = [sys.executable, "-m", "tests.support.server", *options]
    with subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        try:
            yield Server(json.loads(process.stdout.readline())["base_url"])
        finally:
            process.terminate()
            process.communicate()  # its last words


@dataclass(frozen=True, slots=True)
class Measured:
    """A process that has ended: wall and CPU seconds and peak megabytes, start-up included."""

    code: int
    seconds: float
    cpu: float
    peak_mb: float
    out: str
    err: str

    @property
    def figures(self) -> dict[str, float]:
        """What a benchmark prints of it."""
        return {"seconds": round(self.seconds, 3), "cpu_seconds": round(self.cpu, 3), "peak_mb": round(self.peak_mb, 1)}


def jdextract(*arguments: object) -> list[str]:
    """The command line of this checkout."""
    return [sys.executable, "-m", "jdextract", *map(str, arguments)]


def script(name: str, *arguments: object) -> list[str]:
    """A script beside this one."""
    return [sys.executable, str(Path(__file__).with_name(name)), *map(str, arguments)]


def start(command: Sequence[str]) -> subprocess.Popen[str]:
    """Begin ``command`` and leave it running."""
    return subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def measure(
    command: Sequence[str], *, expect: Sequence[int] = (0,), settings: Mapping[str, str] | None = None
) -> Measured:
    """Run ``command`` to its end, with ``settings`` in its environment.

    Raises:
        RuntimeError: it ended with another code than those expected.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env={**ENVIRONMENT, **(settings or {})}, stdout=out, stderr=err)  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode())
    if process.returncode not in expect:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{said[1][-2000:]}")
    return Measured(process.returncode, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, *said)


def median(runs: Sequence[Measured]) -> Measured:
    """The run with the median of each figure."""
    last = runs[-1]
    seconds, cpu, peak = (
        statistics.median(getattr(run, name) for run in runs) for name in ("seconds", "cpu", "peak_mb")
    )
    return Measured(last.code, seconds, cpu, peak, last.out, last.err)


def tell(benchmark: str, **figures: Any) -> None:
    """Print one line of JSON."""
    print(json.dumps({"benchmark": benchmark, **figures}), flush=True)
