"""The steps that make a corpus ready for counting, each a few queries: choose, fold, number, roll up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

import duckdb
import numpy as np
import pyarrow as pa

from jdextract.breakdown.facts import POSTINGS_SCHEMA
from jdextract.breakdown.keys import FACTS, FIELDS, OTHER_DUTY, Key, Ranges, number_type
from jdextract.breakdown.mentions import Numbers
from jdextract.breakdown.periods import Calendar
from jdextract.errors import InputError
from jdextract.models import Category, Kind
from jdextract.taxonomy import Taxonomy

_MAX_VALUES = 60  # values of one field that are told apart; the rest count as unknown
_FIRST_FACTS = 1_000_000


def select_postings(
    connection: duckdb.DuckDBPyConnection, only: Mapping[str, str | None]
) -> tuple[dict[str, int], int, bool]:
    """The table ``kept``: postings that were read, each group of near-duplicates once, by its first date."""
    connection.execute(
        f"CREATE TEMP VIEW chosen AS SELECT *, coalesce(status, 'ok') AS state FROM postings_in {_where(only)}"  # noqa: S608
    )
    statuses = dict(connection.execute("SELECT state, count(*) FROM chosen GROUP BY 1").fetchall())
    distinct, rows = connection.execute(
        "SELECT count(DISTINCT posting_id), count(*) FROM chosen WHERE state = 'ok'"
    ).fetchall()[0]
    connection.execute(
        """CREATE TEMP TABLE repeated AS
        SELECT posting_id, group_id FROM chosen WHERE group_id <> posting_id AND state = 'ok'"""
    )
    for _ in range(8):  # a copy of a copy belongs to the first of them all
        moved = connection.execute(
            """UPDATE repeated SET group_id = up.group_id FROM repeated up
            WHERE repeated.group_id = up.posting_id AND repeated.group_id <> up.group_id"""
        ).fetchall()
        if not moved[0][0]:
            break
    connection.execute(
        f"""CREATE TEMP TABLE member AS SELECT group_id AS posting_id FROM repeated UNION SELECT posting_id FROM repeated
        {"UNION SELECT posting_id FROM chosen GROUP BY 1 HAVING count(*) > 1" if distinct < rows else ""}"""  # noqa: S608
    )
    # Of companies only whether they are the same is asked; where none is named, each posting has one of its own.
    columns = "posting_id, posted_at, date_precision, country, role, seniority, language"
    company = "hash(coalesce(lower(trim(company)), posting_id::VARCHAR)) AS company"
    origin = _origin(connection)
    # Windows over strings cost most of this step, so postings that repeat nothing go round them.
    connection.execute(
        f"""CREATE TEMP TABLE kept AS
        SELECT {columns}, {company}, {origin} AS origin FROM chosen ANTI JOIN member USING (posting_id) WHERE state = 'ok'
        UNION ALL BY NAME
        SELECT {columns}, {company}, origin FROM (
          SELECT {columns}, company, {origin} AS origin, coalesce(repeated.group_id, posting_id) AS root
          FROM chosen SEMI JOIN member USING (posting_id) LEFT JOIN repeated USING (posting_id) WHERE state = 'ok')
        QUALIFY row_number() OVER (
          PARTITION BY root, lower(trim(company)), country ORDER BY posted_at NULLS LAST, posting_id <> root, posting_id
        ) = 1"""  # noqa: S608
    )
    return statuses, distinct, distinct < rows


def _origin(connection: duckdb.DuckDBPyConnection) -> str:
    """The SQL expression for where a posting comes from: ``source``, or its host or folder.

    Postings of which each has a source of its own (a URL, a file) come from the same place where these share one.
    """
    candidates = (
        "source",
        (
            r"CASE WHEN source LIKE '%://%' THEN regexp_extract(source, '://([^/?#]+)', 1) "
            r"ELSE regexp_replace(source, '[/\\\\][^/\\\\]*$', '') END"
        ),
    )
    for expression in candidates:
        distinct, rows = connection.execute(
            f"SELECT approx_count_distinct({expression}), count(source) FROM chosen WHERE state = 'ok'"  # noqa: S608
        ).fetchall()[0]
        if distinct * 2 <= rows:
            return expression
    return "NULL::VARCHAR"


def _where(only: Mapping[str, str | None]) -> str:
    terms = []
    for name, value in only.items():
        if name == "month":
            column = "strftime(posted_at, '%Y-%m')"
        elif name in POSTINGS_SCHEMA.names:
            column = f'CAST("{name}" AS VARCHAR)'
        else:
            raise InputError(f"postings have no field {name!r}; use month or one of {', '.join(POSTINGS_SCHEMA.names)}")
        terms.append(f"{column} IS NULL" if value is None else f"{column} = {quoted(value)}")
    return f"WHERE {' AND '.join(terms)}" if terms else ""


def quoted(text: str) -> str:
    """``text`` as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def number_values(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, int]]]:
    """Tables ``value_{field}`` that number the commonest values of each field from 1."""
    values: dict[str, tuple[str, ...]] = {}
    counts: dict[str, dict[str, int]] = {}
    for name in FIELDS:
        found = connection.execute(
            f"SELECT {name}, count(*) FROM kept WHERE {name} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"  # noqa: S608
        ).fetchall()
        counts[name] = dict(found)
        values[name] = tuple(value for value, _ in found[:_MAX_VALUES])
        connection.execute(
            f"CREATE TEMP TABLE value_{name} AS SELECT value, i::UTINYINT AS code "  # noqa: S608
            "FROM (SELECT unnest(?::VARCHAR[]) AS value, unnest(range(1, ?)) AS i)",
            [list(values[name]), len(values[name]) + 1],
        )
    return values, counts


