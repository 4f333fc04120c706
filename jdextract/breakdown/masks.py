"""What each posting names, as bits: a skill with all that it implies, and the sets of skills that are counted as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from jdextract.breakdown.keys import LEVELS, REQUIREMENT_CODES, WORD, Bits, Key, Ranges, number_type
from jdextract.taxonomy import Taxonomy

_CHUNK = 250_000  # postings


def create_masks(
    connection: duckdb.DuckDBPyConnection,
    taxonomy: Taxonomy,
    keys: Mapping[int, Key],
    ranges: Ranges,
    unions: Mapping[str, Sequence[int]],
    *,
    postings: int,
) -> Bits:
    """The table ``posting_mask``: for each posting a bit for each thing that it names, however many facts say so.

    What a skill implies is named with it, and demanded with it: a posting that requires Django requires Python,
    whatever else it says of Python.
    """
    rolled = range(ranges.plain + 1, ranges.last_rolled + 1)
    bits = Bits(
        {key: position for position, key in enumerate(rolled)},
        {name: position for position, name in enumerate(unions, len(rolled))},
    )
    joined: defaultdict[int, set[int]] = defaultdict(set)
    for name, members in unions.items():
        for number in members:
            joined[number].add(bits.unions[name])
    numbers = {key.name: number for number, key in keys.items() if key.fact == "skill"}
    positions: dict[int, set[int]] = {}
    for number, key in keys.items():
        named = {number}
        if key.fact == "skill":
            named |= {numbers[parent] for parent in taxonomy.implied([key.name])}
        positions[number] = {bits.keys[k] for k in named if k in bits.keys}.union(*(joined[k] for k in named))
    words = range(-(-(len(rolled) + len(unions)) // WORD))
    columns = _mask_columns(positions, len(words))
    arrays = [pa.array(columns[0], pa.int32()), *(pa.array(column, pa.uint64()) for column in columns[1:])]
    connection.from_arrow(pa.Table.from_arrays(arrays, ["k", *(f"w{word}" for word in words)])).create_view(
        "mask_given"
    )
    # Of sets nobody counts who prefers them.
    last_key_word = (len(rolled) - 1) // WORD
    levels = {f"{level}{word}": (least, word) for level, least in LEVELS.items() for word in words
              if level != "f" or word <= last_key_word}  # fmt: skip
    shown = ", ".join(
        f"CASE WHEN code >= {least} THEN w{word} ELSE 0 END::UBIGINT AS {name}"
        for name, (least, word) in levels.items()
    )
    connection.execute(
        f"""CREATE TEMP TABLE mask AS SELECT (4 * k + code)::{number_type(4 * len(keys) + 4)} AS kr, {shown}
        FROM mask_given, (SELECT unnest(?::INTEGER[]) AS code)""",  # noqa: S608
        [[0, *REQUIREMENT_CODES.values()]],
    )
    aggregates = "".join(f", bit_or({name}) AS {name}" for name in levels)
    query = f"SELECT p{aggregates} FROM (FROM fact WHERE p BETWEEN {{}} AND {{}}) JOIN mask USING (kr) GROUP BY p"  # noqa: S608
    connection.execute(f"CREATE TEMP TABLE posting_mask AS {query.format(0, _CHUNK - 1)}")
    # In parts, for a table of all groups at once would take more memory than everything else.
    for start in range(_CHUNK, postings, _CHUNK):
        connection.execute(f"INSERT INTO posting_mask {query.format(start, start + _CHUNK - 1)}")
    _unfold(connection, bits, keys, ranges)
    return bits


def _mask_columns(positions: Mapping[int, set[int]], words: int) -> list[list[int]]:
    """The key's number, then the words of its bits, as columns; keys without bits are left out."""
    columns: list[list[int]] = [[] for _ in range(1 + words)]
    for number, own in positions.items():
        if own:
            bits = sum(1 << position for position in own)
            columns[0].append(number)
            for word in range(words):
                columns[1 + word].append(_word(bits, word))
    return columns


def _word(bits: int, word: int) -> int:
    """Bits ``word * WORD`` and on, as one word."""
    return bits >> (word * WORD) & ((1 << WORD) - 1)


def _unfold(connection: duckdb.DuckDBPyConnection, bits: Bits, keys: Mapping[int, Key], ranges: Ranges) -> None:
    """The view ``named_fact`` (``p``, ``kr``): one row a posting and key, with what the keys imply, each once."""
    kind = number_type(4 * len(keys) + 4)
    strongest = REQUIREMENT_CODES
    parts = [
        f"SELECT p, ({4 * key} + CASE WHEN {bits.has(at, 'q')} THEN {strongest['required']} "  # noqa: S608
        f"WHEN {bits.has(at, 'f')} THEN {strongest['preferred']} ELSE {strongest['mentioned']} END)::{kind} AS kr "
        f"FROM posting_mask WHERE {bits.has(at)}"
        for key, at in bits.keys.items()
    ]
    query = " UNION ALL ".join(parts) or f"SELECT p, 0::{kind} AS kr FROM posting_mask LIMIT 0"  # noqa: S608
    connection.execute(f"CREATE TEMP TABLE rolled AS {query}")
    connection.execute(
        f"""CREATE TEMP VIEW named_fact AS
        SELECT p, kr FROM fact WHERE kr < {4 * ranges.plain + 4} OR kr >= {4 * ranges.last_rolled + 4}
        UNION ALL SELECT p, kr FROM rolled"""  # noqa: S608
    )


def join_skills(keys: Mapping[int, Key], taxonomy: Taxonomy) -> dict[str, list[int]]:
    """The skills of each category and group, under ``category:…`` and ``group:…``; groups of one skill are none."""
    categories: defaultdict[str, list[int]] = defaultdict(list)
    groups: defaultdict[str, list[int]] = defaultdict(list)
    by_name = {key.name: number for number, key in keys.items() if key.fact == "skill"}
    for name, number in by_name.items():
        categories[f"category:{keys[number].category}"].append(number)
        entry = taxonomy.skills.get(name)
        for group in entry.groups if entry else ():
            groups[f"group:{group}"].append(number)
    for label, members in groups.items():  # the group's own name, asked for as such ("IaC"), belongs to it
        own = taxonomy.lookup(label.removeprefix("group:"))
        same = by_name.get(own.name) if own else None
        if same is not None and same not in members:
            members.append(same)
    return categories | {label: members for label, members in groups.items() if len(members) > 1}
