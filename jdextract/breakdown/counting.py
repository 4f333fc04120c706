"""The counts of a corpus: every number of a breakdown before any statistics, each by one query."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from jdextract.breakdown.corpus import Corpus
from jdextract.breakdown.keys import FIELDS
from jdextract.breakdown.likeness import group_alike

ByValue = dict[str, dict[int, int]]
"""Field to value's number to postings."""

UNSTATED = "unstated"
"""Stands for the level that a posting does not give."""

_MAX_DISTINCT_SETS = 2_000
_MAX_ALTERNATIVES = 50
_MAX_SUMMARIES = 5_000
_SHOWN_BESIDE = 16
_READ_OBJECTS = 24
_PRIOR = 0.5  # postings that might stand beside a duty by chance, so that two do not outweigh twenty


@dataclass(slots=True)
class Counts:
    """Postings by key, and by key and what else the postings have."""

    by_requirement: dict[int, dict[int, int]]
    """Key to requirement code to postings, rolled up."""
    levels: dict[int, dict[str, int]]
    """Language key to level, or `UNSTATED`, to postings."""
    direct: dict[int, int]
    """Key to postings as written."""
    total: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.total = {key: sum(counts.values()) for key, counts in self.by_requirement.items()}


def count_keys(corpus: Corpus) -> Counts:
    """Postings that name each key, by requirement and level."""
    by_requirement: defaultdict[int, Counter[int]] = defaultdict(Counter)
    levels: defaultdict[int, Counter[str]] = defaultdict(Counter)
    direct: Counter[int] = Counter()
    for code, postings in corpus.rows("SELECT kr, count(*) FROM named_fact GROUP BY 1"):
        by_requirement[code >> 2][code & 3] += postings
    for code, postings in corpus.rows("SELECT kr, count(*) FROM fact GROUP BY 1"):
        direct[code >> 2] += postings
    for key, level, postings in corpus.rows(
        f"SELECT k, level, count(*) FROM detail WHERE k > {corpus.ranges.last_duty} AND level IS NOT NULL GROUP BY 1, 2"  # noqa: S608
    ):
        levels[key][level] = postings
    for key, total in direct.items():
        if key > corpus.ranges.last_duty and (unstated := total - levels[key].total()):
            levels[key][UNSTATED] = unstated
    return Counts(
        {k: dict(v) for k, v in by_requirement.items()}, {k: dict(v) for k, v in levels.items()}, dict(direct)
    )


def count_by_field(corpus: Corpus, keys: Sequence[int]) -> tuple[dict[int, ByValue], dict[int, dict[int, int]]]:
    """For each of ``keys``: postings by field and value, and postings by cell of the calendar."""
    by_field: dict[int, ByValue] = {key: {name: {} for name in FIELDS} for key in keys}
    by_cell: dict[int, dict[int, int]] = {key: {} for key in keys}
    ranges = corpus.ranges
    last = max((key for key in keys if key <= ranges.plain), default=0)
    columns = [name for name in FIELDS if corpus.values[name]] + (["cell"] if corpus.calendar.cells else [])
    # A query a column and table: joined as they lie, and counted in an array of all groups, they take a fifth
    # of the time that the view of both or grouping sets would take.
    for column in columns:
        for rows in (f"fact WHERE kr < {4 * last + 4} OR kr >= {4 * ranges.last_rolled + 4}", "rolled"):
            for key, value, postings in corpus.rows(
                f"""SELECT kr::INTEGER >> 2, value, sum(n)::BIGINT FROM (
                  SELECT kr, {column} AS value, count(*) AS n FROM (FROM {rows}) JOIN post USING (p) GROUP BY ALL)
                WHERE value > 0 GROUP BY ALL"""  # noqa: S608
            ):
                if key in by_field:
                    (by_cell[key] if column == "cell" else by_field[key][column])[value] = postings
    return by_field, by_cell


def _among(corpus: Corpus, keys: Iterable[int]) -> str:
    """A condition that holds for the skills ``keys``, and for others; a range, for these are fast."""
    ranges = corpus.ranges
    last = max((key for key in keys if key <= ranges.plain), default=0)
    return f"(k <= {last} OR k BETWEEN {ranges.plain + 1} AND {ranges.last_skill})"


def count_unions(corpus: Corpus) -> dict[str, tuple[int, int]]:
    """For each category and group: the postings that name any of its skills, and those that require one."""
    bits = corpus.bits
    if not bits.unions:
        return {}
    counts = ", ".join(f"countif({bits.has(at, level)})" for at in bits.unions.values() for level in "aq")
    [counted] = corpus.rows(f"SELECT {counts} FROM posting_mask")  # noqa: S608
    return {name: (counted[2 * i], counted[2 * i + 1]) for i, name in enumerate(bits.unions)}


