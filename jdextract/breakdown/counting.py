"""The counts of a corpus: every number of a breakdown before any statistics."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from jdextract.breakdown.corpus import Corpus
from jdextract.breakdown.keys import FIELDS
from jdextract.breakdown.mentions import Naming, Numbers

ByValue = dict[str, dict[int, int]]
"""Field to value's number to postings."""

UNSTATED = "unstated"
"""Stands for the level that a posting does not give."""

_JOINED_VALUES = 256
"""Combinations of values that are counted at once: the table of keys times these stays in the processor's cache."""


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
    by_requirement: defaultdict[int, dict[int, int]] = defaultdict(dict)
    levels: defaultdict[int, Counter[str]] = defaultdict(Counter)
    direct: Counter[int] = Counter()
    written, rolled_up = corpus.mentions.count()
    for code, postings in _counted(rolled_up):
        by_requirement[code >> 2][code & 3] = postings
    for code, postings in _counted(written):
        direct[code >> 2] += postings
    detail = corpus.detail
    spoken = np.flatnonzero((detail.k > corpus.ranges.last_duty) & (detail.side < 0))
    step = len(detail.levels) + 1
    for place, postings in _counted(np.bincount(detail.k[spoken] * step - detail.side[spoken])):
        levels[place // step][detail.levels[place % step - 1]] = postings
    for key, total in direct.items():
        if key > corpus.ranges.last_duty and (unstated := total - levels[key].total()):
            levels[key][UNSTATED] = unstated
    return Counts(dict(by_requirement), {k: dict(v) for k, v in levels.items()}, dict(direct))


def _counted(counts: Numbers) -> Iterator[tuple[int, int]]:
    """Place and count of what is not 0."""
    places = np.flatnonzero(counts)
    return zip(places.tolist(), counts[places].tolist(), strict=True)


def count_by_field(corpus: Corpus, keys: Sequence[int]) -> tuple[dict[int, ByValue], dict[int, dict[int, int]]]:
    """For each of ``keys``: postings by field and value, and postings by cell of the calendar."""
    by_field: dict[int, ByValue] = {key: {name: {} for name in FIELDS} for key in keys}
    by_cell: dict[int, dict[int, int]] = {key: {} for key in keys}
    columns = [name for name in FIELDS if corpus.values[name]] + (["cell"] if corpus.calendar.cells else [])
    if not columns or not keys:
        return by_field, by_cell
    places = np.zeros(len(corpus.keys) + 1, np.int64)
    places[list(keys)] = range(1, len(keys) + 1)
    for joined in _join_columns(corpus, columns):
        kinds, sizes = np.zeros(corpus.postings, np.int64), [size for _, _, size in joined]
        for _, values, size in joined:
            kinds = kinds * size + values
        counts = corpus.mentions.cross(places, len(keys) + 1, kinds, math.prod(sizes)).reshape(-1, *sizes)
        for axis, (column, _, _) in enumerate(joined, 1):
            others = tuple(other for other in range(1, counts.ndim) if other != axis)
            own = counts.sum(axis=others)[1:, 1:]  # without keys that are not asked for, and unknown values
            for place, value in zip(*(found.tolist() for found in own.nonzero()), strict=True):
                (by_cell[keys[place]] if column == "cell" else by_field[keys[place]][column])[value + 1] = int(
                    own[place, value]
                )
    return by_field, by_cell


def _join_columns(corpus: Corpus, names: Sequence[str]) -> list[list[tuple[str, Numbers, int]]]:
    """Columns of postings, with the number of values, put together as far as these are few.

    Facts are counted once for all columns that are put together.
    """
    columns = [(name, corpus.columns[name], int(corpus.columns[name].max(initial=0)) + 1) for name in names]
    joined: list[list[tuple[str, Numbers, int]]] = []
    for column in sorted(columns, key=lambda column: -column[2]):  # the largest first make the fewest
        for others in joined:
            if column[2] * math.prod(size for _, _, size in others) <= _JOINED_VALUES:
                others.append(column)
                break
        else:
            joined.append([column])
    return joined


def count_beside(naming: Naming, postings: int, leader: int, keys: Iterable[int]) -> dict[int, int]:
    """For each of ``keys``: those of the ``postings`` that name ``leader`` as well."""
    led = np.zeros(postings, np.bool_)
    led[naming[leader]] = True
    return {key: int(np.count_nonzero(led[naming[key]])) for key in keys}


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
    corpus.create_naming("found", corpus.mentions.naming(keys))
    for key, number, companies in corpus.rows(
        f"""SELECT k, {value}, count(DISTINCT company) FROM found JOIN {source} USING (p)
        WHERE {value} > 0 GROUP BY 1, 2"""  # noqa: S608
    ):
        by_key[key][number] = companies
    totals = corpus.rows(f"SELECT {value}, count(DISTINCT company) FROM {source} WHERE {value} > 0 GROUP BY 1")  # noqa: S608
    return by_key, dict(totals)


def count_pair_companies(
    corpus: Corpus, naming: Naming, pairs: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Companies whose postings name both skills of each pair."""
    if not pairs:
        return {}
    corpus.create_naming("paired", {key: naming[key] for pair in pairs for key in pair})
    corpus.connection.execute(
        "CREATE OR REPLACE TEMP TABLE pair AS SELECT unnest(?::INTEGER[]) AS a, unnest(?::INTEGER[]) AS b",
        [[a for a, _ in pairs], [b for _, b in pairs]],
    )
    return {
        (a, b): companies
        for a, b, companies in corpus.rows(
            """SELECT pair.a, pair.b, count(DISTINCT company) FROM pair
            JOIN paired x ON x.k = pair.a JOIN paired y ON y.k = pair.b AND x.p = y.p
            JOIN post ON post.p = x.p GROUP BY 1, 2"""
        )
    }


def count_pairs(naming: Naming, min_support: int) -> list[tuple[int, int, int]]:
    """Pairs of keys with the postings that name both, where these are at least ``min_support``."""
    ordered = sorted(naming)
    bits = len(ordered).bit_length()
    named = (naming[key].astype(np.int64) << bits | place for place, key in enumerate(ordered))
    rows = np.concatenate([np.empty(0, np.int64), *named])
    rows.sort()  # by posting, then by key
    p, place = (rows >> bits).astype(np.int32), (rows & ((1 << bits) - 1)).astype(np.int32)
    del rows
    counts = np.zeros(1 << 2 * bits, np.int64)
    apart, first = 1, np.flatnonzero(p[:-1] == p[1:])
    while len(first):  # each with the next, then with the next but one … as long as they are of one posting
        counts += np.bincount(place[first] << bits | place[first + apart], minlength=len(counts))
        apart += 1
        first = first[first < len(p) - apart]
        first = first[p[first] == p[first + apart]]
    return [
        (ordered[pair >> bits], ordered[pair & ((1 << bits) - 1)], int(counts[pair]))
        for pair in np.flatnonzero(counts >= max(1, min_support)).tolist()
    ]


def count_at_least_two(corpus: Corpus, naming: Naming, clusters: Sequence[Sequence[int]]) -> list[int]:
    """For each cluster of keys: the postings that name two of them or more."""
    if not clusters:
        return []
    pairs = [(number, key) for number, cluster in enumerate(clusters) for key in cluster]
    corpus.create_naming("clustered", {key: naming[key] for _, key in pairs})
    corpus.connection.execute(
        "CREATE OR REPLACE TEMP TABLE cluster AS SELECT unnest(?::INTEGER[]) AS c, unnest(?::INTEGER[]) AS k",
        [[number for number, _ in pairs], [key for _, key in pairs]],
    )
    found = dict(
        corpus.rows(
            """SELECT c, count(*) FROM (
              SELECT c, p FROM clustered JOIN cluster USING (k) GROUP BY 1, 2 HAVING count(*) > 1) GROUP BY 1"""
        )
    )
    return [found.get(number, 0) for number in range(len(clusters))]
