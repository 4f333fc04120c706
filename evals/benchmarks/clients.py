"""The clients that a run is compared with: the same calls, and nothing around them.

    python evals/benchmarks/clients.py bare|instructor REQUESTS.jsonl BASE_URL CONCURRENCY

REQUESTS has a ``system`` and a ``user`` message a line. ``bare`` is the floor: the openai package over aiohttp, a
schema that is built once, and an answer that pydantic validates. ``instructor`` is what its documentation shows.
Neither renders, grounds, caches or writes anything.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel


class PostingFacts(BaseModel):
    """The wire form of one posting's facts."""

    must: list[str]
    nice: list[str]
    named: list[str]
    duties: list[str]
    languages: list[str]


Messages = list[dict[str, str]]
Call = Callable[[Messages], Awaitable[PostingFacts]]


def bare(base_url: str, concurrency: int) -> Call:
    """Openai, aiohttp and pydantic."""
    import httpx2  # noqa: PLC0415 - each client loads only what it uses
    import openai  # noqa: PLC0415

    client = openai.AsyncOpenAI(
        base_url=base_url,
        api_key="none",
        max_retries=0,
        http_client=openai.DefaultAioHttpClient(limits=httpx2.Limits(max_connections=concurrency)),
    )
    schema = {**PostingFacts.model_json_schema(), "additionalProperties": False}
    answer_format: Any = {
        "type": "json_schema",
        "json_schema": {"name": "posting_facts", "strict": True, "schema": schema},
    }

    async def call(messages: Any) -> PostingFacts:
        answer = await client.chat.completions.create(model="bench", messages=messages, response_format=answer_format)
        return PostingFacts.model_validate_json(answer.choices[0].message.content or "")

    return call


def with_instructor(base_url: str, _concurrency: int) -> Call:
    """Instructor's own way to the same answer."""
    import instructor  # noqa: PLC0415

    client = instructor.from_provider(
        "openai/bench",
        async_client=True,
        mode=instructor.Mode.JSON_SCHEMA,
        base_url=base_url,
        api_key="none",
    )

    async def call(messages: Any) -> PostingFacts:
        return await client.create(response_model=PostingFacts, messages=messages, max_retries=0)

    return call


CLIENTS: Mapping[str, Callable[[str, int], Call]] = {"bare": bare, "instructor": with_instructor}


async def run(path: Path, call: Call, concurrency: int) -> int:
    """Make all calls, so many at once, and return how many were answered."""
    with path.open(encoding="utf-8") as lines:

        async def work() -> int:
            answered = 0
            for line in lines:
                request = json.loads(line)
                await call([{"role": role, "content": request[role]} for role in ("system", "user")])
                answered += 1
            return answered

        return sum(await asyncio.gather(*(work() for _ in range(concurrency))))


def main() -> None:
    name, requests, base_url, concurrency = sys.argv[1:]
    answered = asyncio.run(run(Path(requests), CLIENTS[name](base_url, int(concurrency)), int(concurrency)))
    print(json.dumps({"answered": answered}))


if __name__ == "__main__":
    main()
