"""Fixtures that many tests share, and the way to `tests.support`."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import hypothesis
import pytest

ROOT = str(Path(__file__).parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from tests.support import redis_server  # noqa: E402 - importable only now
from tests.support.clock import VirtualClock  # noqa: E402
from tests.support.server import ModelServer  # noqa: E402

# How long an example takes says what else the machine does.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture
def clock():
    """Time that passes only in waiting."""
    return VirtualClock()


@pytest.fixture
def server():
    """A model server that answers at once, notes its requests and fails where the test scripts it."""
    with ModelServer(record=True) as running:
        yield running


@pytest.fixture(scope="session")
def redis_url():
    """A Redis server that is started for these tests; each uses keys of its own."""
    if not redis_server.is_installed():
        pytest.skip("redis-server is not installed: apt-get install redis-server")
    with redis_server.running_redis() as url:
        yield url


@pytest.fixture(scope="module")
def cluster():
    """Ray on this machine with two CPUs, a small object store, and nothing sent anywhere."""
    # Workers of lower priority than everything else, as Ray starts them, would wait for other programs.
    chosen = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled", "RAY_worker_niceness": "0"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in chosen.items():
            patch.setenv(name, value)
        ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'jdextract[ray]'")
        pytest.importorskip("ray.data", reason="Ray Data is not installed: pip install 'jdextract[ray]'")
        levels = {name: logging.getLogger(name).level for name in ("ray", "ray.data")}
        ray.init(
            num_cpus=2,
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
            object_store_memory=100_000_000,
        )
        for name in levels:
            logging.getLogger(name).setLevel(logging.ERROR)
        yield ray
        ray.shutdown()
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def pytest_sessionfinish(session):
    """Fail where JDEXTRACT_TESTS_FAIL_ON_SKIP is set and a test was skipped: CI installs what tests need."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("JDEXTRACT_TESTS_FAIL_ON_SKIP") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1
