"""What happens in a run, as values for a listener: ``on_event`` of `stream`, `extract` and their kin.

    >>> from jdextract import Posting, extract
    >>> heard = []
    >>> outcomes = extract([Posting(id="1", text="We need Python.")], on_event=heard.append)
    >>> [type(event).__name__ for event in heard]
    ['RunStarted', 'PostingDone', 'RunFinished']

A listener is called in the thread of the run's event loop, so it should be quick. One that raises is told of through
``on_warning`` and hears no more; the run goes on, for nothing that only watches may cost what was paid for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from jdextract.models import Outcome, Usage


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run begins; ``engine`` is its name in results, ``concurrency`` the postings in work at once, at most."""

    engine: str
    concurrency: int


@dataclass(frozen=True, slots=True)
class PostingDone:
    """A posting was read; ``cached`` where no call was made for it, ``duplicate_of`` as on the posting."""

    posting_id: str
    cached: bool
    attempts: int
    usage: Usage
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class PostingFailed:
    """A posting could not be read; ``kind`` and ``message`` are those of its outcome."""

    posting_id: str
    kind: str
    message: str
    attempts: int
    usage: Usage


@dataclass(frozen=True, slots=True)
class PostingSkipped:
    """A posting had nothing to read."""

    posting_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Retried:
    """A call failed for the ``failures``-th time and is made again after ``wait`` seconds."""

    failures: int
    wait: float
    reason: str


@dataclass(frozen=True, slots=True)
class RateLimited:
    """The endpoint is asked too much: no call begins for ``wait`` seconds."""

    wait: float
    reason: str


@dataclass(frozen=True, slots=True)
class ConcurrencyChanged:
    """So many calls may be in flight from now on."""

    concurrency: int


@dataclass(frozen=True, slots=True)
class ReAsked:
    """An answer is asked for again, corrected or longer: the ``turn``-th time after the first."""

    posting_id: str
    turn: int


@dataclass(frozen=True, slots=True)
class BudgetReserved:
    """A call is about to use ``estimate``; ``spent`` is what calls before it used. Only where there is a budget."""

    estimate: Usage
    spent: Usage


@dataclass(frozen=True, slots=True)
class BudgetStopped:
    """The next call would pass the budget: no further one is made."""

    spent: Usage


@dataclass(frozen=True, slots=True)
class RunFinished:
    """A run is over; ``stopped_by`` says what ended it before its last posting, if anything did."""

    done: int = 0
    cached: int = 0
    failed: int = 0
    skipped: int = 0
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0
    stopped_by: str | None = None


Event: TypeAlias = (
    RunStarted
    | PostingDone
    | PostingFailed
    | PostingSkipped
    | Retried
    | RateLimited
    | ConcurrencyChanged
    | ReAsked
    | BudgetReserved
    | BudgetStopped
    | RunFinished
)
Listener = Callable[[Event], None]


def posting_event(outcome: Outcome) -> PostingDone | PostingFailed | PostingSkipped:
    """The event that ``outcome`` is."""
    posting_id, error = outcome.posting.id, outcome.error
    if error is None:
        return PostingDone(posting_id, outcome.cached, outcome.attempts, outcome.usage, outcome.posting.duplicate_of)
    if outcome.status == "skipped":
        return PostingSkipped(posting_id, error.kind)
    return PostingFailed(posting_id, error.kind, error.message, outcome.attempts, outcome.usage)


def event_line(event: Event, *, at: str) -> str:
    """``event`` as a line of JSON, its line end included; ``at`` is when it happened, in ISO 8601."""
    return json.dumps({"at": at, "event": type(event).__name__, **_plain(event)}, ensure_ascii=False) + "\n"


def _plain(event: Event) -> dict[str, Any]:
    return {
        name: value.model_dump() if isinstance(value, Usage) else value
        for name in event.__dataclass_fields__
        if (value := getattr(event, name)) is not None
    }


class Guarded:
    """A listener that cannot end the run: what it raises is told to ``warn`` once, and it hears no more."""

    def __init__(self, listener: Listener, warn: Callable[[str], None]) -> None:
        self._listener: Listener | None = listener
        self._warn = warn

    def __call__(self, event: Event) -> None:
        """Hand ``event`` on."""
        if self._listener is None:
            return
        try:
            self._listener(event)
        except Exception as error:  # noqa: BLE001 - it is the caller's own, whatever it raises
            self._listener = None
            self._warn(
                f"the listener for events raised {type(error).__name__} ({error}) at {type(event).__name__}; "
                "it hears no more of this run, which goes on"
            )