def count_beside(corpus: Corpus, leader: int, keys: Sequence[int]) -> dict[int, int]:
    """For each of ``keys``: the postings that name ``leader`` as well."""
    if not keys:
        return {}
    return dict(
        corpus.rows(
            f"SELECT k, count(*) FROM {corpus.rows_naming(keys)} "  # noqa: S608
            f"SEMI JOIN {corpus.rows_naming([leader])} USING (p) GROUP BY 1"
        )
    )


@dataclass(frozen=True, slots=True)
class AlternativeCount:
    """``members`` are offered as alternatives in ``postings``; ``beside`` counts those that name the leader too."""

    members: tuple[int, ...]
    postings: int
    beside: Mapping[int, int]


def count_alternatives(
    corpus: Corpus, leaders: Sequence[int], min_support: int
) -> tuple[list[AlternativeCount], dict[tuple[int, int], int]]:
    """Sets of skills that postings offer as alternatives, commonest first; and the postings of each pair.

    A set counts wherever a posting's alternatives hold all of it; sets that are part of a larger one with as
    many postings are left out.
    """
    # A set's signature is made of its members' hashes: lists of numbers are slow to group by.
    corpus.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE alternative AS
        SELECT p, any_of, bit_xor(hash(k)) AS signature FROM detail
        WHERE any_of IS NOT NULL AND k <= {corpus.ranges.last_skill} GROUP BY p, any_of HAVING count(*) > 1"""  # noqa: S608
    )
    corpus.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE alternative_set AS
        SELECT signature, count(*) AS postings, min(p) AS p, arg_min(any_of, p) AS any_of FROM alternative
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_MAX_DISTINCT_SETS}"""  # noqa: S608
    )
    by_signature: dict[int, tuple[int, ...]] = {}
    sets: dict[tuple[int, ...], int] = {}
    for signature, postings, members in corpus.rows(
        f"""SELECT signature, postings, list(k ORDER BY k) FROM alternative_set JOIN detail USING (p, any_of)
        WHERE k <= {corpus.ranges.last_skill} GROUP BY ALL"""  # noqa: S608
    ):
        by_signature[signature] = tuple(members)
        sets[tuple(members)] = postings
    ranked = sorted(sets, key=lambda members: (-sets[members], members))
    beside: defaultdict[tuple[int, ...], dict[int, int]] = defaultdict(dict)
    corpus.connection.execute(
        "CREATE OR REPLACE TEMP TABLE chosen_alternative AS FROM alternative SEMI JOIN alternative_set USING (signature)"
    )
    for signature, leader, postings in corpus.rows(
        f"""SELECT signature, k, count(*) FROM chosen_alternative
        JOIN {corpus.rows_naming(leaders)} USING (p) GROUP BY ALL"""  # noqa: S608
    ):
        beside[by_signature[signature]][leader] = postings
    with_member: defaultdict[int, list[tuple[int, ...]]] = defaultdict(list)
    for members in ranked:
        for member in members:
            with_member[member].append(members)

    def holding(candidate: frozenset[int]) -> list[tuple[int, ...]]:
        rarest = min(candidate, key=lambda member: len(with_member[member]))
        return [members for members in with_member[rarest] if candidate.issubset(members)]

    candidates = {frozenset(members) for members in ranked}
    top = [frozenset(members) for members in ranked[:300]]
    candidates |= {common for i, a in enumerate(top) for b in top[:i] if len(common := a & b) > 1}
    support: dict[frozenset[int], int] = {}
    for candidate in candidates:
        postings = sum(sets[members] for members in holding(candidate))
        if postings >= min_support:
            support[candidate] = postings
    order = sorted(support, key=lambda c: (-support[c], -len(c), sorted(c)))[: 4 * _MAX_ALTERNATIVES]
    closed = [c for c in order if not any(c < other and support[other] == support[c] for other in order)]
    counted = [
        AlternativeCount(
            tuple(sorted(candidate)),
            support[candidate],
            _sum_counts(beside[members] for members in holding(candidate)),
        )
        for candidate in closed[:_MAX_ALTERNATIVES]
    ]
    pairs: Counter[tuple[int, int]] = Counter()
    for members in ranked:
        pairs.update(dict.fromkeys(combinations(members, 2), sets[members]))
    return counted, dict(pairs)


