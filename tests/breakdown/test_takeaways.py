"""The kinds of lines and findings that a breakdown must be able to write, out of data that carries them."""

from __future__ import annotations

import random
from datetime import date

import pytest

from jdextract.breakdown.phrasing import join, percent, short_name
from tests.support.corpora import Ad


def texts(breakdown, kind):
    return [takeaway.text for takeaway in breakdown.takeaways if takeaway.kind == kind]


def test_core_expectations_name_skills_categories_and_groups(market_breakdown):
    first = texts(market_breakdown, "core")[0]
    assert "Python (" in first
    assert "testing and best practices (" in first
    assert first.endswith(("are asked for by most postings.", "by at least a quarter."))


def test_takeaways_carry_their_numbers(market_breakdown):
    for takeaway in market_breakdown.takeaways:
        assert takeaway.numbers
        assert takeaway.postings > 0
        assert takeaway.about


def test_emerging_and_fading(market_breakdown):
    [emerging], [fading] = texts(market_breakdown, "emerging"), texts(market_breakdown, "fading")
    assert "GraphQL" in emerging
    assert "Perl" in fading
    assert market_breakdown.skill("GraphQL").trend.direction == "rising"
    assert market_breakdown.skill("Perl").trend.direction == "falling"
    assert market_breakdown.skill("Python").trend is None


def test_two_spans_with_a_gap_are_early_and_late(market_breakdown):
    basis = market_breakdown.trend_basis
    assert (basis.early, basis.late, basis.sources) == ("2016–2017", "2025–2026", ("board",))


def test_a_trend_knows_its_periods(market_breakdown):
    periods = market_breakdown.skill("GraphQL").trend.periods
    assert [point.period for point in periods] == ["2016", "2017", "2025", "2026"]
    assert all(point.of > 0 and point.postings <= point.of for point in periods)


def test_regional_language(market_breakdown):
    [text] = [text for text in texts(market_breakdown, "regional") if text.startswith("German")]
    assert "of the postings in Germany" in text


def test_concentration_in_a_role(market_breakdown):
    [found] = [c for c in market_breakdown.skill("Node.js").concentrated_in if c.field == "role"]
    assert found.value == "fullstack"
    assert found.lift > 5
    assert market_breakdown.skill("Python").concentrated_in == ()


def test_specialisation_is_named_after_its_domain(market_breakdown):
    [text] = [text for text in texts(market_breakdown, "specialisation") if text.startswith("Fintech")]
    assert "Stripe" in text
    assert "payment gateways" in text


def test_alternatives_and_specifics_are_no_specialisation(market_breakdown):
    for text in texts(market_breakdown, "specialisation"):
        assert "Java" not in text
        assert not ("Django" in text and "Flask" in text)


def test_alternatives_with_the_leader(market_breakdown):
    line = market_breakdown.alternatives[0]
    assert set(line.members) == {"Go", "Java", "Ruby"}
    assert line.beside.name == "Python"


def test_too_few_postings_state_no_expectation(count):
    breakdown = count([Ad(required=["Python"])] * 5)
    assert texts(breakdown, "core") == []
    assert {note.kind: note.reason for note in breakdown.not_stated}["core"].startswith("5 postings")


def dated(year, month=1, source="board", **known):
    return {"posted_at": date(year, month, 1), "date_precision": "month", "source": source, **known}


def rising(sources):
    """Go in every late posting and in no early one, from the sources of early and late postings."""
    early = [Ad(required=["Python"], known=dated(2020, 1 + i % 6, sources[0])) for i in range(40)]
    late = [Ad(required=["Python", "Go"], known=dated(2024, 1 + i % 6, sources[1])) for i in range(40)]
    return early + late


def reason(breakdown, kind):
    return next(note.reason for note in breakdown.not_stated if note.kind == kind)


def test_trend_within_one_source(count):
    assert count(rising(("board", "board"))).skill("Go").trend.direction == "rising"


def test_period_and_source_are_confounded(count):
    breakdown = count(rising(("old board", "new board")))
    assert breakdown.skill("Go").trend is None
    assert "period and source are confounded" in reason(breakdown, "emerging")


def test_sources_of_one_span_are_left_out_and_named(count):
    steady = [Ad(required=["Python"], known=dated(y, 1 + i % 6)) for y in (2020, 2024) for i in range(40)]
    fresh = [Ad(required=["Go"], known=dated(2024, 1 + i % 6, "new board")) for i in range(40)]
    breakdown = count(steady + fresh)
    assert breakdown.skill("Go").trend is None
    assert breakdown.trend_basis.sources_of_one_span == ("new board",)


