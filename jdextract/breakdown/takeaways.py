"""Findings as sentences: each is written from numbers and carries them; what cannot be said says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jdextract.breakdown.findings import LEVEL, MIN_SIDE, MIN_VALUE, Cluster, Margins
from jdextract.breakdown.model import (
    Concentration,
    GroupLine,
    LanguageLine,
    NotStated,
    ResponsibilityLine,
    SkillLine,
    Takeaway,
    TakeawayKind,
    Trend,
)
from jdextract.breakdown.periods import Calendar
from jdextract.breakdown.phrasing import capital, counted, join, lower_first, percent, short_name, times
from jdextract.breakdown.regions import country_name, language_name
from jdextract.taxonomy import Taxonomy

MIN_POSTINGS = 20
"""Postings from which core expectations are stated."""

_MOST = 0.5
_MANY = 0.25
_CORE_NAMES = 6
_CHANGES = 6
_COUNTRIES = 4
_IN_COUNTRY = 4
_CLUSTERS = 6

# What "testing" or "security" asked for by most says that its commonest skill alone does not; the titles of
# the other categories would say nothing ("languages and frameworks are asked for").
TELLING_CATEGORIES = {
    "apis_architecture": "APIs and architecture",
    "databases": "databases",
    "testing_practices": "testing and best practices",
    "security": "security",
    "data_engineering": "data engineering",
    "ai_ml": "AI and machine learning",
    "advanced_infrastructure": "advanced cloud and infrastructure",
}


@dataclass(frozen=True, slots=True)
class Specialisation:
    """A cluster under the names of its skills, its label first; ``postings`` name two of them at least."""

    cluster: Cluster
    names: Sequence[str]
    pair: Sequence[str]
    """The two that go together most closely."""
    postings: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What takeaways are written from."""

    postings: int
    skills: Sequence[SkillLine]
    categories: Sequence[GroupLine]
    groups: Sequence[GroupLine]
    responsibilities: Sequence[ResponsibilityLine]
    languages: Sequence[LanguageLine]
    calendar: Calendar
    margins: Margins
    clusters: Sequence[Specialisation]
    niche: int
    taxonomy: Taxonomy
    trend_support: int
    dated: int


@dataclass(slots=True)
class _Notes:
    takeaways: list[Takeaway] = field(default_factory=list)
    not_stated: list[NotStated] = field(default_factory=list)

    def state(
        self, kind: TakeawayKind, text: str, numbers: dict[str, float], postings: int, about: Iterable[str]
    ) -> None:
        rounded = {name: round(value, 4) for name, value in numbers.items()}
        self.takeaways.append(
            Takeaway(kind=kind, text=text, numbers=rounded, postings=postings, about=tuple(dict.fromkeys(about)))
        )

    def leave_out(self, kind: TakeawayKind, reason: str) -> None:
        self.not_stated.append(NotStated(kind=kind, reason=reason))


def write_takeaways(evidence: Evidence) -> tuple[tuple[Takeaway, ...], tuple[NotStated, ...]]:
    """The takeaways that the evidence carries, and why others are missing."""
    notes = _Notes()
    _core(evidence, notes)
    _changes(evidence, notes)
    _regional(evidence, notes)
    _specialisation(evidence, notes)
    return tuple(notes.takeaways), tuple(notes.not_stated)


@dataclass(frozen=True, slots=True)
class _Asked:
    name: str
    share: float
    postings: int
    required: float


def _core(evidence: Evidence, notes: _Notes) -> None:
    if evidence.postings < MIN_POSTINGS:
        notes.leave_out(
            "core", f"{counted(evidence.postings, 'posting')}; core expectations are stated from {MIN_POSTINGS}"
        )
        return
    asked = _commonest(evidence)[:_CORE_NAMES]
    most = [item for item in asked if item.share > _MOST]
    if len(most) >= 2:
        text = f"{_shares(most)} are asked for by most postings"
        rest = asked[len(most) :][:3]
        if rest:
            text += f"; {_shares(rest)} by at least a quarter"
    elif asked:
        text = f"{_shares(asked)} {'are' if len(asked) > 1 else 'is'} asked for most often"
    else:
        text = ""
    if text:
        named = _core_numbers(asked)
        notes.state("core", f"{capital(text)}.", named, max(i.postings for i in asked), (i.name for i in asked))
    else:
        notes.leave_out("core", "no skill, category or group is asked for by a quarter of the postings")
    _core_requirements(evidence, notes)
    _core_duties(evidence, notes)
    _core_soft_skills(evidence, notes)


def _core_numbers(asked: Sequence[_Asked]) -> dict[str, float]:
    return {item.name: item.share for item in asked}


