from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from jdextract.cli import main

SAMPLES = Path(__file__).parents[2] / "evals" / "postings"


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


@pytest.fixture
def jdextract(monkeypatch, capsys, tmp_path):
    """Run a command in this process, in an empty folder, with its cache beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JDEXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    for variable in ("JDEXTRACT_MODEL", "JDEXTRACT_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(variable, raising=False)

    def run(*args: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["jdextract", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Result(int(ended.value.code or 0), captured.out, captured.err)

    # What the command line sets for its own process must not outlive a test in this one.
    level, threshold = logging.getLogger("instructor").level, gc.get_threshold()
    yield run
    logging.getLogger("instructor").setLevel(level)
    gc.set_threshold(*threshold)


@pytest.fixture
def start(tmp_path):
    """Start a command in a process of its own, so that it can be killed."""
    running = []

    def begin(*args: object) -> subprocess.Popen[str]:
        env = {**os.environ, "JDEXTRACT_CACHE_DIR": str(tmp_path / "cache")}
        process = subprocess.Popen(
            [sys.executable, "-m", "jdextract", *map(str, args)],
            cwd=tmp_path,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def samples():
    """The folder of sample postings that the README analyses."""
    return SAMPLES
