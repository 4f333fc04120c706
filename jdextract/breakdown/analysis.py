"""`break_down`: outcomes, or the two tables they were written to, become a `Breakdown`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from jdextract.breakdown import corpus as corpora
from jdextract.breakdown import counting
from jdextract.breakdown.alternatives import count_alternatives
from jdextract.breakdown.corpus import Corpus, Paths
from jdextract.breakdown.counting import Counts
from jdextract.breakdown.facts import posting_row, tables, unique
from jdextract.breakdown.findings import (
    MIN_COMPANIES,
    MIN_TOGETHER,
    Cluster,
    Margins,
    find_clusters,
    find_concentrations,
    find_links,
    find_trends,
    holds_by_company,
)
from jdextract.breakdown.lines import Lines
from jdextract.breakdown.mentions import Naming
from jdextract.breakdown.model import (
    Breakdown,
    Concentration,
    CountryCount,
    OtherResponsibility,
    Period,
    Trend,
    TrendBasis,
)
from jdextract.breakdown.takeaways import Evidence, Specialisation, write_takeaways
from jdextract.errors import InputError
from jdextract.models import Outcome
from jdextract.taxonomy import Taxonomy

COMMON_AT = 0.10
COMMON_DUTY_AT = 0.15
MAX_PARTS = 30
"""Parts that `break_down_by` makes of a corpus."""

_TABLES = ("postings", "facts")
_MAX_NICHE = 300
_MAX_NICHE_ROWS = 3_000_000
_MAX_LINKS = 1_000
_MANY = 5_000  # postings; beyond, counting companies costs more than it could tell
_ENOUGH_COMPANIES = 20
_MAX_OTHER = 50


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

    Example:
        >>> from jdextract import Posting, extract
        >>> outcomes = extract([Posting(id=name, text=f"You know {name}.") for name in ("Python", "Go", "Rust")])
        >>> [(line.name, line.postings, round(line.share, 2)) for line in break_down(outcomes).skills]
        [('Go', 1, 0.33), ('Python', 1, 0.33), ('Rust', 1, 0.33)]
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
        memory_limit: what the database may hold in memory ("600MB"); beyond it, it uses a scratch folder. The facts take
            about six bytes each besides.

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


def break_down_by(outcomes: Iterable[Outcome], field: str, **options: Any) -> dict[str | None, Breakdown]:
    """`break_down` of each part of a corpus: by ``country``, ``seniority``, ``month``, ``company`` or another field.

    The parts come largest first, at most `MAX_PARTS` of them; ``None`` is the part whose field is unknown.
    ``options`` are those of `break_down`; its ``taxonomy`` and ``today`` serve all parts.

    Raises:
        InputError: postings have no such field.
    """
    kept = list(unique(outcomes))
    parts: Counter[str | None] = Counter(field_value(outcome, field) for outcome in kept if outcome.ok)
    only: Mapping[str, str | None] = options.pop("only", None) or {}
    return {
        value: break_down(kept, only={**only, field: value}, **options) for value, _ in parts.most_common(MAX_PARTS)
    }


def field_value(outcome: Outcome, field: str) -> str | None:
    """The part that a posting belongs to by ``field``; see `break_down_by`.

    Raises:
        InputError: postings have no such field.
    """
    if field == "month":
        return f"{outcome.posting.posted_at:%Y-%m}" if outcome.posting.posted_at else None
    row = posting_row(outcome)
    if field not in row:
        raise InputError(f"postings have no field {field!r}; use month or one of {', '.join(row)}")
    return None if row[field] is None else str(row[field])


def break_down_folder(folder: str | Path, **options: object) -> Breakdown:
    """`break_down_parquet` of what ``jdextract analyze`` leaves in ``folder``, or a run on Ray: two files, or many parts."""
    parts = (Path(folder) / "postings").is_dir()
    postings, facts = (Path(folder) / (f"{table}/*.parquet" if parts else f"{table}.parquet") for table in _TABLES)
    return break_down_parquet(postings, facts, **options)  # type: ignore[arg-type]


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
    writer = Lines(corpus, counts, common_at, common_duty_at, support)
    leaders = [key.number for key in writer.leaders.values()]
    led = [key.number for key in writer.led]
    candidates = _niche_skills(corpus, counts, common_at, support)
    naming = corpus.start(corpus.mentions.naming, {*leaders, *led, *candidates})
    pairs = corpus.start(
        lambda: counting.count_pairs({key: naming.result()[key] for key in candidates}, max(MIN_TOGETHER, support))
    )
    tested = writer.tested()
    margins = Margins(n, corpus.values, corpus.value_counts)
    by_field, by_cell = counting.count_by_field(corpus, tested)
    languages_tested = {key for key in by_field if corpus.keys[key].fact == "language"}
    named = {key: by_field[key] for key in sorted(by_field.keys() - languages_tested)}
    concentrations = find_concentrations(margins, named, support)
    concentrations |= find_concentrations(margins, {key: by_field[key] for key in sorted(languages_tested)}, support)
    writer.concentrations = _held_by_companies(corpus, counts, concentrations)
    trend_support = max(5, ceil(n / 10_000))
    of_time = {key: by_cell[key] for key in named}
    trends = find_trends(corpus.calendar, of_time, trend_support)
    writer.trends = _trends_held_by_companies(corpus, counts, trends)
    writer.by_field = by_field
    writer.naming = naming.result()
    skills, left_out = writer.skills()
    categories, groups = writer.unions()
    responsibilities = writer.responsibilities()
    languages = writer.languages()
    leading = {key: writer.naming[key] for key in leaders}
    counted, alternative_pairs = count_alternatives(
        corpus.detail, corpus.ranges.last_skill, leading, n, max(2, support)
    )
    alternatives = writer.alternatives(counted)
    clusters = _clusters(corpus, counts, candidates, pairs.result(), alternative_pairs, naming=writer.naming)
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
            niche=len(candidates),
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
            for example, postings in corpus.duties.result().others[:_MAX_OTHER]
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
        late_from=calendar.late_from,
        postings_early=early[2],
        postings_late=late[2],
        sources=tuple(sorted(source or "unnamed" for source in calendar.informative)),
        sources_of_one_span=tuple(sorted(source or "unnamed" for source in sources - calendar.informative)),
        left_open=calendar.left_open,
    )


def _named_span(span: tuple[str, str, int]) -> str:
    return span[0] if span[0] == span[1] else f"{span[0]}–{span[1]}"


def _niche_skills(corpus: Corpus, counts: Counts, common_at: float, support: int) -> list[int]:
    """Skills that are neither rare nor common, as many as their pairs can be counted of."""
    niche = [
        key
        for key, total in counts.total.items()
        if corpus.keys[key].fact == "skill"
        and corpus.keys[key].kind != "soft"
        and max(MIN_TOGETHER, support) <= total < common_at * corpus.postings
    ]
    niche.sort(key=lambda key: (-counts.total[key], key))
    candidates: list[int] = []
    rows = 0
    for key in niche[:_MAX_NICHE]:
        rows += counts.total[key]
        if rows > _MAX_NICHE_ROWS:
            break
        candidates.append(key)
    return candidates


def _clusters(
    corpus: Corpus,
    counts: Counts,
    candidates: Sequence[int],
    pairs: Sequence[tuple[int, int, int]],
    alternative_pairs: Mapping[tuple[int, int], int],
    *,
    naming: Naming,
) -> list[Specialisation]:
    """Skills out of ``candidates`` that go together; ``pairs`` are those of `count_pairs`."""
    names = {key: corpus.keys[key].name for key in candidates}
    families = {key: {name, *corpus.keys[key].implied} for key, name in names.items()}
    # What one parent implies (Django and Flask: Python) is told as the parent's specifics, and what is mostly
    # offered as a choice (Go or Java) among the alternatives.
    related = {
        (a, b) for a, b, both in pairs if families[a] & families[b] or 2 * alternative_pairs.get((a, b), 0) >= both
    }
    links = find_links(pairs, counts.total, corpus.postings, candidates=len(candidates), unrelated=related)[:_MAX_LINKS]
    companies = counting.count_pair_companies(corpus, naming, [link.pair for link in links if link.together <= _MANY])
    links = [
        link
        for link in links
        if companies.get(link.pair, _MANY) >= max(MIN_COMPANIES, min(link.together // 2, _ENOUGH_COMPANIES))
    ]
    found = [cluster for cluster in find_clusters(links, counts.total) if _tells_a_field(corpus, cluster)]
    found.sort(key=lambda c: (not _domain_of(corpus, c), -c.together * (c.lift**0.5)))
    found = found[:12]
    together = counting.count_at_least_two(corpus, naming, [cluster.keys for cluster in found])
    described = []
    for cluster, postings in zip(found, together, strict=True):
        domain = _domain_of(corpus, cluster)
        order = sorted(cluster.keys, key=lambda key: (key != domain, -counts.total[key], key))
        described.append(
            Specialisation(cluster, [names[key] for key in order], [names[k] for k in cluster.pair], postings)
        )
    return described


def _tells_a_field(corpus: Corpus, cluster: Cluster) -> bool:
    """Whether a cluster says what somebody works on; practices that go together (code review, testing) do not."""
    keys = [corpus.keys[key] for key in cluster.keys]
    return any(key.kind == "technology" or key.category in {"domains", "ai_ml"} for key in keys)


def _domain_of(corpus: Corpus, cluster: Cluster) -> int | None:
    domains = [key for key in cluster.keys if corpus.keys[key].category == "domains"]
    concepts = [key for key in domains if corpus.keys[key].kind == "concept"]
    return next(iter(concepts or domains), None)
