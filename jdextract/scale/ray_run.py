"""Whole runs on Ray: one actor a worker, and one that keeps limits and budget for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from jdextract.errors import ConfigurationError
from jdextract.scale.cluster import cluster_cpus
from jdextract.scale.coordinator import Coordinator
from jdextract.scale.parts import Part, Parts
from jdextract.scale.pool import read_blocks
from jdextract.scale.ray_reading import BATCH_SIZE
from jdextract.scale.shared_limits import INTERRUPTED, Stop
from jdextract.scale.worker import Order, Worker
from jdextract.settings import Settings

try:
    import ray
except ImportError as problem:
    raise ConfigurationError("runs on Ray need it: pip install 'jdextract[ray]'") from problem

if TYPE_CHECKING:
    from ray.data import Dataset

PartListener = Callable[[Part], None]


def extract_dataset(
    dataset: Dataset | Iterable[pa.Table],
    folder: str | Path,
    *,
    settings: Settings | None = None,
    workers: int | None = None,
    batch_size: int = BATCH_SIZE,
    keep_text: bool = True,
    on_part: PartListener | None = None,
) -> list[Part]:
    """Read the postings in ``dataset`` on its cluster and write them to ``folder`` as parts.

    Near-copies are marked within a batch; those of `read_dataset` over all files.

    A part that is there already, of the same postings and settings, is not done again, unless postings in it
    failed; when all are done, parts of other postings are removed: the folder is this run's. A worker that dies
    is started again and repeats its batch, whose paid answers are in the cache. The workers' providers' keys are
    in their own environment.

    Args:
        dataset: a row a posting, with columns as `read_postings` takes them: a Ray dataset, or tables that come here
            one by one, each of which one worker reads.
        folder: a path or a URL that fsspec knows, which all workers reach.
        settings: how to run; the limits a minute and the budget are the whole cluster's, ``concurrency`` a worker's.
        workers: as many as the cluster has CPUs unless given.
        batch_size: postings in a part, at most.
        keep_text: whether the ``outcome`` column holds the texts of postings and evidence.
        on_part: told of each part as it is done.

    Returns:
        The parts, as they were done.

    Raises:
        AccessError: the endpoint refuses every posting alike.
        BudgetReachedError: the budget is spent.
        InputError: the folder cannot be written, or no column holds the description.
        ConfigurationError, CacheError, TaxonomyError: see `open_engine`.
    """
    run = RayRun(dataset, folder, settings=settings, workers=workers, batch_size=batch_size, keep_text=keep_text)
    parts = []
    for part in run:
        parts.append(part)
        if on_part:
            on_part(part)
    return parts


class RayRun:
    """`extract_dataset`, part by part: iterate over it once.

    At the end, ``notes`` are what engines had to say, once each.
    """

    def __init__(
        self,
        dataset: Dataset | Iterable[pa.Table],
        folder: str | Path,
        *,
        settings: Settings | None = None,
        workers: int | None = None,
        batch_size: int = BATCH_SIZE,
        keep_text: bool = True,
    ) -> None:
        settings = settings or Settings()
        self.notes: list[str] = []
        self._dataset = dataset
        self._workers = workers or cluster_cpus()
        self._order = Order(
            coordinator=start_coordinator(settings, self._workers),
            settings=settings,
            folder=str(folder) if "://" in str(folder) else str(Path(folder).absolute()),
            batch_size=batch_size,
            keep_text=keep_text,
        )

    def stop(self) -> None:
        """Let calls under way finish, and begin no others."""
        self._order.coordinator.stop.remote(INTERRUPTED, "the run was interrupted")

    def __iter__(self) -> Iterator[Part]:
        parts = Parts(self._order.folder)
        parts.make_folders()
        names: set[str] = set()
        try:
            for part in self._parts():
                if part.name not in names:
                    names.add(part.name)
                    yield part
            stopped: Stop | None
            stopped, self.notes = ray.get(self._order.coordinator.end.remote())
        finally:
            ray.kill(self._order.coordinator)
        if stopped is None:
            parts.remove_all_but(names)
        elif stopped.kind != INTERRUPTED:
            raise stopped.error()

    def _parts(self) -> Iterator[Part]:
        if not hasattr(self._dataset, "map_batches"):
            yield from read_blocks(iter(self._dataset), self._order, self._workers)
            return
        from ray.data import ActorPoolStrategy  # noqa: PLC0415 - a second, which runs over files need not wait

        done = self._dataset.map_batches(
            _MapWorker,
            batch_format="pyarrow",
            batch_size=None,  # whole blocks, which are the same each time the same data is read
            fn_constructor_args=(self._order,),
            num_cpus=1,
            # All workers from the start, and as little as Ray allows waiting for each: the shares stay even.
            compute=ActorPoolStrategy(
                min_size=1, max_size=self._workers, initial_size=self._workers, max_tasks_in_flight_per_actor=2
            ),
        )
        for row in done.iter_rows():
            yield Part.from_json(row["part"])


def start_coordinator(settings: Settings, workers: int) -> Any:
    """Start the actor that ``workers`` workers share."""
    waiting = workers * settings.concurrency + 1000
    return ray.remote(Coordinator).options(num_cpus=0, max_concurrency=waiting).remote(settings, workers)


class _MapWorker(Worker):
    """A worker as Ray Data calls it."""

    def __call__(self, block: pa.Table) -> Iterator[pa.Table]:
        for part in self.parts(block):
            yield _row([part.to_json()])
        yield _row([])


def _row(parts: Iterable[str]) -> pa.Table:
    return pa.table({"part": pa.array(parts, pa.string())})
