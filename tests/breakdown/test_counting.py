from __future__ import annotations

from datetime import date

import pytest

from jdextract.breakdown import break_down, break_down_folder
from jdextract.breakdown.facts import FACTS_SCHEMA, Fact, FactsWriter, fact_rows
from jdextract.errors import InputError
from jdextract.models import Failure, Outcome, Posting
from tests.support.corpora import Ad, Writer

TODAY = date(2026, 11, 24)


def unread(status, number=1):
    kind = "empty_text" if status == "skipped" else "transport"
    posting = Posting(id=f"{status}{number}", text="")
    return Outcome(posting=posting, status=status, engine="test", error=Failure(kind=kind, message="no"))


def test_an_implied_skill_counts_once_a_posting(count):
    breakdown = count([Ad(required=["Python", "Django", "Flask"]), Ad(required=["Django"]), Ad(mentioned=["Python"])])
    python = breakdown.skill("Python")
    assert (python.postings, python.postings_direct) == (3, 2)
    assert [(child.name, child.postings) for child in python.children] == [("Django", 2), ("Flask", 1)]


def test_what_implies_a_skill_lends_it_its_demand(count):
    python = count([Ad(mentioned=["Python"], required=["Django"]), Ad(preferred=["Python"])]).skill("Python")
    assert (python.required, python.preferred, python.mentioned) == (1, 1, 0)


def test_implication_is_transitive(count):
    breakdown = count([Ad(required=["Django REST Framework"])])
    assert [breakdown.skill(name).postings for name in ("Django REST Framework", "Django", "Python")] == [1, 1, 1]
    assert breakdown.skill("Python").postings_direct == 0


def test_categories_and_groups_count_postings_not_mentions(count):
    ads = [Ad(required=["PostgreSQL"], preferred=["MySQL"]), Ad(mentioned=["MySQL"]), Ad(required=["Python"])]
    breakdown = count(ads)
    [databases] = [line for line in breakdown.categories if line.name == "databases"]
    [sql] = [line for line in breakdown.groups if line.name == "SQL databases"]
    assert (databases.postings, sql.postings) == (2, 2)
    assert databases.required_share == sql.required_share == pytest.approx(1 / 3)
    assert [(member.name, member.postings) for member in sql.members] == [("MySQL", 2), ("PostgreSQL", 1)]


def test_missing_evidence_is_left_out(count):
    breakdown = count([Ad(required=["Python"], missing=["Java"])])
    assert breakdown.skill("Java") is None


def test_unread_postings_are_stated_and_not_counted(small_taxonomy, writer):
    outcomes = [writer.outcome(Ad(required=["Python"])), unread("failed"), unread("failed", 2), unread("skipped")]
    breakdown = break_down(outcomes, taxonomy=small_taxonomy, today=TODAY)
    assert (breakdown.postings, breakdown.failed, breakdown.skipped) == (1, 2, 1)
    assert breakdown.skill("Python").share == 1.0


@pytest.mark.parametrize(
    ("company", "country", "counted"),
    [("Acme", "DE", 1), ("ACME ", "DE", 1), ("Other", "DE", 2), ("Acme", "US", 2)],
    ids=["the same", "in other letters", "another company", "another country"],
)
def test_near_duplicates_fold_within_company_and_country(count, company, country, counted):
    first = Ad(required=["Python"], known={"id": "a", "company": "Acme", "country": "DE"})
    second = Ad(required=["Python"], known={"id": "b", "company": company, "country": country, "duplicate_of": "a"})
    breakdown = count([first, second])
    assert (breakdown.postings, breakdown.folded_duplicates) == (counted, 2 - counted)
    assert breakdown.skill("Python").postings == counted


def test_a_group_of_duplicates_counts_by_its_first_date(count):
    known = {"company": "Acme", "country": "DE", "date_precision": "day"}
    ads = [
        Ad(required=["Python"], known={**known, "id": "a", "posted_at": date(2026, 5, 1)}),
        Ad(required=["Go"], known={**known, "id": "b", "duplicate_of": "a", "posted_at": date(2026, 3, 1)}),
        Ad(required=["Go"], known={**known, "id": "c", "duplicate_of": "b", "posted_at": date(2026, 4, 1)}),
    ]
    breakdown = count(ads)
    assert (breakdown.postings, breakdown.folded_duplicates) == (1, 2)
    assert breakdown.period.first == breakdown.period.last == date(2026, 3, 1)
    assert [line.name for line in breakdown.skills] == ["Go"]


