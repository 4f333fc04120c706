"""Whole runs on Ray Data: one actor a worker, and one that keeps limits and budget for all of them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from math import ceil
from pathlib import Path
from typing import Any, cast

import pyarrow as pa

from jdextract.errors import ConfigurationError, JdextractError
from jdextract.scale.batch import BatchExtractor, to_postings
from jdextract.scale.cluster import cluster_cpus
from jdextract.scale.coordinator import Coordinator
from jdextract.scale.parts import Part, Parts, run_identity
from jdextract.scale.ray_reading import BATCH_SIZE
from jdextract.scale.shared_limits import INTERRUPTED, LimitsService, RemoteLimits, Stop
from jdextract.settings import Settings

try:
    import ray
    from ray.data import ActorPoolStrategy, Dataset
except ImportError as problem:
    raise ConfigurationError("runs on Ray need it: pip install 'jdextract[ray]'") from problem

PartListener = Callable[[Part], None]


def extract_dataset(
    dataset: Dataset,
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
        dataset: a row a posting, with columns as `read_postings` takes them.
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

    At the end, ``notes`` are what engines had to say and ``problems`` what is wrong with the input, once each.
    """

    def __init__(
        self,
        dataset: Dataset,
        folder: str | Path,
        *,
        settings: Settings | None = None,
        workers: int | None = None,
        batch_size: int = BATCH_SIZE,
        keep_text: bool = True,
        coordinator: Any = None,
    ) -> None:
        self.notes: list[str] = []
        self.problems: list[str] = []
        self._dataset = dataset
        self._folder = str(folder) if "://" in str(folder) else str(Path(folder).absolute())
        self._settings = settings or Settings()
        self._workers = workers or cluster_cpus()
        self._options = {"batch_size": batch_size, "keep_text": keep_text}
        self._coordinator = coordinator or start_coordinator(self._settings, self._workers)

    def stop(self) -> None:
        """Let calls under way finish, and begin no others."""
        self._coordinator.stop.remote(INTERRUPTED, "the run was interrupted")

    def __iter__(self) -> Iterator[Part]:
        parts = Parts(self._folder)
        parts.make_folders()
        names: set[str] = set()
        arguments = {
            "coordinator": self._coordinator,
            "settings": self._settings,
            "folder": self._folder,
            **self._options,
        }
        done = self._dataset.map_batches(
            _Worker,
            batch_format="pyarrow",
            batch_size=None,  # whole blocks, which are the same each time the same data is read
            fn_constructor_kwargs=arguments,
            num_cpus=1,
            # All workers from the start, and as little as Ray allows waiting for each: the shares stay even.
            compute=ActorPoolStrategy(
                min_size=1, max_size=self._workers, initial_size=self._workers, max_tasks_in_flight_per_actor=2
            ),
        )
        try:
            for row in done.iter_rows():
                part = Part.from_json(row["part"])
                if part.name not in names:
                    names.add(part.name)
                    yield part
            stopped: Stop | None
            stopped, self.notes, self.problems = ray.get(self._coordinator.end.remote())
        finally:
            ray.kill(self._coordinator)
        if stopped is None:
            parts.remove_all_but(names)
        elif stopped.kind != INTERRUPTED:
            raise stopped.error()


def start_coordinator(settings: Settings, workers: int) -> Any:
    """Start the actor that ``workers`` workers share."""
    waiting = workers * settings.concurrency + 1000
    return ray.remote(Coordinator).options(num_cpus=0, max_concurrency=waiting).remote(settings, workers)


class _Remote:
    """An actor whose methods are called like those of an object here, and awaited."""

    def __init__(self, actor: Any) -> None:
        self._actor = actor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._actor, name).remote


class _Worker:
    """Reads blocks of postings, a batch at a time, and writes a part for each."""

    def __init__(self, coordinator: Any, settings: Settings, folder: str, *, batch_size: int, keep_text: bool) -> None:
        self._coordinator = coordinator
        self._settings = settings
        self._folder = folder
        self._batch_size = batch_size
        self._keep_text = keep_text
        self._name = ray.get_runtime_context().get_actor_id()
        self._opened: tuple[BatchExtractor, Parts] | None = None
        ray.get(coordinator.forget.remote(self._name))  # what it held, if it was killed
        # This process is the actor's alone, and makes millions of objects that full collections would visit again.
        gc.freeze()
        gc.set_threshold(100_000, 50, 1000)

    def __call__(self, block: pa.Table) -> Iterator[pa.Table]:
        try:
            for part in self._parts(block):
                yield _row([part.to_json()])
        except JdextractError as error:
            ray.get(self._coordinator.stop.remote(error.kind, str(error)))
        yield _row([])

    def _parts(self, block: pa.Table) -> Iterator[Part]:
        extractor, parts = self._open()
        # Equal shares: a block of little more than a batch is one.
        size = ceil(block.num_rows / max(1, round(block.num_rows / self._batch_size)))
        for start in range(0, block.num_rows, size or 1):
            if ray.get(self._coordinator.is_stopped.remote()):
                return
            postings = to_postings(block.slice(start, size), dedup=self._settings.dedup)
            name = parts.name_of(postings)
            if (part := parts.find(name)) is not None:
                yield part.as_reused()
                continue
            results = extractor.read(postings)
            if extractor.stopped_by is not None:
                raise extractor.stopped_by
            yield parts.write(name, results)

    def _open(self) -> tuple[BatchExtractor, Parts]:
        # Not as the actor starts: there, an error would start it again and again.
        if self._opened is None:
            service = cast("LimitsService", _Remote(self._coordinator))
            limits = RemoteLimits(service, worker=self._name, cap=self._settings.concurrency)
            extractor = BatchExtractor(
                self._settings, keep_text=self._keep_text, limits=limits, warn=self._coordinator.note.remote
            )
            identity = run_identity(
                self._settings, engine=extractor.engine, prompt=extractor.prompt, keep_text=self._keep_text
            )
            self._opened = extractor, Parts(self._folder, identity)
        return self._opened


def _row(parts: Iterable[str]) -> pa.Table:
    return pa.table({"part": pa.array(parts, pa.string())})
