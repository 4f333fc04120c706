"""Postings for a run on Ray: files of this machine read here, block by block; URLs read by the workers."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from jdextract.errors import InputError
from jdextract.models import Posting
from jdextract.postings import read_postings
from jdextract.postings.duplicates import mark_duplicates
from jdextract.scale.batch import from_postings

if TYPE_CHECKING:
    from ray.data import Dataset

BATCH_SIZE = 1000
"""Postings in a part: what a worker that dies has to do again."""

_AHEAD = 8  # blocks of files, read while Ray starts
_LAST, _PIECES = 2, 4  # so many blocks at the end go out in pieces, so that all workers end at about the same time

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_URL_READERS = {".parquet": "read_parquet", ".jsonl": "read_json", ".ndjson": "read_json", ".csv": "read_csv"}


def read_dataset(
    paths: Sequence[str],
    *,
    text_column: str | None = None,
    batch_size: int = BATCH_SIZE,
    dedup: bool = True,
    on_problem: Callable[[InputError], None] | None = None,
) -> Dataset | BlocksAhead:
    """The postings in ``paths``: files, folders and globs, or URLs (``s3://…``) of Parquet, JSON lines or CSV.

    Files are read on this machine, in one stream, as `read_postings` does it anywhere else, from now on and a few
    blocks ahead; URLs are read by the workers, many at once, and need a Ray that runs.

    Args:
        paths: files or URLs, not both.
        text_column: the column that holds the description, for files.
        batch_size: postings in a block, for files; the last blocks are smaller.
        dedup: whether near-copies in files are marked.
        on_problem: told of files and rows that cannot be read; without it, the first is raised.

    Raises:
        InputError: files and URLs are mixed, a URL is of another format, or stdin is named.
    """
    urls = [path for path in paths if is_url(path)]
    if urls and len(urls) < len(paths):
        raise InputError(f"{urls[0]!r} is read by the workers and the rest on this machine: give files or URLs")
    if "-" in paths:
        raise InputError("a run on Ray cannot read stdin: give files")
    if not urls:
        postings = read_postings(*paths, text_column=text_column, on_problem=on_problem)
        if dedup:
            postings = mark_duplicates(postings)
        # The first at once: what cannot be read at all is told before a worker starts.
        return BlocksAhead(_blocks(chain(list(islice(postings, 1)), postings), batch_size), many=_AHEAD)
    if text_column:
        raise InputError("--text-column is for files: rename the column where the URLs are")
    endings = {Path(url).suffix.lower() for url in urls}
    reader = _URL_READERS.get(endings.pop()) if len(endings) == 1 else None
    if reader is None:
        raise InputError(f"{urls[0]!r} cannot be read by Ray: give URLs of one format, {' '.join(_URL_READERS)}")
    import ray.data  # noqa: PLC0415 - a second, which runs over files need not wait

    dataset: Dataset = getattr(ray.data, reader)(urls)
    return dataset


def is_url(path: str) -> bool:
    """Whether the workers read what is at ``path``."""
    return _URL.match(path) is not None


class BlocksAhead(Iterator[pa.Table]):
    """``blocks``, of which the next are read while the caller does something else: as ``many`` as that, from now on.

    Example:
        >>> blocks = BlocksAhead(iter([pa.table({"text": ["You know Python."]})]))
        >>> [block.num_rows for block in blocks]
        [1]
    """

    def __init__(self, blocks: Iterator[pa.Table], *, many: int = 1) -> None:
        self._blocks = blocks
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="jdextract-blocks")
        self._coming = deque(self._start() for _ in range(many))

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> pa.Table:
        block = self._coming.popleft().result() if self._coming else None
        if block is None:
            self.close()
            raise StopIteration
        self._coming.append(self._start())
        return block

    def close(self) -> None:
        """Read no further; a second time does nothing."""
        self._coming.clear()
        self._reader.shutdown(cancel_futures=True)

    def _start(self) -> Future[pa.Table | None]:
        return self._reader.submit(next, self._blocks, None)


def _blocks(postings: Iterator[Posting], size: int) -> Iterator[pa.Table]:
    """Blocks of ``size``; the last few in pieces, which depends on the postings alone, as names of parts must."""
    last: deque[list[Posting]] = deque()
    while batch := list(islice(postings, size)):
        last.append(batch)
        if len(last) > _LAST:
            yield from_postings(last.popleft())
    rest = chain.from_iterable(last)
    while batch := list(islice(rest, -(-size // _PIECES))):
        yield from_postings(batch)
