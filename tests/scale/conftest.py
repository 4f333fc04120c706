from __future__ import annotations

import logging
import os
from pathlib import Path

import pyarrow as pa
import pytest

SAMPLES = Path(__file__).parents[2] / "evals" / "postings"


@pytest.fixture
def rows():
    """Make so many raw rows, as a table of some job board might have them."""

    def make(count: int, text: str = "You know Python and PostgreSQL.\nYou build APIs for our teams.") -> pa.Table:
        numbers = range(count)
        return pa.table(
            {
                "id": [f"p{number}" for number in numbers],
                "title": [f"Senior Engineer {number}" for number in numbers],
                "employer": [f"Company {number % 7}" for number in numbers],
                "description": [f"Team {number}\n{text}" for number in numbers],
            }
        )

    return make


@pytest.fixture(scope="session")
def cluster():
    """Ray on this machine with two CPUs, a small object store, and nothing sent anywhere."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled"}
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'jdextract[ray]'")
    pytest.importorskip("ray.data", reason="Ray Data is not installed: pip install 'jdextract[ray]'")
    loggers = {name: logging.getLogger(name) for name in ("ray", "ray.data")}
    levels = {name: logger.level for name, logger in loggers.items()}
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        logging_level=logging.ERROR,
        object_store_memory=100_000_000,
    )
    for logger in loggers.values():
        logger.setLevel(logging.ERROR)
    yield ray
    ray.shutdown()
    for name, logger in loggers.items():
        logger.setLevel(levels[name])
