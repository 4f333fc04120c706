from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.breakdown.likeness import group_alike


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        (["plan the office move", "planning an office move"], 1),
        (["plan the office move", "feed the fish"], 2),
        (["organise the company's hackathons", "organising hackathons for the company"], 1),
        (["Betreuung der Auszubildenden", "Betreuung von Auszubildenden"], 1),
        (["the", "a"], 2),
        ([], 0),
    ],
    ids=["reworded", "different", "another order", "German", "no words", "nothing"],
)
def test_group_alike(texts, groups):
    assert len(group_alike(texts)) == groups


@given(st.lists(st.text(max_size=30), max_size=20))
def test_every_text_is_in_one_group(texts):
    assert sorted(text for group in group_alike(texts) for text in group) == sorted(texts)
