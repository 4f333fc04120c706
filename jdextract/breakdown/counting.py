"""The counts of a corpus: every number of a breakdown before any statistics, each by one query."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from jdextract.breakdown.corpus import Corpus
from jdextract.breakdown.keys import FIELDS, LEVEL_CODES
from jdextract.breakdown.likeness import group_alike

ByValue = dict[str, dict[int, int]]
"""Field to value's number to postings."""

LEVEL_NAMES = {code: level for level, code in LEVEL_CODES.items()}

_MASK_BITS = 60  # a UBIGINT has 64; a round number below leaves no room for off-by-one
_MAX_DISTINCT_SETS = 2_000
_MAX_ALTERNATIVES = 50
_MAX_SUMMARIES = 5_000
_SHOWN_BESIDE = 8


@dataclass(slots=True)
class Counts:
    """Postings by key, and by key and what else the postings have."""

    by_requirement: dict[int, dict[int, int]]
    """Key to requirement code to postings, rolled up."""
    levels: dict[int, dict[int, int]]
    """Language key to level code to postings."""
    direct: dict[int, int]
    """Key to postings as written."""
    total: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.total = {key: sum(counts.values()) for key, counts in self.by_requirement.items()}


def count_keys(corpus: Corpus) -> Counts:
    """Postings that name each key, by requirement and level."""
    by_requirement: defaultdict[int, Counter[int]] = defaultdict(Counter)
    levels: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for key, code, postings in corpus.rows("SELECT k, r, count(*) FROM named_fact GROUP BY ALL"):
        by_requirement[key][code % 4] += postings
        if corpus.keys[key].fact == "language":
            levels[key][code // 4] += postings
    plain, last_rolled = corpus.ranges.plain, corpus.ranges.last_rolled
    direct = dict(corpus.rows(f"SELECT k, count(*) FROM fact WHERE k > {plain} AND k <= {last_rolled} GROUP BY 1"))  # noqa: S608
    counts = Counts({k: dict(v) for k, v in by_requirement.items()}, {k: dict(v) for k, v in levels.items()}, direct)
    for key, total in counts.total.items():
        if not plain < key <= last_rolled:
            counts.direct[key] = total
    return counts


def count_by_field(corpus: Corpus, keys: Sequence[int]) -> tuple[dict[int, ByValue], dict[int, dict[int, int]]]:
    """For each of ``keys``: postings by field and value, and postings by cell of the calendar."""
    by_field: dict[int, ByValue] = {key: {name: {} for name in FIELDS} for key in keys}
    by_cell: dict[int, dict[int, int]] = {key: {} for key in keys}
    if not keys:
        return by_field, by_cell
    columns = [*FIELDS, "cell"]
    # Parts that hold one value for all postings would be scanned for nothing.
    useful = [name for name in FIELDS if corpus.values[name]] + (["cell"] if corpus.calendar.cells else [])
    if not useful:
        return by_field, by_cell
    source = f"(FROM named_fact WHERE {_among(corpus, keys)}) JOIN post USING (p)"
    sets = ", ".join(f"(k, {name})" for name in useful)
    selected = ", ".join(columns[i] if columns[i] in useful else "NULL" for i in range(len(columns)))
    query = (
        f"SELECT k, {selected}, count(*), grouping({', '.join(useful)}) "  # noqa: S608
        f"FROM {source} GROUP BY GROUPING SETS ({sets})"
    )
    part = {((1 << len(useful)) - 1) ^ (1 << (len(useful) - 1 - i)): name for i, name in enumerate(useful)}
    for key, *codes, postings, mark in corpus.rows(query):
        name = part[mark]
        code = codes[columns.index(name)]
        if code and key in by_field:
            (by_cell[key] if name == "cell" else by_field[key][name])[code] = postings
    return by_field, by_cell


def _among(corpus: Corpus, keys: Iterable[int]) -> str:
    """A condition that holds for ``keys``, and for others; a range, for these are fast."""
    last = max((key for key in keys if key <= corpus.ranges.plain), default=0)
    return f"(k <= {last} OR k > {corpus.ranges.plain})"


def count_unions(corpus: Corpus, unions: Mapping[str, Iterable[int]]) -> dict[str, tuple[int, int]]:
    """For each named set of keys: the postings that name any of them, and those that require one."""
    names = list(unions)
    bits: defaultdict[int, set[int]] = defaultdict(set)
    for position, name in enumerate(names):
        for key in unions[name]:
            bits[key].add(position)
    if not bits:
        return dict.fromkeys(names, (0, 0))
    masks = -(-len(names) // _MASK_BITS)
    rows = [
        (key, *(sum(1 << (p % _MASK_BITS) for p in positions if p // _MASK_BITS == m) for m in range(masks)))
        for key, positions in bits.items()
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    unnested = ", ".join(f"unnest(?::UBIGINT[]) AS m{m}" for m in range(masks))
    corpus.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE mask AS SELECT unnest(?::INTEGER[]) AS k, {unnested}",
        columns,
    )
    aggregates = ", ".join(
        f"bit_or(m{m}) AS a{m}, bit_or(CASE WHEN r % 4 = 3 THEN m{m} ELSE 0 END) AS q{m}" for m in range(masks)
    )
    sums = ", ".join(
        f"countif({column}{p // _MASK_BITS} & {1 << (p % _MASK_BITS)} > 0)"
        for p in range(len(names))
        for column in "aq"
    )
    [row] = corpus.rows(
        f"SELECT {sums} FROM (SELECT p, {aggregates} FROM named_fact JOIN mask USING (k) GROUP BY p)"  # noqa: S608
    )
    return {name: (row[2 * p], row[2 * p + 1]) for p, name in enumerate(names)}


def count_beside(corpus: Corpus, leader: int, keys: Sequence[int]) -> dict[int, int]:
    """For each of ``keys``: the postings that name ``leader`` as well."""
    if not keys:
        return {}
    listed = ", ".join(map(str, keys))
    return dict(
        corpus.rows(
            f"SELECT k, count(*) FROM named_fact SEMI JOIN (SELECT p FROM named_fact WHERE k = {leader}) USING (p) "  # noqa: S608
            f"WHERE k IN ({listed}) GROUP BY 1"
        )
    )


@dataclass(frozen=True, slots=True)
class AlternativeCount:
    """``members`` are offered as alternatives in ``postings``; ``beside`` counts those that name the leader too."""

    members: tuple[int, ...]
    postings: int
    beside: Mapping[int, int]


def count_alternatives(
    corpus: Corpus, leaders: Iterable[int], min_support: int
) -> tuple[list[AlternativeCount], dict[tuple[int, int], int]]:
    """Sets of skills that postings offer as alternatives, commonest first; and the postings of each pair.

    A set counts wherever a posting's alternatives hold all of it; sets that are part of a larger one with as
    many postings are left out.
    """
    corpus.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE alternative AS
        SELECT p, list_sort(list(k)) AS members FROM fact
        WHERE any_of > 0 AND k <= {corpus.ranges.last_skill} GROUP BY p, any_of HAVING count(*) > 1"""  # noqa: S608
    )
    found = corpus.rows(
        f"SELECT members, count(*) FROM alternative GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_MAX_DISTINCT_SETS}"  # noqa: S608
    )
    sets = {tuple(members): postings for members, postings in found}
    ranked = list(sets)
    listed = ", ".join(map(str, leaders)) or "0"
    beside: defaultdict[tuple[int, ...], dict[int, int]] = defaultdict(dict)
    for members, leader, postings in corpus.rows(
        f"""SELECT members, k, count(*) FROM alternative
        JOIN (SELECT p, k FROM named_fact WHERE k IN ({listed})) USING (p)
        GROUP BY ALL ORDER BY 3 DESC LIMIT {4 * _MAX_DISTINCT_SETS}"""  # noqa: S608
    ):
        beside[tuple(members)][leader] = postings
    candidates = {frozenset(members) for members in ranked}
    top = [frozenset(members) for members in ranked[:300]]
    candidates |= {common for i, a in enumerate(top) for b in top[:i] if len(common := a & b) > 1}
    support: dict[frozenset[int], int] = {}
    for candidate in candidates:
        postings = sum(sets[members] for members in ranked if candidate.issubset(members))
        if postings >= min_support:
            support[candidate] = postings
    order = sorted(support, key=lambda c: (-support[c], -len(c), sorted(c)))[: 4 * _MAX_ALTERNATIVES]
    closed = [c for c in order if not any(c < other and support[other] == support[c] for other in order)]
    counted = [
        AlternativeCount(
            tuple(sorted(candidate)),
            support[candidate],
            _sum_counts(beside[members] for members in ranked if candidate.issubset(members)),
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


def count_skills_beside_duties(corpus: Corpus, skills: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """For each activity of the closed list: which of ``skills`` its segments name, with postings, commonest first.

    Tables without the ``beside`` column are joined by segment.
    """
    among = f"{_among(corpus, skills)} AND k <= {corpus.ranges.last_skill}"
    if "beside" in corpus.columns:
        query = f"""SELECT d.k, s.k, count(*) FROM (
          SELECT posting_id, key, unnest(beside) AS skill FROM facts_in
          WHERE fact = 'responsibility' AND len(beside) > 0 AND (status IS NULL OR status <> 'missing')) f
        SEMI JOIN post USING (posting_id)
        JOIN (FROM named WHERE fact = 'responsibility' AND key <> 'other') d USING (key)
        JOIN (SELECT key AS skill, k FROM named WHERE {among}) s USING (skill) GROUP BY 1, 2"""  # noqa: S608
    else:
        first, last = corpus.ranges.last_rolled + 1, corpus.ranges.last_duty
        query = f"""SELECT d.k, s.k, count(*) FROM
          (SELECT p, segment, k FROM fact WHERE segment > 0 AND k BETWEEN {first} AND {last}) d
          JOIN (SELECT p, segment, k FROM fact WHERE segment > 0 AND {among}) s
          ON d.p = s.p AND d.segment = s.segment GROUP BY 1, 2"""  # noqa: S608
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    wanted = set(skills)
    for duty, skill, postings in corpus.rows(query):
        if skill in wanted:
            found[duty].append((skill, postings))
    by_support = {duty: sorted(pairs, key=lambda pair: (-pair[1], pair[0])) for duty, pairs in found.items()}
    return {duty: pairs[:_SHOWN_BESIDE] for duty, pairs in by_support.items()}


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
    listed = ", ".join(map(str, keys))
    by_key: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for key, number, companies in corpus.rows(
        f"""SELECT k, {value}, count(DISTINCT company) FROM (FROM named_fact WHERE k IN ({listed}))
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
    """For each activity: what it is done to, as most often written, with postings, commonest first."""
    if "objects" not in corpus.columns:
        return {}
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for activity, text, postings in corpus.rows(
        r"""SELECT key, mode(object), count(DISTINCT posting_id) AS postings FROM (
          SELECT posting_id, key, unnest(objects) AS object FROM facts_in
          WHERE fact = 'responsibility' AND (status IS NULL OR status <> 'missing'))
        SEMI JOIN post USING (posting_id)
        GROUP BY key, lower(regexp_replace(trim(object), '^(the|our|a|an|die|der|das|unsere?) |\s+', ' '))
        QUALIFY row_number() OVER (PARTITION BY key ORDER BY postings DESC, min(lower(object))) <= 8
        ORDER BY 3 DESC, 2"""
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
    corpus.connection.execute(
        "CREATE OR REPLACE TEMP TABLE niche_fact AS SELECT p, k FROM named_fact SEMI JOIN niche USING (k)"
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


def count_any(corpus: Corpus, keys: Iterable[int], *, per_posting: int = 1) -> int:
    """The postings that name at least ``per_posting`` of ``keys``."""
    listed = ", ".join(map(str, keys)) or "0"
    [(postings,)] = corpus.rows(
        f"SELECT count(*) FROM (SELECT p FROM named_fact WHERE k IN ({listed}) GROUP BY 1 "  # noqa: S608
        f"HAVING count(*) >= {per_posting})"
    )
    return int(postings)
