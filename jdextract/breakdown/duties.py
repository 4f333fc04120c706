"""What duties are named with: the skills beside them, what they are done to, and duties outside the closed list."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from jdextract.breakdown.likeness import group_alike

_MAX_SUMMARIES = 5_000
_SHOWN_BESIDE = 16
_READ_OBJECTS = 24
_PRIOR = 0.5  # postings that might stand beside a duty by chance, so that two do not outweigh twenty


@dataclass(frozen=True, slots=True)
class Duties:
    """What `read_duties` finds."""

    beside: dict[tuple[int, int], int]
    """Key of an activity of the closed list, and key of a skill in its segments, to postings."""
    objects: dict[int, list[tuple[str, int]]]
    """Key of an activity to what it is done to, as most often written, with postings, commonest first."""
    others: list[tuple[str, int]]
    """Like duties outside the closed list: one of them as written, and how many postings have one like it."""

    def skills_beside(self, skills: Collection[int]) -> dict[int, list[tuple[int, int]]]:
        """For each activity: which of ``skills`` are named with it more than with others, with postings."""
        counts = {pair: postings for pair, postings in self.beside.items() if pair[1] in skills}
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


def read_duties(
    connection: duckdb.DuckDBPyConnection,
    slots: pa.Table,
    objects: pa.Table,
    beside: dict[tuple[int, int], int] | None = None,
    *,
    ids: pa.StringArray | None = None,
) -> Duties:
    """What the facts of kept postings say of duties.

    Args:
        connection: of a corpus with the table of `Facts`.
        slots: see `Facts.slots`.
        objects: see `Facts.hand_over`.
        beside: as in `Duties`; without, duties and skills of one segment are taken to stand beside each other.
        ids: of kept postings with facts, where ``beside`` is not given.
    """
    connection.from_arrow(slots).create_view("place", replace=True)
    connection.from_arrow(objects).create_view("duty_object", replace=True)
    return Duties(
        beside=_read_beside(connection, ids) if beside is None else beside,
        objects=_read_objects(connection),
        others=_read_others(connection),
    )


def _read_beside(connection: duckdb.DuckDBPyConnection, ids: pa.StringArray | None) -> dict[tuple[int, int], int]:
    connection.from_arrow(pa.table({"id": ids})).create_view("kept", replace=True)
    query = """SELECT d.k, s.k, count(*) FROM
      (SELECT posting_id, segment, k FROM facts_in JOIN named USING (fact, key)
        WHERE fact = 'responsibility' AND key <> 'other' AND segment > 0 AND status IS DISTINCT FROM 'missing') d
      JOIN (SELECT posting_id, segment, k FROM facts_in JOIN named USING (fact, key)
        WHERE fact = 'skill' AND segment > 0 AND status IS DISTINCT FROM 'missing') s USING (posting_id, segment)
      SEMI JOIN kept ON kept.id = d.posting_id::VARCHAR GROUP BY ALL"""
    return {(duty, skill): postings for duty, skill, postings in connection.execute(query).fetchall()}


def _read_objects(connection: duckdb.DuckDBPyConnection) -> dict[int, list[tuple[str, int]]]:
    found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for activity, text, postings in connection.execute(
        rf"""SELECT k, arg_max(object, row(postings, object)), sum(postings)::BIGINT AS n FROM duty_object
        WHERE object IS NOT NULL
        GROUP BY k, trim(lower(regexp_replace(trim(object), '^(the|our|a|an|die|der|das|unsere?|\d+) | zusammen$|\s+', ' ', 'g')))
        QUALIFY row_number() OVER (PARTITION BY k ORDER BY n DESC, min(lower(object))) <= {_READ_OBJECTS}
        ORDER BY 3 DESC, 2"""  # noqa: S608
    ).fetchall():
        found[activity].append((text, postings))
    return found


def _read_others(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    found = connection.execute(
        f"""SELECT summary, list(DISTINCT p) FROM duty_summary JOIN place USING (slot) WHERE summary <> ''
        GROUP BY 1 ORDER BY count(DISTINCT p) DESC, 1 LIMIT {_MAX_SUMMARIES}"""  # noqa: S608
    ).fetchall()
    postings = dict(found)
    counted = [(group[0], len({p for text in group for p in postings[text]})) for group in group_alike(list(postings))]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))
