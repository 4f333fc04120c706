from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from jdextract.breakdown.encoding import fingerprints
from jdextract.breakdown.numbering import Numbered, number_ids

parts = st.lists(st.lists(st.sampled_from([None, "", "a", "b", "ab", "ba", "ää", "1", "10"]), unique=True), max_size=5)


def given_as_lists(numbered: Numbered) -> tuple[list[str], list[list[int]]]:
    return numbered.texts.to_pylist(), [places.tolist() for places in numbered.places]


@given(parts)
def test_ids_are_numbered_in_the_order_in_which_they_come(given_parts: list[list[str | None]]) -> None:
    arrays = [pa.array(texts, pa.string()) for texts in given_parts]
    given_prints = [(texts, fingerprints(texts)) for texts in arrays]
    assert given_as_lists(number_ids(given_prints)) == given_as_lists(Numbered.of(arrays))


def test_ids_whose_fingerprints_are_alike_stay_apart() -> None:
    alike = [(pa.array(texts), np.full(len(texts), 7, np.uint64)) for texts in (["a", "b"], ["b", "c"], ["a"])]
    assert given_as_lists(number_ids(alike)) == (["a", "b", "c"], [[0, 1], [1, 2], [0]])