def test_an_outcome_given_twice_counts_once(small_taxonomy, writer):
    outcome = writer.outcome(Ad(required=["Python"]))
    breakdown = break_down([outcome, outcome], taxonomy=small_taxonomy, today=TODAY)
    assert (breakdown.postings, breakdown.skill("Python").postings) == (1, 1)


def test_a_retried_posting_counts_as_read(small_taxonomy, writer):
    read = writer.outcome(Ad(required=["Python"], known={"id": "failed1"}))
    breakdown = break_down([unread("failed"), read], taxonomy=small_taxonomy, today=TODAY)
    assert (breakdown.postings, breakdown.failed) == (1, 0)


def test_alternatives_are_sets_across_postings(count):
    ads = (
        [Ad(alternatives=[["Go", "Java"]])] * 2
        + [Ad(alternatives=[["Java", "Go", "Ruby"]])] * 3
        + [Ad(required=["Go"])]
    )
    breakdown = count(ads)
    assert [(set(line.members), line.postings) for line in breakdown.alternatives] == [
        ({"Go", "Java"}, 5),
        ({"Go", "Java", "Ruby"}, 3),
    ]


def test_alternatives_beside_the_leader(count):
    ads = [Ad(required=["Python"], alternatives=[["Go", "Java"]])] * 3 + [Ad(required=["Python"])] * 5
    [line] = count(ads).alternatives
    assert line.beside.name == "Python"
    assert line.beside.postings == 3


def test_duties_carry_the_skills_in_their_segments_and_their_objects(count):
    duty = ("build_apis", "partner APIs", ["REST APIs", "GraphQL"])
    breakdown = count(
        [Ad(duties=[duty], required=["Python"]), Ad(duties=[("build_apis", "Partner  APIs zusammen", ["REST APIs"])])]
    )
    [line] = breakdown.responsibilities
    assert (line.activity, line.postings) == ("build_apis", 2)
    assert [(item.skill, item.postings) for item in line.with_] == [("REST APIs", 2), ("GraphQL", 1)]
    assert [(item.text.lower(), item.postings) for item in line.objects] == [("partner apis", 2)]


def test_a_repeated_duty_counts_once_and_keeps_all_it_was_named_with(count):
    duties = [("build_apis", "orders", ["REST APIs"]), ("build_apis", "payments", ["GraphQL"])]
    [line] = count([Ad(duties=duties)]).responsibilities
    assert line.postings == 1
    assert {item.skill for item in line.with_} == {"REST APIs", "GraphQL"}
    assert {item.text for item in line.objects} == {"orders", "payments"}


def test_other_duties_are_grouped_by_likeness(count):
    ads = [Ad(other=["plan the office move"])] * 2 + [
        Ad(other=["planning of an office move"]),
        Ad(other=["feed the fish"]),
    ]
    found = count(ads).other_responsibilities
    assert [(line.example, line.postings) for line in found] == [("plan the office move", 3), ("feed the fish", 1)]


def test_two_other_duties_of_one_posting_count_it_once(count):
    [line] = count([Ad(other=["plan the office move", "feed the fish"])]).responsibilities
    assert (line.activity, line.postings) == ("other", 1)


def test_languages_by_level_and_country(count):
    ads = [
        Ad(languages=[("de", "C1", "required")], known={"country": "DE"}),
        Ad(languages=[("de", None, "preferred")], known={"country": "DE"}),
        Ad(known={"country": "DE"}),
        Ad(languages=[("de", "C1", "required")], known={"country": "AT"}),
    ]
    [line] = count(ads).languages
    assert (line.postings, line.required, line.preferred) == (3, 2, 1)
    assert line.levels == {"C1": 2, "unstated": 1}
    assert [(place.country, place.postings, place.of) for place in line.by_country] == [("DE", 2, 3), ("AT", 1, 1)]
    assert [(place.region, place.postings, place.of) for place in line.by_region] == [("EU", 3, 4)]


@pytest.mark.parametrize(
    ("named", "common", "borderline"),
    [(40, True, False), (11, True, True), (8, False, True), (1, False, False)],
)
def test_common_and_borderline(count, named, common, borderline):
    ads = [Ad(required=["Go"])] * named + [Ad()] * (100 - named)
    line = count(ads, common_at=0.1, min_support=1).skill("Go")
    assert (line.common, line.borderline) == (common, borderline)


