"""Which postings count, under which numbers, whatever wrote their table."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jdextract.breakdown import break_down_folder, break_down_parquet
from jdextract.breakdown import columns as columns_module
from jdextract.breakdown import postings as postings_module
from jdextract.breakdown.columns import Table
from jdextract.breakdown.facts import POSTINGS_SCHEMA, tables
from jdextract.breakdown.postings import Postings
from tests.breakdown.conftest import TODAY
from tests.support.corpora import Ad
from tests.support.tables import as_parquet_of_others, as_written, in_another_order, with_large_strings


def read(rows, only=None) -> Postings:
    table = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(rows, POSTINGS_SCHEMA)
    return Postings(Table.of_table(table), duckdb.connect(), only or {})


def counted(rows, ids=None, only=None) -> list:
    """The ids that count, in the order of their numbers."""
    postings = read(rows, only)
    ids = sorted({row["posting_id"] for row in rows if row["posting_id"]}) if ids is None else ids
    places = postings.number(pa.array(ids, pa.string()))
    assert postings.kept == max(p for place in places for p in place) + 1
    numbers = {p: name for place in places for name, p in zip(ids, place.tolist(), strict=True) if p >= 0}
    return [numbers[p] for p in range(postings.kept)]


def posting(name, original=None, day=None, **fields):
    posted_at = day and date(2026, 3, day)
    return {"posting_id": name, "group_id": original or name, "posted_at": posted_at, "company": "Acme", **fields}


def with_categories(postings: pa.Table) -> pa.Table:
    for name in ("posting_id", "group_id", "company", "country", "posted_at", "source", "status"):
        postings = postings.set_column(
            postings.column_names.index(name), name, postings[name].combine_chunks().dictionary_encode()
        )
    return postings


def with_times(postings: pa.Table) -> pa.Table:
    return postings.set_column(
        postings.column_names.index("posted_at"), "posted_at", postings["posted_at"].cast(pa.timestamp("us"))
    )


@pytest.mark.parametrize("written", [as_written, in_another_order, with_large_strings, with_categories, with_times])
@as_parquet_of_others
def test_postings_as_others_write_them(
    written, options, small_taxonomy, market_outcomes, market_breakdown, tmp_path, monkeypatch
):
    monkeypatch.setattr(columns_module, "_BATCH", 100)  # several batches of a row group
    monkeypatch.setattr(postings_module, "_NEAR", 8)
    postings, facts = tables(market_outcomes)
    pq.write_table(written(postings), tmp_path / "postings.parquet", **options)
    pq.write_table(facts, tmp_path / "facts.parquet")
    assert break_down_folder(tmp_path, taxonomy=small_taxonomy, today=TODAY) == market_breakdown


def test_parts_may_lack_what_they_have_none_of(small_taxonomy, market_outcomes, market_breakdown, tmp_path):
    postings, facts = tables(market_outcomes)
    pq.write_table(facts, tmp_path / "facts.parquet")
    undated = postings.filter(pa.compute.is_null(postings["posted_at"])).drop(["posted_at", "date_precision", "status"])
    dated = postings.filter(pa.compute.is_valid(postings["posted_at"])).drop(["group_id", "title", "location"])
    for number, part in enumerate((undated, dated, dated.slice(0, 0))):
        pq.write_table(part, tmp_path / f"postings-{number}.parquet")
    breakdown = break_down_parquet(
        tmp_path / "postings-*.parquet", tmp_path / "facts.parquet", taxonomy=small_taxonomy, today=TODAY
    )
    assert breakdown == market_breakdown


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        ([posting("a"), posting("b", "a"), posting("c", "b"), posting("d", "c")], ["a"]),
        ([posting("a", "b"), posting("b", "a")], ["a", "b"]),
        ([posting("a", "a", 2), posting("b", "a", 1)], ["b"]),
        ([posting("a", "a"), posting("b", "a", 1)], ["b"]),
        ([posting("a", "a", 1), posting("b", "a", 1)], ["a"]),
        ([posting("9", "x", 1), posting("10", "x", 1)], ["10"]),
        ([posting("a", "gone"), posting("b", "gone")], ["a"]),
        ([posting("x", status="failed"), posting("a", "x"), posting("b", "x")], ["a"]),
        ([posting("a", None), posting("b") | {"group_id": None}], ["a", "b"]),
        ([posting("a", company=None), posting("b", "a", company=None)], ["a"]),
        ([posting("a"), posting("b", "a", company="\u00a0aCME ")], ["a"]),
        ([posting("a", country="DE"), posting("b", "a", country=None)], ["a", "b"]),
        ([posting("a"), posting("a", status="failed"), posting("b")], ["a", "b"]),
        ([posting("a"), posting("a", country="DE")], ["a", "a"]),
    ],
    ids=[
        "a copy of a copy",
        "copies of each other",
        "by the first date",
        "a date before none",
        "the original first",
        "then by id",
        "an original that is not there",
        "an original that was not read",
        "no groups",
        "no company",
        "a company in other letters",
        "another country",
        "read once of twice",
        "one id in two countries",
    ],
)  # fmt: skip
def test_which_postings_stand_for_a_group(rows, ids):
    assert counted(rows) == ids
    assert sorted(counted(rows[::-1])) == ids


def test_ids_that_are_numbers_come_by_size():
    rows = pa.table({"posting_id": [10, 9], "group_id": [1, 1]})
    postings = read(rows)
    assert [place.tolist() for place in postings.number(pa.array(["10", "9"]))] == [[-1, 0]]


def test_postings_are_numbered_in_the_order_of_the_facts():
    rows = [posting(name) for name in ("a", "b", "c", "d")]
    postings = read(rows)
    places = postings.number(pa.array(["d", "unheard of", "b"]))
    assert [place.tolist() for place in places] == [[0, -1, 1]]
    assert (postings.kept, postings.read, postings.repeated_ids) == (4, 4, False)


@pytest.mark.parametrize("near", [1, 3, 1 << 13])
@pytest.mark.parametrize("order", ["of the postings", "another", "of parts turned about"])
def test_ids_are_found_wherever_they_stand(near, order, monkeypatch):
    monkeypatch.setattr(postings_module, "_NEAR", near)
    names = [f"posting {number}" for number in range(50)]
    postings = read([posting(name) for name in names[5:]])
    ids = {
        "of the postings": names,
        "another": np.random.default_rng(1).permutation(names).tolist(),
        "of parts turned about": names[25:] + names[:20],
    }[order]
    kept = [name for name in ids if name in names[5:]]
    [place] = postings.number(pa.array(ids))
    assert place.tolist() == [kept.index(name) if name in kept else -1 for name in ids]
    assert postings.kept == 45


def test_a_posting_without_an_id_has_no_facts_and_is_nobodys_copy():
    rows = [posting(None), posting(None), posting("a")]
    postings = read(rows)
    assert [place.tolist() for place in postings.number(pa.array(["a"]))] == [[0]]
    assert (postings.kept, postings.repeated_ids) == (3, True)


@pytest.mark.parametrize(
    ("only", "ids"),
    [
        ({}, ["a", "b", "c"]),
        ({"month": "2026-03"}, ["a", "b"]),
        ({"month": None}, ["c"]),
        ({"posted_at": "2026-03-02"}, ["b"]),
        ({"title": "Engineer"}, ["a", "c"]),
        ({"title": None}, ["b"]),
        ({"title": "Engineer", "month": "2026-03"}, ["a"]),
        ({"status": "ok"}, ["a", "c"]),
        ({"status": None}, ["b"]),
        ({"country": "DE"}, []),
        ({"country": None}, ["a", "b", "c"]),
    ],
    ids=str,
)
def test_only_those_that_have_a_value(only, ids):
    rows = [
        posting("a", day=1, title="Engineer", status="ok"),
        posting("b", day=2, title=None),
        posting("c", title="Engineer", status="ok"),
        posting("d", day=1, title="Engineer", status="failed"),
    ]
    table = pa.Table.from_pylist(rows, POSTINGS_SCHEMA).drop(["country"])
    postings = read(table, only)
    names = ["a", "b", "c", "d"]
    [place] = postings.number(pa.array(names))
    assert [name for name, p in zip(names, place.tolist(), strict=True) if p >= 0] == ids


def test_a_category_that_stands_twice_is_one():
    texts = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3, None]), pa.array(["DE", "DE", "US", None]))
    postings = read(pa.table({"posting_id": list("abcde"), "country": texts}), {"country": "DE"})
    postings.number(pa.array(["a"]))
    assert postings.number_values()[1]["country"] == {"DE": 2}
    assert read(pa.table({"posting_id": list("abcde"), "country": texts}), {"country": None}).number(
        pa.array(list("abcde"))
    )[0].tolist() == [-1, -1, -1, 0, 1]  # fmt: skip


def test_unread_postings_are_counted_with_what_is_asked_for():
    rows = [
        posting("a", status="failed", country="DE", engine="y"),
        posting("b", status="failed", engine=None),
        posting("c", status="skipped", country="DE", engine="x"),
        posting("d", status="unheard of", country="DE", engine="y"),
    ]
    postings = read(rows, {"country": "DE"})
    assert postings.unread == {"failed": 1, "skipped": 1}
    assert postings.engines == ["x", "y"]


def test_values_are_numbered_by_their_postings():
    countries = ["US", "DE", None, "DE", "AT", ""]
    rows = [posting(str(number), country=country) for number, country in enumerate(countries)]
    postings = read(rows)
    postings.number(pa.array(list("012345")))
    values, counts = postings.number_values()
    assert values["country"] == ("DE", "", "AT", "US")
    assert counts["country"] == {"DE": 2, "": 1, "AT": 1, "US": 1}
    assert postings.columns["country"].tolist() == [4, 1, 0, 1, 3, 2]
    assert postings.columns["role"].tolist() == [0] * 6


def test_a_posting_without_a_company_has_one_of_its_own():
    names = ["Acme", None, " acme", None, "Other"]
    postings = read([posting(str(number), company=name) for number, name in enumerate(names)])
    postings.number(pa.array(list("01234")))
    company = postings.columns["company"].tolist()
    assert company[0] == company[2]
    assert len(set(company)) == 4


@pytest.mark.parametrize(
    ("sources", "origins"),
    [
        (["board", "feed"] * 4, {"board", "feed"}),
        ([f"https://{host}/jobs/{n}?a=b" for n in range(4) for host in ("a.org", "b.org")], {"a.org", "b.org"}),
        ([f"{folder}{n}.txt" for n in range(4) for folder in ("ads/", "c:\\ads\\")], {"ads", "c:\\ads"}),
        ([f"file:///ads/{n}" for n in range(8)], {""}),
        ([f"board {n}" for n in range(8)], {None}),
        ([None] * 8, {None}),
    ],
    ids=["sources", "hosts", "folders", "no host", "nothing in common", "unknown"],
)
def test_where_postings_come_from(sources, origins):
    rows = [posting(str(number), day=3, source=source) for number, source in enumerate(sources)]
    postings = read(rows)
    postings.number(pa.array([], pa.string()))
    calendar = postings.number_periods(TODAY)
    assert {cell.source for cell in calendar.cells} == origins
    assert sorted(set(postings.columns["cell"].tolist())) == list(range(1, len(origins) + 1))


def test_periods_of_postings():
    rows = [
        posting("a", day=1, date_precision="day", source="s"),
        posting("b", day=9, date_precision="month", source="s"),
        posting("c", day=9, source="s"),
        posting("d", source="s"),
        posting("e", day=9, date_precision="year", source="s"),
        {**posting("f", source="s"), "posted_at": date(2026, 2, 28), "date_precision": "day"},
    ]
    postings = read(rows)
    postings.number(pa.array(list("abcdef")))
    assert postings.span() == (date(2026, 2, 28), date(2026, 3, 9), 5)
    calendar = postings.number_periods(TODAY)
    # March ends with its first day here: no other is known.
    assert (calendar.unit, calendar.left_open) == ("month", "2026-03")
    assert postings.columns["cell"].tolist() == [0, 0, 0, 0, 0, 1]


def test_dates_of_unknown_precision_count_with_the_rest(count):
    ads = [
        Ad(
            required=["Python"],
            known={"posted_at": date(2026, 1 + n % 4, 28), "date_precision": precision, "source": "s"},
        )
        for n in range(40)
        for precision in ("day", None)
    ]
    breakdown = count(ads)
    assert (breakdown.postings, breakdown.skill("Python").postings, breakdown.period.dated) == (80, 80, 80)
