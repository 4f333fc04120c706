"""`break_down`: outcomes, or the two tables they were written to, become a `Breakdown`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from pathlib import Path

from jdextract.breakdown import corpus as corpora
from jdextract.breakdown import counting
from jdextract.breakdown.corpus import REQUIREMENT_CODES, Corpus, Key, Paths
from jdextract.breakdown.counting import LEVEL_NAMES, ByValue, Counts
from jdextract.breakdown.facts import tables
from jdextract.breakdown.findings import (
    Cluster,
    Margins,
    find_clusters,
    find_concentrations,
    find_links,
    find_trends,
    holds_by_company,
)
from jdextract.breakdown.model import (
    AlternativeLine,
    Breakdown,
    Concentration,
    CountryCount,
    GroupLine,
    LanguageLine,
    MemberCount,
    NamedCount,
    OtherResponsibility,
    Period,
    PlaceCount,
    PostingLanguageCount,
    RegionCount,
    ResponsibilityLine,
    SkillCount,
    SkillLine,
    TextCount,
    Trend,
    TrendBasis,
    share_fields,
)
from jdextract.breakdown.regions import region
from jdextract.breakdown.statistics import wilson_interval
from jdextract.breakdown.takeaways import Evidence, write_takeaways
from jdextract.errors import InputError
from jdextract.models import Outcome
from jdextract.taxonomy import Taxonomy

COMMON_AT = 0.10
COMMON_DUTY_AT = 0.15

_MAX_TESTED = 1_000  # skills, by support; rarer ones could not pass a test among so many
_MAX_NICHE = 300
_MAX_NICHE_ROWS = 3_000_000
_MAX_LINKS = 1_000
_MANY = 5_000  # postings; beyond, counting companies costs more than it could tell
_MIN_COMPANIES = 3
_ENOUGH_COMPANIES = 20
_MAX_CHILDREN = 10
_MAX_MEMBERS = 10
_MAX_OTHER = 50
_LED_SKILLS = 30
_MAX_BESIDE_DUTIES = 300  # skills, by support: rarer ones are never among the few that are shown
_BESIDE_SHARE = 0.6
_BESIDE_LIFT = 1.2


def break_down(
    outcomes: Iterable[Outcome],
    *,
    common_at: float = COMMON_AT,
    common_duty_at: float = COMMON_DUTY_AT,
    min_support: int | None = None,
    taxonomy: Taxonomy | None = None,
    only: Mapping[str, str | None] | None = None,
    today: date | None = None,
) -> Breakdown:
    """What the postings ask for, as numbers and findings.

    Facts whose evidence is missing are left out; failed and skipped postings are stated, not counted;
    near-duplicates count once within company and country, by their first date.

    Args:
        outcomes: from `extract`, or read back from extractions.jsonl.
        common_at: the share (0 to 1) from which a skill is common.
        common_duty_at: the same for responsibilities.
        min_support: skills that fewer postings name are left out; 1 below 30 postings, then 2, and one in
            20,000 in large corpora, unless set.
        taxonomy: whose implications and groups are used; the shipped one unless given.
        only: field of the postings (or ``month``) to the value that those counted have.
        today: the day on which the last period counts as open; the clock's unless given.

    Raises:
        InputError: an option that is out of range.
    """
    _check(common_at, common_duty_at, min_support)
    postings, facts = tables(outcomes)
    taxonomy = taxonomy or Taxonomy.default()
    today = today or date.today()  # noqa: DTZ011 - postings have dates of no time zone
    with corpora.open_tables(postings, facts, taxonomy=taxonomy, only=only or {}, today=today) as corpus:
        return _analyse(corpus, common_at, common_duty_at, min_support)


def break_down_parquet(
    postings: Paths,
    facts: Paths,
    *,
    common_at: float = COMMON_AT,
    common_duty_at: float = COMMON_DUTY_AT,
    min_support: int | None = None,
    taxonomy: Taxonomy | None = None,
    only: Mapping[str, str | None] | None = None,
    today: date | None = None,
    memory_limit: str = "500MB",
) -> Breakdown:
    """`break_down` of the tables in Parquet files; for corpora that no list of outcomes can hold.

    Args:
        postings: one or more paths or globs of ``postings.parquet`` files.
        facts: the same of ``facts.parquet`` files.
        common_at: see `break_down`, as for the others.
        common_duty_at: see `break_down`.
        min_support: see `break_down`.
        taxonomy: see `break_down`.
        only: see `break_down`.
        today: see `break_down`.
        memory_limit: what the database may hold in memory ("600MB"); beyond it, it uses a scratch folder.

    Raises:
        InputError: a file is missing, is no Parquet or lacks a column; an option is out of range.
    """
    _check(common_at, common_duty_at, min_support)
    taxonomy = taxonomy or Taxonomy.default()
    today = today or date.today()  # noqa: DTZ011 - postings have dates of no time zone
    with corpora.open_parquet(
        postings, facts, taxonomy=taxonomy, only=only or {}, today=today, memory_limit=memory_limit
    ) as corpus:
        return _analyse(corpus, common_at, common_duty_at, min_support)


def break_down_folder(folder: str | Path, **options: object) -> Breakdown:
    """`break_down_parquet` of the two files that ``jdextract analyze`` leaves in ``folder``."""
    return break_down_parquet(Path(folder) / "postings.parquet", Path(folder) / "facts.parquet", **options)  # type: ignore[arg-type]


def _check(common_at: float, common_duty_at: float, min_support: int | None) -> None:
    for name, value in (("common_at", common_at), ("common_duty_at", common_duty_at)):
        if not 0 < value <= 1:
            raise InputError(f"{name} is a share over 0 and at most 1 (0.1 for 10 %), not {value!r}")
    if min_support is not None and min_support < 1:
        raise InputError(f"min_support is a number of postings of at least 1, not {min_support!r}")


def default_support(postings: int) -> int:
    """The postings that a skill needs to be listed: 1 in small corpora, then 2, then one in 20,000."""
    return 1 if postings < 30 else max(2, ceil(postings / 20_000))


def _analyse(corpus: Corpus, common_at: float, common_duty_at: float, min_support: int | None) -> Breakdown:
    n = corpus.postings
    support = min_support or default_support(n)
    counts = counting.count_keys(corpus)
    writer = _Lines(corpus, counts, common_at, common_duty_at, support)
    tested = writer.tested()
    by_field, by_cell = counting.count_by_field(corpus, tested)
    margins = Margins(n, corpus.values, corpus.value_counts)
    languages_tested = {key for key in by_field if corpus.keys[key].fact == "language"}
    concentrations: dict[int, tuple[Concentration, ...]] = {}
    for family in (by_field.keys() - languages_tested, languages_tested):
        concentrations |= find_concentrations(margins, {key: by_field[key] for key in sorted(family)}, support)
    writer.concentrations = _held_by_companies(corpus, counts, concentrations)
    trend_support = max(5, ceil(n / 10_000))
    of_time = {key: by_cell[key] for key in by_cell if key not in languages_tested}
    writer.trends = _trends_held_by_companies(corpus, counts, find_trends(corpus.calendar, of_time, trend_support))
    writer.by_field = by_field
    skills, left_out = writer.skills()
    categories, groups = writer.unions()
    responsibilities = writer.responsibilities()
    languages = writer.languages()
    alternatives = writer.alternatives()
    clusters, niche = _clusters(corpus, counts, common_at, support, writer.alternative_pairs)
    takeaways, not_stated = write_takeaways(
        Evidence(
            postings=n,
            skills=skills,
            categories=categories,
            groups=groups,
            responsibilities=responsibilities,
            languages=languages,
            calendar=corpus.calendar,
            margins=margins,
            clusters=clusters,
            niche=niche,
            taxonomy=corpus.taxonomy,
            trend_support=trend_support,
            dated=corpus.dated,
        )
    )
    return Breakdown(
        postings=n,
        folded_duplicates=corpus.folded,
        failed=corpus.failed,
        skipped=corpus.skipped,
        engine=", ".join(corpus.engines) or None,
        period=Period(first=corpus.first, last=corpus.last, dated=corpus.dated)
        if corpus.first and corpus.last
        else None,
        common_at=common_at,
        common_duty_at=common_duty_at,
        min_support=support,
        left_out=left_out,
        trend_basis=_trend_basis(corpus),
        countries=tuple(
            CountryCount(country=code, postings=count) for code, count in corpus.value_counts["country"].items()
        ),
        skills=tuple(skills),
        categories=tuple(categories),
        groups=tuple(groups),
        alternatives=tuple(alternatives),
        responsibilities=tuple(responsibilities),
        other_responsibilities=tuple(
            OtherResponsibility(example=example, postings=postings)
            for example, postings in counting.count_other_duties(corpus)[:_MAX_OTHER]
        ),
        languages=tuple(languages),
        takeaways=takeaways,
        not_stated=not_stated,
    )


def _held_by_companies(
    corpus: Corpus, counts: Counts, found: Mapping[int, tuple[Concentration, ...]]
) -> dict[int, tuple[Concentration, ...]]:
    """What is not one company's doing. With very many postings, that is taken for granted: see `_MANY`."""
    kept: dict[int, list[Concentration]] = {key: [] for key in found}
    for name in sorted({concentration.field for of_key in found.values() for concentration in of_key}):
        keys = [key for key in found if counts.total[key] <= _MANY and any(c.field == name for c in found[key])]
        companies, totals = counting.count_companies(corpus, keys, name) if keys else ({}, {})
        for key, of_key in found.items():
            for concentration in of_key:
                if concentration.field != name:
                    continue
                value = corpus.values[name].index(concentration.value) + 1
                if key not in companies or holds_by_company(companies[key], totals, value):
                    kept[key].append(concentration)
    return {key: tuple(of_key) for key, of_key in kept.items() if of_key}


