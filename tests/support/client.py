"""A user's program: it runs, and passes mypy's strict mode, against an installed jdextract."""

from __future__ import annotations

import asyncio

from jdextract import Breakdown, Outcome, Posting, break_down, errors, extract, read_postings, stream_async


def names(outcomes: list[Outcome]) -> list[str]:
    return [skill.name for outcome in outcomes if outcome.extraction is not None for skill in outcome.extraction.skills]


async def count(postings: list[Posting]) -> int:
    done = 0
    async for outcome in stream_async(postings, model="lexicon"):
        done += outcome.status == "ok"
    return done


def main() -> None:
    postings = list(read_postings({"id": "1", "title": "Engineer", "text": "You know PostgreSQL and Python."}))
    outcomes = extract(postings, model="lexicon")
    breakdown: Breakdown = break_down(outcomes)
    shares: dict[str, float] = {line.name: line.share for line in breakdown.skills}
    assert shares["Python"] == 1.0
    assert "PostgreSQL" in names(outcomes)
    assert asyncio.run(count(postings)) == 1
    try:
        list(read_postings("https://example.com/job"))
    except errors.InputError as error:
        kind: str = error.kind
        assert kind == "input"


if __name__ == "__main__":
    main()
