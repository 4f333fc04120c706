from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from jdextract.evaluation.assignment import assign

weights = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)), st.floats(0.01, 2, allow_nan=False), max_size=30
)


@given(weights)
def test_the_total_is_the_best_possible_and_pairs_are_one_to_one(table):
    pairs = assign(table)
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    assert len(set(rows)) == len(rows)
    assert len(set(columns)) == len(columns)
    assert set(pairs) <= table.keys()
    matrix = np.zeros((8, 8))
    for (row, column), weight in table.items():
        matrix[row, column] = weight
    best = matrix[linear_sum_assignment(matrix, maximize=True)].sum()
    assert sum(table[pair] for pair in pairs) == pytest.approx(best)


@pytest.mark.parametrize(
    ("table", "pairs"),
    [
        ({}, []),
        ({(0, 0): 0.0}, []),
        ({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}, [(0, 1), (1, 0)]),
        ({(0, 0): 1.0, (1, 0): 2.0}, [(1, 0)]),
    ],
    ids=["nothing", "no-weight", "better-together", "one-column"],
)
def test_small_tables(table, pairs):
    assert assign(table) == pairs
