from __future__ import annotations

import re

import pytest

from jdextract.breakdown import break_down
from jdextract.reports import render_markdown
from jdextract.reports.markdown import escape


@pytest.fixture(scope="module")
def page(market_breakdown, small_taxonomy):
    return render_markdown(market_breakdown, taxonomy=small_taxonomy)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\*\*Python\*\* \(especially \w+, \w+, \w+\): \d\d % \[\d\d–\d\d\], \d+ of 300; required by \d\d %",
        r"\*\*AWS\*\* \((EC2|Lambda|S3) \d+ %, \w+ \d+ %, \w+ \d+ %\)",
        r"\*SQL databases\* \(PostgreSQL \d+ %, MySQL \d+ %\)",
        r"\*IaC\* .*Terraform.*Helm|\*IaC\* .*Helm.*Terraform",
        r"\*IAM tools\* .*Okta.*Auth0|\*IAM tools\* .*Auth0.*Okta",
        r"\*\*Node\.js\*\*.*for full-stack roles \(\d+ %\)",
        r"\*\*GraphQL\*\*.*increasingly common: \d+ % → \d+ %",
        r"\*\*German\*\*: .*required by .*\d+ % in Germany \(\d+ of \d+\).*in the EU",
        r"(Go|Java|Ruby), (Go|Java|Ruby) or (Go|Java|Ruby): \d+ postings \(secondary to Python",
        r"testing and best practices \(\d\d %\).*are asked for by most postings",
        r"Fintech \((Stripe|payment gateways), (Stripe|payment gateways)\)",
        r"\*\*Build APIs\*\* \(REST APIs, GraphQL\)",
        r"\*\*Integrate systems\*\*.*banking software",
        r"\*\*Work across teams\*\*.*frontend and DevOps teams",
        r"### Other duties\n\n.*\n\n- plan.*data centre",
        r"Emerging from 2016–2017 to 2025–2026: GraphQL",
        r"Fading from 2016–2017 to 2025–2026: .*Perl",
        r"German is asked for in \d+ % of the postings in Germany",
    ],
    ids=[
        "a skill with its specifics", "a platform with its services", "a group", "a niche group", "tools of a kind",
        "concentration in a role", "a trend beside the name", "a language by country and region",
        "alternatives beside the leader", "most ask for", "a specialisation", "a duty with skills", "a duty's object",
        "whom a duty is done with", "other duties", "emerging", "fading", "regional",
    ],
)  # fmt: skip
def test_every_kind_of_line(page, pattern):
    assert re.search(pattern, page)


def test_the_page_begins_with_what_was_read(page):
    title, _, summary = page.split("\n")[:3]
    assert title == "# What 300 postings ask for"
    assert summary == "Read by test; dated 2016-01 to 2026-10; 0 near-duplicates folded."


def test_sections_stand_in_an_analysts_order(page):
    headings = re.findall(r"^## (\w+ \w+)", page, re.MULTILINE)
    assert headings == ["Key takeaways", "Common skills", "Uncommon and", "Human languages", "Common responsibilities",
                        "Uncommon responsibilities", "How this"]  # fmt: skip


def test_nothing_is_zero_per_cent(page):
    assert not re.search(r"\b0 %", page)


def test_an_empty_corpus_says_why_of_everything(small_taxonomy):
    page = render_markdown(break_down([], taxonomy=small_taxonomy), taxonomy=small_taxonomy)
    assert page.count("not stated, for") == 5
    assert page.count("None.") == 4
    assert "No posting asks for one." in page


def test_titles_can_be_given(market_breakdown, small_taxonomy):
    assert render_markdown(market_breakdown, title="Berlin *2026*", taxonomy=small_taxonomy).startswith(
        "# Berlin \\*2026\\*\n"
    )


def test_words_of_postings_are_no_markup(hostile_breakdown, small_taxonomy):
    page = render_markdown(hostile_breakdown, taxonomy=small_taxonomy)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [("C#", "C#"), ("C++", "C++"), ("a_b*c", "a\\_b\\*c"), ("[x](javascript:y)", "\\[x\\](javascript:y)"),
     ("R&D", "R&D"), ("&lt;b&gt;", "&amp;lt;b&amp;gt;"), ("<b>", "&lt;b&gt;"), ("# top", "\\# top"), ("- dash", "\\- dash"), ("1. one", "\\1. one"), ("two\nlines", "two lines")],
)  # fmt: skip
def test_escape(text, shown):
    assert escape(text) == shown
