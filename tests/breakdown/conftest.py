"""A taxonomy and a market that the breakdown's tests share."""

from __future__ import annotations

from datetime import date

import pytest

from jdextract.breakdown import Breakdown, break_down
from jdextract.taxonomy import Taxonomy
from tests.support.corpora import Writer, market, taxonomy

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def small_taxonomy(tmp_path_factory) -> Taxonomy:
    return taxonomy(tmp_path_factory.mktemp("taxonomy"))


@pytest.fixture
def writer(small_taxonomy) -> Writer:
    return Writer(small_taxonomy)


@pytest.fixture
def count(small_taxonomy):
    """Write ads as outcomes and break them down."""

    def broken_down(ads, **options) -> Breakdown:
        outcomes = Writer(small_taxonomy).outcomes(ads)
        return break_down(outcomes, **{"taxonomy": small_taxonomy, "today": TODAY, **options})

    return broken_down


@pytest.fixture(scope="session")
def market_outcomes(small_taxonomy):
    return Writer(small_taxonomy).outcomes(market())


@pytest.fixture(scope="session")
def market_breakdown(small_taxonomy, market_outcomes) -> Breakdown:
    return break_down(market_outcomes, taxonomy=small_taxonomy, today=TODAY)
