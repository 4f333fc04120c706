"""Outcomes as an Arrow table: a row a posting, its facts nested in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, Self

import pyarrow as pa
import pyarrow.compute as pc

from jdextract.breakdown.facts import FACTS_SCHEMA, POSTINGS_SCHEMA, Fact, Row, fact_columns, fact_rows, posting_row
from jdextract.extractions import outcome_line
from jdextract.models import Outcome

_ID = "posting_id"

FACTS_TYPE = pa.list_(pa.struct([field for field in FACTS_SCHEMA if field.name != _ID]))
"""The facts of one posting: the columns of ``facts.parquet`` but for the posting's id."""

RESULT_SCHEMA = pa.schema(
    [
        *POSTINGS_SCHEMA,
        ("error", pa.string()),
        ("error_message", pa.string()),
        ("cached", pa.bool_()),
        ("attempts", pa.int32()),
        ("input_tokens", pa.int64()),
        ("cached_input_tokens", pa.int64()),
        ("output_tokens", pa.int64()),
        ("cost_usd", pa.float64()),
        ("outcome", pa.string()),
        ("facts", FACTS_TYPE),
    ]
)
"""What `extract_batch` returns: the columns of ``postings.parquet``; ``error`` (its kind) and ``error_message``,
null for a posting that was read; what it cost; ``outcome``, the whole line of ``extractions.jsonl``; and ``facts``."""

_FLAT_SCHEMA = RESULT_SCHEMA.remove(RESULT_SCHEMA.get_field_index("facts"))


class Result(NamedTuple):
    """One outcome as its row and its facts: what a batch keeps of it, a fraction of its objects."""

    row: Row
    facts: list[Fact]

    @classmethod
    def of(cls, outcome: Outcome, *, keep_text: bool = True) -> Self:
        """The row of ``outcome``; with ``keep_text=False`` its line leaves out texts."""
        return cls(_row(outcome, keep_text=keep_text), fact_rows(outcome))


def results_table(results: Iterable[Result]) -> pa.Table:
    """A row for each of ``results``."""
    given = list(results)
    rows = pa.Table.from_pylist([result.row for result in given], _FLAT_SCHEMA)
    return rows.append_column(RESULT_SCHEMA.field("facts"), _nested([result.facts for result in given]))


def _nested(facts: Sequence[Sequence[Fact]]) -> pa.ListArray:
    # Arrow makes columns of plain values ten times as fast as lists of structs.
    _, *columns = fact_columns([row for of_posting in facts for row in of_posting])
    structs = pa.StructArray.from_arrays(columns, fields=list(FACTS_TYPE.value_type))
    offsets = [0, *accumulate(map(len, facts))]
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), structs, type=FACTS_TYPE)


def _row(outcome: Outcome, *, keep_text: bool) -> Row:
    error, usage = outcome.error, outcome.usage
    return {
        **posting_row(outcome),
        "error": error.kind if error else None,
        "error_message": error.message if error else None,
        "cached": outcome.cached,
        "attempts": outcome.attempts,
        "input_tokens": usage.input_tokens,
        "cached_input_tokens": usage.cached_input_tokens,
        "output_tokens": usage.output_tokens,
        "cost_usd": usage.cost_usd,
        "outcome": outcome_line(outcome, keep_text=keep_text).rstrip("\n"),
    }


def postings_table(results: pa.Table) -> pa.Table:
    """The table ``postings`` of ``results``: all of their columns but the facts."""
    return results.drop_columns(["facts"])


def facts_table(results: pa.Table) -> pa.Table:
    """The table ``facts`` of ``results``: a row a posting and fact, as ``facts.parquet`` has it.

    Counting over this form takes a fraction of the time that counting over nested lists does.
    """
    nested = results.column("facts").cast(FACTS_TYPE).combine_chunks()
    ids = results.column(_ID).cast(pa.string()).combine_chunks().take(pc.list_parent_indices(nested))
    return pa.Table.from_arrays([ids, *nested.flatten().flatten()], schema=FACTS_SCHEMA)
