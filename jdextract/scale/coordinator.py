"""What all workers of a run share. A module of its own, so that its process loads neither Arrow nor an engine."""

from __future__ import annotations

from jdextract.limits import limits_of
from jdextract.scale.shared_limits import LimitsServer, Stop
from jdextract.settings import Settings

_LEASE_CALLS = 2.0  # times the longest that a call may take; then its worker must have died


class Coordinator(LimitsServer):
    """The actor that keeps what all workers share: limits, budget, why the run ends, and notes for people."""

    def __init__(self, settings: Settings, workers: int) -> None:
        super().__init__(limits_of(settings, processes=workers), lease=_LEASE_CALLS * settings.timeout)
        self._notes: dict[str, None] = {}

    async def note(self, message: str) -> None:
        """Keep what an engine has to say, once."""
        self._notes[message] = None

    async def end(self) -> tuple[Stop | None, list[str]]:
        """Why the run ended early, if it did, and all notes."""
        return self.stopped, list(self._notes)

    async def is_stopped(self) -> bool:
        """Whether the run ends early."""
        return self.stopped is not None
