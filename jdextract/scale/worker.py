"""One worker of a run on Ray. A module of its own, so that its process does not load Ray Data."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any, cast

import pyarrow as pa
import ray

from jdextract.errors import JdextractError
from jdextract.scale.batch import BatchExtractor, to_postings
from jdextract.scale.parts import Part, Parts, run_identity
from jdextract.scale.shared_limits import LimitsService, RemoteLimits
from jdextract.settings import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """What the workers of a run are to do: how to read postings, and where their parts go."""

    coordinator: Any
    settings: Settings
    folder: str
    batch_size: int
    keep_text: bool


class Worker:
    """Reads blocks of postings, a batch at a time, and writes a part for each."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._name = ray.get_runtime_context().get_actor_id()
        self._opened: tuple[BatchExtractor, Parts] | None = None
        ray.get(order.coordinator.forget.remote(self._name))  # what it held, if it was killed

    def begin(self) -> None:
        """Do nothing: who waits for it knows that the worker runs."""

    def read(self, block: pa.Table) -> list[Part] | None:
        """The parts that ``block`` makes; ``None`` if the run ends early."""
        return None if self.is_stopped() else list(self.parts(block))

    def parts(self, block: pa.Table) -> Iterator[Part]:
        """Each part of ``block`` as it is written, until something stops the run for all."""
        try:
            yield from self._parts(block)
        except JdextractError as error:
            ray.get(self._order.coordinator.stop.remote(error.kind, str(error)))

    def is_stopped(self) -> bool:
        """Whether the run ends early."""
        return bool(ray.get(self._order.coordinator.is_stopped.remote()))

    def _parts(self, block: pa.Table) -> Iterator[Part]:
        extractor, parts = self._open()
        # Equal shares: a block of little more than a batch is one.
        size = ceil(block.num_rows / max(1, round(block.num_rows / self._order.batch_size)))
        for start in range(0, block.num_rows, size or 1):
            if self.is_stopped():
                return
            postings = to_postings(block.slice(start, size), dedup=self._order.settings.dedup)
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
            settings, keep_text = self._order.settings, self._order.keep_text
            service = cast("LimitsService", _Remote(self._order.coordinator))
            limits = RemoteLimits(service, worker=self._name, cap=settings.concurrency)
            extractor = BatchExtractor(
                settings, keep_text=keep_text, limits=limits, warn=self._order.coordinator.note.remote
            )
            identity = run_identity(settings, engine=extractor.engine, prompt=extractor.prompt, keep_text=keep_text)
            self._opened = extractor, Parts(self._order.folder, identity)
            # This process is the actor's alone, and makes millions of objects that full collections would visit again.
            gc.freeze()
            gc.set_threshold(100_000, 50, 1000)
        return self._opened


class _Remote:
    """An actor whose methods are called like those of an object here, and awaited."""

    def __init__(self, actor: Any) -> None:
        self._actor = actor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._actor, name).remote