def _sum_counts(counts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    total: Counter[int] = Counter()
    for count in counts:
        total.update(count)
    return dict(total)


def read_duties(corpus: Corpus) -> None:
    """The table ``duty``: how many postings' mentions of an activity stand beside a skill, or have an object.

    One pass over the strings serves `count_skills_beside_duties` and `count_objects`.
    """
    beside, objects = "beside" in corpus.columns, "objects" in corpus.columns
    if not beside and not objects:
        return
    corpus.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE duty AS
        SELECT key, skill, object, count(*) AS postings, grouping(object) = 1 AS of_skill FROM (
          SELECT key, {"unnest(beside)" if beside else "NULL::VARCHAR"} AS skill,
            {"unnest(objects)" if objects else "NULL::VARCHAR"} AS object
          FROM (SELECT key, beside, objects FROM facts_in SEMI JOIN post USING (posting_id)
            WHERE fact = 'responsibility' AND (status IS NULL OR status <> 'missing')
            AND (len(beside) > 0 OR len(objects) > 0)))
        GROUP BY GROUPING SETS ((key, skill), (key, object))"""  # noqa: S608
    )


def count_skills_beside_duties(corpus: Corpus, skills: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """For each activity of the closed list: which of ``skills`` are named with it more than with others, with postings.

    After `read_duties`. Tables without the ``beside`` column are joined by segment.
    """
    among = _among(corpus, skills)
    if "beside" in corpus.columns:
        query = f"""SELECT d.k, s.k, postings FROM duty f
        JOIN (FROM named WHERE fact = 'responsibility' AND key <> 'other') d USING (key)
        JOIN (SELECT key AS skill, k FROM named WHERE {among}) s USING (skill)
        WHERE of_skill"""  # noqa: S608
    else:
        ranges = corpus.ranges
        top = max((key for key in skills if key <= ranges.plain), default=0)
        query = f"""SELECT d.kr::INTEGER >> 2 AS duty, s.kr::INTEGER >> 2, count(*) FROM
          (FROM fact WHERE segment > 0 AND kr BETWEEN {4 * ranges.last_rolled + 4} AND {4 * ranges.last_duty + 3}) d
          JOIN (FROM fact WHERE segment > 0
            AND (kr < {4 * top + 4} OR kr BETWEEN {4 * ranges.plain + 4} AND {4 * ranges.last_skill + 3})) s
          ON d.p = s.p AND d.segment = s.segment GROUP BY 1, 2"""  # noqa: S608
    wanted = set(skills)
    counts = {(duty, skill): postings for duty, skill, postings in corpus.rows(query) if skill in wanted}
    of_duty, of_skill = Counter[int](), Counter[int]()
    for (duty, skill), postings in counts.items():
        of_duty[duty] += postings
        of_skill[skill] += postings
    total = of_duty.total()
    found: defaultdict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for (duty, skill), postings in counts.items():
        # The pair's part of the G statistic: what is named beside every duty says little of this one.
        expected = of_duty[duty] * of_skill[skill] / total if len(of_duty) > 1 else 0.0
        weight = postings * math.log(postings / (expected + _PRIOR))
        if weight > 0:
            found[duty].append((-weight, skill, postings))
    return {
        duty: [(skill, postings) for _, skill, postings in sorted(weighed)[:_SHOWN_BESIDE]]
        for duty, weighed in found.items()
    }


def count_companies(
    corpus: Corpus, keys: Sequence[int], field_name: str
) -> tuple[dict[int, dict[int, int]], dict[int, int]]:
    """Companies instead of postings: by key and value of a field, and by value; an unnamed company is one a posting.

    The field ``half`` is 1 for early and 2 for late postings of sources that have both.
    """
    if field_name == "half":
        halves = [
            (cell.code, 2 if corpus.calendar.late(cell) else 1)
            for cell in corpus.calendar.cells
            if cell.source in corpus.calendar.informative
        ]
        corpus.connection.execute(
            "CREATE OR REPLACE TEMP TABLE half AS SELECT unnest(?::INTEGER[]) AS cell, unnest(?::INTEGER[]) AS half",
            [[cell for cell, _ in halves], [half for _, half in halves]],
        )
        source, value = "post JOIN half USING (cell)", "half"
    else:
        source, value = "post", field_name
    by_key: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for key, number, companies in corpus.rows(
        f"""SELECT k, {value}, count(DISTINCT company) FROM {corpus.rows_naming(keys)}
        JOIN {source} USING (p) WHERE {value} > 0 GROUP BY 1, 2"""  # noqa: S608
    ):
        by_key[key][number] = companies
    totals = corpus.rows(f"SELECT {value}, count(DISTINCT company) FROM {source} WHERE {value} > 0 GROUP BY 1")  # noqa: S608
    return by_key, dict(totals)


def count_pair_companies(corpus: Corpus, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Companies whose postings name both skills of each pair (after `count_pairs`)."""
    if not pairs:
        return {}
    corpus.connection.execute(
        "CREATE OR REPLACE TEMP TABLE pair AS SELECT unnest(?::INTEGER[]) AS a, unnest(?::INTEGER[]) AS b",
        [[a for a, _ in pairs], [b for _, b in pairs]],
    )
    return {
        (a, b): companies
        for a, b, companies in corpus.rows(
            """SELECT pair.a, pair.b, count(DISTINCT company) FROM pair
            JOIN niche_fact x ON x.k = pair.a JOIN niche_fact y ON y.k = pair.b AND x.p = y.p
            JOIN post ON post.p = x.p GROUP BY 1, 2"""
        )
    }


def count_objects(corpus: Corpus) -> dict[str, list[tuple[str, int]]]:
    """For each activity: what it is done to, as most often written, with postings, commonest first (after `read_duties`)."""
    if "objects" not in corpus.columns:
        return {}
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for activity, text, postings in corpus.rows(
        rf"""SELECT key, arg_max(object, row(postings, object)), sum(postings)::BIGINT AS n FROM duty
        WHERE NOT of_skill AND object IS NOT NULL
        GROUP BY key, trim(lower(regexp_replace(trim(object), '^(the|our|a|an|die|der|das|unsere?|\d+) |\s+| zusammen$', ' ', 'g')))
        QUALIFY row_number() OVER (PARTITION BY key ORDER BY n DESC, min(lower(object))) <= {_READ_OBJECTS}
        ORDER BY 3 DESC, 2"""  # noqa: S608
    ):
        found[activity].append((text, postings))
    return found


def count_other_duties(corpus: Corpus) -> list[tuple[str, int]]:
    """Like duties outside the closed list: one of them as written, and how many postings have one like it."""
    if "summary" not in corpus.columns:
        return []
    found = corpus.rows(
        f"""SELECT summary, list(DISTINCT posting_id) FROM facts_in SEMI JOIN post USING (posting_id)
        WHERE fact = 'responsibility' AND key = 'other' AND summary <> '' AND (status IS NULL OR status <> 'missing')
        GROUP BY 1 ORDER BY count(DISTINCT posting_id) DESC, 1 LIMIT {_MAX_SUMMARIES}"""  # noqa: S608
    )
    postings = dict(found)
    counted = [(group[0], len({p for text in group for p in postings[text]})) for group in group_alike(list(postings))]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))


