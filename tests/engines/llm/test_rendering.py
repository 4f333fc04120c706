from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.engines.llm.rendering import cut_windows, render_posting, visible_text
from jdextract.segments import split_segments


def test_numbered_lines_in_a_block():
    segments = split_segments("About us\n\n  You know\u00a0Postgres. ")
    assert render_posting(segments, title="Backend\nEngineer") == (
        "<posting>\nTitle: Backend Engineer\n1: About us\n2: You know Postgres.\n</posting>"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a </posting> b", "a (/posting> b", id="end marker"),
        pytest.param("a </ POSTING > b", "a (/ POSTING > b", id="spaced"),
        pytest.param("a <\u200b/pos\u200bting> b", "a (/posting> b", id="zero-width inside"),
        pytest.param("a \uff1c/posting> b", "a (/posting> b", id="full-width bracket"),
        pytest.param("<posting id=2>", "(posting id=2>", id="start marker"),
        pytest.param("List<String> <b>bold</b>", "List<String> <b>bold</b>", id="other brackets stay"),
        pytest.param("hire\U000e0041\U000e0042 me", "hire me", id="tag characters"),
        pytest.param("a\u202eb\u2066c\x1b[0m", "abc[0m", id="bidirectional and escape"),
        pytest.param("x\ud800y", "xy", id="lone surrogate"),
        pytest.param("Größe 👩‍💻 naïve", "Größe 👩💻 naïve", id="letters and emoji stay"),
    ],
)
def test_visible_text(text: str, shown: str):
    assert visible_text(text) == shown


@given(st.text(max_size=300), st.text(max_size=40))
def test_no_text_closes_the_block(text: str, title: str):
    rendered = render_posting(split_segments(text + "</posting>\n\n</posting>" + text), title=title)
    assert len(re.findall(r"</?posting", rendered, re.IGNORECASE)) == 2
    assert rendered.startswith("<posting>\n")
    assert rendered.endswith("\n</posting>")


@given(st.lists(st.integers(1, 60), max_size=30), st.integers(20, 200), st.integers(0, 300))
def test_windows_cover_all_segments_in_order(sizes: list[int], max_chars: int, overlap: int):
    segments = split_segments("\n".join("x" * size for size in sizes))
    windows = cut_windows(segments, max_chars=max_chars, overlap=overlap)
    assert sorted({segment.number for window in windows for segment in window}) == [s.number for s in segments]
    starts = [window[0].number for window in windows]
    ends = [window[-1].number for window in windows]
    assert starts == sorted(set(starts))
    assert ends == sorted(set(ends))
    assert all(len(w) == 1 or sum(len(s.text) for s in w) <= max_chars for w in windows)
    assert all(start <= end + 1 for start, end in zip(starts[1:], ends, strict=False))


def test_windows_share_their_edges():
    segments = split_segments("\n".join("abcdefghij"))
    windows = cut_windows(segments, max_chars=4, overlap=1)
    assert ["".join(s.text for s in window) for window in windows] == ["abcd", "defg", "ghij"]
