"""A table as others write it: another order, other types, other kinds of Parquet."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

_LARGE = {pa.string(): pa.large_string(), pa.list_(pa.string()): pa.large_list(pa.large_string())}

as_parquet_of_others = pytest.mark.parametrize(
    "options",
    [{}, {"use_dictionary": False}, {"row_group_size": 37}, {"store_schema": False, "data_page_version": "2.0"}],
    ids=["plain", "no-dictionary", "small-groups", "foreign"],
)


def as_written(table: pa.Table) -> pa.Table:
    return table


def in_another_order(table: pa.Table) -> pa.Table:
    return table.select(table.column_names[::-1]).take(np.random.default_rng(1).permutation(table.num_rows))


def with_large_strings(table: pa.Table) -> pa.Table:
    return table.cast(pa.schema([(field.name, _LARGE.get(field.type, field.type)) for field in table.schema]))