def _commonest(evidence: Evidence) -> list[_Asked]:
    """Skills, telling categories and groups that many ask for, by share.

    A category or group that one listed skill makes up is left out.
    """
    n = evidence.postings
    hard = [skill for skill in evidence.skills if skill.kind != "soft"]
    single = [_Asked(s.name, s.share, s.postings, s.required / n) for s in hard if s.share >= _MANY]
    by_category: dict[str, int] = {}
    for skill in hard:
        by_category[skill.category] = max(by_category.get(skill.category, 0), skill.postings)
    joined = [
        _Asked(TELLING_CATEGORIES[line.name], line.share, line.postings, line.required_share)
        for line in evidence.categories
        if line.name in TELLING_CATEGORIES and by_category.get(line.name, 0) < 0.8 * line.postings
    ]
    telling = {item.name for item in joined}
    by_name = {skill.name: skill.postings for skill in hard}
    for line in (group for group in evidence.groups if group.share >= _MANY):
        largest = max([by_name.get(line.name, 0), *(member.postings for member in line.members)])
        covered = any(
            abs(line.postings - category.postings) <= 0.2 * category.postings
            and any(line.name in skill.groups for skill in hard if skill.category == category.name)
            for category in evidence.categories
            if TELLING_CATEGORIES.get(category.name) in telling
        )
        if largest < 0.8 * line.postings and not covered:
            joined.append(_Asked(lower_first(line.name), line.share, line.postings, line.required_share))
    many = single + [item for item in joined if item.share >= _MANY]
    return sorted(many, key=lambda item: (-item.share, item.name))


def _shares(items: Sequence[_Asked]) -> str:
    return join([f"{item.name} ({percent(item.share)})" for item in items])


def _core_requirements(evidence: Evidence, notes: _Notes) -> None:
    demanded = sorted(
        (skill for skill in evidence.skills if skill.kind != "soft" and skill.required / evidence.postings >= 0.1),
        key=lambda skill: (-skill.required, skill.name),
    )[:4]
    if len(demanded) >= 2:
        named = join([f"{skill.name} ({percent(skill.required / evidence.postings)})" for skill in demanded])
        numbers = {f"{skill.name}, required": skill.required / evidence.postings for skill in demanded}
        text = f"Most often a firm requirement: {named}."
        notes.state("core", text, numbers, demanded[0].required, (skill.name for skill in demanded))


def _core_duties(evidence: Evidence, notes: _Notes) -> None:
    duties = [line for line in evidence.responsibilities if line.activity != "other" and line.share >= _MANY][:5]
    if not duties:
        return
    titles = [f"{lower_first(evidence.taxonomy.activities[d.activity].title)} ({percent(d.share)})" for d in duties]
    text = f"The work itself, most often: {join(titles)}."
    notes.state("core", text, {d.activity: d.share for d in duties}, duties[0].postings, (d.activity for d in duties))


def _core_soft_skills(evidence: Evidence, notes: _Notes) -> None:
    soft = [skill for skill in evidence.skills if skill.kind == "soft" and skill.common][:3]
    if not soft:
        return
    names = join([f"{skill.name} ({percent(skill.share)})" for skill in soft])
    text = f"Of soft skills, {names} {'are' if len(soft) > 1 else 'is'} named most."
    notes.state("core", text, {s.name: s.share for s in soft}, soft[0].postings, (s.name for s in soft))


def _changes(evidence: Evidence, notes: _Notes) -> None:
    reason = _why_no_trends(evidence)
    if reason:
        notes.leave_out("emerging", reason)
        notes.leave_out("fading", reason)
        return
    moving: list[tuple[str, int, Trend]] = [
        (line.name, line.postings, line.trend) for line in evidence.skills if line.trend is not None
    ]
    moving += [
        (f"the duty “{lower_first(evidence.taxonomy.activities[line.activity].title)}”", line.postings, line.trend)
        for line in evidence.responsibilities
        if line.trend is not None
    ]
    early, late = evidence.calendar.span(late=False), evidence.calendar.span(late=True)
    kinds: tuple[tuple[TakeawayKind, str], ...] = (("emerging", "rising"), ("fading", "falling"))
    for kind, direction in kinds:
        found = [item for item in moving if item[2].direction == direction]
        found.sort(key=lambda item: (-abs(item[2].after - item[2].before), item[0]))
        if not found:
            notes.leave_out(
                kind, f"no skill or duty is {direction} by the trend test (false-discovery rate {LEVEL:.0%})"
            )
            continue
        shown = found[:_CHANGES]
        described = join([f"{name} ({percent(t.before)} → {percent(t.after)})" for name, _, t in shown])
        text = f"{capital(kind)} from {_span(early)} to {_span(late)}: {described}"
        text += f", and {len(found) - len(shown)} more." if len(found) > len(shown) else "."
        numbers = {
            f"{name}, {when}": value
            for name, _, t in shown
            for when, value in (("before", t.before), ("after", t.after))
        }
        numbers |= {"postings before": early[2], "postings after": late[2]}
        notes.state(kind, text, numbers, max(item[1] for item in shown), (item[0] for item in found))


def _span(span: tuple[str, str, int]) -> str:
    first, last, _ = span
    return first if first == last else f"{first}–{last}"


