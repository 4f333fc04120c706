"""Tables as others write them: whatever the order, the types and the parts, the breakdown is the same."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from jdextract.breakdown import break_down_folder, break_down_parquet
from jdextract.breakdown import columns as columns_module
from jdextract.breakdown.columns import number_texts, read_lists
from jdextract.breakdown.facts import POSTINGS_SCHEMA, tables
from jdextract.errors import InputError
from tests.breakdown.conftest import TODAY
from tests.support.tables import as_parquet_of_others, as_written, in_another_order, with_large_strings


def with_categories(facts: pa.Table) -> pa.Table:
    for name in ("posting_id", "key", "requirement", "level"):
        facts = facts.set_column(facts.column_names.index(name), name, facts[name].dictionary_encode())
    return facts


def with_numbers_as_floats(facts: pa.Table) -> pa.Table:
    return facts.set_column(facts.column_names.index("any_of"), "any_of", facts["any_of"].cast(pa.float64()))


def with_facts_of_nothing(facts: pa.Table) -> pa.Table:
    one = facts.slice(0, 1).to_pylist()[0]
    void = [
        one | {"key": None},
        one | {"posting_id": None},
        one | {"posting_id": "unheard of"},
        one | {"status": "missing"},
    ]
    return pa.concat_tables([facts.slice(0, 5), pa.Table.from_pylist(void, facts.schema), facts.slice(5)])


@pytest.mark.parametrize(
    "written",
    [
        as_written,
        in_another_order,
        with_large_strings,
        with_categories,
        with_numbers_as_floats,
        with_facts_of_nothing,
    ],
)
@as_parquet_of_others
def test_facts_as_others_write_them(
    written, options, small_taxonomy, market_outcomes, market_breakdown, tmp_path, monkeypatch
):
    monkeypatch.setattr(columns_module, "_BATCH", 1000)  # several batches of a row group
    postings, facts = tables(market_outcomes)
    pq.write_table(postings, tmp_path / "postings.parquet")
    pq.write_table(written(facts), tmp_path / "facts.parquet", **options)
    assert break_down_folder(tmp_path, taxonomy=small_taxonomy, today=TODAY) == market_breakdown


def test_parts_may_lack_what_they_have_none_of(small_taxonomy, market_outcomes, market_breakdown, tmp_path):
    postings, facts = tables(market_outcomes)
    pq.write_table(postings, tmp_path / "postings.parquet")
    with_skills = facts.filter(pc.equal(facts["fact"], "skill")).drop(["summary", "objects", "beside", "level"])
    others = facts.filter(pc.not_equal(facts["fact"], "skill")).drop(["kind", "known"])
    pq.write_table(with_skills, tmp_path / "facts-1.parquet")
    pq.write_table(others, tmp_path / "facts-2.parquet")
    pq.write_table(others.slice(0, 0), tmp_path / "facts-3.parquet")
    breakdown = break_down_parquet(
        tmp_path / "postings.parquet", tmp_path / "facts-*.parquet", taxonomy=small_taxonomy, today=TODAY
    )
    assert breakdown == market_breakdown


def test_ids_may_be_numbers(small_taxonomy, market_outcomes, market_breakdown, tmp_path):
    postings, facts = tables(market_outcomes)
    numbers = {name: number for number, name in enumerate(postings["posting_id"].to_pylist())}
    for table, names in ((postings, ("posting_id", "group_id")), (facts, ("posting_id",))):
        changed = table
        for name in names:
            ids = pa.array([numbers[text] for text in table[name].to_pylist()])
            changed = changed.set_column(changed.column_names.index(name), name, ids)
        pq.write_table(changed, tmp_path / ("postings.parquet" if table is postings else "facts.parquet"))
    breakdown = break_down_folder(tmp_path, taxonomy=small_taxonomy, today=TODAY)
    assert breakdown.skills == market_breakdown.skills
    assert breakdown.responsibilities == market_breakdown.responsibilities


def test_a_run_read_twice_counts_once(small_taxonomy, market_outcomes, market_breakdown, tmp_path):
    postings, facts = tables(market_outcomes)
    for number in range(2):
        pq.write_table(postings, tmp_path / f"postings-{number}.parquet")
        pq.write_table(facts, tmp_path / f"facts-{number}.parquet")
    breakdown = break_down_parquet(
        tmp_path / "postings-*.parquet", tmp_path / "facts-*.parquet", taxonomy=small_taxonomy, today=TODAY
    )
    assert breakdown.postings == market_breakdown.postings
    assert breakdown.skills == market_breakdown.skills


def test_an_id_of_two_companies_has_its_facts_twice(small_taxonomy, tmp_path):
    rows = [{"posting_id": "1", "group_id": "1", "company": company} for company in ("A", "B")]
    pq.write_table(pa.Table.from_pylist(rows, POSTINGS_SCHEMA), tmp_path / "postings.parquet")
    pq.write_table(pa.table({"posting_id": ["1"], "fact": ["skill"], "key": ["Python"]}), tmp_path / "facts.parquet")
    [line] = break_down_folder(tmp_path, taxonomy=small_taxonomy, today=TODAY, min_support=1).skills
    assert (line.name, line.postings, line.share) == ("Python", 2, 1.0)


@pytest.mark.parametrize("fact", ["hobby", None])
def test_an_unknown_fact_is_named(fact, small_taxonomy, tmp_path):
    pq.write_table(pa.table({"posting_id": ["1"]}), tmp_path / "postings.parquet")
    facts = pa.table({"posting_id": ["1"], "fact": pa.array([fact], pa.string()), "key": ["Python"]})
    pq.write_table(facts, tmp_path / "facts.parquet")
    with pytest.raises(InputError, match=f"the fact '{fact}'; expected skill, responsibility, language"):
        break_down_folder(tmp_path, taxonomy=small_taxonomy, today=TODAY)


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["b", None, "a", "b"]),
        pa.array(["b", None, "a", "b"], pa.large_string()),
        pa.array(["b", None, "a", "b"]).dictionary_encode(),
        pa.array(["x", "b", None, "a", "b"]).slice(1),
        pa.DictionaryArray.from_arrays(pa.array([0, None, 1, 0], pa.int8()), pa.array(["b", "a"])),
    ],
    ids=["strings", "large", "dictionary", "slice", "small-codes"],
)
def test_texts_are_numbered_in_the_order_in_which_they_come(column):
    texts = number_texts(column)
    assert texts.values.to_pylist() == ["b", "a"]
    assert texts.codes.tolist() == [0, 2, 1, 0]


def test_lists_are_read_with_their_rows():
    column = pa.array([["a"], None, [], ["b", None]])
    rows, things = read_lists(pa.RecordBatch.from_arrays([column], ["objects"]), "objects")
    assert rows.tolist() == [0, 3, 3]
    assert things.to_pylist() == ["a", "b", None]
