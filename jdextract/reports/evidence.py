"""The quotes behind a report's numbers: for each number a few of them, each segment kept once."""

from __future__ import annotations

import base64
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jdextract.breakdown.facts import skills_beside
from jdextract.breakdown.likeness import group_alike
from jdextract.breakdown.model import Breakdown, Trend, TrendBasis
from jdextract.breakdown.periods import period_names
from jdextract.models import Evidence, Extraction, Outcome, Posting, Surface
from jdextract.taxonomy import Taxonomy

MAX_QUOTES = 20
"""Quotes that a number shows; the total is stated beside them."""

_CANDIDATES = 4  # times `MAX_QUOTES`: enough to choose from many companies, and bounded in any corpus

Number = str
"""What identifies a number of the report: ``skill/Python``, ``skill/Python/required``, ``skill/Python/country/DE``."""


_OR = " | "


def alternative_number(members: Iterable[str]) -> Number:
    """The number of a set of alternatives."""
    return f"any/{_OR.join(sorted(members))}"


@dataclass(frozen=True, slots=True)
class _Quote:
    posting: int
    segment: int
    start: int
    end: int
    company: str | None


@dataclass(slots=True)
class Quotes:
    """Quotes by number; see `collect_quotes`."""

    postings: list[list[str | None]] = field(default_factory=list)
    segments: list[str] = field(default_factory=list)
    by_number: dict[Number, list[tuple[int, int, int, int]]] = field(default_factory=dict)
    totals: dict[Number, int] = field(default_factory=dict)

    def packed(self) -> str:
        """All of it as deflated JSON in base64, which a page can hold and a browser unpack."""
        content = {
            "postings": self.postings,
            "segments": self.segments,
            "quotes": {
                number: [item for quote in quotes for item in quote] for number, quotes in self.by_number.items()
            },
            "totals": self.totals,
        }
        raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.b64encode(zlib.compress(raw, 9)).decode()


def collect_quotes(breakdown: Breakdown, outcomes: Iterable[Outcome], taxonomy: Taxonomy) -> Quotes:
    """Up to `MAX_QUOTES` quotes for each number of ``breakdown``, of as many companies as there are.

    Near-duplicates and postings that were not read give none. Outcomes are gone through once.
    """
    totals = _totals(breakdown)
    gathered: defaultdict[Number, list[_Quote]] = defaultdict(list)
    pool = _Pool(totals, gathered, taxonomy, _other_groups(breakdown), breakdown.trend_basis)
    for outcome in outcomes:
        if outcome.extraction is not None and outcome.posting.duplicate_of is None:
            pool.add(outcome, outcome.extraction)
    return pool.chosen(totals)


def _totals(breakdown: Breakdown) -> dict[Number, int]:
    totals: dict[Number, int] = {}
    for skill in breakdown.skills:
        number = f"skill/{skill.name}"
        totals[number] = skill.postings
        for requirement in ("required", "preferred", "mentioned"):
            if count := getattr(skill, requirement):
                totals[f"{number}/{requirement}"] = count
        totals |= {f"{number}/{c.field}/{c.value}": c.postings for c in skill.concentrated_in}
        totals |= _trend_totals(number, skill.trend)
    for what, lines in (("category", breakdown.categories), ("group", breakdown.groups)):
        for line in lines:
            totals[f"{what}/{line.name}"] = line.postings
            totals[f"{what}/{line.name}/required"] = round(line.required_share * breakdown.postings)
    totals |= {f"country/{line.country}": line.postings for line in breakdown.countries}
    totals |= {alternative_number(line.members): line.postings for line in breakdown.alternatives}
    for duty in breakdown.responsibilities:
        totals[f"responsibility/{duty.activity}"] = duty.postings
        totals |= _trend_totals(f"responsibility/{duty.activity}", duty.trend)
        totals |= {f"responsibility/{duty.activity}/{c.field}/{c.value}": c.postings for c in duty.concentrated_in}
        totals |= {f"responsibility/{duty.activity}/with/{item.skill}": item.postings for item in duty.with_}
        totals |= {f"responsibility/{duty.activity}/object/{item.text}": item.postings for item in duty.objects}
    totals |= {f"other/{line.example}": line.postings for line in breakdown.other_responsibilities}
    for language in breakdown.languages:
        number = f"language/{language.language}"
        totals[number] = language.postings
        for requirement in ("required", "preferred", "mentioned"):
            if count := getattr(language, requirement):
                totals[f"{number}/{requirement}"] = count
        totals |= {f"{number}/level/{level}": count for level, count in language.levels.items()}
        totals |= {f"{number}/country/{place.country}": place.postings for place in language.by_country}
    return totals


