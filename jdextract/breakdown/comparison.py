"""Two corpora side by side: the difference of each share, with its interval and test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from jdextract.breakdown.model import Breakdown
from jdextract.breakdown.statistics import difference_interval, false_discovery, fisher_exact
from jdextract.models import SCHEMA_VERSION

DIFFERENCE_LEVEL = 0.05
"""A difference with an adjusted p-value of at most this is more than chance."""

_MIN_POSTINGS = 3


class Difference(BaseModel):
    """How much more often corpus ``b`` names something than ``a``; ``low`` and ``high`` bound ``difference`` at 95 %.

    ``q`` is Fisher's exact p-value, adjusted for all things of the same ``fact``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact: Literal["skill", "responsibility", "language"]
    name: str
    postings_a: int
    postings_b: int
    share_a: float
    share_b: float
    difference: float
    low: float
    high: float
    q: float

    @property
    def stands_out(self) -> bool:
        """Whether it is more than chance."""
        return self.q <= DIFFERENCE_LEVEL


class Comparison(BaseModel):
    """What two corpora ask for, side by side; ``differences`` are ordered by size within each fact."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True)

    schema_version: int = Field(default=SCHEMA_VERSION, alias="schema")
    postings_a: int
    postings_b: int
    differences: tuple[Difference, ...]


class _Counted(Protocol):
    @property
    def postings(self) -> int: ...


def compare(a: Breakdown, b: Breakdown) -> Comparison:
    """The differences between two breakdowns.

    Things that neither corpus names in three postings are left out; what one breakdown leaves out for want
    of support counts as 0 there.
    """
    named: list[tuple[Any, dict[str, int], dict[str, int]]] = [
        ("skill", _counts(a.skills, "name"), _counts(b.skills, "name")),
        ("responsibility", _counts(a.responsibilities, "activity"), _counts(b.responsibilities, "activity")),
        ("language", _counts(a.languages, "language"), _counts(b.languages, "language")),
    ]
    differences = [
        difference
        for fact, of_a, of_b in named
        for difference in _differences(fact, of_a, of_b, a.postings, b.postings)
    ]
    return Comparison(postings_a=a.postings, postings_b=b.postings, differences=tuple(differences))


def _counts(lines: Iterable[_Counted], name: str) -> dict[str, int]:
    return {getattr(line, name): line.postings for line in lines}


def _differences(fact: Any, a: dict[str, int], b: dict[str, int], of_a: int, of_b: int) -> list[Difference]:
    if not of_a or not of_b:
        return []
    names = [name for name in a | b if max(a.get(name, 0), b.get(name, 0)) >= _MIN_POSTINGS]
    p_values = [fisher_exact(b.get(name, 0), of_a + of_b, a.get(name, 0) + b.get(name, 0), of_b) for name in names]
    found = []
    for name, q in zip(names, false_discovery(p_values), strict=True):
        in_a, in_b = a.get(name, 0), b.get(name, 0)
        low, high = difference_interval(in_b, of_b, in_a, of_a)
        found.append(
            Difference(
                fact=fact,
                name=name,
                postings_a=in_a,
                postings_b=in_b,
                share_a=in_a / of_a,
                share_b=in_b / of_b,
                difference=in_b / of_b - in_a / of_a,
                low=low,
                high=high,
                q=q,
            )
        )
    return sorted(found, key=lambda item: (-abs(item.difference), item.name))
