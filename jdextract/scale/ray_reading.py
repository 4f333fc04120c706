"""Postings as a Ray dataset: files of this machine read here, URLs read by the workers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from jdextract.errors import ConfigurationError, InputError
from jdextract.postings import read_postings
from jdextract.postings.duplicates import mark_duplicates
from jdextract.scale.batch import from_postings

try:
    import ray
    from ray.data import Dataset, Datasource, ReadTask
    from ray.data.block import BlockMetadata
except ImportError as problem:
    raise ConfigurationError("runs on Ray need it: pip install 'jdextract[ray]'") from problem

BATCH_SIZE = 1000
"""Postings in a part: what a worker that dies has to do again."""

_ROWS = 50
"""Postings that the reader hands on at once."""

_SAMPLE = 200
"""Postings at the beginning by whose size the rest is divided."""

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_URL_READERS = {".parquet": "read_parquet", ".jsonl": "read_json", ".ndjson": "read_json", ".csv": "read_csv"}


def read_dataset(
    paths: Sequence[str],
    *,
    text_column: str | None = None,
    batch_size: int = BATCH_SIZE,
    dedup: bool = True,
    coordinator: Any = None,
) -> Dataset:
    """The postings in ``paths``: files, folders and globs, or URLs (``s3://…``) of Parquet, JSON lines or CSV.

    Files are read on this machine, in one stream, as `read_postings` does it anywhere else; URLs are read by the
    workers, many at once.

    Args:
        paths: files or URLs, not both.
        text_column: the column that holds the description, for files.
        batch_size: postings in a block of the dataset, on average.
        dedup: whether near-copies in files are marked.
        coordinator: told of files and rows that cannot be read; without it, the first is raised.

    Raises:
        InputError: files and URLs are mixed, a URL is of another format, or stdin is named.
    """
    urls = [path for path in paths if _URL.match(path)]
    if urls and len(urls) < len(paths):
        raise InputError(f"{urls[0]!r} is read by the workers and the rest on this machine: give files or URLs")
    if "-" in paths:
        raise InputError("a run on Ray cannot read stdin: give files")
    if not urls:
        files = _Files(
            [os.fspath(Path(path).expanduser().absolute()) for path in paths], text_column, coordinator, dedup=dedup
        )
        return _of_files(files, batch_size)
    if text_column:
        raise InputError("--text-column is for files: rename the column where the URLs are")
    endings = {Path(url).suffix.lower() for url in urls}
    reader = _URL_READERS.get(endings.pop()) if len(endings) == 1 else None
    if reader is None:
        raise InputError(f"{urls[0]!r} cannot be read by Ray: give URLs of one format, {' '.join(_URL_READERS)}")
    dataset: Dataset = getattr(ray.data, reader)(urls)
    return dataset


def _of_files(files: _Files, batch_size: int) -> Dataset:
    dataset = ray.data.read_datasource(
        files,
        num_cpus=0,  # it waits for the workers most of the time, which hold the CPUs
        override_num_blocks=1,  # one stream: ids are told apart over all files
        label_selector={"ray.io/node-id": ray.get_runtime_context().get_node_id()},
    )
    # Ray divides by bytes, so the postings' own size decides; this is the context of this dataset alone.
    dataset.context.target_max_block_size = files.bytes_of(batch_size)
    return dataset


class _Files(Datasource):  # type: ignore[misc] # ray's classes have no types
    def __init__(self, paths: list[str], text_column: str | None, coordinator: Any, *, dedup: bool) -> None:
        super().__init__()
        self._paths = paths
        self._text_column = text_column
        self._coordinator = coordinator
        self._dedup = dedup

    def get_name(self) -> str:
        return "Postings"

    def estimate_inmemory_data_size(self) -> int | None:
        return None

    def get_read_tasks(self, *_: Any, **__: Any) -> list[ReadTask]:
        unknown = BlockMetadata(num_rows=None, size_bytes=None, input_files=None, exec_stats=None)
        return [ReadTask(self._read, unknown)]

    def bytes_of(self, postings: int) -> int:
        """What so many postings take as a table, by the first of them."""
        first = next(self._read(_SAMPLE), None)
        return 1 if first is None else max(1, first.nbytes * postings // first.num_rows)

    def _read(self, rows: int = _ROWS) -> Iterator[pa.Table]:
        postings = read_postings(*self._paths, text_column=self._text_column, on_problem=self._note)
        if self._dedup:
            postings = mark_duplicates(postings)
        while batch := list(islice(postings, rows)):
            yield from_postings(batch)

    def _note(self, problem: InputError) -> None:
        if self._coordinator is None:
            raise problem
        self._coordinator.note_problem.remote(str(problem))
