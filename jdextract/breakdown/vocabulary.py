"""The keys that the facts of a corpus name, numbered and described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, get_args

import duckdb

from jdextract.breakdown.keys import FACTS, OTHER_DUTY, Key, Ranges, number_type
from jdextract.errors import InputError
from jdextract.models import Category, Kind
from jdextract.taxonomy import Taxonomy

_FIRST_FACTS = 1_000_000


def number_keys(
    connection: duckdb.DuckDBPyConnection, present: Mapping[tuple[str, str], int], taxonomy: Taxonomy
) -> tuple[dict[int, Key], Ranges]:
    """The table ``named`` that numbers each (fact, key) from 1: see `Ranges` for the order. ``present`` tells the facts of each."""
    if unknown := {fact for fact, _ in present} - set(FACTS):
        raise InputError(f"the facts table holds the fact {min(unknown)!r}; expected {', '.join(FACTS)}")
    found = sorted(present, key=lambda pair: (-present[pair], pair))
    skills = [key for fact, key in found if fact == "skill"]
    described = _describe_unknown(connection, [name for name in skills if name not in taxonomy.skills])
    implied_by = {name: tuple(taxonomy.implied([name])) for name in skills}
    implied = set(chain.from_iterable(implied_by.values()))
    implied_by |= {name: tuple(taxonomy.implied([name])) for name in implied.difference(skills)}
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
        number: _describe(number, pair, described.get(pair[1]), implied_by.get(pair[1], ()), taxonomy)
        for number, pair in enumerate(order, 1)
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


def _describe(
    number: int,
    pair: tuple[str, str],
    given: tuple[Any, Any, bool] | None,
    implied: tuple[str, ...],
    taxonomy: Taxonomy,
) -> Key:
    """A key as the taxonomy describes it or, where that lacks it, the facts."""
    fact, name = pair
    if fact == "responsibility":
        if name not in taxonomy.activities:
            raise InputError(
                f"the facts table holds the unknown activity {name!r}; write the tables anew with jdextract analyze"
            )
        return Key(number, fact, name, "concept", taxonomy.activities[name].theme, known=True)
    if fact == "language":
        return Key(number, fact, name, "concept", "other", known=True)
    if entry := taxonomy.skills.get(name):
        return Key(number, fact, name, entry.kind, entry.category, known=True, entry=entry, implied=implied)
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
