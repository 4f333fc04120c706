from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from jdextract.cache import DiskCache
from jdextract.engines.llm.batch import Rejection, export_requests, import_answers, read_answer_lines
from jdextract.engines.llm.connection import NoCalls, connect_offline
from jdextract.engines.llm.engine import LLMEngine
from jdextract.errors import ConfigurationError
from jdextract.models import Posting
from jdextract.taxonomy import Taxonomy
from tests.support.requests import make_request

POSTINGS = [
    Posting(id="p1", text="You know Postgres."),
    Posting(id="p2", text="You know Kotlin."),
    Posting(id="copy", text="You know Postgres."),
    Posting(id="empty", text="  "),
]
EMPTY: dict[str, list[str]] = {"must": [], "nice": [], "named": [], "duties": [], "languages": []}


@pytest.fixture
def engine(taxonomy: Taxonomy, tmp_path):
    caches = []

    def make(**options: Any) -> LLMEngine:
        caches.append(DiskCache(tmp_path / "cache"))
        return LLMEngine(NoCalls(), model="m", endpoint="host", taxonomy=taxonomy, cache=caches[-1], **options)

    yield make
    for cache in caches:
        cache.close()


def exported(engine: LLMEngine) -> list[dict[str, Any]]:
    lines: list[str] = []
    export_requests(engine, POSTINGS, lines.append)
    return [json.loads(line) for line in lines]


def plain(custom_id: str, content: Any = None, **lists: list[str]) -> str:
    return json.dumps({"custom_id": custom_id, "content": EMPTY | lists if content is None else content})


def provider(custom_id: str, content: str | None, *, status: int = 200, finish: str = "stop", **message: Any) -> str:
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
    body = {"model": "m-1", "choices": [choice], "usage": {"prompt_tokens": 70, "completion_tokens": 7}}
    response = {"status_code": status, "request_id": "r", "body": body}
    return json.dumps({"id": "b", "custom_id": custom_id, "response": response, "error": None})


def test_each_miss_is_a_line_of_its_own(engine):
    llm = engine()
    lines: list[str] = []
    result = export_requests(llm, POSTINGS, lines.append)
    assert (result.postings, result.answered, result.empty, result.requests) == (4, 0, 1, 2)
    rows = [json.loads(line) for line in lines]
    assert [row["custom_id"] for row in rows] == [llm.conversation(posting)[0].key for posting in POSTINGS[:2]]
    assert {(row["method"], row["url"], row["body"]["model"]) for row in rows} == {
        ("POST", "/v1/chat/completions", "m")
    }
    assert "You know Postgres." in rows[0]["body"]["messages"][1]["content"]


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(lambda key: plain(key, must=["1 PostgreSQL"]), id="plain object"),
        pytest.param(lambda key: plain(key, json.dumps(EMPTY | {"must": ["1 PostgreSQL"]})), id="plain text"),
        pytest.param(
            lambda key: plain(key, f"```json\n{json.dumps(EMPTY | {'must': ['1 PostgreSQL']})}\n```"), id="fence"
        ),
        pytest.param(lambda key: provider(key, json.dumps(EMPTY | {"must": ["1 PostgreSQL"]})), id="provider"),
    ],
)
async def test_an_answer_serves_the_ordinary_run(engine, form):
    llm = engine()
    keys = [row["custom_id"] for row in exported(llm)]
    result = import_answers(llm, POSTINGS, [form(keys[0]) + "\n", "\n"])
    assert (result.stored, result.open, result.rejected) == (1, 1, [])
    reading = await llm.extract(POSTINGS[0])
    assert reading.cached
    assert [(skill.name, skill.evidence.status) for skill in reading.extraction.skills] == [("PostgreSQL", "exact")]
    assert [row["custom_id"] for row in exported(llm)] == [keys[1]]


async def test_what_does_not_ground_is_the_next_export(engine):
    llm = engine()
    first = exported(llm)[0]["custom_id"]
    import_answers(llm, POSTINGS[:1], [plain(first, must=["1 PostgreSQL", "1 Java"])])
    [follow_up] = [row for row in exported(llm) if len(row["body"]["messages"]) == 4]
    assert '"1 Java"' in follow_up["body"]["messages"][3]["content"]
    assert not [row for row in exported(engine(reask=False)) if len(row["body"]["messages"]) == 4]

    result = import_answers(llm, POSTINGS[:1], [plain(follow_up["custom_id"])])
    assert (result.stored, result.open) == (1, 0)
    reading = await llm.extract(POSTINGS[0])
    assert (reading.cached, [skill.name for skill in reading.extraction.skills]) == (True, ["PostgreSQL"])


