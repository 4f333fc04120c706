"""What an engine is: one coroutine that turns a posting into a reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from jdextract.models import Extraction, Posting, Usage

_NOTHING_USED = Usage()


@dataclass(frozen=True, slots=True)
class Reading:
    """One posting as an engine read it; ``cached`` is true where no call was made for it."""

    extraction: Extraction
    usage: Usage = _NOTHING_USED
    attempts: int = 1
    cached: bool = False


class Engine(Protocol):
    """Reads postings. Implementations are safe to call from many tasks at once.

    One that can sort names which the taxonomy lacks says so by an attribute ``classifier``: see
    `jdextract.engines.classification`. One that can look up many readings at once has a method ``recall``: see
    `RecallingEngine`.
    """

    @property
    def name(self) -> str:
        """The engine's name in results: ``lexicon`` or ``provider/model``."""
        ...

    @property
    def prompt(self) -> str | None:
        """The name and version of the prompt, if the engine uses one."""
        ...

    async def extract(self, posting: Posting) -> Reading:
        """Read one posting with a non-empty text.

        Raises:
            EngineError: this posting could not be read; `AccessError` means that none can.
        """
        ...

    async def aclose(self) -> None:
        """Release connections; the engine is not used afterwards."""
        ...


class RecallingEngine(Engine, Protocol):
    """An engine with readings at hand, which are had sooner many at once than one by one."""

    def recall(self, postings: Sequence[Posting]) -> Sequence[Reading | None]:
        """For each of ``postings`` the reading that `extract` would find without any work, or ``None``.

        Raises:
            JdextractError: nothing can be looked up; `extract` of each posting says why.
        """
        ...
