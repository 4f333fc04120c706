from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.models import Failure, Outcome, Posting
from jdextract.reports.posting import Mark, marks_of, pieces, render_posting_html, render_posting_text
from tests.support.corpora import Ad, Writer


@pytest.fixture
def outcome(small_taxonomy):
    ad = Ad(required=["Python"], preferred=["Go"], duties=["mentor"], languages=[("de", "C1", "required")], missing=["Java"],
            known={"title": "Engineer", "posted_at": date(2026, 3, 1)})  # fmt: skip
    return Writer(small_taxonomy).outcome(ad)


def test_marks_stand_where_the_words_stand(outcome):
    text = outcome.posting.text
    marked = {mark.label: text[mark.start : mark.end] for mark in marks_of(outcome)}
    assert marked == {
        "Python (required)": "Python",
        "Go (preferred)": "Go",
        "mentor": "You mentor",
        "German C1 (required)": "required: the language de at C1",
    }


def test_html_highlights_in_place(outcome):
    page = render_posting_html(outcome)
    assert 'required: <mark class="required" title="Python (required)">Python</mark>' in page
    assert "Java: no evidence in the text, not counted" in page
    assert "<script" not in page


def test_html_escapes_everything():
    posting = Posting(id="a", title="<b>", text="<script>alert(1)</script>")
    failure = Failure(kind="k", message="<i>")
    page = render_posting_html(Outcome(posting=posting, status="failed", engine="test", error=failure))
    assert not {"<script", "<b>", "<i>"} & {tag for tag in ("<script", "<b>", "<i>") if tag in page}


def test_terminal_shows_the_text_and_no_control_characters(outcome):
    shown = render_posting_text(outcome)
    assert outcome.posting.text in shown.plain
    assert any("blue" in str(span.style) for span in shown.spans)
    posting = Posting(id="a", text="red \x1b[31malert\x07")
    plain = render_posting_text(Outcome(posting=posting, status="skipped", engine="test")).plain
    assert "\x1b" not in plain
    assert "\x07" not in plain


marks = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


@given(st.text(max_size=30), marks)
def test_pieces_joined_are_the_text(text, spans):
    found = [Mark(min(span), max(span), "required", "x") for span in spans]
    assert "".join(piece.text for piece in pieces(text, found)) == text