def _trend_totals(number: Number, trend: Trend | None) -> dict[Number, int]:
    if trend is None:
        return {}
    return {f"{number}/half/before": trend.postings_before, f"{number}/half/after": trend.postings_after}


def _half(posting: Posting, basis: TrendBasis | None) -> str | None:
    """Whether a posting counts before or after, or for no trend."""
    if basis is None or posting.posted_at is None:
        return None
    if posting.source and not any(source in posting.source for source in basis.sources):
        return None
    if basis.left_open and basis.left_open in period_names(posting.posted_at):
        return None
    return "after" if posting.posted_at >= basis.late_from else "before"


def _other_groups(breakdown: Breakdown) -> Sequence[str]:
    return [line.example for line in breakdown.other_responsibilities]


class _Pool:
    def __init__(
        self,
        totals: Mapping[Number, int],
        gathered: defaultdict[Number, list[_Quote]],
        taxonomy: Taxonomy,
        examples: Sequence[str],
        basis: TrendBasis | None,
    ) -> None:
        self.totals = totals
        self.gathered = gathered
        self.taxonomy = taxonomy
        self.examples = examples
        self.basis = basis
        self.postings: list[list[str | None]] = []
        self.segments: list[str] = []
        self._segment_numbers: dict[str, int] = {}
        self._implied: dict[str, tuple[str, ...]] = {}
        self._alternatives = {number for number in totals if number.startswith("any/")}

    def add(self, outcome: Outcome, extraction: Extraction) -> None:
        """Take what quotes of one posting are still wanted."""
        posting = outcome.posting
        position = len(self.postings)
        date = posting.posted_at.isoformat() if posting.posted_at else None
        if date and posting.date_precision in ("month", "year"):
            date = date[: 7 if posting.date_precision == "month" else 4]
        self.postings.append([posting.title, posting.company, posting.location or posting.country, date, posting.id])
        half = _half(posting, self.basis)
        places = [
            ("role", posting.role), ("country", posting.country), ("seniority", posting.seniority), ("half", half)
        ]  # fmt: skip
        seen: set[Number] = set()
        if posting.country:
            place = posting.location or posting.title or posting.country
            where = Evidence(segment=0, text=place, start=0, end=len(place), status="segment")
            self._take([f"country/{posting.country}"], seen, position, (where, None, posting.company))
        for numbers, evidence, surface in self._facts(extraction, places):
            self._take(numbers, seen, position, (evidence, surface, posting.company))

    def _take(
        self,
        numbers: Iterable[Number],
        seen: set[Number],
        position: int,
        proof: tuple[Evidence, Surface | None, str | None],
    ) -> None:
        quote: _Quote | None = None
        for number in numbers:
            if number in seen or number not in self.totals:
                continue
            seen.add(number)
            if len(self.gathered[number]) < MAX_QUOTES * _CANDIDATES:
                quote = quote or self._quote(position, *proof)
                if quote:
                    self.gathered[number].append(quote)

    def _facts(
        self, extraction: Extraction, places: Sequence[tuple[str, str | None]]
    ) -> Iterator[tuple[list[Number], Evidence, Surface | None]]:
        alternatives: defaultdict[int, list[str]] = defaultdict(list)
        strongest_demand: dict[str, str] = {}
        strongest = sorted(extraction.skills, key=lambda s: ("required", "preferred", "mentioned").index(s.requirement))
        for skill in strongest:
            if skill.evidence.status == "missing":
                continue
            if skill.any_of is not None:
                alternatives[skill.any_of].append(skill.name)
            numbers = []
            for name in (skill.name, *self._parents(skill.name)):
                base = f"skill/{name}"
                demand = strongest_demand.setdefault(name, skill.requirement)
                numbers += [base, f"{base}/{demand}", *(f"{base}/{f}/{v}" for f, v in places if v)]
                entry = self.taxonomy.skills.get(name)
                unions = [f"group/{group}" for group in (entry.groups if entry else ())]
                unions.append(f"category/{entry.category if entry else skill.category}")
                numbers += unions
                if skill.requirement == "required":
                    numbers += [f"{union}/required" for union in unions]
            yield numbers, skill.evidence, skill.surface
        yield from self._alternative_facts(extraction, alternatives)
        for duty in extraction.responsibilities:
            base = f"responsibility/{duty.activity}"
            numbers = [base, *(f"{base}/{f}/{v}" for f, v in places if v)]
            numbers += [f"{base}/with/{name}" for name in skills_beside(duty, extraction.skills)]
            numbers += [f"{base}/object/{duty.object}"] if duty.object else []
            if duty.activity == "other" and self.examples:
                words = " ".join((duty.summary or duty.object or duty.evidence.text or "").split())[:160]
                numbers += [f"other/{example}" for example in self._like(words)]
            yield numbers, duty.evidence, None
        for language in extraction.languages:
            base = f"language/{language.language}"
            numbers = [base, f"{base}/{language.requirement}", f"{base}/level/{language.level or 'unstated'}"]
            yield numbers + [f"{base}/{f}/{v}" for f, v in places if v], language.evidence, None

    def _alternative_facts(
        self, extraction: Extraction, alternatives: Mapping[int, Sequence[str]]
    ) -> Iterator[tuple[list[Number], Evidence, Surface | None]]:
        if not self._alternatives:
            return
        for group, names in alternatives.items():
            first = next(skill for skill in extraction.skills if skill.any_of == group)
            offered = set(names)
            numbers = [n for n in self._alternatives if offered.issuperset(n.removeprefix("any/").split(_OR))]
            yield numbers, first.evidence, None

    def _parents(self, name: str) -> tuple[str, ...]:
        if name not in self._implied:
            self._implied[name] = tuple(sorted(self.taxonomy.implied([name])))
        return self._implied[name]

    def _like(self, words: str) -> list[str]:
        if words in self.examples:
            return [words]
        groups = group_alike([*self.examples, words])
        return [group[0] for group in groups if words in group[1:]]

    def _quote(self, posting: int, evidence: Evidence, surface: Surface | None, company: str | None) -> _Quote | None:
        if evidence.status == "missing" or evidence.text is None or evidence.start is None:
            return None
        segment = self._segment_numbers.setdefault(evidence.text, len(self.segments))
        if segment == len(self.segments):
            self.segments.append(evidence.text)
        start = end = 0
        if (
            surface is not None
            and evidence.start <= surface.start
            and surface.end <= evidence.start + len(evidence.text)
        ):
            start, end = surface.start - evidence.start, surface.end - evidence.start
        return _Quote(posting, segment, start, end, company)

    def chosen(self, totals: Mapping[Number, int]) -> Quotes:
        """The quotes to show: one a company first, and what they refer to renumbered without gaps."""
        quotes = Quotes()
        posting_numbers: dict[int, int] = {}
        segment_numbers: dict[int, int] = {}
        for number, found in self.gathered.items():
            if not found:
                continue
            shown = sorted(_spread(found)[:MAX_QUOTES], key=lambda quote: quote.posting)
            kept = []
            for quote in shown:
                posting = posting_numbers.setdefault(quote.posting, len(posting_numbers))
                if posting == len(quotes.postings):
                    quotes.postings.append(self.postings[quote.posting])
                segment = segment_numbers.setdefault(quote.segment, len(segment_numbers))
                if segment == len(quotes.segments):
                    quotes.segments.append(self.segments[quote.segment])
                kept.append((posting, segment, quote.start, quote.end))
            quotes.by_number[number] = kept
            quotes.totals[number] = totals[number]
        return quotes


def _spread(found: Sequence[_Quote]) -> list[_Quote]:
    """The quotes with each company's first ones ahead of anybody's second."""
    turns: defaultdict[object, int] = defaultdict(int)
    order: list[tuple[int, int, Any]] = []
    for position, quote in enumerate(found):
        company: object = quote.company or ("unnamed", position)
        order.append((turns[company], position, quote))
        turns[company] += 1
    return [quote for _, _, quote in sorted(order, key=lambda item: item[:2])]
