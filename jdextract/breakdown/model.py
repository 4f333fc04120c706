"""`Breakdown`: what a corpus of postings asks for, as numbers and findings (``breakdown.json``).

Shares lie between 0 and 1 and have the postings that were read and not folded as denominator. ``low`` and
``high`` are the share's 95 % Wilson interval. ``q`` is a p-value adjusted for all tests of the breakdown:
a finding has ``q`` of at most 0.05.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jdextract.breakdown.notebook import notebook_html
from jdextract.errors import InputError
from jdextract.models import SCHEMA_VERSION, Category, Kind, Theme

TakeawayKind = Literal["core", "emerging", "fading", "regional", "specialisation"]
Direction = Literal["rising", "falling"]
ConcentrationField = Literal["role", "country", "seniority"]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True)


class Share(_Line):
    """``postings`` that name the thing and their share of all, with its interval."""

    postings: int
    share: float
    low: float
    high: float


class NamedCount(_Line):
    """How many postings name something."""

    name: str
    postings: int


class MemberCount(NamedCount):
    """How many postings name a skill that belongs to the line's."""

    category: Category


class SkillCount(_Line):
    """How many postings name ``skill`` where they state a duty."""

    skill: str
    postings: int


class TextCount(_Line):
    """How many postings have ``text``."""

    text: str
    postings: int


class PeriodCount(_Line):
    """``postings`` of the ``of`` read in one period (``2026``, ``2026-Q1`` or ``2026-03``) name the thing."""

    period: str
    postings: int
    of: int


class Trend(_Line):
    """A change over time that passed the trend test; ``before`` and ``after`` are shares of two spans of time."""

    direction: Direction
    q: float
    before: float
    after: float
    postings_before: int
    postings_after: int
    periods: tuple[PeriodCount, ...] = ()


class Concentration(_Line):
    """``value`` of ``field`` names the thing ``lift`` times as often as the other postings do.

    ``lift`` is ``None`` where no other posting names it.
    """

    field: ConcentrationField
    value: str
    lift: float | None
    q: float
    postings: int
    of: int


class SkillLine(Share):
    """One skill. ``postings`` counts those that name it or anything that implies it, each once.

    ``postings_direct`` counts those that name it itself; ``required``, ``preferred`` and ``mentioned`` sum to
    ``postings``, each posting counted by its strongest. ``beside`` is the leader of the category, where
    most postings that name this skill name the leader too.
    """

    name: str
    kind: Kind
    category: Category
    groups: tuple[str, ...] = ()
    known: bool = True
    postings_direct: int
    required: int
    preferred: int
    mentioned: int
    rank_in_category: int
    common: bool
    borderline: bool
    children: tuple[MemberCount, ...] = ()
    trend: Trend | None = None
    concentrated_in: tuple[Concentration, ...] = ()
    beside: NamedCount | None = None


class GroupLine(Share):
    """A category or group: the postings that name any of its skills, and the share that requires one."""

    name: str
    required_share: float
    members: tuple[MemberCount, ...] = ()


class AlternativeLine(_Line):
    """Skills that ``postings`` offer as alternatives; ``beside`` is the category's leader where it is asked too."""

    members: tuple[str, ...]
    postings: int
    beside: NamedCount | None = None


class ResponsibilityLine(Share):
    """One activity, with the skills named in the same segments and the objects it is done to."""

    activity: str
    theme: Theme
    common: bool
    borderline: bool
    with_: tuple[SkillCount, ...] = Field(default=(), alias="with")
    objects: tuple[TextCount, ...] = ()
    trend: Trend | None = None
    concentrated_in: tuple[Concentration, ...] = ()


class OtherResponsibility(_Line):
    """Like duties outside the closed list of activities, with one of them as it is written."""

    example: str
    postings: int


class PlaceCount(_Line):
    """``postings`` of the ``of`` read in ``country`` ask for the language."""

    country: str
    postings: int
    of: int
    share: float


class RegionCount(_Line):
    """``postings`` of the ``of`` read in ``region`` ask for the language."""

    region: str
    postings: int
    of: int
    share: float


class PostingLanguageCount(_Line):
    """``postings`` of the ``of`` that are written in ``posting_language`` ask for the language."""

    posting_language: str
    postings: int
    of: int
    share: float


class LanguageLine(Share):
    """One human language; ``levels`` maps CEFR levels, ``native`` and ``unstated`` to postings."""

    language: str
    required: int
    preferred: int
    mentioned: int = 0
    levels: dict[str, int]
    by_country: tuple[PlaceCount, ...] = ()
    by_region: tuple[RegionCount, ...] = ()
    by_posting_language: tuple[PostingLanguageCount, ...] = ()
    concentrated_in: tuple[Concentration, ...] = ()


