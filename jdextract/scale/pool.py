"""Blocks of postings over a pool of workers: each gets its next block as it has done the last.

Files are read in one stream, so that they need none of what Ray Data can do, and its actors and its imports take
longer to start than a thousand postings take to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pyarrow as pa
import ray

from jdextract.scale.parts import Part
from jdextract.scale.ray_reading import BlocksAhead
from jdextract.scale.worker import Order, Worker


def read_blocks(blocks: Iterator[pa.Table], order: Order, workers: int) -> Iterator[Part]:
    """Read ``blocks`` by so many ``workers`` at once, and yield each part as it is done.

    A worker that dies begins anew and repeats its block. One that the cluster has no room for gets none.
    """
    # A worker that is killed is not a failed run: as often as Ray starts it again, it repeats its block.
    actor = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=-1)(Worker)
    pool = [actor.remote(order) for _ in range(workers)]
    try:
        with closing(blocks if isinstance(blocks, BlocksAhead) else BlocksAhead(blocks)) as ahead:
            yield from _results(ahead, pool)
    finally:
        for worker in pool:
            ray.kill(worker)


def _results(blocks: Iterator[pa.Table], pool: list[Any]) -> Iterator[Part]:
    starting = {worker.begin.remote(): worker for worker in pool}
    reading: dict[Any, Any] = {}
    idle: list[Any] = []
    stopped = False

    def wait() -> Iterator[Part]:
        nonlocal stopped
        [call], _ = ray.wait([*starting, *reading])
        if call in starting:
            ray.get(call)
            idle.append(starting.pop(call))
            return
        idle.append(reading.pop(call))
        parts = ray.get(call)
        stopped = stopped or parts is None
        yield from parts or ()

    for block in blocks:
        while not idle:
            yield from wait()
        if stopped:
            break
        worker = idle.pop()
        reading[worker.read.remote(block)] = worker
    while reading:
        yield from wait()