def count_pairs(corpus: Corpus, keys: Sequence[int], min_support: int) -> list[tuple[int, int, int]]:
    """Pairs of ``keys`` with the postings that name both, where these are at least ``min_support``."""
    if len(keys) < 2:
        return []
    corpus.connection.execute("CREATE OR REPLACE TEMP TABLE niche AS SELECT unnest(?::INTEGER[]) AS k", [sorted(keys)])
    plain = [key for key in keys if key <= corpus.ranges.plain]
    low, high = 4 * min(plain, default=0), 4 * max(plain, default=0) + 3
    corpus.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE niche_fact AS
        FROM (SELECT p, kr::INTEGER >> 2 AS k FROM fact WHERE kr BETWEEN {low} AND {high}) SEMI JOIN niche USING (k)
        UNION ALL FROM (SELECT p, kr::INTEGER >> 2 AS k FROM rolled) SEMI JOIN niche USING (k)"""  # noqa: S608
    )
    return corpus.rows(
        f"""SELECT a.k, b.k, count(*) FROM niche_fact a JOIN niche_fact b ON a.p = b.p AND a.k < b.k
        GROUP BY ALL HAVING count(*) >= {min_support}"""  # noqa: S608
    )


def count_at_least_two(corpus: Corpus, clusters: Sequence[Sequence[int]]) -> list[int]:
    """For each cluster of keys: the postings that name two of them or more (after `count_pairs`)."""
    if not clusters:
        return []
    pairs = [(number, key) for number, cluster in enumerate(clusters) for key in cluster]
    corpus.connection.execute(
        "CREATE OR REPLACE TEMP TABLE cluster AS SELECT unnest(?::INTEGER[]) AS c, unnest(?::INTEGER[]) AS k",
        [[number for number, _ in pairs], [key for _, key in pairs]],
    )
    found = dict(
        corpus.rows(
            """SELECT c, count(*) FROM (
              SELECT c, p FROM niche_fact JOIN cluster USING (k) GROUP BY 1, 2 HAVING count(*) > 1) GROUP BY 1"""
        )
    )
    return [found.get(number, 0) for number in range(len(clusters))]
