"""Engines of other packages: an installed distribution with an entry point, as ``pip install`` leaves it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from jdextract.engines import open_engine
from jdextract.errors import ConfigurationError
from jdextract.models import Posting
from jdextract.pipeline import extract
from jdextract.settings import Settings

CODE = """
from jdextract.engines import Reading
from jdextract.models import Extraction


class Echo:
    name = "echo"
    prompt = None

    def __init__(self, settings):
        self.settings = settings

    async def extract(self, posting):
        return Reading(Extraction(skills=(), responsibilities=(), languages=()))

    async def aclose(self):
        pass
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Installs a package whose entry points are ``lines``."""

    def install(*lines: str) -> None:
        (tmp_path / "jdextract_echo.py").write_text(CODE, encoding="utf-8")
        info = tmp_path / "jdextract_echo-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: jdextract-echo\nVersion: 1.0\n", encoding="utf-8")
        entries = "\n".join(["[jdextract.engines]", *lines])
        (info / "entry_points.txt").write_text(entries + "\n", encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "jdextract_echo", raising=False)

    return install


def test_a_model_may_be_the_name_of_another_packages_engine(installed):
    installed("echo = jdextract_echo:Echo")
    settings = Settings(model="echo", concurrency=3)
    assert open_engine(settings).settings is settings
    (outcome,) = extract([Posting(id="1", text="You know Python.")], settings=settings)
    assert (outcome.status, outcome.engine) == ("ok", "echo")


@pytest.mark.parametrize("change", [{"model": "openai/echo"}, {"base_url": "http://localhost:1/v1"}], ids=repr)
def test_a_providers_model_of_the_same_name_is_meant_where_it_is_said(installed, change, monkeypatch, tmp_path):
    installed("echo = jdextract_echo:Echo")
    monkeypatch.setenv("OPENAI_API_KEY", "key")
    engine = open_engine(Settings(**{"model": "echo", "cache_dir": tmp_path / "cache", **change}))
    assert engine.name == "openai/echo"


@pytest.mark.parametrize("entry", ["echo = jdextract_echo:Gone", "echo = jdextract_gone:Echo"])
def test_an_engine_that_cannot_be_loaded_is_told(installed, entry):
    installed(entry)
    with pytest.raises(ConfigurationError, match=r"'echo' of the package 'jdextract-echo' cannot be loaded .*anew"):
        open_engine(Settings(model="echo"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("extract", "ad.txt", "--dry-run"), "another package's engine"),
        (("extract", "ad.txt", "-o", "-"), '"engine":"echo"'),
        (("doctor",), "an engine of jdextract_echo"),
    ],
    ids=lambda value: value[0],
)
def test_the_command_line_takes_it(installed, arguments, said, tmp_path):
    installed("echo = jdextract_echo:Echo")
    (tmp_path / "ad.txt").write_text("You know Python.", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "JDEXTRACT_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "jdextract", *arguments, "--model", "echo"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert said in done.stdout
