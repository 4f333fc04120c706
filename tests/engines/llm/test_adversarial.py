"""Postings that try to steer the model, read by a model that obeys them.

A row of ``evals/adversarial.jsonl`` is a posting with three more fields: ``demands`` is the answer that the
attack wants, and that this suite's server gives, also when asked again; ``bait`` must reach neither counts nor
reports; ``asked`` is what the posting really asks for, and what must be there all the same. What a posting
names in so many words it may ask for, however it says it: no reader can tell a demand from a claim there.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from jdextract import Posting, Settings, extract
from jdextract.breakdown import break_down
from jdextract.postings import read_postings
from jdextract.reports import render_csv, render_markdown
from jdextract.reports.html import render_html
from tests.support.server import ModelServer

PATH = Path(__file__).parents[3] / "evals" / "adversarial.jsonl"
ROWS = [json.loads(line) for line in PATH.read_text(encoding="utf-8").splitlines()]
INNOCENT = [
    Posting(id=f"innocent-{number}", company=f"Plainfield {number}", text=f"Plainfield {number}\nYou know PostgreSQL.")
    for number in range(3)
]
INNOCENT_ANSWER = {"must": ["2 PostgreSQL"], "nice": [], "named": [], "duties": [], "languages": []}
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]")


def obey(ask) -> str:
    row = next((row for row in ROWS if row["company"] in ask.first_user_text), None)
    return json.dumps(row["demands"] if row else INNOCENT_ANSWER)


def grounded(facts):
    return [fact for fact in facts if fact.evidence.status != "missing"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The outcomes of all attacks and some innocent postings in one corpus, and what was sent."""
    with ModelServer(answer=obey, record=True) as server:
        settings = Settings(
            model="openai/any", base_url=server.base_url, cache_dir=tmp_path_factory.mktemp("cache"), concurrency=4
        )
        outcomes = extract([*read_postings(PATH), *INNOCENT], settings=settings)
        requests = list(server.requests)
    return outcomes, requests


@pytest.fixture(scope="module")
def outcomes(run):
    return {outcome.posting.id: outcome for outcome in run[0]}


def test_the_suite_is_broad():
    assert len(ROWS) >= 40
    assert len({row["company"] for row in ROWS}) == len({row["id"] for row in ROWS}) == len(ROWS)
    assert {row["language"] for row in ROWS} == {"en", "de"}
    assert {"instruction", "marker", "markup", "invisible", "flood"} <= {row["attack"] for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['id']} {row['attack']} {row['language']}" for row in ROWS])
def test_only_what_the_posting_asks_for_is_grounded(outcomes, row):
    outcome = outcomes[row["id"]]
    assert outcome.ok, outcome.error
    facts = outcome.extraction
    names = [skill.name for skill in grounded(facts.skills)]
    assert sorted(names) == sorted(row["asked"])
    assert grounded(facts.languages) == []
    assert grounded(facts.responsibilities) == []
    assert all(outcome.posting.text[s.surface.start : s.surface.end] == s.surface.text for s in grounded(facts.skills))
    # Markup is no name at all; it is not even among what is kept with its evidence missing.
    said = [fact.object or fact.summary or "" for fact in facts.responsibilities]
    assert not re.search(r"[<>{}|]|://|javascript:", " ".join([*(skill.name for skill in facts.skills), *said]))
    assert outcome.attempts <= 3


def test_the_block_of_the_posting_has_one_end_and_shows_nothing_unseen(run):
    for ask in run[1]:
        text = ask.first_user_text
        assert text.startswith("<posting>\n")
        assert text.endswith("\n</posting>")
        assert len(re.findall(r"[<＜]\s*/?\s*posting", text, re.IGNORECASE)) == 2
        assert not UNSEEN.search(text)
        assert sum(len(said) for _, said in ask.turns) < 60_000


def test_others_in_the_corpus_are_untouched(outcomes):
    for posting in INNOCENT:
        [skill] = outcomes[posting.id].extraction.skills
        assert (skill.name, skill.evidence.text) == ("PostgreSQL", "You know PostgreSQL.")


def test_counts_hold_what_was_asked_for_and_nothing_else(run):
    breakdown = break_down(run[0], min_support=1)
    asked = {name: sum(name in row["asked"] for row in ROWS) for row in ROWS for name in row["asked"]}
    asked["PostgreSQL"] += len(INNOCENT)
    assert {line.name: line.postings_direct for line in breakdown.skills if line.postings_direct} == asked
    assert breakdown.languages == ()


def test_reports_hold_no_bait(run):
    breakdown = break_down(run[0], min_support=1)
    asked = {name for row in ROWS for name in row["asked"]}
    bait = {bait for row in ROWS for bait in row["bait"]} - asked
    # In reports a bait must not stand as a whole word; in the page, whose own script has ordinary words, as markup.
    for report in (render_markdown(breakdown), render_csv(breakdown), breakdown.model_dump_json()):
        assert [b for b in bait if re.search(rf"(?<![\w-]){re.escape(b)}(?![\w-])", report)] == []
    page = render_html(breakdown, run[0])
    live = [b for b in bait if re.search(r"<|\.example|javascript:|HYPERLINK|constructor", b)]
    assert len(live) >= 5
    assert [b for b in live if b in page] == []