class Takeaway(_Line):
    """A finding in one sentence with the ``numbers`` that it is made of.

    ``postings`` counts the postings that carry it; ``about`` names what it is about.
    """

    kind: TakeawayKind
    text: str
    numbers: dict[str, float]
    postings: int
    about: tuple[str, ...] = ()


class NotStated(_Line):
    """Why a kind of takeaway is missing, wholly or in part."""

    kind: TakeawayKind
    reason: str


class Period(_Line):
    """The first and last date of the ``dated`` postings."""

    first: date
    last: date
    dated: int


class TrendBasis(_Line):
    """What trends were looked for in: two spans of time, within the ``sources`` that have postings in both.

    The later span begins with ``late_from``. ``left_open`` is the last period, where it is not over and so was
    left out.
    """

    early: str
    late: str
    late_from: date
    postings_early: int
    postings_late: int
    sources: tuple[str, ...]
    sources_of_one_span: tuple[str, ...] = ()
    left_open: str | None = None


class CountryCount(_Line):
    """How many postings were read in a country; ``country`` is ISO 3166-1 alpha-2."""

    country: str
    postings: int


class Breakdown(_Line):
    """What a corpus asks for.

    Example:
        >>> from jdextract.breakdown import break_down
        >>> break_down([]).postings
        0
    """

    schema_version: int = Field(default=SCHEMA_VERSION, alias="schema")
    postings: int
    """Postings that were read, near-duplicates counted once: the denominator of all shares."""
    folded_duplicates: int
    failed: int
    skipped: int
    engine: str | None
    period: Period | None
    common_at: float
    """The share from which a skill is common."""
    common_duty_at: float
    """The share from which a responsibility is common."""
    min_support: int
    """Skills that fewer postings name are left out."""
    left_out: int = 0
    """How many skills have less than ``min_support``."""
    trend_basis: TrendBasis | None = None
    """``None`` where no trend could be looked for; `not_stated` says why."""
    countries: tuple[CountryCount, ...] = ()
    skills: tuple[SkillLine, ...] = ()
    categories: tuple[GroupLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    alternatives: tuple[AlternativeLine, ...] = ()
    responsibilities: tuple[ResponsibilityLine, ...] = ()
    other_responsibilities: tuple[OtherResponsibility, ...] = ()
    languages: tuple[LanguageLine, ...] = ()
    takeaways: tuple[Takeaway, ...] = ()
    not_stated: tuple[NotStated, ...] = ()

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a ``breakdown.json``.

        Raises:
            InputError: the file cannot be read or is no breakdown of this schema version.
        """
        try:
            return cls.model_validate_json(Path(path).read_bytes())
        except OSError as error:
            raise InputError(
                f"cannot read breakdown {str(path)!r}: {error.strerror}; give a breakdown.json that jdextract analyze wrote"
            ) from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the file"
            raise InputError(
                f"{str(path)!r} is no breakdown.json of schema {SCHEMA_VERSION}: {where}: {first['msg']}; "
                "write it anew with jdextract report"
            ) from error

    def skill(self, name: str) -> SkillLine | None:
        """The line of the skill with this canonical name."""
        return next((line for line in self.skills if line.name == name), None)

    def to_frame(self, part: str = "skills") -> Any:
        """One of the breakdown's lists as a pandas DataFrame, a row a line, nested values as they are.

        Raises:
            InputError: there is no such list, or pandas is not installed.
        """
        records = self.to_records(part)
        try:
            pandas = importlib.import_module("pandas")  # optional, and only this method needs it
        except ImportError as error:
            raise InputError("to_frame() needs pandas: pip install pandas; or use to_records()") from error
        return pandas.DataFrame.from_records(records)

    def to_records(self, part: str = "skills") -> list[dict[str, Any]]:
        """One of the breakdown's lists as plain dicts (which ``polars.from_dicts`` takes as well).

        Raises:
            InputError: there is no such list.
        """
        value = getattr(self, part, None) if part in type(self).model_fields else None
        if not isinstance(value, tuple):
            lists = [name for name in type(self).model_fields if isinstance(getattr(self, name), tuple)]
            raise InputError(f"a breakdown has no list {part!r}; use one of {', '.join(lists)}")
        return [line.model_dump() for line in value]

    def _repr_html_(self) -> str:
        return notebook_html(self)


def share_fields(postings: int, of: int, interval: tuple[float, float]) -> Mapping[str, Any]:
    """The fields of `Share`."""
    return {"postings": postings, "share": postings / of if of else 0.0, "low": interval[0], "high": interval[1]}
