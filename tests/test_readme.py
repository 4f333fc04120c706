"""Every code block of README.md runs, in its order and in one folder, as a newcomer would run it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.support.server import ModelServer

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
TOKENS = MarkdownIt("commonmark").parse(README)
BLOCKS = [(token.map[0] + 1, token.info, token.content) for token in TOKENS if token.type == "fence"]
# The two that install are run by .ci/run, in a fresh clone and an environment of their own.
INSTALLS = [(line, content) for line, _, content in BLOCKS if "pip install" in content]
OTHERS = [block for block in BLOCKS if "pip install" not in block[2]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder like a clone, which the blocks fill one after the other."""
    path = tmp_path_factory.mktemp("newcomer")
    (path / "evals").symlink_to(ROOT / "evals")
    return path


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """That of a newcomer, with a model server in place of the providers."""
    scripts = tmp_path_factory.mktemp("scripts")
    command = scripts / "jdextract"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jdextract "$@"\n')
    command.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JDEXTRACT_")}
    with ModelServer(models=["gpt-5-mini"]) as server:
        yield {
            **kept,
            "PATH": os.pathsep.join([str(scripts), str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONPATH": str(ROOT),
            "JDEXTRACT_CACHE_DIR": str(scripts / "cache"),
            "JDEXTRACT_BASE_URL": server.base_url,
            "OPENAI_API_KEY": "test",
        }


@pytest.mark.parametrize(("line", "language", "code"), OTHERS, ids=[f"line {line}" for line, _, _ in OTHERS])
def test_block_runs(folder, environment, line, language, code):
    command = {"sh": ["bash", "-euo", "pipefail", "-c", code], "python": [sys.executable, "-c", code]}[language]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, f"README.md, line {line}:\n{done.stdout}\n{done.stderr}"


def test_the_blocks_that_install_are_run_by_ci():
    assert len(INSTALLS) == 2
    for marker, (line, _) in zip(("first command", "test command"), INSTALLS, strict=True):
        assert README.splitlines()[line - 2] == f"<!-- {marker} -->"
        assert f"block '{marker}'" in CI


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()
