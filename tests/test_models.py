from __future__ import annotations

import hashlib
import json
import pickle
from datetime import date

import pytest
from pydantic import ValidationError

from jdextract.models import Evidence, Outcome, Posting, Usage, unchecked


def test_an_outcome_is_a_line_of_the_contract():
    outcome = Outcome(posting=Posting(id="1", text="Go", posted_at=date(2026, 3, 1)), status="ok", engine="lexicon")
    line = json.loads(outcome.model_dump_json())
    assert list(line) == [
        "schema",
        "posting",
        "status",
        "engine",
        "prompt",
        "cached",
        "attempts",
        "usage",
        "extraction",
        "error",
    ]
    assert line["schema"] == 1
    assert line["posting"]["posted_at"] == "2026-03-01"
    assert line["usage"] == {"input_tokens": 0, "cached_input_tokens": 0, "output_tokens": 0, "cost_usd": None}
    assert Outcome.model_validate_json(outcome.model_dump_json()) == outcome


def test_a_posting_knows_the_hash_of_its_text():
    assert Posting(id="1", text="größer").text_sha256 == hashlib.sha256("größer".encode()).hexdigest()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "missing", "text": "x", "start": 0, "end": 1},
        {"status": "exact"},
        {"status": "segment", "text": "x", "start": 0},
    ],
    ids=["missing with a span", "exact without one", "half a span"],
)
def test_evidence_that_contradicts_itself_is_refused(fields):
    with pytest.raises(ValidationError):
        Evidence(segment=1, **fields)


@pytest.mark.parametrize(
    ("first", "second", "cost"),
    [
        (Usage(input_tokens=1, cost_usd=0.5), Usage(output_tokens=1, cost_usd=0.25), 0.75),
        (Usage(input_tokens=1, cost_usd=0.5), Usage(output_tokens=1), None),
        (Usage(), Usage(output_tokens=1, cost_usd=0.25), 0.25),
        (Usage(), Usage(), None),
    ],
    ids=["known", "one unknown", "nothing used", "nothing at all"],
)
def test_costs_add_up_only_where_they_are_known(first, second, cost):
    assert (first + second).cost_usd == cost


def test_models_are_frozen_and_closed():
    posting = Posting(id="1", text="")
    with pytest.raises(ValidationError):
        posting.id = "2"
    with pytest.raises(ValidationError):
        Posting(id="1", txt="")


def test_unchecked_makes_what_checking_makes() -> None:
    fields = {"segment": 1, "text": "You know Python.", "start": 0, "end": 16, "status": "exact"}
    built, checked = unchecked(Evidence, **fields), Evidence(**fields)
    assert built == checked
    assert hash(built) == hash(checked)
    assert built.model_fields_set == checked.model_fields_set
    for copy in (pickle.loads(pickle.dumps(built)), built.model_copy(deep=True)):  # noqa: S301 - our own bytes
        assert copy == checked
    assert built.model_dump_json() == checked.model_dump_json()
    with pytest.raises(ValidationError):
        built.start = 1
