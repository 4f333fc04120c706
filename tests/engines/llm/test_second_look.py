from __future__ import annotations

import json

import pytest

from jdextract import Posting, Settings, extract
from tests.support.server import ModelServer

POSTING = Posting(id="p", text="Your profile\nYou must know Python, Kotlin and PostgreSQL.\nKafka is a plus.")
EMPTY = {"must": [], "nice": [], "named": [], "duties": [], "languages": []}
FIRST = EMPTY | {"must": ["2 Python"]}


def scripted(second):
    return lambda ask: json.dumps(second if ask.is_follow_up else FIRST)


@pytest.fixture
def read(tmp_path):
    def run(server, **options):
        settings = Settings(model="openai/m", base_url=server.base_url, cache_dir=tmp_path / "cache", **options)
        [outcome] = extract([POSTING], settings=settings)
        assert outcome.ok, outcome.error
        return outcome, [skill.name for skill in outcome.extraction.skills]

    return run


def test_only_what_was_left_out_is_asked_about_and_taken(read):
    second = EMPTY | {"must": ["2 Kotlin", "3 Kafka", "2 Python"], "duties": ["2 lead_team"]}
    with ModelServer(answer=scripted(second), record=True) as server:
        outcome, names = read(server, second_look=True)
        assert names == ["Python", "Kotlin"]
        assert outcome.extraction.responsibilities == ()
        assert (outcome.attempts, outcome.cached) == (2, False)
        question = server.requests[1].turns[-1][1]
        assert "- 2 Kotlin\n- 2 PostgreSQL\n" in question
        assert "Kafka" not in question
        again, names = read(server, second_look=True)
        assert (again.cached, names, server.stats()["calls"]) == (True, ["Python", "Kotlin"], 2)


def test_it_is_off_by_default(read):
    with ModelServer(answer=scripted(FIRST)) as server:
        outcome, names = read(server)
    assert (outcome.attempts, names) == (1, ["Python"])


@pytest.mark.parametrize("fault", ["refusal", "malformed", "truncated"])
def test_an_unusable_second_answer_costs_nothing_but_itself(read, fault):
    with ModelServer(answer=scripted(FIRST)) as server:
        server.script(None, fault)
        outcome, names = read(server, second_look=True)
        assert (outcome.attempts, names) == (2, ["Python"])
        again, _ = read(server, second_look=True)
        assert (again.cached, server.stats()["calls"]) == (True, 2)


def test_nothing_is_asked_where_nothing_was_left_out(read):
    first = EMPTY | {"must": ["2 Python", "2 Kotlin", "2 PostgreSQL"]}
    with ModelServer(answer=lambda ask: json.dumps(first)) as server:
        outcome, _ = read(server, second_look=True)
    assert outcome.attempts == 1
