"""The Ray cluster that a command runs on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from jdextract.errors import ConfigurationError

try:
    import ray
except ImportError as problem:
    raise ConfigurationError("runs on Ray need it: pip install 'jdextract[ray]'") from problem


@contextmanager
def connected(address: str | None) -> Iterator[None]:
    """Connect to the cluster at ``address``, or start one of this machine's CPUs, for as long as the block runs.

    A process that is connected already stays so.

    Raises:
        ConfigurationError: there is no cluster at ``address``.
    """
    if ray.is_initialized():
        yield
        return
    options = {"address": address} if address else {"address": "local", "include_dashboard": False}
    try:
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **options)
    except (ConnectionError, ValueError) as error:
        raise ConfigurationError(f"cannot connect to a Ray cluster at {address!r}: {error}; see --address") from error
    try:
        yield
    finally:
        ray.shutdown()


def cluster_cpus() -> int:
    """The CPUs of the cluster."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)))
