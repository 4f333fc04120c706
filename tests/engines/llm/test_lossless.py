"""The wire form carries all that labels say: the benchmark's script over the project's own labelled postings."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from jdextract.taxonomy import Taxonomy

EVALS = Path(__file__).parents[3] / "evals"


@pytest.fixture(scope="module")
def lossless():
    spec = importlib.util.spec_from_file_location("lossless", EVALS / "benchmarks" / "lossless.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["lossless"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_labels_come_back_as_they_were(lossless, split):
    result = lossless.compare(EVALS / "labelled" / f"{split}.jsonl", Taxonomy.default())
    assert result.labels > 400
    assert not result.differing
    assert result.unproved <= result.labels / 100
