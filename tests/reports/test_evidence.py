from __future__ import annotations

import base64
import json
import zlib

import pytest

from jdextract.breakdown import break_down
from jdextract.reports.evidence import MAX_QUOTES, alternative_number, collect_quotes
from tests.support.corpora import Ad, Writer


@pytest.fixture(scope="module")
def quotes(market_breakdown, market_outcomes, small_taxonomy):
    return collect_quotes(market_breakdown, market_outcomes, small_taxonomy)


def quotes_of(ads, taxonomy):
    outcomes = Writer(taxonomy).outcomes(ads)
    breakdown = break_down(outcomes, taxonomy=taxonomy, min_support=1)
    return breakdown, collect_quotes(breakdown, outcomes, taxonomy)


def test_every_number_has_its_quotes(quotes, market_breakdown):
    wanted = {f"skill/{line.name}" for line in market_breakdown.skills}
    wanted |= {f"skill/{line.name}/required" for line in market_breakdown.skills if line.required}
    wanted |= {f"category/{line.name}" for line in market_breakdown.categories}
    wanted |= {f"group/{line.name}" for line in market_breakdown.groups}
    wanted |= {f"responsibility/{line.activity}" for line in market_breakdown.responsibilities}
    wanted |= {f"other/{line.example}" for line in market_breakdown.other_responsibilities}
    wanted |= {
        f"language/{line.language}/country/{p.country}" for line in market_breakdown.languages for p in line.by_country
    }
    wanted |= {f"country/{line.country}" for line in market_breakdown.countries}
    wanted |= {alternative_number(line.members) for line in market_breakdown.alternatives}
    assert wanted <= quotes.by_number.keys()


def test_quotes_are_few_and_the_total_is_all(quotes, market_breakdown):
    for number, found in quotes.by_number.items():
        assert len(found) == min(MAX_QUOTES, quotes.totals[number])
        assert len({posting for posting, *_ in found}) == len(found)
    assert quotes.totals["skill/Python"] == market_breakdown.skill("Python").postings


def test_quotes_name_the_skill_or_what_implies_it(quotes):
    for _, segment, start, end in quotes.by_number["skill/Python"]:
        assert quotes.segments[segment][start:end] in {"Python", "Django", "Flask", "FastAPI"}


def test_segments_are_kept_once(quotes):
    assert len(set(quotes.segments)) == len(quotes.segments)


def test_companies_take_turns(small_taxonomy):
    ads = [Ad(required=["Go"], known={"company": "Acme"})] * 30 + [Ad(required=["Go"], known={"company": "Other"})]
    _, quotes = quotes_of(ads, small_taxonomy)
    companies = [quotes.postings[posting][1] for posting, *_ in quotes.by_number["skill/Go"]]
    assert companies.count("Other") == 1


def test_duplicates_and_missing_evidence_give_none(small_taxonomy):
    known = {"company": "Acme", "country": "DE"}
    ads = [Ad(required=["Go"], missing=["Java"], known={**known, "id": "a"}),
           Ad(required=["Go"], known={**known, "id": "b", "duplicate_of": "a"})]  # fmt: skip
    _, quotes = quotes_of(ads, small_taxonomy)
    assert len(quotes.by_number["skill/Go"]) == 1
    assert not any("Java" in number for number in quotes.by_number)


def test_the_strongest_demand_is_quoted(small_taxonomy):
    _, quotes = quotes_of([Ad(mentioned=["Python"], required=["Django"])], small_taxonomy)
    [(_, segment, *_)] = quotes.by_number["skill/Python"]
    assert quotes.segments[segment] == "required: Django"
    assert "skill/Python/mentioned" not in quotes.by_number


def test_packed_quotes_unpack(quotes):
    content = json.loads(zlib.decompress(base64.b64decode(quotes.packed())))
    assert content["segments"] == quotes.segments
    assert content["quotes"]["skill/Python"][:4] == list(quotes.by_number["skill/Python"][0])
