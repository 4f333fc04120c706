"""Every kind of first answer, followed by every kind of second, in every mode, over real HTTP: how many calls, and what comes of it."""

from __future__ import annotations

import pytest

from jdextract.engines.llm.connection import connect
from jdextract.engines.llm.engine import LLMEngine
from jdextract.errors import ContentFilterError, InvalidAnswerError, RefusedError, TruncatedError
from jdextract.limits import Limits
from jdextract.models import Posting

POSTING = Posting(id="p", text="Your profile\nYou must know Python and Postgres.\nGerman is required.")

# How the server is told to answer so.
SCRIPTS = {
    "valid": None,
    "malformed": "malformed",
    "violating": "invalid",
    "ungrounded": "ungrounded",
    "truncated": "truncated",
    "refused": "refusal",
    "filtered": "content_filter",
}

# First answer and second one to the calls made and what comes of them; a third answer, where it is asked for, is
# valid. "kept": the posting is read, and what does not ground is left with its evidence missing.
INVALID_FIRST = {
    "valid": (2, "ok"),
    "malformed": (3, "ok"),
    "violating": (3, "ok"),
    "ungrounded": (3, "ok"),
    "truncated": (3, "ok"),
    "refused": (2, RefusedError),
    "filtered": (2, ContentFilterError),
}
CELLS = {
    "valid": {None: (1, "ok")},
    "malformed": INVALID_FIRST,
    "violating": INVALID_FIRST,
    "ungrounded": {"valid": (2, "ok")} | dict.fromkeys([kind for kind in SCRIPTS if kind != "valid"], (2, "kept")),
    "truncated": INVALID_FIRST | {"truncated": (2, TruncatedError)},
    "refused": {None: (1, RefusedError)},
    "filtered": {None: (1, ContentFilterError)},
}
FIRST_ONLY = {
    "valid": (1, "ok"),
    "malformed": (1, InvalidAnswerError),
    "violating": (1, InvalidAnswerError),
    "ungrounded": (1, "kept"),
    "truncated": (2, "ok"),  # the same question with more room for the answer is no re-ask
    "refused": (1, RefusedError),
    "filtered": (1, ContentFilterError),
}


async def read(server, mode, **options):
    connection = connect("m", limits=Limits(4), base_url=server.base_url, mode=mode)
    engine = LLMEngine(
        connection.client, model=connection.model, endpoint=connection.endpoint, mode=connection.mode, **options
    )
    try:
        return await engine.extract(POSTING)
    finally:
        await engine.aclose()


async def check(server, mode, expected, **options):
    calls, outcome = expected
    if isinstance(outcome, str):
        reading = await read(server, mode, **options)
        facts = reading.extraction
        statuses = [fact.evidence.status for fact in (*facts.skills, *facts.languages)]
        assert ("missing" in statuses) is (outcome == "kept")
        assert {"Python", "PostgreSQL"} <= {skill.name for skill in facts.skills if skill.surface}
        assert reading.attempts == calls
        assert reading.usage.output_tokens > 0
    else:
        with pytest.raises(outcome) as caught:
            await read(server, mode, **options)
        assert caught.value.attempts == calls
        assert caught.value.usage.input_tokens > 0
    assert server.stats()["calls"] == calls
    assert {ask.mode for ask in server.requests} == {mode}


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(first, second, expected, id=f"{first}, {second}" if second else first)
        for first, row in CELLS.items()
        for second, expected in row.items()
    ],
)
async def test_first_answer_and_reask(server, mode, first, second, expected):
    server.script(SCRIPTS[first], *([SCRIPTS[second]] if second else []))
    await check(server, mode, expected)


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
@pytest.mark.parametrize("first", FIRST_ONLY)
async def test_first_answer_without_reasks(server, mode, first):
    server.script(SCRIPTS[first])
    await check(server, mode, FIRST_ONLY[first], reask=False)
