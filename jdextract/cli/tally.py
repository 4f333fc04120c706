"""What has become of a run's postings so far, counted from its events."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from jdextract.cli.exit_codes import ExitCode
from jdextract.errors import BudgetReachedError, InputError
from jdextract.events import Event, PostingDone, PostingFailed, PostingSkipped, RateLimited, RunStarted
from jdextract.models import Usage

LISTED = 20
"""How many problems of a kind are listed one by one; of others only the number is kept."""


@dataclass(slots=True)
class Tally:
    """Counts and the first problems of each kind; ``total`` is the number of postings, where it is known beforehand."""

    total: int | None = None
    clock: Callable[[], float] = time.monotonic
    engine: str = ""
    ok: int = 0
    cached: int = 0
    failed: int = 0
    skipped: int = 0
    copies: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    stopped_by: BudgetReachedError | None = None
    signal: int | None = None
    _began: float = field(init=False)
    _paused_until: float = 0.0

    def __post_init__(self) -> None:
        self._began = self.clock()

    def note(self, event: Event) -> None:
        """Count one event."""
        match event:
            case PostingDone():
                self.ok += 1
                self.cached += event.cached
                self.copies += event.duplicate_of is not None
                self.usage += event.usage
            case PostingFailed():
                self.usage += event.usage
                self.fail(event.posting_id, f"{event.kind}: {event.message}")
            case PostingSkipped():
                self.skip(event.posting_id)
            case RunStarted():
                self.engine = event.engine
            case RateLimited():
                self._paused_until = max(self._paused_until, self.clock() + event.wait)

    def fail(self, posting_id: str, message: str) -> None:
        """Count a posting that could not be read."""
        self.failed += 1
        if len(self.failures) < LISTED:
            self.failures.append((posting_id, message))

    def skip(self, posting_id: str) -> None:
        """Count a posting without text."""
        self.skipped += 1
        if len(self.empty) < LISTED:
            self.empty.append(posting_id)

    @property
    def done(self) -> int:
        """Postings that have an outcome."""
        return self.ok + self.failed + self.skipped

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
        now = self.clock()
        rate = self.done / max(now - self._began, 1e-3)
        parts = [
            f"{self.done:,} of {self.total:,} postings"
            if self.total
            else f"{self.done} {'posting' if self.done == 1 else 'postings'}"
        ]
        parts.append(f"{self.ok} read")
        parts += [f"{self.cached} from the cache"] if self.cached else []
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += [f"{self.skipped} empty"] if self.skipped else []
        parts += (
            [f"{self.copies} {'copy of another' if self.copies == 1 else 'copies of others'}"] if self.copies else []
        )
        if self.usage.total_tokens:
            parts.append(f"{self.usage.input_tokens:,} + {self.usage.output_tokens:,} tokens")
        if self.usage.cost_usd is not None:
            parts.append(f"${self.usage.cost_usd:.4f}")
        pace = f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s"
        if self.total and self.done and self.total > self.done:
            pace += f", {timedelta(seconds=round((self.total - self.done) / rate))} left"
        if self._paused_until > now:
            pace += f", waiting {self._paused_until - now:.0f} s for the rate limit"
        return f"{', '.join(parts)} ({pace})"