def number_periods(connection: duckdb.DuckDBPyConnection, today: date) -> Calendar:
    """The table ``cell`` that numbers the pairs of period and source with postings, from 1."""
    counts = connection.execute(
        """SELECT origin, year(posted_at)::INTEGER, month(posted_at)::INTEGER, date_precision = 'year',
                  count(*), max(CASE WHEN date_precision = 'day' THEN day(posted_at) END)
        FROM kept WHERE posted_at IS NOT NULL GROUP BY ALL"""
    ).fetchall()
    calendar = Calendar.of(counts, today=today)
    # One column of each: an Arrow table would do, but these few rows need no second library.
    connection.execute("CREATE TEMP TABLE cell (source VARCHAR, months INTEGER, yearly BOOLEAN, code USMALLINT)")
    if rows := calendar.rows():
        connection.execute(
            "INSERT INTO cell SELECT unnest(?::VARCHAR[]), unnest(?::INTEGER[]), unnest(?::BOOLEAN[]), "
            "unnest(?::INTEGER[])",
            [list(column) for column in zip(*rows, strict=True)],
        )
    return calendar


def create_post(connection: duckdb.DuckDBPyConnection, ids: pa.StringArray) -> list[Numbers]:
    """The table ``post``: kept postings under a number ``p``, each field as its value's number (0: unknown).

    Postings are numbered in the order of ``ids``, then come those that it lacks: facts are counted fastest in the order
    of their postings. Returns the number of each of ``ids``, or -1; again for ids that more than one posting has.
    """
    seen = pa.table({"posting_id": ids, "n": np.arange(len(ids), dtype=np.int32)})
    connection.from_arrow(seen).create_view("seen", replace=True)
    joins = " ".join(f"LEFT JOIN value_{name} v_{name} ON kept.{name} = v_{name}.value" for name in FIELDS)
    codes = ", ".join(f"coalesce(v_{name}.code, 0)::UTINYINT AS {name}" for name in FIELDS)
    connection.execute(
        f"""CREATE TABLE post AS
        SELECT kept.posting_id, n, (row_number() OVER (ORDER BY n NULLS LAST) - 1)::INTEGER AS p, {codes},
               coalesce(cell.code, 0)::USMALLINT AS cell, company
        FROM kept {joins} LEFT JOIN seen ON kept.posting_id::VARCHAR = seen.posting_id
          LEFT JOIN cell ON cell.source IS NOT DISTINCT FROM kept.origin
          AND cell.months = year(posted_at) * 12 + month(posted_at) - 1
          AND cell.yearly = coalesce(date_precision = 'year', false)"""  # noqa: S608
    )
    connection.execute("DROP VIEW seen")
    relation = connection.sql("SELECT n, p FROM post WHERE n IS NOT NULL").to_arrow_table()
    n, p = (relation[name].to_numpy() for name in ("n", "p"))
    places: list[Numbers] = []
    while len(n) or not places:
        place = np.full(len(ids), -1, np.int32)
        place[n] = p
        places.append(place)
        again = place[n] != p
        n, p = n[again], p[again]
    return places


