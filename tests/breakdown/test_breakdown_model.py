from __future__ import annotations

import json

import pytest

from jdextract.breakdown import Breakdown, break_down
from jdextract.errors import InputError
from tests.support.corpora import Ad


def test_json_round_trip(market_breakdown, tmp_path):
    path = tmp_path / "breakdown.json"
    path.write_text(market_breakdown.model_dump_json(), encoding="utf-8")
    assert Breakdown.load(path) == market_breakdown


def test_json_has_the_contracts_names(market_breakdown):
    content = json.loads(market_breakdown.model_dump_json())
    top = {"schema", "postings", "folded_duplicates", "failed", "skipped", "engine", "period", "common_at", "min_support",
           "skills", "categories", "groups", "alternatives", "responsibilities", "other_responsibilities", "languages",
           "takeaways", "not_stated"}  # fmt: skip
    assert top <= content.keys()
    assert content["schema"] == 1
    skill = {"name", "kind", "category", "groups", "postings", "postings_direct", "share", "low", "high", "required",
             "preferred", "mentioned", "rank_in_category", "common", "borderline", "children", "trend",
             "concentrated_in"}  # fmt: skip
    assert skill <= content["skills"][0].keys()
    assert {"name", "postings", "share", "low", "high", "required_share"} <= content["categories"][0].keys()
    duty = {"activity", "theme", "postings", "share", "low", "high", "common", "borderline", "with", "objects"}
    assert duty <= content["responsibilities"][0].keys()
    language = {"language", "postings", "share", "low", "high", "required", "preferred", "levels", "by_country"}
    assert language <= content["languages"][0].keys()
    assert {"country", "postings", "of", "share"} <= content["languages"][0]["by_country"][0].keys()
    assert {"kind", "text", "numbers", "postings"} <= content["takeaways"][0].keys()


def test_numbers_hold_together(market_breakdown):
    for line in market_breakdown.skills:
        assert line.required + line.preferred + line.mentioned == line.postings
        assert line.low <= line.share <= line.high
        assert line.postings_direct <= line.postings
        assert line.common == (line.share >= market_breakdown.common_at)
        for child in line.children:
            assert child.postings <= line.postings
    by_category = {line.name: line for line in market_breakdown.categories}
    for line in market_breakdown.skills:
        assert by_category[line.category].postings >= line.postings
        assert by_category[line.category].required_share * market_breakdown.postings >= line.required - 1e-9


def test_ranks_follow_support(market_breakdown):
    for category in {line.category for line in market_breakdown.skills}:
        lines = [line for line in market_breakdown.skills if line.category == category]
        assert [line.rank_in_category for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("content", ["", "{}", '{"schema": 1}', "[1]"])
def test_load_names_the_file(tmp_path, content):
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.json"):
        Breakdown.load(path)


def test_load_of_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="cannot read breakdown"):
        Breakdown.load(tmp_path / "none.json")


def test_records_of_an_unknown_list(market_breakdown):
    with pytest.raises(InputError, match="use one of countries, skills"):
        market_breakdown.to_records("postings")


def test_records(market_breakdown):
    records = market_breakdown.to_records("languages")
    assert records[0]["language"] == "de"


def test_notebooks_show_it_escaped(small_taxonomy, writer):
    outcome = writer.outcome(Ad(required=["<script>alert(1)</script>"]))
    shown = break_down([outcome], taxonomy=small_taxonomy)._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
