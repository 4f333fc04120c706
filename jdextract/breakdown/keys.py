"""What a corpus is counted by: keys, their numbers, and the codes that stand for strings in queries."""

from __future__ import annotations

from dataclasses import dataclass

from jdextract.models import Kind

FIELDS = ("country", "role", "seniority", "language")
"""The columns of ``postings`` whose values are compared with each other."""

FACTS = ("skill", "responsibility", "language")
REQUIREMENT_CODES = {"mentioned": 1, "preferred": 2, "required": 3}
OTHER_DUTY = "other"


@dataclass(frozen=True, slots=True)
class Key:
    """A countable thing: a skill, an activity or a language, under the number that stands for it in queries."""

    number: int
    fact: str
    name: str
    kind: Kind
    category: str
    known: bool


@dataclass(frozen=True, slots=True)
class Ranges:
    """The last numbers of each kind of key, in their order.

    Skills that nothing implies, commonest first, so that a range of numbers holds the commonest (a range is tested
    far faster than a set); implied skills; the ``other`` duty; the rest of the duties; languages. Rows of
    the second and third kind can repeat within a posting and are rolled up.
    """

    plain: int
    last_skill: int
    last_rolled: int
    last_duty: int


@dataclass(frozen=True, slots=True)
class Bits:
    """Where a thing's bit stands in the words of ``posting_mask``: things that several facts of a posting can prove.

    These are the rolled-up keys, and the sets of skills (categories and groups) under their names.
    """

    keys: dict[int, int]
    unions: dict[str, int]

    def has(self, position: int, level: str = "a") -> str:
        """The condition that a posting names the thing (``a``), prefers it or more (``f``), or requires it (``q``)."""
        return f"{level}{position // WORD} & {1 << (position % WORD)} > 0"


LEVELS = {"a": 0, "f": 2, "q": 3}
"""The words of ``posting_mask`` by the least requirement code that sets their bits: any, preferred, required."""

WORD = 60
"""Bits used of a UBIGINT; a round number below 64 leaves no room for off-by-one."""


def number_type(count: int) -> str:
    """The smallest type of DuckDB's in use that holds ``count`` numbers."""
    return "USMALLINT" if count < 2**16 else "INTEGER"
