"""A taxonomy, a market and a hostile posting that the reports' tests share."""

from __future__ import annotations

from datetime import date

import pytest

from jdextract.breakdown import Breakdown, break_down
from jdextract.models import Outcome
from jdextract.taxonomy import Taxonomy
from tests.support.corpora import Ad, Writer, market, taxonomy

TODAY = date(2026, 11, 24)
HOSTILE = "<script>document.title='owned'</script>"


@pytest.fixture(scope="session")
def small_taxonomy(tmp_path_factory) -> Taxonomy:
    return taxonomy(tmp_path_factory.mktemp("taxonomy"))


@pytest.fixture(scope="session")
def market_outcomes(small_taxonomy) -> list[Outcome]:
    return Writer(small_taxonomy).outcomes(market())


@pytest.fixture(scope="session")
def market_breakdown(small_taxonomy, market_outcomes) -> Breakdown:
    return break_down(market_outcomes, taxonomy=small_taxonomy, today=TODAY)


@pytest.fixture(scope="session")
def hostile_outcomes(small_taxonomy) -> list[Outcome]:
    """Postings whose every field holds a script, among ordinary ones."""
    ad = Ad(
        required=[HOSTILE, "Python", f"=cmd() {HOSTILE}"],
        duties=[("integrate_systems", HOSTILE, ()), "mentor"],
        other=[f"plan {HOSTILE}"],
        alternatives=[[f"a {HOSTILE}", f"b {HOSTILE}"]],
        known=dict.fromkeys(("title", "company", "location", "source", "role"), HOSTILE) | {"country": "DE"},
    )
    return Writer(small_taxonomy).outcomes([ad] * 25 + [Ad(required=["Go"], known={"country": "US"})] * 25)


@pytest.fixture(scope="session")
def hostile_breakdown(small_taxonomy, hostile_outcomes) -> Breakdown:
    return break_down(hostile_outcomes, taxonomy=small_taxonomy, today=TODAY)
