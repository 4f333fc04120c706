"""How reports say things: the same words and numbers in Markdown, HTML and notebooks."""

from __future__ import annotations

from collections.abc import Iterable

from jdextract.breakdown.model import (
    Breakdown,
    Concentration,
    GroupLine,
    LanguageLine,
    ResponsibilityLine,
    Share,
    SkillLine,
    TakeawayKind,
    Trend,
)
from jdextract.breakdown.phrasing import counted, join, percent, short_name
from jdextract.breakdown.regions import country_name, language_name
from jdextract.breakdown.takeaways import TELLING_CATEGORIES
from jdextract.taxonomy import Taxonomy

__all__ = [
    "TAKEAWAY_TITLES",
    "TELLING_CATEGORIES",
    "concentration_note",
    "counted",
    "country_name",
    "duty_notes",
    "home_category",
    "interval",
    "join",
    "language_name",
    "level_note",
    "name_of",
    "percent",
    "places_note",
    "requirement_note",
    "short_name",
    "skill_notes",
    "specifics",
    "summary",
    "telling_groups",
    "title",
    "trend_note",
    "value_name",
]

TAKEAWAY_TITLES: dict[TakeawayKind, str] = {
    "core": "Core expectations",
    "emerging": "Emerging",
    "fading": "Fading",
    "regional": "Regional differences",
    "specialisation": "Specialisations",
}

_ROLES = {
    "fullstack": "full-stack",
    "ml": "machine-learning",
    "qa": "QA",
    "devops": "DevOps",
}
_MAX_SPECIFICS = 5
_MAX_PLACES = 3


def title(postings: int) -> str:
    """The heading of a report."""
    return f"What {counted(postings, 'posting')} {'asks' if postings == 1 else 'ask'} for"


def summary(breakdown: Breakdown) -> str:
    """What was read, in one line: engine, period, what was folded, failed and skipped."""
    parts = [f"Read by {breakdown.engine}" if breakdown.engine else "Nothing was read"]
    if breakdown.period:
        first, last = breakdown.period.first, breakdown.period.last
        span = (
            f"{first:%Y-%m}"
            if (first.year, first.month) == (last.year, last.month)
            else f"{first:%Y-%m} to {last:%Y-%m}"
        )
        undated = breakdown.postings - breakdown.period.dated
        parts.append(f"dated {span}" + (f" ({undated:,} undated)" if undated else ""))
    else:
        parts.append("undated")
    parts.append(f"{counted(breakdown.folded_duplicates, 'near-duplicate')} folded")
    parts += [f"{breakdown.failed:,} failed"] if breakdown.failed else []
    parts += [f"{breakdown.skipped:,} skipped for want of text"] if breakdown.skipped else []
    return "; ".join(parts) + "."


def interval(line: Share) -> str:
    """The interval in per cents: "52–63"."""
    digits = 1 if line.high < 0.1 else 0
    return f"{line.low * 100:.{digits}f}–{line.high * 100:.{digits}f}"


def name_of(line: SkillLine | GroupLine | ResponsibilityLine | LanguageLine, taxonomy: Taxonomy) -> str:
    """What a line is called for readers."""
    if isinstance(line, ResponsibilityLine):
        return taxonomy.activities[line.activity].title if line.activity in taxonomy.activities else line.activity
    if isinstance(line, LanguageLine):
        return language_name(line.language)
    return taxonomy.categories.get(line.name, line.name) if isinstance(line, GroupLine) else line.name


def specifics(line: SkillLine | GroupLine, of: int) -> str:
    """What the postings name more exactly: "especially Django, Flask" or "EC2 31 %, Lambda 22 %"; may be empty."""
    members = line.children if isinstance(line, SkillLine) else line.members
    if isinstance(line, SkillLine) and line.category == "languages_frameworks":
        members = tuple(child for child in members if child.category == line.category)
    shown = [member for member in members if member.postings * 50 >= line.postings][:_MAX_SPECIFICS]
    names = [short_name(member.name, line.name) for member in shown]
    if isinstance(line, SkillLine) and line.category == "languages_frameworks":
        return f"especially {', '.join(names)}" if names else ""
    return ", ".join(f"{name} {percent(m.postings / of)}" for name, m in zip(names, shown, strict=True))