def number_keys(
    connection: duckdb.DuckDBPyConnection, present: Mapping[tuple[str, str], int], taxonomy: Taxonomy
) -> tuple[dict[int, Key], Ranges]:
    """The table ``named`` that numbers each (fact, key) from 1: see `Ranges` for the order. ``present`` tells the facts of each."""
    if unknown := {fact for fact, _ in present} - set(FACTS):
        raise InputError(f"the facts table holds the fact {min(unknown)!r}; expected {', '.join(FACTS)}")
    found = sorted(present, key=lambda pair: (-present[pair], pair))
    skills = [key for fact, key in found if fact == "skill"]
    described = _describe_unknown(connection, [name for name in skills if name not in taxonomy.skills])
    implied = {parent for skill in skills for parent in taxonomy.implied([skill])}
    order = [("skill", name) for name in skills if name not in implied]
    plain = len(order)
    order += [("skill", name) for name in sorted(implied)]
    last_skill = len(order)
    other = ("responsibility", OTHER_DUTY)
    order += [other] if other in present else []
    last_rolled = len(order)
    order += sorted(pair for pair in present if pair[0] == "responsibility" and pair != other)
    last_duty = len(order)
    order += sorted(pair for pair in present if pair[0] == "language")
    keys = {
        number: _describe(number, fact, name, described.get(name), taxonomy)
        for number, (fact, name) in enumerate(order, 1)
    }
    connection.execute(
        "CREATE TABLE named AS SELECT unnest(?::VARCHAR[]) AS fact, unnest(?::VARCHAR[]) AS key, "
        f"unnest(range(1, ?))::{number_type(len(order))} AS k",
        [[fact for fact, _ in order], [key for _, key in order], len(order) + 1],
    )
    return keys, Ranges(plain, last_skill, last_rolled, last_duty)


def _describe_unknown(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> dict[str, tuple[Any, Any, bool]]:
    """Kind, category and whether it was known, of skills that the taxonomy lacks, as their facts have them."""
    if not names:
        return {}
    described: dict[str, tuple[Any, Any, bool]] = {}
    for limit in (f"LIMIT {_FIRST_FACTS}", ""):  # nearly every name occurs among the first facts
        missing = [name for name in names if name not in described]
        connection.execute("CREATE OR REPLACE TEMP TABLE unknown AS SELECT unnest(?::VARCHAR[]) AS key", [missing])
        described |= {
            name: (kind, category, known)
            for name, kind, category, known in connection.execute(
                f"""SELECT key, any_value(kind), any_value(category), coalesce(any_value(known), true)
                FROM (SELECT fact, key, kind, category, known FROM facts_in {limit}) SEMI JOIN unknown USING (key)
                WHERE fact = 'skill' GROUP BY 1"""  # noqa: S608
            ).fetchall()
        }
        if len(described) == len(names):
            break
    return described


def _describe(number: int, fact: str, name: str, given: tuple[Any, Any, bool] | None, taxonomy: Taxonomy) -> Key:
    """A key as the taxonomy describes it or, where that lacks it, the facts."""
    if fact == "responsibility":
        if name not in taxonomy.activities:
            raise InputError(
                f"the facts table holds the unknown activity {name!r}; write the tables anew with jdextract analyze"
            )
        return Key(number, fact, name, "concept", taxonomy.activities[name].theme, known=True)
    if fact == "language":
        return Key(number, fact, name, "concept", "other", known=True)
    if entry := taxonomy.skills.get(name):
        return Key(number, fact, name, entry.kind, entry.category, known=True)
    given_kind, given_category, known = given or (None, None, True)
    kind: Any = given_kind or "technology"
    category = given_category or "other"
    if category not in get_args(Category):
        raise InputError(
            f"the facts table gives skill {name!r} the unknown category {category!r}; write the tables anew with jdextract analyze"
        )
    if kind not in get_args(Kind):
        raise InputError(
            f"the facts table gives skill {name!r} the unknown kind {kind!r}; write the tables anew with jdextract analyze"
        )
    return Key(number, fact, name, kind, category, known)
