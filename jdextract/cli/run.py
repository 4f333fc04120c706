"""One run over postings at the command line: signals, progress, what went wrong, and the exit code."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from jdextract.cli import console, log, progress
from jdextract.cli.tally import LISTED, Tally
from jdextract.errors import BudgetReachedError, InputError
from jdextract.models import Outcome, Posting

if TYPE_CHECKING:
    from jdextract.cli.retry import Retry
    from jdextract.events import Event, Listener
    from jdextract.settings import Settings


def run(
    paths: list[str] | None,
    settings: Settings,
    *,
    keep: Callable[[Outcome], None],
    retry: Retry | None = None,
    text_column: str | None = None,
    quiet: bool = False,
    log_file: Path | None = None,
) -> Tally:
    """Read the postings in ``paths``, or those of ``retry`` that failed, and hand each outcome to ``keep``.

    The first SIGINT or SIGTERM lets calls under way finish and ends the run; a second one cancels them.

    Raises:
        InputError: nothing could be read.
        AccessError: the endpoint refuses every posting alike.
    """
    from jdextract.pipeline import stream_async

    tally = Tally()
    postings = open_postings(paths, retry, text_column=text_column, on_problem=tally.problems.append)
    if retry is not None:
        kept = retry.carry_over(keep)
        if not quiet:
            console.note(f"{retry.path}: {kept} postings kept as they are")
    elif paths and not quiet:
        tally.total = progress.count_postings(paths)
    with (
        stopping(tally) as until_signal,
        progress.showing(quiet=quiet) as show,
        log.logging_to(log_file) as write_log,
    ):
        on_event = _listener(tally, show, write_log)
        outcomes = stream_async(until_signal(postings), settings=settings, on_warning=console.note, on_event=on_event)

        async def keep_all() -> None:
            async with aclosing(outcomes):
                async for outcome in outcomes:
                    keep(outcome)
                    if retry is not None:
                        retry.note(outcome)

        try:
            # Not by `stream`, whose second thread would have to be woken for every line that is written.
            asyncio.run(keep_all())
        except BudgetReachedError as error:
            tally.stopped_by = error
    if retry is not None:
        retry.carry_over_rest(keep)
    if not tally.done and tally.problems and tally.signal is None:
        _list_problems(tally.problems[1:])
        raise tally.problems[0]
    return tally


def _listener(tally: Tally, show: progress.Show, write_log: Listener | None) -> Listener:
    def on_event(event: Event) -> None:
        tally.note(event)
        show(tally)
        if write_log is not None:
            write_log(event)

    return on_event


def open_postings(
    paths: list[str] | None,
    retry: Retry | None = None,
    *,
    text_column: str | None = None,
    on_problem: Callable[[InputError], None] | None = None,
) -> Iterator[Posting]:
    """The postings that a command is to read.

    Raises:
        InputError: neither paths nor a file to retry are given, or both.
    """
    from jdextract.postings import read_postings

    if retry is not None:
        if paths:
            raise InputError(f"--retry-failed reads the postings in {str(retry.path)!r}; leave out {paths[0]!r}")
        return retry.postings()
    if not paths:
        raise InputError("nothing to read: name a file, a folder or a glob of postings, or - for stdin")
    return read_postings(*paths, text_column=text_column, on_problem=on_problem)


@contextmanager
def stopping(
    tally: Tally, at_signal: Callable[[], None] | None = None
) -> Iterator[Callable[[Iterator[Posting]], Iterator[Posting]]]:
    """Yield a wrapper that ends an iterator of postings at the first signal, at which ``at_signal`` is called."""

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if tally.signal is not None:
            raise KeyboardInterrupt
        tally.signal = number
        console.note("stopping: waiting for the calls under way (once more to cancel them)")
        if at_signal:
            at_signal()

    def until_signal(postings: Iterator[Posting]) -> Iterator[Posting]:
        for posting in postings:
            if tally.signal is not None:
                return
            yield posting

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield until_signal
    except KeyboardInterrupt:
        console.note("cancelled the calls under way")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def summarize(tally: Tally, *, quiet: bool = False) -> None:
    """Say how the run went: counts, then each failure and each problem of the input."""
    if not quiet:
        console.note(f"{tally.engine or 'nothing'}: {tally.line()}")
        if tally.skipped:
            console.note(f"skipped, no text: {_listed(tally.empty, tally.skipped)}")
    for posting_id, message in tally.failures:
        console.note(f"failed: {posting_id!r}: {message}")
    if (more := tally.failed - len(tally.failures)) > 0:
        console.note(f"failed: {more} more; all are in extractions.jsonl")
    _list_problems(tally.problems)
    if tally.stopped_by is not None:
        console.error(f"{tally.stopped_by}; the same command with a larger budget goes on from here")
    if tally.signal is not None:
        console.note("interrupted; the same command goes on from here, and paid answers are not paid again")


def _list_problems(problems: list[InputError]) -> None:
    for problem in problems[:LISTED]:
        console.note(f"not read: {problem}")
    if len(problems) > LISTED:
        console.note(f"not read: {len(problems) - LISTED} more")


def _listed(names: list[str], count: int) -> str:
    shown = ", ".join(map(repr, names))
    return shown if count <= len(names) else f"{shown} and {count - len(names)} more"
