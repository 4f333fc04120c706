"""What a corpus is counted by: keys, their numbers, and the codes that stand for strings in queries."""

from __future__ import annotations

from dataclasses import dataclass

from jdextract.models import Kind
from jdextract.taxonomy import SkillEntry

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
    entry: SkillEntry | None = None
    """What the taxonomy holds of a skill."""
    implied: tuple[str, ...] = ()
    """All skills that this one implies, in no order."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """The last numbers of each kind of key, in their order.

    Skills that nothing implies, commonest first; implied skills; the ``other`` duty; the rest of the duties;
    languages. Facts of the second and third kind can repeat within a posting and are rolled up.
    """

    plain: int
    last_skill: int
    last_rolled: int
    last_duty: int


def number_type(count: int) -> str:
    """The smallest type of DuckDB's in use that holds ``count`` numbers."""
    return "USMALLINT" if count < 2**16 else "INTEGER"