def test_no_dates(count):
    assert reason(count([Ad(required=["Go"])] * 40), "fading") == "no posting has a date"


def test_one_period(count):
    breakdown = count([Ad(required=["Go"], known=dated(2024))] * 40)
    assert "fewer than two periods" in reason(breakdown, "emerging")


def test_too_few_dated_postings(count):
    breakdown = count([Ad(required=["Go"], known=dated(year)) for year in (2020, 2024) for _ in range(6)])
    assert reason(breakdown, "emerging").startswith("too few dated postings")


def test_one_companys_postings_make_no_trend(count):
    ads = rising(("board", "board"))
    for ad in ads[40:]:
        ad.known["company"] = "Acme"
    assert count(ads).skill("Go").trend is None


def test_one_companys_postings_make_no_concentration(count):
    def ads(company):
        here = [Ad(required=["Go"], known={"country": "DE", **company}) for _ in range(20)]
        return here + [Ad(required=["Python"], known={"country": "US"}) for _ in range(40)]

    assert count(ads({})).skill("Go").concentrated_in[0].value == "DE"
    assert count(ads({"company": "Acme"})).skill("Go").concentrated_in == ()


def test_no_country_is_said(count):
    assert reason(count([Ad(required=["Go"])] * 40), "regional") == "no posting has a known country"


def test_rare_countries_are_not_compared(count):
    ads = [Ad(required=["Go"], known={"country": "DE"})] * 5 + [Ad(required=["Go"], known={"country": "US"})] * 40
    assert "no country has 10 postings beside 10 elsewhere" in reason(count(ads), "regional")


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "none"), (0.0004, "under 0.1 %"), (0.004, "0.4 %"), (0.019, "1.9 %"), (0.02, "2 %"), (0.581, "58 %"),
     (0.997, "99.7 %"), (0.9999, "over 99.9 %"), (1, "100 %")],
)  # fmt: skip
def test_percent(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(("items", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_join(items, text):
    assert join(items) == text


@pytest.mark.parametrize(
    ("name", "parent", "short"),
    [("Amazon EC2", "AWS", "EC2"), ("AWS Lambda", "AWS", "Lambda"), ("Azure Functions", "Azure", "Functions"),
     ("Google Cloud Run", "GCP", "Cloud Run"), ("React Native", "React", "React Native"), ("AWS", "AWS", "AWS")],
)  # fmt: skip
def test_short_name(name, parent, short):
    assert short_name(name, parent) == short


def noise(seed):
    """A corpus in which nothing depends on anything."""
    chance = random.Random(seed)  # noqa: S311 - test data
    skills = [("Python", 0.5), ("Go", 0.3), ("Java", 0.2), ("Ruby", 0.1), ("Perl", 0.08), ("PostgreSQL", 0.4),
              ("MySQL", 0.15), ("Docker", 0.3), ("Terraform", 0.07), ("Okta", 0.06), ("GraphQL", 0.09), ("pytest", 0.2),
              ("Stripe", 0.05), ("fintech", 0.05), ("communication", 0.4), ("ownership", 0.2)]  # fmt: skip
    ads = []
    for _ in range(160):
        known = dated(chance.choice((2023, 2024, 2025)), chance.randint(1, 12), chance.choice(("one", "two")))
        known |= {"country": chance.choice(("DE", "US", "GB")), "role": chance.choice(("backend", "data", "qa"))}
        ads.append(
            Ad(
                required=[name for name, share in skills if chance.random() < share],
                duties=[duty for duty in ("mentor", "code_review", "build_apis") if chance.random() < 0.3],
                languages=[("de", "C1", "required")] if chance.random() < 0.2 else [],
                known={**known, "seniority": chance.choice(("senior", "junior"))},
            )
        )
    return ads


def has_finding(breakdown):
    return any(takeaway.kind != "core" for takeaway in breakdown.takeaways) or any(
        line.trend or line.concentrated_in for line in (*breakdown.skills, *breakdown.responsibilities)
    )


def test_noise_rarely_looks_like_a_finding(count):
    # At a level of 5 %, 200 corpora have 10 false findings on average and over 18 in one run of 200.
    assert sum(has_finding(count(noise(seed))) for seed in range(200)) <= 18
