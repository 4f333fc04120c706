"""Words of a practice that are part of another thing's name, or whose object follows."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Posting


def concepts(text: str) -> set[str]:
    skills = LexiconEngine().read(Posting(id="sentence", text=text)).skills
    return {skill.name for skill in skills if skill.kind == "concept"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Requirements:\n- Experience with analytics", {"analytics"}, id="the word alone"),
        pytest.param("Requirements:\n- Experience with footfall analytics", set(), id="a noun in front"),
        pytest.param("Requirements:\n- Experience with Stripe dashboards", set(), id="a product in front"),
        pytest.param("Requirements:\n- Experience with interactive dashboards", {"dashboards"}, id="an adjective"),
        pytest.param("Requirements:\n- Experience with payment APIs", {"payments"}, id="APIs of something"),
        pytest.param("Requirements:\n- Knowledge of enterprise-grade applications", set(), id="words within the name"),
        pytest.param("Requirements:\n- Experience with idempotency", {"idempotency"}, id="a rare name itself"),
        pytest.param("Your tasks:\n- Lead architecture discussions", {"software architecture"}, id="a verb in front"),
        pytest.param("Your tasks:\n- Design the architecture of our shop", set(), id="architecture of something"),
        pytest.param(
            "Requirements:\n- Experience with the architecture of large systems",
            {"software architecture"},
            id="architecture demanded",
        ),
    ],
)
def test_compounds(text: str, expected: set[str]) -> None:
    assert concepts(text) == expected


def traits(text: str) -> set[str]:
    skills = LexiconEngine().read(Posting(id="sentence", text=text)).skills
    return {skill.name for skill in skills if skill.kind == "soft"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Requirements:\n- Highly motivated engineers", {"motivation"}, id="an adjective in front of a role"
        ),
        pytest.param("Requirements:\n- Prior leadership roles", set(), id="a noun in front of a role"),
        pytest.param("Requirements:\n- Our people are curious and reliable.", set(), id="the company's people"),
        pytest.param("Requirements:\n- You are curious and reliable.", {"curiosity", "dependability"}, id="the person"),
    ],
)
def test_whose_trait(text: str, expected: set[str]) -> None:
    assert traits(text) == expected
