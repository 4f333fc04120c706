"""Progress on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jdextract.cli import console

if TYPE_CHECKING:
    from jdextract.cli.run import Tally

_PLAIN_LINE_EVERY = 10.0  # seconds

Show = Callable[["Tally"], None]


@contextmanager
def showing(*, quiet: bool) -> Iterator[Show]:
    """Yield a function that shows the tally of a run as it stands."""
    if quiet:
        yield lambda tally: None  # noqa: ARG005
    elif sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield _plain_lines()


@contextmanager
def _bar() -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading postings")
        yield lambda tally: progress.update(task, description=tally.line())


def _plain_lines() -> Show:
    last = time.monotonic()

    def show(tally: Tally) -> None:
        nonlocal last
        if (now := time.monotonic()) - last >= _PLAIN_LINE_EVERY:
            last = now
            console.note(tally.line())

    return show