def _trends_held_by_companies(corpus: Corpus, counts: Counts, found: Mapping[int, Trend]) -> dict[int, Trend]:
    keys = [key for key in found if counts.total[key] <= _MANY]
    companies, totals = counting.count_companies(corpus, keys, "half") if keys else ({}, {})
    return {
        key: trend
        for key, trend in found.items()
        if key not in companies or holds_by_company(companies[key], totals, 2 if trend.direction == "rising" else 1)
    }


def _trend_basis(corpus: Corpus) -> TrendBasis | None:
    calendar = corpus.calendar
    if not calendar.informative:
        return None
    early, late = calendar.span(late=False), calendar.span(late=True)
    sources = {cell.source for cell in calendar.cells}
    return TrendBasis(
        early=_named_span(early),
        late=_named_span(late),
        postings_early=early[2],
        postings_late=late[2],
        sources=tuple(sorted(source or "unnamed" for source in calendar.informative)),
        sources_of_one_span=tuple(sorted(source or "unnamed" for source in sources - calendar.informative)),
        left_open=calendar.left_open,
    )


def _named_span(span: tuple[str, str, int]) -> str:
    return span[0] if span[0] == span[1] else f"{span[0]}–{span[1]}"


def _clusters(
    corpus: Corpus,
    counts: Counts,
    common_at: float,
    support: int,
    alternative_pairs: Mapping[tuple[int, int], int],
) -> tuple[list[tuple[Cluster, list[str], int]], int]:
    n = corpus.postings
    least = max(3, support)
    niche = [
        key
        for key, total in counts.total.items()
        if corpus.keys[key].fact == "skill"
        and corpus.keys[key].kind != "soft"
        and total >= least
        and total < common_at * n
    ]
    niche.sort(key=lambda key: (-counts.total[key], key))
    candidates: list[int] = []
    rows = 0
    for key in niche[:_MAX_NICHE]:
        rows += counts.total[key]
        if rows > _MAX_NICHE_ROWS:
            break
        candidates.append(key)
    names = {key: corpus.keys[key].name for key in candidates}
    families = {key: {name, *corpus.taxonomy.implied([name])} for key, name in names.items()}
    pairs = counting.count_pairs(corpus, candidates, least)
    # What one parent implies (Django and Flask: Python) is told as the parent's specifics, and what is mostly
    # offered as a choice (Go or Java) among the alternatives.
    related = {
        (a, b) for a, b, both in pairs if families[a] & families[b] or 2 * alternative_pairs.get((a, b), 0) >= both
    }
    links = find_links(pairs, counts.total, n, candidates=len(candidates), unrelated=related)[:_MAX_LINKS]
    companies = counting.count_pair_companies(corpus, [link.pair for link in links if link.together <= _MANY])
    links = [
        link
        for link in links
        if companies.get(link.pair, _MANY) >= max(_MIN_COMPANIES, min(link.together // 2, _ENOUGH_COMPANIES))
    ]
    found = find_clusters(links, counts.total)
    found.sort(key=lambda c: (not _domain_of(corpus, c), -c.together * (c.lift**0.5)))
    found = found[:12]
    together = counting.count_at_least_two(corpus, [cluster.keys for cluster in found])
    described = []
    for cluster, postings in zip(found, together, strict=True):
        domain = _domain_of(corpus, cluster)
        order = sorted(cluster.keys, key=lambda key: (key != domain, -counts.total[key], key))
        described.append((cluster, [names[key] for key in order], postings))
    return described, len(candidates)


def _domain_of(corpus: Corpus, cluster: Cluster) -> int | None:
    domains = [key for key in cluster.keys if corpus.keys[key].category == "domains"]
    concepts = [key for key in domains if corpus.keys[key].kind == "concept"]
    return next(iter(concepts or domains), None)


class _Lines:
    """Writes the lines of a breakdown from the counts of a corpus."""

    def __init__(self, corpus: Corpus, counts: Counts, common_at: float, common_duty_at: float, support: int) -> None:
        self.corpus = corpus
        self.counts = counts
        self.common_at = common_at
        self.common_duty_at = common_duty_at
        self.support = support
        self.trends: Mapping[int, Trend] = {}
        self.concentrations: Mapping[int, tuple[Concentration, ...]] = {}
        self.by_field: Mapping[int, ByValue] = {}
        self.alternative_pairs: Mapping[tuple[int, int], int] = {}

    def _keys(self, fact: str) -> list[Key]:
        """The keys of a fact that any posting names, commonest first."""
        named = [key for key in self.corpus.keys.values() if key.fact == fact and self.counts.total.get(key.number)]
        return sorted(named, key=lambda key: (-self.counts.total[key.number], key.name))

    def tested(self) -> list[int]:
        """The keys that are compared over time and between values: all but the rarest skills."""
        least = max(5, self.support)
        skills = [key.number for key in self._keys("skill") if self.counts.total[key.number] >= least]
        others = [key.number for fact in ("responsibility", "language") for key in self._keys(fact)]
        return skills[:_MAX_TESTED] + others

    def _share(self, postings: int) -> Mapping[str, object]:
        return share_fields(postings, self.corpus.postings, wilson_interval(postings, self.corpus.postings))

    def skills(self) -> tuple[list[SkillLine], int]:
        """All skills with enough support, commonest first, and how many have not."""
        keys = self._keys("skill")
        listed = [key for key in keys if self.counts.total[key.number] >= self.support]
        children = self._children(listed)
        beside = self._beside(listed)
        ranks: defaultdict[str, int] = defaultdict(int)
        lines: list[SkillLine] = []
        for key in listed:
            share = self._share(self.counts.total[key.number])
            required, preferred, mentioned = self._by_requirement(key.number)
            entry = self.corpus.taxonomy.skills.get(key.name)
            ranks[key.category] += 1
            lines.append(
                SkillLine.model_validate(
                    {
                        **share,
                        **self._common(share, self.common_at),
                        "name": key.name,
                        "kind": key.kind,
                        "category": key.category,
                        "groups": entry.groups if entry else (),
                        "known": key.known,
                        "postings_direct": self.counts.direct.get(key.number, 0),
                        "required": required,
                        "preferred": preferred,
                        "mentioned": mentioned,
                        "rank_in_category": ranks[key.category],
                        "children": children.get(key.name, ()),
                        "trend": self.trends.get(key.number),
                        "concentrated_in": self.concentrations.get(key.number, ()),
                        "beside": beside.get(key.number),
                    }
                )
            )
        return lines, len(keys) - len(listed)

    def _common(self, share: Mapping[str, object], threshold: float) -> Mapping[str, bool]:
        low, value, high = (float(str(share[name])) for name in ("low", "share", "high"))
        return {"common": value >= threshold, "borderline": low < threshold <= high}

    def _by_requirement(self, key: int) -> tuple[int, int, int]:
        counts = self.counts.by_requirement[key]
        required, preferred = (counts.get(REQUIREMENT_CODES[name], 0) for name in ("required", "preferred"))
        return required, preferred, self.counts.total[key] - required - preferred

    def _children(self, listed: Sequence[Key]) -> dict[str, tuple[MemberCount, ...]]:
        found: defaultdict[str, list[MemberCount]] = defaultdict(list)
        for key in listed:
            entry = self.corpus.taxonomy.skills.get(key.name)
            for parent in entry.implies if entry else ():
                found[parent].append(self._member(key))
        return {parent: tuple(children[:_MAX_CHILDREN]) for parent, children in found.items()}

    def _member(self, key: Key) -> MemberCount:
        return MemberCount.model_validate(
            {"name": key.name, "postings": self.counts.total[key.number], "category": key.category}
        )

    def _leaders(self) -> dict[str, Key]:
        """The technology of each category that most postings name themselves."""
        leaders: dict[str, Key] = {}
        direct = self.counts.direct
        for key in sorted(self._keys("skill"), key=lambda key: -direct.get(key.number, 0)):
            if key.kind == "technology":
                leaders.setdefault(key.category, key)
        return leaders

    def _beside(self, listed: Sequence[Key]) -> dict[int, NamedCount]:
        """Programming languages that are mostly named beside the leading one."""
        leader = self._leaders().get("languages_frameworks")
        if leader is None:
            return {}
        led = [
            key
            for key in listed
            if key.category == "languages_frameworks"
            and key.kind == "technology"
            and key != leader
            and not self._implies(key.name)
            and max(3, self.support) <= self.counts.total[key.number] <= self.counts.total[leader.number] / 2
        ][:_LED_SKILLS]
        together = counting.count_beside(self.corpus, leader.number, [key.number for key in led])
        leading = self.counts.total[leader.number] / self.corpus.postings
        return {
            key.number: NamedCount(name=leader.name, postings=together[key.number])
            for key in led
            if together.get(key.number, 0) >= max(_BESIDE_SHARE, _BESIDE_LIFT * leading) * self.counts.total[key.number]
        }

    def _implies(self, name: str) -> tuple[str, ...]:
        entry = self.corpus.taxonomy.skills.get(name)
        return entry.implies if entry else ()

    def unions(self) -> tuple[list[GroupLine], list[GroupLine]]:
        """The lines of categories and of groups, each commonest first."""
        taxonomy = self.corpus.taxonomy
        keys = self._keys("skill")
        categories: defaultdict[str, list[Key]] = defaultdict(list)
        groups: defaultdict[str, list[Key]] = defaultdict(list)
        for key in keys:
            categories[key.category].append(key)
            entry = taxonomy.skills.get(key.name)
            for group in entry.groups if entry else ():
                groups[group].append(key)
        for group in groups:  # the group's own name, asked for as such ("IaC"), belongs to it
            own = taxonomy.lookup(group)
            groups[group] += [key for key in keys if own and key.name == own.name and key not in groups[group]]
        unions = {("category", name): members for name, members in categories.items()}
        unions |= {("group", name): members for name, members in groups.items() if len(members) > 1}
        counted = counting.count_unions(
            self.corpus, {f"{what}:{name}": [key.number for key in members] for (what, name), members in unions.items()}
        )
        lines: dict[str, list[GroupLine]] = {"category": [], "group": []}
        for (what, name), members in unions.items():
            postings, required = counted[f"{what}:{name}"]
            shown = [key for key in members if not (what == "group" and key.name == name)]
            top = sorted(shown, key=lambda key: (-self.counts.total[key.number], key.name))[:_MAX_MEMBERS]
            lines[what].append(
                GroupLine.model_validate(
                    {
                        **self._share(postings),
                        "name": name,
                        "required_share": required / self.corpus.postings if self.corpus.postings else 0.0,
                        "members": [self._member(key) for key in top],
                    }
                )
            )
        for found in lines.values():
            found.sort(key=lambda line: (-line.postings, line.name))
        return lines["category"], [line for line in lines["group"] if line.postings >= self.support]

    def alternatives(self) -> list[AlternativeLine]:
        """Sets of alternatives with enough support, each with its category's leader where that is asked too."""
        leaders = self._leaders()
        by_number = {leader.number: leader for leader in leaders.values()}
        lines = []
        counted, self.alternative_pairs = counting.count_alternatives(self.corpus, by_number, max(2, self.support))
        for found in counted:
            members = sorted(
                (self.corpus.keys[key] for key in found.members),
                key=lambda key: (-self.counts.total[key.number], key.name),
            )
            leader = leaders.get(members[0].category)
            together = found.beside.get(leader.number, 0) if leader else 0
            beside = None
            if leader and leader not in members and 2 * together >= found.postings:
                beside = NamedCount(name=leader.name, postings=together)
            lines.append(
                AlternativeLine(members=tuple(key.name for key in members), postings=found.postings, beside=beside)
            )
        return lines

    def responsibilities(self) -> list[ResponsibilityLine]:
        """All activities that any posting states, commonest first."""
        shown = [key.number for key in self._keys("skill") if key.kind != "soft"][:_MAX_BESIDE_DUTIES]
        beside = counting.count_skills_beside_duties(self.corpus, shown)
        objects = counting.count_objects(self.corpus)
        lines = []
        for key in self._keys("responsibility"):
            share = self._share(self.counts.total[key.number])
            lines.append(
                ResponsibilityLine.model_validate(
                    {
                        **share,
                        **self._common(share, self.common_duty_at),
                        "activity": key.name,
                        "theme": key.category,
                        "with": [
                            SkillCount(skill=self.corpus.keys[skill].name, postings=postings)
                            for skill, postings in beside.get(key.number, ())
                            if postings >= self.support
                        ],
                        "objects": [
                            TextCount(text=text, postings=postings) for text, postings in objects.get(key.name, ())
                        ],
                        "trend": self.trends.get(key.number),
                        "concentrated_in": self.concentrations.get(key.number, ()),
                    }
                )
            )
        return lines

    def languages(self) -> list[LanguageLine]:
        """All human languages that any posting asks for, commonest first."""
        lines = []
        for key in self._keys("language"):
            required, preferred, mentioned = self._by_requirement(key.number)
            levels = {LEVEL_NAMES.get(code, "unstated"): n for code, n in self.counts.levels[key.number].items()}
            lines.append(
                LanguageLine.model_validate(
                    {
                        **self._share(self.counts.total[key.number]),
                        "language": key.name,
                        "required": required,
                        "preferred": preferred,
                        "mentioned": mentioned,
                        "levels": dict(sorted(levels.items(), key=lambda item: (-item[1], item[0]))),
                        "by_country": self._places(key.number),
                        "by_region": self._regions(key.number),
                        "by_posting_language": self._posting_languages(key.number),
                        "concentrated_in": self.concentrations.get(key.number, ()),
                    }
                )
            )
        return lines

    def _by_value(self, key: int, name: str) -> list[tuple[str, int, int]]:
        """Value, postings with the key, and all postings with the value, commonest first."""
        found = self.by_field.get(key, {}).get(name, {})
        counted = [
            (value, found.get(number, 0), self.corpus.value_counts[name][value])
            for number, value in enumerate(self.corpus.values[name], 1)
        ]
        return sorted(counted, key=lambda item: (-item[1], item[0]))

    def _places(self, key: int) -> list[PlaceCount]:
        return [
            PlaceCount(country=value, postings=postings, of=of, share=postings / of)
            for value, postings, of in self._by_value(key, "country")
            if postings
        ]

    def _regions(self, key: int) -> list[RegionCount]:
        totals: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for value, postings, of in self._by_value(key, "country"):
            if name := region(value):
                totals[name][0] += postings
                totals[name][1] += of
        ranked = sorted(totals.items(), key=lambda item: (-item[1][0], item[0]))
        return [
            RegionCount(region=name, postings=postings, of=of, share=postings / of)
            for name, (postings, of) in ranked
            if postings
        ]

    def _posting_languages(self, key: int) -> list[PostingLanguageCount]:
        return [
            PostingLanguageCount(posting_language=value, postings=postings, of=of, share=postings / of)
            for value, postings, of in self._by_value(key, "language")
            if postings
        ]
