"""`extract_batch`: Arrow in, Arrow out, errors as rows."""

from __future__ import annotations

import asyncio
import json
from datetime import date

import duckdb
import pyarrow as pa
import pytest

from jdextract import break_down, extract, read_postings
from jdextract.breakdown import break_down_parquet
from jdextract.breakdown.facts import tables
from jdextract.errors import ConfigurationError, InputError
from jdextract.models import Outcome, Posting
from jdextract.postings.duplicates import mark_duplicates
from jdextract.scale import (
    RESULT_SCHEMA,
    BatchExtractor,
    extract_batch,
    extract_batches,
    facts_table,
    postings_table,
)
from jdextract.scale.batch import POSTING_SCHEMA, from_postings, to_postings
from jdextract.settings import Settings
from tests.scale.conftest import SAMPLES


@pytest.fixture
def llm(server, tmp_path):
    def settings(**given):
        return Settings(model="openai/any", base_url=server.base_url, cache_dir=tmp_path / "cache", **given)

    return settings


def outcomes_of(results):
    return [Outcome.model_validate_json(line) for line in results.column("outcome").to_pylist()]


def test_a_row_a_posting_in_order(rows):
    results = extract_batch(rows(5), Settings())
    assert results.schema.equals(RESULT_SCHEMA)
    assert results.column("posting_id").to_pylist() == [f"p{number}" for number in range(5)]
    assert results.column("company").to_pylist()[0] == "Company 0"
    assert set(results.column("status").to_pylist()) == {"ok"}
    assert results.column("error").null_count == 5


def test_outcomes_are_those_of_a_plain_run():
    postings = list(mark_duplicates(read_postings(SAMPLES)))
    assert outcomes_of(BatchExtractor(Settings()).read(postings)) == extract(postings, settings=Settings())


def test_the_two_tables_are_those_that_analyze_writes():
    postings = list(mark_duplicates(read_postings(SAMPLES)))
    results = BatchExtractor(Settings()).read(postings)
    given_postings, given_facts = tables(extract(postings, settings=Settings()))
    assert facts_table(results).equals(given_facts)
    written = postings_table(results).select(given_postings.column_names)
    assert written.sort_by("posting_id").equals(given_postings.sort_by("posting_id"))


@pytest.mark.parametrize("count", [0, 1, 7])
def test_facts_of_any_number_of_postings(rows, count):
    results = extract_batch(rows(count), Settings())
    assert results.num_rows == count
    nested = results.column("facts").to_pylist()
    assert facts_table(results).num_rows == sum(map(len, nested))


def test_postings_without_a_text_are_skipped_rows(rows):
    table = pa.concat_tables([rows(1), rows(1).set_column(3, "description", pa.array([None], pa.string()))])
    results = extract_batch(table, Settings())
    assert results.column("status").to_pylist() == ["ok", "skipped"]
    assert results.column("error").to_pylist() == [None, "empty_text"]
    assert results.column("facts").to_pylist()[1] == []


def test_errors_are_rows(rows, server, llm):
    server.script("400", about="Team 1\n")
    results = extract_batch(rows(3), llm())
    assert results.column("status").to_pylist() == ["ok", "failed", "ok"]
    assert results.column("error").to_pylist() == [None, "request", None]
    assert "rejected the request" in results.column("error_message").to_pylist()[1]
    assert results.column("input_tokens").to_pylist()[0] > 0


@pytest.mark.parametrize(
    ("given", "api_key", "kind"),
    [({"max_tokens": 1}, None, "budget"), ({}, "other", "access")],
    ids=["budget", "access"],
)
def test_what_stops_a_run_is_in_the_rows_that_it_left_unread(rows, server, llm, given, api_key, kind):
    server.api_key = api_key
    results = extract_batch(rows(4), llm(**given))
    assert results.column("error").to_pylist() == [kind] * 4
    assert results.column("status").to_pylist() == ["failed"] * 4


