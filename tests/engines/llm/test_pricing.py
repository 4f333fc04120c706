from __future__ import annotations

import pytest
from genai_prices import Usage as ListedUsage
from genai_prices import calc_price
from hypothesis import given
from hypothesis import strategies as st

from jdextract.engines.llm.pricing import Pricer, is_local
from jdextract.models import Usage

USAGE = Usage(input_tokens=3_000, cached_input_tokens=2_000, output_tokens=400)


@pytest.mark.parametrize(
    ("provider", "model", "base_url"),
    [
        ("openai", "gpt-4.1-mini", None),
        ("openai", "gpt-4.1-mini", "https://api.openai.com/v1"),
        ("anthropic", "claude-haiku-4-5", None),
        ("google", "gemini-2.5-flash", None),
        ("mistral", "mistral-large-latest", None),
    ],
    ids=["openai", "openai-by-url", "anthropic", "google", "mistral"],
)
def test_the_price_is_the_lists(provider, model, base_url):
    tokens = ListedUsage(input_tokens=3_000, cache_read_tokens=2_000, output_tokens=400)
    listed = calc_price(tokens, model, provider_id=provider).total_price
    priced = Pricer(provider, model, base_url=base_url).price(USAGE)
    assert priced.cost_usd == pytest.approx(float(listed))
    assert priced.cost_usd > 0
    assert priced.model_copy(update={"cost_usd": None}) == USAGE


def test_a_hand_computed_price():
    # gpt-4o-mini: 0.15, 0.075 cached and 0.60 dollars a million tokens.
    priced = Pricer("openai", "gpt-4o-mini").price(USAGE)
    assert priced.cost_usd == pytest.approx(1_000 * 0.15e-6 + 2_000 * 0.075e-6 + 400 * 0.60e-6)


@pytest.mark.parametrize(
    ("provider", "model", "base_url"),
    [
        ("openai", "no-such-model", None),
        ("nobody", "gpt-4.1-mini", None),
        ("openai", "gpt-4.1-mini", "https://model.example/v1"),
        ("openai", "gpt-4.1-mini", "http://localhost:8000/v1"),
        ("ollama", "gpt-4.1-mini", None),
    ],
    ids=["model", "provider", "endpoint", "local", "ollama"],
)
def test_an_unknown_price_is_none_with_one_warning(provider, model, base_url):
    warnings = []
    pricer = Pricer(provider, model, base_url=base_url, warn=warnings.append)
    assert [pricer.price(USAGE).cost_usd for _ in range(3)] == [None, None, None]
    assert len(warnings) == 1
    assert repr(model) in warnings[0]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**5))
def test_cached_input_never_costs_more(tokens, cached, output):
    pricer = Pricer("openai", "gpt-4.1-mini")
    plain = pricer.price(Usage(input_tokens=tokens, output_tokens=output)).cost_usd
    with_cache = pricer.price(Usage(input_tokens=tokens, cached_input_tokens=cached, output_tokens=output)).cost_usd
    assert 0 <= with_cache <= plain + 1e-12


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:11434/v1", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080/v1", True),
        ("http://192.168.1.20/v1", True),
        ("http://10.0.0.4:8000/v1", True),
        ("http://gpu.local/v1", True),
        ("https://api.openai.com/v1", False),
        ("https://10.example.com/v1", False),
        ("https://localhost.example.com/v1", False),
    ],
)
def test_local_endpoints(url, local):
    assert is_local(url) is local
