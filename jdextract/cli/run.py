"""One run over postings at the command line: signals, progress, what went wrong, and the exit code."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING

from jdextract.cli import console, progress
from jdextract.cli.exit_codes import ExitCode
from jdextract.errors import BudgetReachedError, InputError
from jdextract.models import Outcome, Posting, Usage

if TYPE_CHECKING:
    from jdextract.cli.retry import Retry
    from jdextract.settings import Settings

_LISTED = 20
"""How many problems of a kind are listed one by one."""


@dataclass(slots=True)
class Tally:
    """What has become of the postings so far."""

    engine: str = ""
    ok: int = 0
    cached: int = 0
    copies: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    began: float = field(default_factory=time.monotonic)
    stopped_by: BudgetReachedError | None = None
    signal: int | None = None

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.usage += outcome.usage
        self.copies += outcome.posting.duplicate_of is not None
        if outcome.status == "ok":
            self.ok += 1
            self.cached += outcome.cached
        elif outcome.error is not None:
            entry = (outcome.posting.id, f"{outcome.error.kind}: {outcome.error.message}")
            self.failed.append(entry) if outcome.status == "failed" else self.skipped.append(outcome.posting.id)

    @property
    def done(self) -> int:
        """Postings that have an outcome."""
        return self.ok + len(self.failed) + len(self.skipped)

    @property
    def exit_code(self) -> int:
        """The contract's exit code for a run that ended like this."""
        if self.signal is not None:
            return ExitCode.TERMINATED if self.signal == signal.SIGTERM else ExitCode.INTERRUPTED
        if self.stopped_by is not None:
            return ExitCode.BUDGET
        return ExitCode.FAILED_POSTINGS if self.failed else ExitCode.OK

    def line(self) -> str:
        """One line for people."""
        seconds = max(time.monotonic() - self.began, 1e-3)
        parts = [f"{self.done} postings", f"{self.ok} read"]
        parts += [f"{self.cached} from the cache"] if self.cached else []
        parts += [f"{len(self.failed)} failed"] if self.failed else []
        parts += [f"{len(self.skipped)} empty"] if self.skipped else []
        parts += [f"{self.copies} copies of others"] if self.copies else []
        if self.usage.total_tokens:
            parts.append(f"{self.usage.input_tokens:,} + {self.usage.output_tokens:,} tokens")
        if self.usage.cost_usd is not None:
            parts.append(f"${self.usage.cost_usd:.4f}")
        return f"{', '.join(parts)} ({self.done / seconds:,.0f}/s)"


def run(
    paths: list[str] | None,
    settings: Settings,
    *,
    keep: Callable[[Outcome], None],
    retry: Retry | None = None,
    text_column: str | None = None,
    quiet: bool = False,
) -> Tally:
    """Read the postings in ``paths``, or those of ``retry`` that failed, and hand each outcome to ``keep``.

    The first SIGINT or SIGTERM lets calls under way finish and ends the run; a second one cancels them.

    Raises:
        InputError: nothing could be read.
        AccessError: the endpoint refuses every posting alike.
    """
    from jdextract.pipeline import stream

    tally = Tally()
    postings = open_postings(paths, retry, text_column=text_column, on_problem=tally.problems.append)
    if retry is not None:
        kept = retry.carry_over(keep)
        if not quiet:
            console.note(f"{retry.path}: {kept} postings kept as they are")
    with stopping(tally) as until_signal, progress.showing(quiet=quiet) as show:
        try:
            for outcome in stream(until_signal(postings), settings=settings, on_warning=console.note):
                keep(outcome)
                if retry is not None:
                    retry.note(outcome)
                tally.add(outcome)
                tally.engine = outcome.engine
                show(tally)
        except BudgetReachedError as error:
            tally.stopped_by = error
    if retry is not None:
        retry.carry_over_rest(keep)
    if not tally.done and tally.problems and tally.signal is None:
        _list_problems(tally.problems[1:])
        raise tally.problems[0]
    return tally


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
            console.note(f"skipped, no text: {_listed(tally.skipped)}")
    for posting_id, message in tally.failed[:_LISTED]:
        console.note(f"failed: {posting_id!r}: {message}")
    if len(tally.failed) > _LISTED:
        console.note(f"failed: {len(tally.failed) - _LISTED} more; all are in extractions.jsonl")
    _list_problems(tally.problems)
    if tally.stopped_by is not None:
        console.error(f"{tally.stopped_by}; the same command with a larger budget goes on from here")
    if tally.signal is not None:
        console.note("interrupted; the same command goes on from here, and paid answers are not paid again")


def _list_problems(problems: list[InputError]) -> None:
    for problem in problems[:_LISTED]:
        console.note(f"not read: {problem}")
    if len(problems) > _LISTED:
        console.note(f"not read: {len(problems) - _LISTED} more")


def _listed(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:_LISTED]))
    return shown if len(names) <= _LISTED else f"{shown} and {len(names) - _LISTED} more"
