"""Names found by their first characters are those that a search for whole names finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jdextract.engines.lexicon.heads import HEAD, NECK, Heads, by_head

_STEM = "abcabcabcabcabcabcabcabc"
_NAMES = st.builds(
    lambda length, tail: _STEM[:length] + tail, st.integers(1, HEAD + 4), st.text(alphabet="abd ", max_size=NECK + 2)
)


@given(st.sets(_NAMES, min_size=1), st.lists(_NAMES, max_size=4))
def test_finds_every_name(names: set[str], parts: list[str]) -> None:
    ordered, text = sorted(names, key=by_head), " ".join(parts)
    heads = Heads(ordered)
    found = []
    for head, start, end in heads.find(text):
        if head < heads.whole:
            found.append((start, ordered[head]))
        else:
            for number, stop in heads.names_at(text, head, end):
                assert text[start:stop] == ordered[number]
                found.append((start, ordered[number]))
    assert sorted(found) == sorted(
        (start, name) for name in names for start in range(len(text)) if text.startswith(name, start)
    )