def _why_no_trends(evidence: Evidence) -> str | None:
    calendar = evidence.calendar
    if not evidence.dated:
        return "no posting has a date"
    if calendar.periods < 2:
        left_open = f" once {calendar.left_open}, which is not over, is left out" if calendar.left_open else ""
        return f"the dated postings ({evidence.dated}) fall into fewer than two periods{left_open}"
    if not calendar.informative:
        return (
            "period and source are confounded: no source has postings in more than one span of time, so a change of "
            "share would be a change of source"
        )
    sides = [calendar.span(late=late)[2] for late in (False, True)]
    if min(sides) < MIN_SIDE:
        return (
            f"too few dated postings from sources that span the time: {sides[0]} before and {sides[1]} after, "
            f"{MIN_SIDE} needed on each side"
        )
    return None


def _regional(evidence: Evidence, notes: _Notes) -> None:
    places = [value for name, _, value, _, _ in evidence.margins.compared() if name == "country"]
    before = len(notes.takeaways)
    for line in evidence.languages:
        _language_by_country(line, notes)
    if not places:
        known = sum(evidence.margins.counts["country"].values())
        reason = (
            "no posting has a known country"
            if not known
            else f"no country has {MIN_VALUE} postings beside {MIN_VALUE} elsewhere ({known} {'has' if known == 1 else 'have'} a known country)"
        )
        if len(notes.takeaways) == before:
            notes.leave_out("regional", reason)
        return
    by_country: dict[str, list[tuple[str, Concentration]]] = {}
    for skill in evidence.skills:
        for concentration in skill.concentrated_in:
            if concentration.field == "country":
                by_country.setdefault(concentration.value, []).append((skill.name, concentration))
    order = sorted(by_country, key=lambda code: (-evidence.margins.counts["country"][code], code))
    for code in order[:_COUNTRIES]:
        found = sorted(by_country[code], key=lambda item: (-item[1].postings, item[0]))
        shown = found[:_IN_COUNTRY]
        described = join([f"{name} ({_against(c)})" for name, c in shown])
        text = f"In {country_name(code, article=True)} ({shown[0][1].of} postings) more than elsewhere: {described}."
        numbers: dict[str, float] = {f"postings in {code}": shown[0][1].of}
        for name, c in shown:
            numbers[f"{name}, in {code}"] = c.postings / c.of
            numbers[f"{name}, elsewhere"] = _elsewhere(c)
        notes.state("regional", text, numbers, max(c.postings for _, c in shown), [code, *(name for name, _ in found)])
    if len(notes.takeaways) == before:
        compared = join([country_name(code) for code in places])
        notes.leave_out("regional", f"no skill or language sets a country apart ({compared} compared with the rest)")


def _against(c: Concentration) -> str:
    return f"{percent(c.postings / c.of)} against {percent(_elsewhere(c))}"


def _elsewhere(c: Concentration) -> float:
    return 0.0 if c.lift is None else c.postings / c.of / c.lift


def _language_by_country(line: LanguageLine, notes: _Notes) -> None:
    name = language_name(line.language)
    for concentration in line.concentrated_in:
        if concentration.field != "country":
            continue
        place = country_name(concentration.value, article=True)
        here = concentration.postings / concentration.of
        elsewhere = _elsewhere(concentration)
        text = (
            f"{name} is asked for in {percent(here)} of the postings in {place} "
            f"({concentration.postings} of {concentration.of}), in {percent(elsewhere) if elsewhere else 'no posting'} elsewhere."
        )
        numbers = {
            f"{name}, in {concentration.value}": here,
            f"{name}, elsewhere": elsewhere,
            "postings": concentration.postings,
            "of": concentration.of,
        }
        notes.state("regional", text, numbers, concentration.postings, [line.language, concentration.value])
    if any(concentration.field == "country" for concentration in line.concentrated_in):
        return
    own = next((c for c in line.by_posting_language if c.posting_language == line.language), None)
    if own is None or not own.of or line.language == "en":
        return
    if own.of >= MIN_VALUE and own.share >= _MANY and not line.by_country:
        text = f"{name} is asked for in {percent(own.share)} of the postings written in {name} ({own.postings} of {own.of})."
        numbers = {f"{name}, in postings written in it": own.share, "postings": own.postings, "of": own.of}
        notes.state("regional", text, numbers, own.postings, [line.language])


def _specialisation(evidence: Evidence, notes: _Notes) -> None:
    if not evidence.clusters:
        reason = (
            f"{'only one' if evidence.niche else 'no'} uncommon skill has enough postings to be paired"
            if evidence.niche < 2
            else f"no two of the {evidence.niche} uncommon skills go together more often than chance would have it"
        )
        notes.leave_out("specialisation", reason)
        return
    for found in evidence.clusters[:_CLUSTERS]:
        label, rest = found.names[0], [short_name(name, found.names[0]) for name in found.names[1:]]
        lift, together = found.cluster.lift, found.cluster.together
        if len(found.names) == 2:
            text = (
                f"{capital(label)} ({rest[0]}): {found.postings} postings name both, "
                f"{times(lift)} as many as by chance."
            )
        else:
            text = (
                f"{capital(label)} ({', '.join(rest)}): {found.postings} postings name two of these or more; "
                f"{join(found.pair)} go together in {together}, {times(lift)} as many as by chance."
            )
        numbers = {"postings": found.postings, "lift": lift, "postings with the closest pair": together}
        notes.state("specialisation", text, numbers, found.postings, found.names)
