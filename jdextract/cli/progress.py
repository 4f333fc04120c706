"""Progress on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jdextract.cli import console

if TYPE_CHECKING:
    from jdextract.cli.tally import Tally

PLAIN_LINE_EVERY = 10.0  # seconds
_BLOCK = 1 << 20

Show = Callable[["Tally"], None]


@contextmanager
def showing(*, quiet: bool, clock: Callable[[], float] = time.monotonic) -> Iterator[Show]:
    """Yield a function that shows the tally of a run as it stands."""
    if quiet:
        yield lambda tally: None  # noqa: ARG005
    elif sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield _plain_lines(clock)


@contextmanager
def _bar() -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), BarColumn(20), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading postings", total=None)
        yield lambda tally: progress.update(
            task, total=tally.total, completed=tally.done, description=tally.line(), refresh=False
        )


def _plain_lines(clock: Callable[[], float]) -> Show:
    last = clock()

    def show(tally: Tally) -> None:
        nonlocal last
        if (now := clock()) - last >= PLAIN_LINE_EVERY:
            last = now
            console.note(tally.line())

    return show


def count_postings(paths: Sequence[str]) -> int | None:
    """How many postings ``paths`` hold, where that can be told without reading them: one-posting files and JSON lines.

    Raises:
        InputError: a path cannot be used.
    """
    from jdextract.errors import InputError
    from jdextract.postings.sources import FORMATS, find_files

    total = 0
    for file in find_files(paths, max_bytes=sys.maxsize):
        if isinstance(file, InputError):
            continue
        kind = FORMATS[file.path.suffix.lower()] if file.path else None
        if kind == "jsonl":
            with file.open() as lines:
                total += sum(block.count(b"\n") for block in iter(lambda: lines.read(_BLOCK), b""))
        elif kind in {"text", "html", "pdf", "docx"}:
            total += 1
        else:
            return None
    return total
