from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.breakdown import numbering
from jdextract.breakdown.numbering import Numbered, number_ids

parts = st.lists(st.lists(st.sampled_from([None, "", "a", "b", "ab", "ba", "ää", "1", "10"]), unique=True), max_size=5)


def given_as_lists(numbered: Numbered) -> tuple[list[str], list[list[int]]]:
    return numbered.texts.to_pylist(), [places.tolist() for places in numbered.places]


@given(parts)
def test_ids_are_numbered_in_the_order_in_which_they_come(given_parts: list[list[str | None]]) -> None:
    arrays = [pa.array(texts, pa.string()) for texts in given_parts]
    assert given_as_lists(number_ids(arrays)) == given_as_lists(Numbered.of(arrays))


def test_ids_whose_fingerprints_are_alike_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "_fingerprints", lambda texts: pa.array([7] * len(texts)).to_numpy())
    arrays = [pa.array(["a", "b"]), pa.array(["b", "c"]), pa.array(["a"])]
    assert given_as_lists(number_ids(arrays)) == (["a", "b", "c"], [[0, 1], [1, 2], [0]])
