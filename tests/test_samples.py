from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jdextract.breakdown import break_down
from jdextract.pipeline import extract
from jdextract.postings import read_postings

SAMPLES = Path(__file__).parents[1] / "evals" / "postings"


@pytest.fixture(scope="module")
def outcomes():
    return extract(list(read_postings(SAMPLES)))


@pytest.fixture(scope="module")
def breakdown(outcomes):
    return break_down(outcomes, today=date(2026, 11, 1))


@pytest.fixture(scope="module")
def groups(breakdown):
    return {line.name: line for line in breakdown.groups}


@pytest.fixture(scope="module")
def duties(breakdown):
    return {line.activity: line for line in breakdown.responsibilities}


@pytest.fixture(scope="module")
def languages(breakdown):
    return {line.language: line for line in breakdown.languages}


def names(members):
    return {member.name for member in members}


def about(breakdown, kind):
    return [set(takeaway.about) for takeaway in breakdown.takeaways if takeaway.kind == kind]


def test_all_samples_are_read_but_those_without_text(outcomes):
    assert len(outcomes) >= 90
    assert {outcome.status for outcome in outcomes} == {"ok", "skipped"}
    skipped = [outcome.posting.company for outcome in outcomes if outcome.status == "skipped"]
    assert sorted(skipped) == ["Silent Orchard", "Thornbury Kites"]


def test_a_repost_counts_once(outcomes, breakdown):
    copies = {outcome.posting.id: outcome.posting.duplicate_of for outcome in outcomes if outcome.posting.duplicate_of}
    assert copies == {"bd-002": "bd-001"}
    assert breakdown.folded_duplicates == 1


@pytest.mark.parametrize(
    ("parent", "specifics"),
    [
        pytest.param("Python", {"Django", "FastAPI", "Flask"}, id="Python with its frameworks"),
        pytest.param("AWS", {"Amazon EC2", "AWS Lambda", "Amazon S3", "Amazon RDS"}, id="AWS with its services"),
    ],
)
def test_specifics_stand_under_what_they_imply(breakdown, parent, specifics):
    line = breakdown.skill(parent)
    assert line.common
    assert specifics <= names(line.children)
    assert all(child.postings <= line.postings for child in line.children)


@pytest.mark.parametrize(
    ("group", "members"),
    [
        pytest.param("SQL databases", {"PostgreSQL", "MySQL"}, id="SQL"),
        pytest.param("IaC", {"Terraform", "Helm"}, id="IaC"),
        pytest.param("IAM tools", {"Okta", "Auth0"}, id="IAM tools"),
        pytest.param("Payment platforms", {"Stripe", "Adyen"}, id="payment gateways"),
        pytest.param("CI/CD", {"GitHub Actions", "Jenkins", "GitLab CI"}, id="CI/CD"),
    ],
)
def test_groups(groups, group, members):
    assert members <= names(groups[group].members)


@pytest.mark.parametrize("skill", ["JavaScript", "Node.js"])
def test_concentration_in_a_role(breakdown, skill):
    places = [(place.field, place.value) for place in breakdown.skill(skill).concentrated_in]
    assert places == [("role", "fullstack")]


@pytest.mark.parametrize(
    ("skill", "direction"),
    [("GraphQL", "rising"), ("LLMs", "rising"), ("RAG", "rising"), ("jQuery", "falling"), ("PostgreSQL", None)],
    ids=str,
)
def test_trend_of_a_skill(breakdown, skill, direction):
    trend = breakdown.skill(skill).trend
    assert (trend.direction if trend else None) == direction


@pytest.mark.parametrize("country", ["DE", "AT", "CH"])
def test_german_by_country(languages, country):
    place = next(place for place in languages["de"].by_country if place.country == country)
    assert place.share > 0.8


def test_german_by_region(languages):
    shares = {place.region: place.share for place in languages["de"].by_region}
    assert shares["EU"] > 0.3
    assert "North America" not in shares


def test_alternatives_beside_the_leader(breakdown):
    line = next(line for line in breakdown.alternatives if set(line.members) == {"Go", "Java", "Ruby"})
    assert line.postings >= 4
    assert line.beside is not None
    assert line.beside.name == "Python"


@pytest.mark.parametrize("category", ["databases", "apis_architecture", "devops_cloud"])
def test_categories_that_most_ask_for(breakdown, category):
    line = next(line for line in breakdown.categories if line.name == category)
    assert line.share > 0.5
    assert 0 < line.required_share < line.share


@pytest.mark.parametrize(
    ("activity", "skills"),
    [
        pytest.param("build_apis", {"REST APIs", "GraphQL"}, id="Build APIs (REST, GraphQL)"),
        pytest.param("deploy_services", {"AWS", "GCP"}, id="Deploy services on AWS/GCP"),
    ],
)
def test_skills_beside_a_duty(duties, activity, skills):
    assert {beside.skill for beside in duties[activity].with_[:2]} == skills


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        pytest.param("integrate_systems", "banking software", id="integrate banking software"),
        pytest.param("work_cross_team", "frontend and DevOps teams", id="work with frontend and DevOps teams"),
        pytest.param("build_apis", "APIs", id="build APIs"),
    ],
)
def test_object_of_a_duty(duties, activity, words):
    assert any(words in thing.text for thing in duties[activity].objects)


@pytest.mark.parametrize(
    ("words", "postings"), [("hackathon", 3), ("trade fairs", 2)], ids=["organise a hackathon", "go to trade fairs"]
)
def test_duties_outside_the_closed_list(breakdown, words, postings):
    line = next(line for line in breakdown.other_responsibilities if words in line.example)
    assert line.postings == postings


@pytest.mark.parametrize(
    ("activity", "common"),
    [("build_services", True), ("build_apis", True), ("write_tests", True), ("open_source", False)],
)
def test_common_and_uncommon_duties(duties, activity, common):
    assert duties[activity].common is common


@pytest.mark.parametrize(
    ("kind", "subjects"),
    [
        pytest.param("core", {"PostgreSQL", "Python"}, id="core"),
        pytest.param("core", {"build_services", "integrate_systems"}, id="core duties"),
        pytest.param("emerging", {"GraphQL", "LLMs", "RAG"}, id="emerging"),
        pytest.param("fading", {"jQuery"}, id="fading"),
        pytest.param("regional", {"de", "DE"}, id="regional: German in Germany"),
        pytest.param("regional", {"US", "Amazon EC2", "Amazon S3"}, id="regional: AWS in the United States"),
        pytest.param("specialisation", {"fintech", "Stripe", "PCI DSS"}, id="specialisation: fintech"),
    ],
)
def test_takeaways(breakdown, kind, subjects):
    assert any(subjects <= found for found in about(breakdown, kind))


def test_nothing_is_left_unstated(breakdown):
    assert {takeaway.kind for takeaway in breakdown.takeaways} == {
        "core",
        "emerging",
        "fading",
        "regional",
        "specialisation",
    }
    assert breakdown.not_stated == ()