@pytest.mark.parametrize(("ads", "least"), [(10, 1), (29, 1), (30, 2), (200, 2)])
def test_default_support(count, ads, least):
    breakdown = count([Ad(required=["Go"])] + [Ad()] * (ads - 1))
    assert breakdown.min_support == least
    assert (breakdown.skill("Go") is None, breakdown.left_out) == ((False, 0) if least == 1 else (True, 1))


def test_an_empty_corpus_is_no_error(count):
    breakdown = count([])
    assert breakdown.postings == 0
    assert breakdown.takeaways == ()
    assert {note.kind for note in breakdown.not_stated} == {"core", "emerging", "fading", "regional", "specialisation"}


@pytest.mark.parametrize(
    ("option", "value"), [("common_at", 0), ("common_at", 1.5), ("common_duty_at", -1), ("min_support", 0)]
)
def test_options_out_of_range(count, option, value):
    with pytest.raises(InputError, match=option):
        count([], **{option: value})


@pytest.mark.parametrize(
    ("only", "postings"),
    [({"country": "DE"}, 2), ({"country": None}, 1), ({"month": "2026-03"}, 1), ({"country": "DE", "role": "data"}, 1)],
    ids=["a country", "no country", "a month", "two fields"],
)
def test_only_some_postings(count, only, postings):
    ads = [
        Ad(known={"country": "DE", "role": "data", "posted_at": date(2026, 3, 5), "date_precision": "day"}),
        Ad(known={"country": "DE"}),
        Ad(),
    ]
    assert count(ads, only=only).postings == postings


def test_only_by_an_unknown_field(count):
    with pytest.raises(InputError, match="no field 'colour'"):
        count([Ad()], only={"colour": "red"})


def test_quotes_in_values_are_no_sql(count):
    breakdown = count([Ad(known={"country": "DE"})], only={"company": "O'Neil'; DROP TABLE post; --"})
    assert breakdown.postings == 0


def test_parquet_and_memory_agree(small_taxonomy, market_outcomes, market_breakdown, tmp_path):
    with FactsWriter(tmp_path) as files:
        for outcome in market_outcomes:
            files.write(outcome)
    assert break_down_folder(tmp_path, taxonomy=small_taxonomy, today=TODAY) == market_breakdown


def test_tables_of_the_plain_contract_join_duties_by_segment(
    small_taxonomy, market_outcomes, market_breakdown, tmp_path
):
    import pyarrow.parquet as pq  # noqa: PLC0415

    with FactsWriter(tmp_path) as files:
        for outcome in market_outcomes:
            files.write(outcome)
    facts = pq.read_table(tmp_path / "facts.parquet").drop(["summary", "objects", "beside"])
    pq.write_table(facts, tmp_path / "facts.parquet")
    breakdown = break_down_folder(tmp_path, taxonomy=small_taxonomy, today=TODAY)
    assert breakdown.skills == market_breakdown.skills
    [with_column] = [line.with_ for line in market_breakdown.responsibilities if line.activity == "build_apis"]
    [by_segment] = [line.with_ for line in breakdown.responsibilities if line.activity == "build_apis"]
    # Only skills that have their evidence there: the segment's words are not in the table.
    assert {item.skill for item in with_column} == {"REST APIs", "GraphQL"}
    assert [item.skill for item in by_segment] == ["REST APIs"]
    assert breakdown.other_responsibilities == ()


def test_order_changes_nothing(small_taxonomy, market_outcomes, market_breakdown):
    assert break_down(market_outcomes[::-1], taxonomy=small_taxonomy, today=TODAY) == market_breakdown


def test_a_writer_that_fails_leaves_partial_files(writer, tmp_path):
    with pytest.raises(RuntimeError), FactsWriter(tmp_path) as files:
        files.write(writer.outcome(Ad(required=["Python"])))
        raise RuntimeError
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.parquet.partial", "postings.parquet.partial"]


def test_missing_files_are_named(tmp_path, small_taxonomy):
    with pytest.raises(InputError, match=r"postings table from .*postings\.parquet"):
        break_down_folder(tmp_path, taxonomy=small_taxonomy)


def test_facts_are_unique_as_written(small_taxonomy):
    ad = Ad(required=["Python"], duties=["mentor", "mentor"], other=["feed the fish", "feed the fish"])
    rows = fact_rows(Writer(small_taxonomy).outcome(ad))
    keys = [(row.fact, row.key, row.summary) for row in rows]
    assert len(keys) == len(set(keys)) == 3


def test_a_fact_has_the_columns_of_its_table():
    assert list(Fact._fields) == FACTS_SCHEMA.names
