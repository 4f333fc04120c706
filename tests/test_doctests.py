"""The examples in docstrings run, and each public name has one."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import jdextract

PACKAGE = Path(jdextract.__file__).parent
WITH_EXAMPLES = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JDEXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    for variable in ("JDEXTRACT_MODEL", "JDEXTRACT_BASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    result = doctest.testmod(importlib.import_module(name), optionflags=flags)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("name", sorted(set(jdextract.__all__) - {"errors"}))
def test_each_public_name_has_an_example(name):
    found = getattr(jdextract, name)
    assert ">>> " in (found.__doc__ or ""), f"jdextract.{name} needs an example in its docstring"
