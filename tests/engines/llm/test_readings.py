"""Kept extractions: found again only while all that shaped them is as it was."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from jdextract.cache import DiskCache
from jdextract.deferred import json_of
from jdextract.engines.llm import readings
from jdextract.engines.llm.completion import Completion
from jdextract.engines.llm.engine import LLMEngine
from jdextract.models import Posting, Usage
from jdextract.prompting import load_prompt
from jdextract.scratch import ScratchStore
from jdextract.taxonomy import Taxonomy

POSTING = Posting(id="p1", title="Backend Engineer", text="You know Postgres and the Zorblax server.")
EMPTY: dict[str, list[str]] = {"must": [], "nice": [], "named": [], "duties": [], "languages": []}


def answer(*must: str) -> Completion:
    text = json.dumps(EMPTY | {"must": list(must)})
    return Completion(text, Usage(input_tokens=9, output_tokens=3), "stop", "m-1")


class Client:
    def __init__(self, *answers: Completion) -> None:
        self.answers = list(answers)

    async def complete(self, request):
        return self.answers.pop(0)

    async def aclose(self) -> None:
        pass


@pytest.fixture
def read(taxonomy, tmp_path):
    """Read a posting in an engine of its own, over one cache."""

    async def one(*answers: Completion, posting: Posting = POSTING, kept: bool = True, **options):
        scratch = ScratchStore(tmp_path / "cache" / "readings") if kept else None
        given = {"model": "m", "endpoint": "host", "taxonomy": taxonomy, **options}
        engine = LLMEngine(
            Client(*answers), cache=DiskCache(tmp_path / "cache"), owns_cache=True, scratch=scratch, **given
        )
        try:
            return await engine.extract(posting)
        finally:
            await engine.aclose()

    return one


def was_kept(reading) -> bool:
    return json_of(reading.extraction) is not None


PAID = answer("1 PostgreSQL")


async def test_a_second_reading_is_the_kept_one_and_equals_the_ordinary_one(read):
    first = await read(PAID)
    kept, ordinary = await read(), await read(kept=False)
    assert (was_kept(first), was_kept(kept), was_kept(ordinary)) == (False, True, False)
    assert (kept.usage, kept.attempts, kept.cached) == (ordinary.usage, ordinary.attempts, ordinary.cached)
    assert kept.extraction.model_dump_json() == ordinary.extraction.model_dump_json()
    assert kept.extraction == first.extraction


async def test_an_answer_that_came_by_another_way_is_made_into_a_reading_once(read):
    await read(PAID, kept=False)
    assert not was_kept(await read())
    assert was_kept(await read())


@pytest.mark.parametrize(
    "change",
    [{"id": "p2"}, {"source": "elsewhere"}, {"duplicate_of": "p0"}],
    ids=lambda change: next(iter(change)),
)
async def test_what_says_nothing_of_the_job_may_differ(read, change):
    await read(PAID)
    assert was_kept(await read(posting=POSTING.model_copy(update=change)))


@pytest.mark.parametrize(
    "change",
    [
        {"text": "You know Postgres and the Zorblax server!"},  # its text_sha256 stays the old one
        {"title": "Data Engineer"},
        {"company": "Zorblax"},
        {"language": "de"},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_another_posting_is_read_anew(read, change):
    await read(PAID)
    assert not was_kept(await read(PAID, posting=POSTING.model_copy(update=change)))


OTHER_PROMPT = replace(load_prompt("extract_posting.v2"), system="Say what is asked for.")


@pytest.mark.parametrize(
    "options",
    [
        {"model": "n"},
        {"endpoint": "lab"},
        {"mode": "tools"},
        {"max_output_tokens": 1000},
        {"temperature": 0.5},
        {"seed": 1},
        {"prompt": "extract_posting.v1"},
        {"prompt": OTHER_PROMPT},
        {"window_chars": 30_000},
        {"second_reader": lambda _: readings.Extraction()},
    ],
    ids=lambda options: next(iter(options)),
)
async def test_other_settings_read_anew(read, options):
    await read(PAID)
    assert not was_kept(await read(PAID, **options))
    assert was_kept(await read())


async def test_another_taxonomy_reads_anew_without_paying(read, tmp_path):
    first = await read(answer("1 PostgreSQL", "1 Zorblax"))
    file = tmp_path / "mine.yaml"
    file.write_text("category: databases\ntechnology: {Zorblax: {}, PostgreSQL: {aliases: [Postgres]}}")
    other = await read(taxonomy=Taxonomy.load(file, replace=True))
    assert [skill.known for skill in first.extraction.skills] == [True, False]
    assert [skill.known for skill in other.extraction.skills] == [True, True]
    file.write_text("category: domains\ntechnology: {Zorblax: {}, PostgreSQL: {aliases: [Postgres]}}")
    changed = await read(taxonomy=Taxonomy.load(file, replace=True))
    assert {skill.category for skill in changed.extraction.skills} == {"domains"}


async def test_other_code_reads_anew(read, monkeypatch):
    await read(PAID)
    monkeypatch.setattr(readings, "code_digest", lambda: "another release")
    assert not was_kept(await read())


def test_any_line_of_code_that_reads_postings_counts(tmp_path, monkeypatch):
    digests = set()
    monkeypatch.setattr(readings, "_PACKAGE", tmp_path)
    for name in ("models.py", "engines/llm/grounding.py", "taxonomy/loading.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        for code in ("a = 1\n", "a = 2\n"):
            file.write_text(code)
            digests.add(readings.code_digest.__wrapped__())
    assert len(digests) == 6


async def test_an_answer_that_was_replaced_is_read_anew(read, tmp_path):
    await read(PAID)
    cache = DiskCache(tmp_path / "cache")
    [key] = cache
    cache.put(key, {**cache.get(key), "text": answer("1 fault tolerance").text})
    cache.close()
    reading = await read()
    assert [skill.name for skill in reading.extraction.skills] == ["fault tolerance"]
    assert was_kept(await read())


async def test_an_answer_that_is_gone_is_paid_for_again(read, tmp_path):
    await read(PAID)
    cache = DiskCache(tmp_path / "cache")
    cache.clear()
    cache.close()
    assert (await read(PAID)).attempts == 1


async def test_a_mended_answer_is_kept_with_both_answers(read, tmp_path):
    await read(answer("1 PostgreSQL", "1 Java"), answer())
    assert was_kept(await read())
    cache = DiskCache(tmp_path / "cache")
    mended = next(key for key in cache if json.loads(cache.get(key)["text"])["must"] == [])
    cache.put(mended, {**cache.get(mended), "text": answer("1 fault tolerance").text})
    cache.close()
    assert {skill.name for skill in (await read()).extraction.skills} == {"PostgreSQL", "fault tolerance"}


UNUSABLE = replace(answer(), text="no JSON")


@pytest.mark.parametrize(
    ("answers", "options"),
    [
        ((answer("1 PostgreSQL", "1 Java"),), {"reask": False}),
        ((answer("1 PostgreSQL", "1 Java"), UNUSABLE), {}),
        ((UNUSABLE, PAID), {}),
    ],
    ids=["a question not asked", "a question in vain", "a second question"],
)
async def test_what_hangs_on_answers_that_are_not_there_is_not_kept(read, answers, options):
    await read(*answers, **options)
    assert not was_kept(await read(**options))


async def test_without_the_disk_nothing_is_kept_and_all_is_read(read, tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "readings").write_text("no folder")
    await read(PAID)
    reading = await read()
    assert [skill.name for skill in reading.extraction.skills] == ["PostgreSQL"]
    assert not was_kept(reading)
