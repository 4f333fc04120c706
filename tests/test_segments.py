from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jdextract.segments import LONG_LINE, find_name, has_visible_text, is_whole_name, split_segments

ODD = st.text(alphabet=st.sampled_from("abC. !?;,:•-–\n\r\t\u00a0\u200b\ufeff\u00ad\u2028ßÄ🚀👩‍💻1|"), max_size=700)


@given(ODD | st.text(max_size=300))
@example("x" * 3000)
@example("ein " * 500)
def test_segments_are_slices_that_hold_every_visible_character(text):
    segments = split_segments(text)
    assert [segment.number for segment in segments] == list(range(1, len(segments) + 1))
    end = 0
    for segment in segments:
        assert text[segment.start : segment.end] == segment.text
        assert has_visible_text(segment.text)
        assert segment.start >= end
        assert not has_visible_text(text[end : segment.start])
        assert len(segment.text) <= 4 * LONG_LINE
        end = segment.end
    assert not has_visible_text(text[end:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.\n\n  Three. ", ["One.", "Two.", "Three."]),
        ("Short line. With two sentences.", ["Short line. With two sentences."]),
        ("a\u2028b\r\nc\u0085d", ["a", "b", "c", "d"]),
        ("\ufeffTitle\u200b\n\u00a0• bullet\u00a0", ["Title", "• bullet"]),
    ],
    ids=["lines", "short lines stay whole", "line ends", "invisible margins"],
)
def test_lines(text, expected):
    assert [segment.text for segment in split_segments(text)] == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We build things. " + "You write Go! " + "X y " * 60, ["We build things.", "You write Go!"]),
        ("Wir nutzen z.B. Kafka. Du hast Erfahrung mit d.h. Praxis in Java. " + "y " * 120, None),
        ("What you bring: • Python • SQL • Docker " + "z" * 240, ["What you bring:", "• Python", "• SQL"]),
        ("Experience with Node.js and ASP.NET. Also e.g. Redis. " + "w " * 120, None),
    ],
    ids=["sentences", "German abbreviations", "inline bullets", "names with dots"],
)
def test_long_lines_split_at_sentence_ends(text, parts):
    found = [segment.text for segment in split_segments(text)]
    if parts is None:
        assert found[0].endswith(("z.B. Kafka.", "Node.js and ASP.NET."))
    else:
        assert found[: len(parts)] == parts


@pytest.mark.parametrize(
    ("text", "name", "strict", "found"),
    [
        ("We use C++ and C#", "C", False, None),
        ("We use C++ and C#", "C#", False, "C#"),
        ("C, C++", "C", False, "C"),
        ("JavaScript", "Java", False, None),
        ("Java/Kotlin", "java", False, "Java"),
        ("ASP.NET Core", ".NET", False, ".NET"),
        ("R&D team", "R", True, None),
        ("R and Python", "R", True, "R"),
        ("our go-to-market plan", "Go", True, None),
        ("Go-To-Market", "Go", True, None),
        ("Go-Entwickler (m/w/d)", "Go", True, "Go"),
        ("Erfahrung mit AWS-Diensten", "AWS", False, "AWS"),
        ("Amazon\u00a0 Web\u200b Services", "Amazon Web Services", False, "Amazon\u00a0 Web\u200b Services"),
        ("PostgreSQL14", "PostgreSQL", False, None),
        ("snake_case", "case", False, None),
        ("", "Go", False, None),
        ("Go and Rust", "\u00ad", False, None),
        ("", "\u200b", False, None),
    ],
)
def test_names_at_word_boundaries(text, name, strict, found):
    span = find_name(text, [name], strict=strict)
    assert (text[slice(*span)] if span else None) == found


def test_the_longest_name_wins():
    assert find_name("SQL Server", ["SQL", "SQL Server"]) == (0, 10)


@given(st.text(max_size=50), st.text(min_size=1, max_size=5), st.text(max_size=50))
def test_a_found_name_is_a_slice_at_boundaries(before, name, after):
    text = before + name + after
    if span := find_name(text, [name]):
        assert 0 <= span[0] < span[1] <= len(text)
        assert is_whole_name(text, *span)
