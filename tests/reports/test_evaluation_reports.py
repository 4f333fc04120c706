from __future__ import annotations

from html.parser import HTMLParser

import pytest

from jdextract.evaluation import evaluate
from jdextract.evaluation.comparison import compare
from jdextract.evaluation.gate import gate
from jdextract.evaluation.scoring import Bootstrap
from jdextract.evaluation.suite import Threshold
from jdextract.reports.evaluation_html import Note, cut, render_evaluation_html
from jdextract.reports.evaluation_markdown import render_evaluation_markdown
from jdextract.reports.evaluation_tables import tables
from jdextract.reports.evaluation_terminal import render_evaluation_terminal
from tests.support.labelled import changed, corpus, labelled, perfect, skill

QUICK = Bootstrap(draws=100)
POSTINGS = [*corpus(6), labelled("hostile|<b>", [("Python", "required")], title="<script>alert(1)</script>")]


def damaged(extraction):
    first, *others = extraction.skills
    wrong = first.model_copy(update={"requirement": "required" if first.requirement != "required" else "preferred"})
    return extraction.model_copy(
        update={"skills": (wrong, *others[1:], skill("<img src=x>", "Backend Engineer at Quarrystone"))}
    )


@pytest.fixture(scope="module")
def evaluation():
    outcomes = perfect(POSTINGS)
    return evaluate(POSTINGS, outcomes={"perfect": outcomes, "damaged": changed(outcomes, damaged)}, bootstrap=QUICK)


@pytest.fixture(scope="module")
def extras(evaluation):
    comparison = compare(*evaluation.runs, bootstrap=QUICK)
    return [comparison], gate(evaluation, thresholds={"skills.f1": Threshold(floor=0.99)})


def test_the_terminal_has_every_part(evaluation, extras):
    text = render_evaluation_terminal(evaluation, *extras)
    for part in ("Runs side by side", "damaged: Scores", "Does the report come out right?", "What it took",
                 "Skills by category", "Most frequent errors", "Compared: perfect → damaged", "Facts that flipped", "FAILED"):  # fmt: skip
        assert part in text
    assert max(map(len, text.splitlines())) <= 110
    assert "\x1b" not in text


def test_detail_shows_more(evaluation):
    assert len(render_evaluation_terminal(evaluation, detail=True)) > len(render_evaluation_terminal(evaluation))


def test_every_row_is_as_wide_as_its_header(evaluation, extras):
    for table in tables(evaluation, *extras):
        assert {len(row) for row in table.rows} <= {len(table.header)}, table.title


def test_markdown_escapes_what_postings_say(evaluation, extras):
    text = render_evaluation_markdown(evaluation, *extras)
    assert "hostile\\|\\<b\\>" in text
    assert "<img" not in text.replace("\\<", "")
    assert "| Skills |" in text


class Marks(HTMLParser):
    """The text of each marked stretch by its class, and every tag."""

    def __init__(self):
        super().__init__()
        self.tags, self.marks, self.open = [], [], None

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "mark":
            self.open = dict(attrs)

    def handle_data(self, data):
        if self.open:
            self.marks.append((self.open["class"], self.open.get("title"), data))

    def handle_endtag(self, tag):
        if tag == "mark":
            self.open = None


def test_the_page_marks_errors_in_place_and_escapes_everything(evaluation, extras):
    page = render_evaluation_html(evaluation, POSTINGS, *extras)
    parsed = Marks()
    parsed.feed(page)
    assert "script" not in parsed.tags
    assert "img" not in parsed.tags
    assert "<script>alert" not in page
    titles = {(mark, title) for mark, title, _ in parsed.marks if title}
    assert any(mark == "missed" and "missed: " in title for mark, title in titles)
    assert any(mark == "level" and " instead of " in title for mark, title in titles)
    assert any(mark == "spurious" and "spurious: <img src=x>" in title for mark, title in titles)
    assert any(mark == "found" for mark, _ in titles)
    assert "http" not in page.replace("http-equiv", "")


def test_the_page_of_a_passed_gate_says_so(evaluation):
    assert "Gate: passed" in render_evaluation_html(
        evaluation, POSTINGS, (), gate(evaluation, thresholds={"skills.f1": Threshold()})
    )


@pytest.mark.parametrize(
    "notes",
    [
        [],
        [Note("found", "a", 0, 3)],
        [Note("found", "a", 2, 8), Note("missed", "b", 5, 20)],
        [Note("level", "c", 4, 4)],
    ],
    ids=["none", "one", "overlapping-and-too-long", "empty"],
)
def test_pieces_are_the_text(notes):
    text = "Go & <Rust>"
    assert "".join(piece.text for piece in cut(text, notes)) == text


def test_the_worst_mark_wins():
    pieces = cut("abcdef", [Note("found", "f", 0, 4), Note("missed", "m", 2, 6)])
    assert [(piece.text, piece.mark) for piece in pieces] == [("ab", "found"), ("cd", "missed"), ("ef", "missed")]
    assert pieces[1].title == "f\nm"