def test_a_second_time_nothing_is_paid(rows, server, llm):
    first = extract_batch(rows(4), llm())
    calls = server.stats()["calls"]
    second = extract_batch(rows(4), llm())
    assert server.stats()["calls"] == calls
    assert second.column("cached").to_pylist() == [True] * 4
    assert second.column("facts").equals(first.column("facts"))


def test_one_extractor_reads_many_batches_over_the_same_connections(rows, server, llm):
    with BatchExtractor(llm()) as extractor:
        tables = [extractor(rows(6).slice(start, 2)) for start in (0, 2, 4)]
    assert pa.concat_tables(tables).column("posting_id").to_pylist() == [f"p{number}" for number in range(6)]
    extractor.close()


def test_record_batches_stream_through_one_engine(rows):
    batches = rows(10).to_batches(max_chunksize=4)
    results = list(extract_batches(iter(batches), Settings()))
    assert pa.Table.from_batches(results).column("posting_id").to_pylist() == [f"p{number}" for number in range(10)]


async def test_it_works_inside_a_running_loop(rows):
    assert asyncio.get_running_loop().is_running()
    assert extract_batch(rows(1), Settings()).num_rows == 1


def test_copies_within_a_batch_share_a_group(rows):
    table = pa.concat_tables([rows(1, "You know Rust and Kafka. " * 20), rows(1, "You know Rust and Kafka. " * 20)])
    table = table.set_column(0, "id", pa.array(["first", "copy"]))
    assert extract_batch(table, Settings()).column("group_id").to_pylist() == ["first", "first"]
    assert extract_batch(table, Settings(dedup=False)).column("group_id").to_pylist() == ["first", "copy"]


def test_texts_can_be_left_out(rows):
    with BatchExtractor(Settings(), keep_text=False) as extractor:
        line = json.loads(extractor(rows(1)).column("outcome")[0].as_py())
    assert "text" not in line["posting"]


def test_a_table_without_a_description_is_refused():
    with pytest.raises(InputError, match="description"):
        extract_batch(pa.table({"salary": [1]}), Settings())
    with pytest.raises(InputError, match="no columns"):
        extract_batch(pa.table({}), Settings())


def test_an_engine_that_cannot_be_opened_leaves_no_thread(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="OPENAI_API_KEY"):
        BatchExtractor(Settings(model="openai/any"))


def test_postings_come_back_from_a_table_as_they_were():
    postings = [
        Posting(
            id="a", title="Ingénieur 🚀", text="  Python\r\n\u200b ", posted_at=date(2026, 3, 1), date_precision="month"
        ),
        Posting(id="b", duplicate_of="a"),
    ]
    table = from_postings(postings)
    assert table.schema.equals(POSTING_SCHEMA)
    assert to_postings(table) == postings


def test_duckdb_reads_and_breaks_down_what_was_written(tmp_path):
    postings = list(mark_duplicates(read_postings(SAMPLES)))
    with BatchExtractor(Settings()) as extractor:
        for number, start in enumerate(range(0, len(postings), 40)):
            results = extractor.read(postings[start : start + 40])
            duckdb.from_arrow(postings_table(results)).write_parquet(str(tmp_path / f"postings-{number}.parquet"))
            duckdb.from_arrow(facts_table(results)).write_parquet(str(tmp_path / f"facts-{number}.parquet"))
    today = date(2026, 11, 1)
    counted = break_down_parquet(tmp_path / "postings-*.parquet", tmp_path / "facts-*.parquet", today=today)
    assert counted == break_down(extract(postings, settings=Settings()), today=today)


def test_duckdb_unnests_the_results_themselves(rows, tmp_path):
    results = extract_batch(rows(3), Settings())
    found = duckdb.sql(
        "SELECT posting_id, key FROM (SELECT posting_id, unnest(facts, recursive := true) FROM results) WHERE fact = 'skill'"
    ).fetchall()
    assert ("p2", "PostgreSQL") in found
    assert len(found) == sum(1 for fact in facts_table(results).column("fact").to_pylist() if fact == "skill")
