"""Names of a taxonomy in a text: boundaries, cases, guards, longest match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.engines.lexicon.folding import fold
from jdextract.engines.lexicon.matcher import Matcher, matcher_for
from jdextract.taxonomy import Taxonomy

FOUND = [
    ("plain", "Python and Redis", ["Python", "Redis"]),
    ("any-case", "python, REDIS", ["Python", "Redis"]),
    ("alias", "Postgres", ["PostgreSQL"]),
    ("longest", "Spring Boot and SQL Server", ["Spring Boot", "SQL Server"]),
    ("hyphen-for-space", "Spring-Boot", ["Spring Boot"]),
    ("inside-word", "Pythonesque javanese", []),
    ("java-script", "JavaScript", ["JavaScript"]),
    ("c-family", "C, C++, C#", ["C", "C++", "C#"]),
    ("c-plus-plus-only", "C++", ["C++"]),
    ("dotnet", "ASP.NET and .NET", [".NET", ".NET"]),
    ("dotnet-address", "see example.net", []),
    ("plural", "K8s, microservice", ["Kubernetes", "microservices"]),
    ("version", "Python3, Java 17, MySQL8", ["Python", "Java", "MySQL"]),
    ("version-of-a-guarded", "Spring6 with Java", ["Spring", "Java"]),
    ("letters-and-digits", "S3 and S3a", ["Amazon S3"]),
    ("compound", "Pythonkenntnisse", ["Python"]),
    ("compound-hyphen", "Java-Entwickler", ["Java"]),
    ("inflected-concept", "relationalen Datenbanken, relationale Datenbanken", ["relational databases"]),
    ("glued", "withC#andJava", ["C#", "Java"]),
    ("glue-needs-words", "Pythonix, unJava", []),
    ("guard-case", "JS where js runs", ["JavaScript"]),
    ("guard-form-case", "we go where GO is", []),
    ("guard-listed", "go, js", ["Go", "JavaScript"]),
    ("guard-unguarded-alias", "golang", ["Go"]),
    ("guard-hyphen", "Go-between, Go-Entwickler", ["Go"]),
    ("guard-never", "Go live with Python", ["Python"]),
    ("address", "https://python.example/redis me@java.example", []),
    ("domain", "redis.io", []),
    ("no-break-space", "Spring\u00a0Boot", ["Spring Boot"]),
    ("soft-hyphen", "Post\u00adgres", ["PostgreSQL"]),
    ("double-space", "Google  Cloud", ["GCP"]),
    ("not-over-lines", "Google\nCloud", []),
]


@pytest.mark.parametrize(("text", "names"), [pytest.param(t, n, id=i) for i, t, n in FOUND])
def test_find(small: Taxonomy, text: str, names: list[str]) -> None:
    assert [match.entry.name for match in Matcher(small).find(fold(text))] == names


def test_context_guard_leaves_a_doubt(small: Taxonomy) -> None:
    assert [match.doubt for match in Matcher(small).find(fold("Go, Golang, Python"))] == [True, False, False]


def test_an_ordinary_word_in_a_list_is_in_doubt(small: Taxonomy) -> None:
    found = Matcher(small).find(fold("go, Go, Python"))
    assert [(match.doubt, match.lowered) for match in found] == [(True, True), (True, False), (False, False)]


def test_matcher_is_built_once(small: Taxonomy) -> None:
    assert matcher_for(small) is matcher_for(small)


def test_optional_ending_of_an_alias(tmp_path, small: Taxonomy) -> None:
    path = tmp_path / "more.yaml"
    path.write_text("concept:\n  cloud: {category: devops_cloud, aliases: [Wolke(n)]}\n", encoding="utf-8")
    matcher = Matcher(Taxonomy.load(path, replace=True))
    assert len(matcher.find(fold("Wolke, Wolken"))) == 2


_WORDS = st.lists(
    st.sampled_from(
        [
            "Python",
            "C#",
            "Go",
            "Spring Boot",
            ".NET",
            " ",
            ",",
            "/",
            "\u200b",
            "\u00a0",
            "ä",
            "🚀",
            "-",
            "Post\u00adgres",
            "İ",
            "\n",
        ]
    )
    | st.text(max_size=5),
    max_size=20,
).map("".join)


@given(text=_WORDS)
def test_matches_are_ordered_and_apart(small: Taxonomy, text: str) -> None:
    folded = fold(text)
    reach = 0
    for match in matcher_for(small).find(folded):
        assert reach <= match.low < match.high <= len(folded.lower)
        reach = match.high
        start, end = folded.span(match.low, match.high)
        assert 0 <= start < end <= len(text)