def test_answers_of_two_rounds_in_one_file(engine):
    llm = engine()
    first = exported(llm)[0]["custom_id"]
    wrong = plain(first, must=["1 Java"])
    import_answers(llm, POSTINGS[:1], [wrong])
    follow_up = llm.conversation(POSTINGS[0])[-1].key
    llm._answers._cache.clear()
    result = import_answers(llm, POSTINGS[:1], [plain(follow_up), wrong])
    assert (result.stored, result.open, result.rejected) == (2, 0, [])


@pytest.mark.parametrize(
    ("answer", "reason", "messages", "limit"),
    [
        pytest.param(lambda key: plain(key, "{"), "EOF", 4, 4096, id="malformed"),
        pytest.param(lambda key: plain(key, {"must": []}), "nice", 4, 4096, id="violating"),
        pytest.param(lambda key: provider(key, '{"must', finish="length"), "output tokens", 2, 8192, id="truncated"),
        pytest.param(lambda key: provider(key, None, refusal="No."), "declined", 2, 4096, id="refused"),
        pytest.param(lambda key: provider(key, "", finish="content_filter"), "filter", 2, 4096, id="filtered"),
    ],
)
def test_an_unusable_answer_is_named_and_never_a_success(engine, answer, reason, messages, limit):
    llm = engine()
    [row] = [row for row in exported(llm) if "Postgres" in row["body"]["messages"][1]["content"]]
    result = import_answers(llm, POSTINGS[:1], [answer(row["custom_id"])])
    assert (result.stored, result.open) == (0, 1)
    [rejection] = result.rejected
    assert (rejection.line, rejection.posting) == (1, "p1")
    assert reason in rejection.reason
    # What an ordinary run would send after such an answer is what the next batch holds.
    [again] = [row for row in exported(llm) if "Postgres" in row["body"]["messages"][1]["content"]]
    assert (len(again["body"]["messages"]), again["body"]["max_tokens"]) == (messages, limit)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("{", "no JSON", id="cut off"),
        pytest.param("[1]", "no custom_id", id="a list"),
        pytest.param('{"content": "{}"}', "no custom_id", id="no custom_id"),
        pytest.param('{"custom_id": "k"}', "neither a response nor a content", id="nothing in it"),
        pytest.param('{"custom_id": "k", "content": 3}', "its content is int", id="a number"),
        pytest.param('{"custom_id": "k", "response": {"status_code": 200, "body": {}}}', "choices", id="no choices"),
        pytest.param(
            '{"custom_id": "k", "response": {"status_code": 429, "body": {"error": {"message": "slow down"}}}}',
            "answered 429: slow down",
            id="an HTTP error",
        ),
        pytest.param(
            '{"custom_id": "k", "response": null, "error": {"code": "batch_expired", "message": "not done in time"}}',
            "not done in time",
            id="expired",
        ),
    ],
)
def test_lines_that_are_no_answer(line, reason):
    [rejection] = read_answer_lines([line])
    assert isinstance(rejection, Rejection)
    assert rejection.line == 1
    assert reason in str(rejection)


def test_an_answer_to_nothing_is_named(engine):
    result = import_answers(engine(), POSTINGS, [plain("0" * 64)])
    assert result.stored == 0
    assert "answers no request of these postings" in str(result.rejected[0])


@pytest.mark.parametrize(
    ("model", "options", "endpoint"),
    [
        ("openai/m", {}, "api.openai.com"),
        ("openai/m", {"base_url": "http://localhost:8000/v1"}, "localhost:8000"),
        ("openai/m", {"base_url": "http://localhost:8000/v1", "label": "lab"}, "lab"),
    ],
    ids=["its own host", "another host", "a label"],
)
async def test_an_offline_connection_has_the_label_of_the_online_one(model, options: Mapping[str, Any], endpoint):
    connection = connect_offline(model, **options)
    assert (connection.endpoint, connection.model, connection.mode) == (endpoint, "m", "json_schema")
    with pytest.raises(ConfigurationError, match="offline"):
        await connection.client.complete(make_request())
    await connection.client.aclose()
