"""What the conversation about one posting consists of: its answers, what they cost, and its exchanges with the cache."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from jdextract.engines.llm.completion import Completion, Request
from jdextract.engines.llm.readings import Sources
from jdextract.engines.llm.reask import Turn
from jdextract.engines.llm.wire import Items
from jdextract.models import Usage


@dataclass(slots=True)
class Tally:
    """What one posting has cost in this run."""

    posting_id: str
    attempts: int = 0
    usage: Usage = field(default_factory=Usage)
    sources: Sources = field(default_factory=Sources)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of a posting's conversation, as the cache knows it: ``answered``, ``failed`` (unusably), or ``open``.

    ``usage`` is what the stored answer used.
    """

    request: Request
    key: str
    state: Literal["answered", "failed", "open"]
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A usable completion, the turn that brought it, and its items."""

    turn: Turn
    completion: Completion
    items: Items
