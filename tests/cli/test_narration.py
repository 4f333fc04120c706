"""``--narrate``: prose out of a model over real HTTP, held against the numbers, paid for once."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.answers import answer_grounded
from tests.support.server import ModelServer

PLAIN = re.compile(r"^\d+\. (.+)$", re.MULTILINE)


def reworded(ask):
    """Each finding in other words, the second with a number of the model's own."""
    findings = PLAIN.findall(ask.first_user_text)
    told = [f"Put plainly: {text}" for text in findings]
    told[1] += " That is 97 % more."
    return json.dumps({"text": "\n".join(f"{number}. {text}" for number, text in enumerate(told, 1))})


@pytest.fixture
def extractions(jdextract, samples):
    jdextract("extract", samples, "-o", "x.jsonl", "-q")
    return "x.jsonl"


def narrate(jdextract, extractions, server, *more):
    return jdextract(
        "report", extractions, "--format", "json", "--narrate", "-m", "openai/any", "--base-url", server.base_url, *more
    )


def takeaways(result):
    return [takeaway["text"] for takeaway in json.loads(result.out)["takeaways"]]


def test_prose_that_holds_replaces_the_plain_sentence_and_is_paid_for_once(jdextract, extractions):
    plain = takeaways(jdextract("report", extractions, "--format", "json"))
    with ModelServer(answer=reworded) as server:
        first = narrate(jdextract, extractions, server)
        second = narrate(jdextract, extractions, server)
        assert server.stats()["calls"] == 1
    assert first.code == 0, first.err
    told = takeaways(first)
    assert told[1] == plain[1]
    assert told[0] == f"Put plainly: {plain[0]}"
    assert f"{len(plain) - 1} of {len(plain)} takeaways in the words of openai/any" in first.err
    assert takeaways(second) == told


def test_a_budget_that_does_not_suffice_leaves_the_plain_sentences(jdextract, extractions):
    plain = takeaways(jdextract("report", extractions, "--format", "json"))
    with ModelServer(answer=reworded) as server:
        stopped = narrate(jdextract, extractions, server, "--max-tokens", 10)
        assert server.stats()["calls"] == 0
    assert stopped.code == 3
    assert takeaways(stopped) == plain


def test_an_answer_of_another_form_leaves_them_too(jdextract, extractions):
    plain = takeaways(jdextract("report", extractions, "--format", "json"))
    with ModelServer(answer=lambda _: "no JSON") as server:
        assert takeaways(narrate(jdextract, extractions, server)) == plain


def test_analyze_narrates_what_it_has_read(jdextract, samples, tmp_path):
    def either(ask):
        return reworded(ask) if "findings about job" in ask.first_user_text else answer_grounded(ask)

    with ModelServer(answer=either) as server:
        asked = ("--narrate", "-m", "openai/any", "--base-url", server.base_url)
        result = jdextract("analyze", f"{samples}/*.txt", "-o", "out", *asked)
    assert result.code == 0, result.err
    assert "in the words of openai/any" in result.err
    assert (tmp_path / "out" / "report.html").exists()


def test_the_lexicon_writes_no_prose(jdextract, extractions):
    refused = jdextract("report", extractions, "--narrate")
    assert (refused.code, "--model" in refused.err) == (2, True)
