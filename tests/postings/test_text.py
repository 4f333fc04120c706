from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.postings.text import decode, decoded_lines, read_header


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    text = "Wir suchen für München – ab sofort – Entwickler mit Erfahrung in größeren Projekten. Gehalt: 70.000 €"
    assert decode(text.encode(encoding)) == text


def test_mojibake_is_mended_and_nothing_else():
    assert decode("Erfahrung fÃ¼r groÃŸe Projekte".encode()) == "Erfahrung für große Projekte"
    assert decode("“Curly” quotes, NBSP\u00a0and ﬁ stay".encode()) == "“Curly” quotes, NBSP\u00a0and ﬁ stay"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_of_a_file(encoding):
    content = "über\nzwei\n\ndrei".encode(encoding)
    assert list(decoded_lines(io.BytesIO(content), 1000)) == [(1, "über\n"), (2, "zwei\n"), (3, "\n"), (4, "drei")]


def test_a_line_over_the_limit_costs_only_itself():
    content = b"short\n" + b"x" * 100 + b"\nlast\n"
    assert list(decoded_lines(io.BytesIO(content), 20)) == [(1, "short\n"), (2, None), (3, "last\n")]


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\n\ufeff"), max_size=20))
)
def test_lines_lose_no_character(lines):
    text = "\n".join(lines)
    # Mojibake is mended, so that lines which look like it are another test's.
    if not any(mark in text for mark in "ÃÂâð"):
        assert "".join(line or "" for _, line in decoded_lines(io.BytesIO(text.encode()), 10_000)) == text


@pytest.mark.parametrize(
    ("text", "fields", "rest"),
    [
        ("Backend Engineer\n\nWe build.", {"title": "Backend Engineer"}, None),
        ("# Backend Engineer (m/w/d)\nWir bauen.", {"title": "Backend Engineer (m/w/d)"}, None),
        ("We are hiring an engineer.\nJoin us.", {}, None),
        (
            "Backend Engineer\nCompany: Example GmbH\nStandort: Berlin\nDate: 2026-03-01\n\nWe build.",
            {"title": "Backend Engineer", "company": "Example GmbH", "location": "Berlin", "posted_at": "2026-03-01"},
            None,
        ),
        ("---\ntitle: 'Backend Engineer'\ntags: a\n---\n\nWe build.", {"title": "Backend Engineer"}, "We build."),
        ("---\nnot front matter\nWe build.", {}, None),
        ("Note: please read\nWe build.", {"title": "Note: please read"}, None),
        ("", {}, None),
    ],
    ids=["title", "markdown", "sentence", "pairs", "front-matter", "rule", "other-pair", "empty"],
)
def test_header_of_a_text_file(text, fields, rest):
    assert read_header(text) == (fields, text if rest is None else rest)
