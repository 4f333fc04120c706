from __future__ import annotations

import pytest

from jdextract.engines.llm.estimation import FIRST_OUTPUT, UsageEstimator
from jdextract.models import Usage
from tests.support.requests import make_request


def test_an_estimate_before_anything_was_seen():
    estimate = UsageEstimator().estimate(make_request("word " * 1_600, max_output_tokens=10_000))
    assert 2_000 < estimate.input_tokens < 2_500
    assert estimate.output_tokens == FIRST_OUTPUT
    assert estimate.cost_usd is None


def test_no_more_output_than_the_request_allows():
    assert UsageEstimator().estimate(make_request(max_output_tokens=100)).output_tokens == 100


def test_estimates_approach_what_is_really_used():
    estimator, request = UsageEstimator(), make_request("Stellenbeschreibung " * 400, max_output_tokens=10_000)
    used = Usage(input_tokens=4_000, output_tokens=900)
    for _ in range(50):
        estimator.learn(request, used)
    estimate = estimator.estimate(request)
    assert estimate.input_tokens == pytest.approx(4_000, rel=0.02)
    assert estimate.output_tokens == pytest.approx(900, rel=0.02)


def test_a_server_that_tells_no_usage_teaches_nothing():
    estimator, request = UsageEstimator(), make_request()
    before = estimator.estimate(request)
    estimator.learn(request, Usage())
    assert estimator.estimate(request) == before


def test_estimates_are_priced():
    estimator = UsageEstimator(lambda usage: usage.model_copy(update={"cost_usd": 1.5}))
    assert estimator.estimate(make_request()).cost_usd == 1.5
