from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from jdextract.breakdown import break_down
from jdextract.reports.html import render_html
from tests.support.corpora import Writer, market


class Page(HTMLParser):
    """What a page holds: elements by name, ids, and the text of headings."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.ids, self.attributes = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]


@pytest.fixture(scope="module")
def page(market_breakdown, market_outcomes, small_taxonomy):
    return render_html(market_breakdown, market_outcomes, taxonomy=small_taxonomy)


def test_nothing_is_loaded_from_anywhere(page):
    urls = [value for name, value in Page(page).attributes if name in {"src", "href", "action"}]
    assert all(value.startswith("#") for value in urls)
    assert "@import" not in page
    assert any(name == "content" and value.startswith("default-src 'none'") for name, value in Page(page).attributes)


def test_ids_are_unique_and_links_lead_somewhere(page):
    parsed = Page(page)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {v[1:] for n, v in parsed.attributes if n == "href"} <= set(parsed.ids)


def test_every_section_is_there(page):
    sections = {"overview", "skills", "responsibilities", "languages", "trends", "countries", "alternatives", "method"}
    assert sections <= set(Page(page).ids)


def test_numbers_open_quotes(page, market_breakdown):
    numbers = {value for name, value in Page(page).attributes if name == "data-quotes"}
    assert {f"skill/{line.name}" for line in market_breakdown.skills} <= numbers


def test_without_outcomes_nothing_pretends_to_open(market_breakdown, small_taxonomy):
    assert "data-quotes=" not in re.sub(
        r"<script>.*?</script>", "", render_html(market_breakdown, taxonomy=small_taxonomy), flags=re.DOTALL
    )


def test_a_thousand_postings_stay_under_three_megabytes(small_taxonomy):
    outcomes = Writer(small_taxonomy).outcomes(market(1000))
    page = render_html(break_down(outcomes, taxonomy=small_taxonomy), outcomes, taxonomy=small_taxonomy)
    assert len(page.encode()) < 3_000_000


def test_scripts_in_postings_are_inert(hostile_breakdown, hostile_outcomes, small_taxonomy):
    page = render_html(hostile_breakdown, hostile_outcomes, taxonomy=small_taxonomy, title="<script>1</script>")
    assert "<script>document" not in page
    assert "<script>1" not in page
    assert Page(page).elements.count("script") == 5


def test_an_empty_corpus_says_why(small_taxonomy):
    page = render_html(break_down([], taxonomy=small_taxonomy), taxonomy=small_taxonomy)
    assert "No skill was found." in page
    assert page.count("Not stated:") == 5
