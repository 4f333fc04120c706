from __future__ import annotations

from datetime import date

import pytest

from jdextract.breakdown import break_down_by, compare
from jdextract.errors import InputError
from jdextract.reports import render_comparison
from tests.support.corpora import Ad, Writer


@pytest.fixture
def two(count):
    a = count([Ad(required=["Python"], duties=["mentor"])] * 40 + [Ad(required=["Go"])] * 20)
    b = count([Ad(required=["Python"])] * 20 + [Ad(required=["Go"], languages=[("de", "C1", "required")])] * 60)
    return a, b


def test_differences_with_interval_and_test(two):
    comparison = compare(*two)
    go = next(difference for difference in comparison.differences if difference.name == "Go")
    assert (go.postings_a, go.postings_b) == (20, 60)
    assert go.difference == pytest.approx(60 / 80 - 20 / 60)
    assert go.low < go.difference < go.high
    assert go.stands_out
    assert {difference.fact for difference in comparison.differences} == {"skill", "responsibility", "language"}


def test_a_corpus_does_not_differ_from_itself(market_breakdown):
    assert not any(difference.stands_out for difference in compare(market_breakdown, market_breakdown).differences)


def test_swapping_turns_the_signs(two):
    forth = {d.name: d.difference for d in compare(*two).differences}
    back = {d.name: d.difference for d in compare(*two[::-1]).differences}
    assert forth == pytest.approx({name: -value for name, value in back.items()})


def test_nothing_against_something(count, two):
    assert compare(count([]), two[0]).differences == ()


def test_as_markdown(two):
    page = render_comparison(compare(*two), a="2025", b="2026|x")
    assert page.startswith("# 2026\\|x against 2025\n")
    assert "| Go | 33 % | 75 % | +42 [" in page
    assert "| German | none | 75 % |" in page


def test_parts_by_field(small_taxonomy):
    ads = [Ad(required=["Go"], known={"country": "DE", "posted_at": date(2026, 3, 5), "date_precision": "day"})] * 3
    ads += [Ad(required=["Java"], known={"country": "US"})] * 2 + [Ad(required=["Java"])]
    outcomes = Writer(small_taxonomy).outcomes(ads)
    by_country = break_down_by(outcomes, "country", taxonomy=small_taxonomy)
    assert {value: part.postings for value, part in by_country.items()} == {"DE": 3, "US": 2, None: 1}
    assert by_country["DE"].skill("Go").share == 1.0
    by_month = break_down_by(outcomes, "month", taxonomy=small_taxonomy)
    assert {value: part.postings for value, part in by_month.items()} == {"2026-03": 3, None: 3}
    with pytest.raises(InputError, match="no field 'colour'"):
        break_down_by(outcomes, "colour", taxonomy=small_taxonomy)
