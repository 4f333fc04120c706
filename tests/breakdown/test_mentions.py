from __future__ import annotations

from itertools import combinations, groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.breakdown.counting import count_pairs
from jdextract.breakdown.mentions import BLOCK, Mentions

POSTINGS = 2 * BLOCK + 100
KEYS = 6
FIRST, ROLLED = 4, 2  # the keys 4 and 5 are rolled up; 6 is not
PROVED = {1: {0}, 2: {0, 1, 2}, 3: {3}, 4: {0}, 5: {1, 2}}
"""Key to what it proves: keys from `FIRST` on (0 and 1), and two sets (2 and 3)."""

facts = st.sets(
    st.tuples(st.sampled_from([0, 1, BLOCK - 1, BLOCK, POSTINGS - 1]), st.integers(1, KEYS)), max_size=24
).flatmap(lambda pairs: st.tuples(*(st.tuples(st.just(pair), st.integers(0, 3)) for pair in pairs)))


def add(mentions: Mentions, facts) -> None:
    """Add pairs of a posting and a code."""
    runs = [(p, len(list(run))) for p, run in groupby(p for p, _ in facts)]
    p, rows = (np.array([run[column] for run in runs], np.int32) for column in (0, 1))
    mentions.add(p, rows, np.array([kr for _, kr in facts], np.int32))


def mentions_of(given_facts) -> tuple[Mentions, list[tuple[int, int]]]:
    mentions = Mentions(POSTINGS, KEYS)
    rows = [(p, 4 * k + code) for (p, k), code in given_facts]
    for start in range(0, len(rows), 7):
        add(mentions, rows[start : start + 7])
    mentions.close()
    targets = np.full((3, KEYS + 1), -1, np.int64)
    for key, proved in PROVED.items():
        targets[: len(proved), key] = sorted(proved)
    named, required = mentions.roll_up(FIRST, list(targets), ROLLED, 2)
    return mentions, list(zip(named.tolist(), required.tolist(), strict=True))


def expected_of(given_facts):
    strongest: dict[tuple[int, int], int] = {}
    for (p, k), code in given_facts:
        for thing in PROVED.get(k, ()):
            strongest[p, thing] = max(strongest.get((p, thing), 1), code)
    rolled = {(p, FIRST + thing): code for (p, thing), code in strongest.items() if thing < ROLLED}
    plain = {(p, k): code for (p, k), code in given_facts if not FIRST <= k < FIRST + ROLLED}
    sets = [[code for (_, thing), code in strongest.items() if thing == ROLLED + number] for number in range(2)]
    return plain | rolled, [(len(codes), codes.count(3)) for codes in sets]


@given(facts)
def test_each_posting_names_a_key_once_with_its_strongest_demand(given_facts):
    mentions, sets = mentions_of(given_facts)
    expected, expected_sets = expected_of(given_facts)
    counts = np.zeros(4 * KEYS + 4, int)
    for (_, k), code in expected.items():
        counts[4 * k + code] += 1
    written, rolled_up = mentions.count()
    assert rolled_up.tolist() == counts.tolist()
    assert written.sum() == len(given_facts)
    assert sets == expected_sets
    naming = mentions.naming(range(1, KEYS + 1))
    assert sorted((p, k) for k, postings in naming.items() for p in postings.tolist()) == sorted(expected)


@given(facts)
def test_the_order_of_facts_changes_nothing(given_facts):
    one, sets = mentions_of(given_facts)
    other, same_sets = mentions_of(given_facts[::-1])
    assert one.count()[1].tolist() == other.count()[1].tolist()
    assert sets == same_sets


@given(facts, st.sets(st.integers(1, KEYS)))
def test_keys_by_kind_of_posting(given_facts, keys):
    mentions, _ = mentions_of(given_facts)
    places = np.zeros(KEYS + 1, np.int64)
    places[list(keys)] = range(1, len(keys) + 1)
    kinds = np.arange(POSTINGS) % 3
    table = mentions.cross(places, len(keys) + 1, kinds, 3)
    expected, _ = expected_of(given_facts)
    for key in keys:
        found = [sum(1 for p, k in expected if k == key and p % 3 == kind) for kind in range(3)]
        assert table[places[key]].tolist() == found


@pytest.mark.parametrize("postings", [0, 1, BLOCK, BLOCK + 1])
def test_blocks_hold_all_postings(postings):
    mentions = Mentions(postings, KEYS)
    add(mentions, [])
    mentions.close()
    assert len(mentions.written) == -(-postings // BLOCK)
    assert mentions.naming([]) == {}
    assert [len(p) for p in mentions.naming([1]).values()] == [0]


def test_facts_can_be_kept_once():
    mentions = Mentions(POSTINGS, KEYS)
    for fact in ((5, 7), (BLOCK + 5, 7), (5, 9), (5, 6), (BLOCK + 5, 7)):
        add(mentions, [fact])
    mentions.close(once=True)
    assert [(p.tolist(), kr.tolist()) for p, kr in mentions.written[:2]] == [([5, 5], [7, 9]), ([5], [7])]


def test_pairs_of_keys():
    mentions = Mentions(POSTINGS, KEYS)
    rows = [(p, k) for p in (3, BLOCK, BLOCK + 5) for k in (1, 2, 6)] + [(9, 2), (9, 6), (10, 1)]
    add(mentions, [(p, 4 * k) for p, k in rows])
    mentions.close()
    naming = mentions.naming([6, 1, 2])
    expected = dict.fromkeys(combinations((1, 2, 6), 2), 3) | {(2, 6): 4}
    assert {(a, b): postings for a, b, postings in count_pairs(naming, 1)} == expected
    assert count_pairs(naming, 4) == [(2, 6, 4)]
    assert count_pairs({}, 1) == []