def requirement_note(line: SkillLine | LanguageLine, of: int) -> str:
    """How many demand it: "required by 41 %, preferred by 9 %"; what no posting says is left out."""
    parts = [
        f"{word} {percent(count / of)}"
        for word, count in (("required by", line.required), ("preferred by", line.preferred))
        if count
    ]
    return ", ".join(parts) or "named, never demanded"


def trend_note(trend: Trend) -> str:
    """The trend in words: "increasingly common: 4 % → 21 %"."""
    word = "increasingly common" if trend.direction == "rising" else "decreasingly common"
    return f"{word}: {percent(trend.before)} → {percent(trend.after)}"


def concentration_note(concentrations: Iterable[Concentration]) -> list[str]:
    """Where it is concentrated: "for full-stack roles (70 %)", "in Germany (51 %)"; at most two of each kind."""
    by_field: dict[str, list[Concentration]] = {}
    for concentration in concentrations:
        by_field.setdefault(concentration.field, []).append(concentration)
    notes = []
    for found in by_field.values():
        ranked = sorted(found, key=lambda c: (-c.postings, c.value))[:2]
        places = join([f"{_value_name(c)} ({percent(c.postings / c.of)})" for c in ranked])
        notes.append(f"for {places}" if found[0].field == "role" else f"in {places}")
    return notes


def _value_name(concentration: Concentration) -> str:
    return value_name(concentration.field, concentration.value, article=True)


def value_name(field: str, value: str | None, *, article: bool = False) -> str:
    """A value of a field of postings for readers: "Germany", "full-stack roles", "senior postings"."""
    if value is None:
        return f"{field} not stated"
    if field == "country":
        return country_name(value, article=article)
    if field == "language":
        return language_name(value)
    if field == "role":
        return f"{_ROLES.get(value, value)} roles"
    return f"{value} postings" if field == "seniority" else value


def skill_notes(line: SkillLine) -> list[str]:
    """What else is known of a skill: trend, concentration, company, certainty."""
    notes = [trend_note(line.trend)] if line.trend else []
    notes += concentration_note(line.concentrated_in)
    if line.beside:
        notes.append(f"mostly beside {line.beside.name}: {line.beside.postings} of {line.postings}")
    if line.borderline:
        notes.append("borderline")
    if not line.known:
        notes.append("not in the taxonomy")
    return notes


def duty_notes(line: ResponsibilityLine) -> list[str]:
    """What else is known of a responsibility: trend, concentration, certainty."""
    notes = [trend_note(line.trend)] if line.trend else []
    notes += concentration_note(line.concentrated_in)
    return notes + (["borderline"] if line.borderline else [])


def level_note(line: LanguageLine) -> str:
    """The levels asked for: "level B2 (22), C1 (20); no level stated in 21"; may be empty."""
    stated = [f"{level} ({count:,})" for level, count in line.levels.items() if level != "unstated"]
    parts = [f"level {', '.join(stated)}"] if stated else []
    if unstated := line.levels.get("unstated"):
        parts.append(f"no level stated in {unstated:,}")
    return "; ".join(parts)


def places_note(line: LanguageLine) -> str:
    """Where the language is asked for: countries first, then regions; may be empty."""
    countries = [
        f"{percent(place.share)} in {country_name(place.country, article=True)} ({place.postings:,} of {place.of:,})"
        for place in line.by_country[:_MAX_PLACES]
    ]
    regions = [
        f"{percent(place.share)} in the EU" if place.region == "EU" else f"{percent(place.share)} in {place.region}"
        for place in line.by_region[:_MAX_PLACES]
        if len(line.by_country) > 1
    ]
    written = [
        f"{percent(count.share)} of postings written in {language_name(count.posting_language)}"
        for count in line.by_posting_language[:2]
    ]
    return "; ".join(", ".join(part) for part in (countries, regions, written) if part)


def telling_groups(breakdown: Breakdown) -> list[GroupLine]:
    """Groups that tell more than their largest member, or the skill of their own name, does."""
    by_name = {line.name: line.postings for line in breakdown.skills}
    return [
        group
        for group in breakdown.groups
        if len(group.members) > 1 and max(group.members[0].postings, by_name.get(group.name, 0)) < 0.95 * group.postings
    ]


def home_category(group: GroupLine) -> str | None:
    """The category where most of the group's mentions are, which is where reports show it."""
    weights: dict[str, int] = {}
    for member in group.members:
        weights[member.category] = weights.get(member.category, 0) + member.postings
    return max(weights, key=lambda category: weights[category]) if weights else None
