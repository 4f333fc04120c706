"""The lexicon engine as a whole: its contract, grounding, what counts where, speed of nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.engines import Engine
from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Extraction, Posting
from jdextract.taxonomy import Taxonomy


def read(taxonomy: Taxonomy, text: str, **fields: str) -> Extraction:
    return LexiconEngine(taxonomy).read(Posting(id="p", text=text, **fields))


def skills(taxonomy: Taxonomy, text: str, **fields: str) -> dict[str, str]:
    return {skill.name: skill.requirement for skill in read(taxonomy, text, **fields).skills}


async def test_is_an_engine(small: Taxonomy) -> None:
    engine: Engine = LexiconEngine(small)
    reading = await engine.extract(Posting(id="p", text="Requirements: Python"))
    assert (engine.name, engine.prompt) == ("lexicon", None)
    assert [skill.name for skill in reading.extraction.skills] == ["Python"]
    assert reading.usage.total_tokens == 0
    await engine.aclose()


def test_empty_text_asks_for_nothing(small: Taxonomy) -> None:
    assert read(small, " \n ") == Extraction()


def test_default_taxonomy() -> None:
    assert [skill.name for skill in LexiconEngine().read(Posting(id="p", text="Requirements: Python")).skills] == [
        "Python"
    ]


def test_one_skill_a_name_in_order_of_appearance(small: Taxonomy) -> None:
    found = read(small, "Requirements:\n- Redis\n- Postgres, PostgreSQL and Redis").skills
    assert [skill.name for skill in found] == ["Redis", "PostgreSQL"]


def test_evidence_and_surface(small: Taxonomy) -> None:
    text = "Requirements:\n- Good\u00a0Post\u00adgres knowledge"
    skill = read(small, text).skills[0]
    assert skill.surface is not None
    assert skill.surface.text == "Post\u00adgres"
    assert (skill.evidence.segment, skill.evidence.text, skill.evidence.status) == (2, text.split("\n")[1], "exact")


def test_entry_gives_kind_and_category(small: Taxonomy) -> None:
    found = {
        skill.name: (skill.kind, skill.category)
        for skill in read(small, "Requirements:\n- Redis\n- code review\n- team player").skills
    }
    assert found == {
        "Redis": ("technology", "databases"),
        "code review": ("concept", "testing_practices"),
        "teamwork": ("soft", "soft_skills"),
    }


COUNTS = [
    ("soft-in-requirements", "Requirements:\n- You are a team player", {"teamwork": "required"}),
    ("soft-in-benefits", "Benefits:\n- Team player lunches", {}),
    ("soft-in-company", "About us\nWe value teamwork.\nRequirements:\n- Redis", {"Redis": "required"}),
    ("concept-looked-for", "We're looking for strong code review skills.", {"code review": "required"}),
    ("concept-of-the-company", "We're building code review tools for you.", {}),
    ("concept-in-duties", "Responsibilities:\n- Take part in code review", {"code review": "mentioned"}),
    ("concept-as-colour", "Responsibilities:\n- Build scalable products", {}),
    (
        "concept-as-ability",
        "Requirements:\n- Experience with backend and microservices",
        {"backend development": "required", "microservices": "required"},
    ),
    ("concept-in-job-title", "Requirements:\n- You have worked as a backend engineer", {}),
    ("concept-of-other-team", "Responsibilities:\n- Talk to the microservices team", {}),
    ("concept-in-degree", "Requirements:\n- Bachelor's degree in microservices or similar", {}),
    ("technology-in-company", "About us\nOur customers sell Redis.\nRequirements:\n- Java", {"Java": "required"}),
    (
        "stack-in-company",
        "About us\nOur stack is Redis and Java.\nRequirements:\n- Python",
        {"Redis": "mentioned", "Java": "mentioned", "Python": "required"},
    ),
    ("benefits", "What we offer:\n- Kubernetes courses", {}),
    ("application", "How to apply:\n- Send Python code", {}),
    (
        "employer-at",
        "We have worked at AWS and use Redis, Java and Python and MySQL.",
        {"Redis": "mentioned", "Java": "mentioned", "Python": "mentioned", "MySQL": "mentioned"},
    ),
    ("good-at", "Requirements:\n- You are good at Python", {"Python": "required"}),
    ("likeness", "Requirements:\n- S3-compatible storage and Redis", {"Redis": "required"}),
    ("lone-name-in-prose", "A python sat on my spring and redis was there too.", {}),
    (
        "names-support-each-other",
        "Python. Redis. MySQL. Kubernetes.",
        dict.fromkeys(("Python", "Redis", "MySQL", "Kubernetes"), "mentioned"),
    ),
    ("lone-name-worded-as-skill", "A Python developer sat there.", {"Python": "mentioned"}),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in COUNTS])
def test_what_counts(small: Taxonomy, text: str, expected: dict[str, str]) -> None:
    assert skills(small, text) == expected


def test_own_product_counts_only_where_demanded(small: Taxonomy) -> None:
    text = "Responsibilities:\n- Grow Redis\n- Write Java"
    assert skills(small, text, company="Redis") == {"Java": "mentioned"}
    assert skills(small, "Requirements:\n- Experience with Redis", company="Redis") == {"Redis": "required"}
    assert skills(small, "Requirements:\n- Java (Redis uses it)", company="Redis") == {"Java": "required"}
    assert skills(small, text, company="Redis Labs, Inc.") == {"Java": "mentioned"}


def test_whom_the_ad_presents_is_no_skill(small: Taxonomy) -> None:
    text = "Redis is the company that keeps harbours lit.\nResponsibilities:\n- Grow Redis\n- Write Java"
    assert skills(small, text) == {"Java": "mentioned"}


def test_links_to_other_jobs_ask_for_nothing(small: Taxonomy) -> None:
    assert skills(small, "Redis jobs\nMySQL jobs\nRequirements:\n- Java") == {"Java": "required"}


_PIECES = [
    "Requirements:",
    "Nice to have:",
    "Anforderungen",
    "What you'll do",
    "\n",
    "\n- ",
    " ",
    ". ",
    ", ",
    " or ",
    "/",
    "(",
    ")",
    "Python",
    "C#",
    "Go",
    "R",
    "Spring\u00a0Boot",
    "Post\u00adgres",
    "\u200b",
    "🚀",
    "ä",
    "İ",
    "no ",
    "is a plus",
    "ideally ",
    "experience with ",
    "Foobase",
    "team player",
    "scalable ",
    "https://redis.example",
    "\u2028",
    "\t",
    "|",
    "Deutsch B2",
    "build APIs",
]


@given(text=st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=40).map("".join))
def test_everything_is_grounded(small: Taxonomy, text: str) -> None:
    extraction = read(small, text)
    for skill in extraction.skills:
        assert skill.surface is not None
        assert text[skill.surface.start : skill.surface.end] == skill.surface.text
        assert skill.evidence.start is not None
        assert skill.evidence.end is not None
        assert skill.evidence.start <= skill.surface.start < skill.surface.end <= skill.evidence.end
    for fact in (*extraction.skills, *extraction.responsibilities, *extraction.languages):
        assert fact.evidence.text is not None
        assert text[fact.evidence.start : fact.evidence.end] == fact.evidence.text
    names = [skill.name for skill in extraction.skills]
    assert len(names) == len(set(names))


def test_reading_is_repeatable(small: Taxonomy) -> None:
    text = "Requirements:\n- Python or Java\n- Redis is a plus"
    assert read(small, text) == read(small, text)
