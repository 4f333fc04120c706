from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.engines.llm.grounding import Grounder
from jdextract.engines.llm.wire import Items, parse_duty, parse_language, parse_skill
from jdextract.segments import split_segments
from jdextract.taxonomy import Taxonomy


@pytest.fixture(scope="module")
def grounder(taxonomy: Taxonomy) -> Grounder:
    return Grounder(taxonomy)


def ground_skill(grounder: Grounder, text: str, raw: str):
    [fact] = grounder.ground(Items(skills=(parse_skill(raw, "required"),)), split_segments(text))
    return fact


SKILLS = [
    # The name, an alias, or another spelling of it, in the cited line.
    pytest.param("Know PostgreSQL.", "1 PostgreSQL", "exact 1 PostgreSQL", id="name"),
    pytest.param("Know Postgres.", "1 PostgreSQL", "exact 1 Postgres", id="alias"),
    pytest.param("Know Amazon S3.", "1 Amazon S3", "exact 1 Amazon S3", id="longest spelling"),
    pytest.param("Know Node JS.", "1 Node.js", "exact 1 Node JS", id="respelt"),
    pytest.param("Know .NET and ASP.NET.", "1 .NET", "exact 1 .NET", id="leading dot"),
    pytest.param("Know Quarkbase Pro.", "1 Quarkbase Pro", "exact 1 Quarkbase Pro", id="unknown name"),
    pytest.param("Know quark-base pro.", "1 QuarkbasePro", "exact 1 quark-base pro", id="unknown name respelt"),
    pytest.param("Kubernetes-Cluster betreiben", "1 Kubernetes", "exact 1 Kubernetes", id="German compound"),
    pytest.param("Entity\u00a0Framework", "1 Entity Framework", "exact 1 Entity\u00a0Framework", id="hard space"),
    pytest.param("Java 17", "1 Java 17", "exact 1 Java", id="version dropped"),
    # Word boundaries.
    pytest.param("Know JavaScript.", "1 Java", "missing", id="not inside a word"),
    pytest.param("our go-to-market", "1 Go", "missing", id="not inside a hyphenated word"),
    pytest.param("skills withJava and more", "1 Java", "exact 1 Java", id="glued before"),
    pytest.param("Werkzeuge wieGit", "1 Git", "exact 1 Git", id="glued before in German"),
    pytest.param("Know KotlinandJava", "1 Kotlin", "exact 1 Kotlin", id="glued after"),
    pytest.param("with.NETundJava", "1 .NET", "exact 1 .NET", id="glued on both sides"),
    pytest.param("stack: Java8, more", "1 Java", "exact 1 Java", id="glued version"),
    pytest.param("our Java2D", "1 Java", "missing", id="not before a name's digit"),
    pytest.param("our MyJavaScript", "1 Java", "missing", id="not inside a name"),
    # Names that are ordinary words.
    pytest.param("Know Go.", "1 Go", "exact 1 Go", id="guarded as spelt"),
    pytest.param("stack: python, go, postgres", "1 Go", "exact 1 go", id="guarded in a list"),
    pytest.param("you go the extra mile", "1 Go", "missing", id="guarded in prose"),
    pytest.param("services in GO ~ fast", "1 Go", "exact 1 GO", id="guarded in capitals"),
    pytest.param("using Go to build", "1 Go", "exact 1 Go", id="guarded, barred phrase in mid-sentence"),
    pytest.param("Go live with us", "1 Go", "missing", id="guarded in a barred phrase"),
    pytest.param("before go live: Go", "1 Go", "exact 1 Go", id="guarded beside a barred phrase"),
    pytest.param("we love golang", "1 Go", "exact 1 golang", id="unguarded alias"),
    # The words that the model gave.
    pytest.param("some EF Core", "1 Entity Framework = EF", "exact 1 EF", id="words: initials"),
    pytest.param("Google's cloud", "1 Google Cloud = Google's cloud", "exact 1 Google's cloud", id="words: shared"),
    pytest.param("PostgresSQL dbs", "1 PostgreSQL = PostgresSQL", "exact 1 PostgresSQL", id="words: misspelt"),
    pytest.param("solid experience", "1 Kubernetes = experience", "missing", id="words: any word proves nothing"),
    pytest.param("solid experience", "1 Entity Framework = EF", "missing", id="words: not in the text"),
    # The wrong line.
    pytest.param("a\nb\nKnow K8s.", "1 Kubernetes", "exact 3 K8s", id="two lines off"),
    pytest.param("K8s\nb\nc\nd\nK8s", "4 Kubernetes", "exact 5 K8s", id="nearest first"),
    pytest.param("K8s\nb\nc\nd\ne", "5 Kubernetes", "exact 1 K8s", id="anywhere"),
    pytest.param("K8s\nb", "99 Kubernetes", "exact 1 K8s", id="no such line, found elsewhere"),
    pytest.param("a\nb", "99 Kubernetes", "missing", id="no such line"),
    pytest.param("a\nb", "0 fault tolerance", "missing", id="line zero"),
    # Concepts and soft skills may be proved in other words.
    pytest.param("services survive outages", "1 fault tolerance", "segment 1", id="concept in other words"),
    pytest.param("you like people", "1 teamwork", "segment 1", id="soft skill in other words"),
    pytest.param("with Teamgeist", "1 teamwork", "exact 1 Teamgeist", id="soft skill by alias"),
    pytest.param("you keep a bug triage", "1 debugging", "exact 1 bug triage", id="concept by a cue"),
    pytest.param("debugging and bug triage", "1 debugging", "exact 1 debugging", id="name before cue"),
    pytest.param("bug\u00a0triage\nb", "2 debugging", "segment 2", id="cue elsewhere: keeps its line"),
    pytest.param("bug triage\nb", "9 debugging", "exact 1 bug triage", id="no such line, found by a cue"),
    pytest.param("our tests run alone", "1 test automation", "segment 1", id="unknown concept sharing a word"),
    pytest.param("Testautomatisierung", "1 test hygiene", "segment 1", id="unknown concept in a compound"),
    pytest.param("you like people", "1 quantum synergy #domains/concept", "missing", id="unknown concept of nothing"),
    pytest.param("a\nfault tolerance", "1 fault tolerance", "segment 1", id="concept keeps its line"),
    pytest.param("a\nfault tolerance", "7 fault tolerance", "exact 2 fault tolerance", id="concept, no such line"),
]


@pytest.mark.parametrize(("text", "raw", "expected"), SKILLS)
def test_skill(grounder: Grounder, text: str, raw: str, expected: str):
    fact = ground_skill(grounder, text, raw)
    evidence, surface = fact.value.evidence, fact.value.surface
    found = [evidence.status, evidence.segment, surface.text if surface else None]
    assert " ".join(str(part) for part in found if part is not None) == expected
    assert (fact.problem is None) == (evidence.status != "missing")
    if surface:
        assert text[surface.start : surface.end] == surface.text


@pytest.mark.parametrize(("text", "raw", "expected"), SKILLS)
def test_skill_where_no_line_near_the_cited_one_names_it(grounder: Grounder, text: str, raw: str, expected: str):
    skill = ground_skill(grounder, "–\n" * 9 + text, raw).value
    if "\n" in text or skill.kind != "technology":  # which may be proved by another line
        return
    evidence, surface = skill.evidence, skill.surface
    assert (surface.text if surface else evidence.status) == expected.removeprefix("exact 1 ")
    assert evidence.segment == (10 if surface else None)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("1 postgres", ("PostgreSQL", "technology", True, "databases"), id="canonical name"),
        pytest.param("1 Postgres #tools/soft", ("PostgreSQL", "technology", True, "databases"), id="taxonomy wins"),
        pytest.param("1 Quarkbase", ("Quarkbase", "technology", False, "other"), id="capital: technology"),
        pytest.param("1 h3", ("h3", "technology", False, "other"), id="digit: technology"),
        pytest.param("1 UX design", ("UX design", "concept", False, "other"), id="noun after a capital: concept"),
        pytest.param("1 vertical farming", ("vertical farming", "concept", False, "other"), id="lower case: concept"),
        pytest.param("1 grit #soft_skills", ("grit", "soft", False, "soft_skills"), id="soft by category"),
        pytest.param("1 grit #other/soft", ("grit", "soft", False, "other"), id="soft by kind"),
        pytest.param("1 Lean #testing_practices/concept", ("Lean", "concept", False, "testing_practices"), id="both"),
    ],
)
def test_classification(grounder: Grounder, raw: str, expected: tuple[Any, ...]):
    skill = ground_skill(grounder, "Lean, postgres, Quarkbase, h3", raw).value
    assert (skill.name, skill.kind, skill.known, skill.category) == expected


@pytest.mark.parametrize(
    ("text", "raw", "status"),
    [
        pytest.param("Connect banking software", "1 integrate_systems: banking software", "exact", id="object named"),
        pytest.param("Connect what banks run", "1 integrate_systems: banking software", "segment", id="other words"),
        pytest.param("Write tests", "1 write_tests", "segment", id="no object"),
        pytest.param("Write tests", "2 write_tests", "missing", id="no such line"),
    ],
)
def test_duty(grounder: Grounder, text: str, raw: str, status: str):
    [fact] = grounder.ground(Items(duties=(parse_duty(raw),)), split_segments(text))
    assert fact.value.evidence.status == status
    assert fact.value.theme == ("backend_development" if "integrate" in raw else "testing_documentation")


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        pytest.param("Fluent German", "1 de C1 must", "exact 1", id="English name"),
        pytest.param("sehr gute Deutschkenntnisse", "1 de C1 must", "exact 1", id="German compound"),
        pytest.param("Business-Englisch", "1 en must", "exact 1", id="prefixed"),
        pytest.param("anglais courant", "1 en must", "exact 1", id="French name"),
        pytest.param("Languages: DE/EN", "1 de must", "exact 1", id="code"),
        pytest.param("x\nEnglish B2", "1 en B2 must", "exact 2", id="found elsewhere"),
        pytest.param("Berlin, Germany", "1 de must", "missing", id="country"),
        pytest.param("Deutschlandweit", "1 de must", "missing", id="German country"),
        pytest.param("you like people", "1 fr must", "missing", id="not named"),
        pytest.param("English", "3 en must", "exact 1", id="no such line, found elsewhere"),
        pytest.param("French", "3 en must", "missing", id="no such line"),
        pytest.param("Avañe'ẽ", "1 gn must", "segment 1", id="language without known spelling"),
        pytest.param("Avañe'ẽ", "9 gn must", "missing", id="language without known spelling, no such line"),
    ],
)
def test_language(grounder: Grounder, text: str, raw: str, expected: str):
    [fact] = grounder.ground(Items(languages=(parse_language(raw),)), split_segments(text))
    evidence = fact.value.evidence
    assert " ".join(str(part) for part in (evidence.status, evidence.segment) if part is not None) == expected


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        pytest.param("1 Java", "line 1 does not name Java", id="not named"),
        pytest.param("9 Java", "there is no line 9; the last is 2", id="no such line"),
    ],
)
def test_problem_is_fit_for_the_model(grounder: Grounder, raw: str, problem: str):
    assert ground_skill(grounder, "a\nb", raw).problem == problem


_chunks = st.sampled_from(
    [
        "Postgres",
        "Go",
        "go",
        "Größe",
        "👩\u200d💻",
        "\xa0",
        "\u200b",
        "\ufeff",
        "\xad",
        "ß",
        "İ",
        "é",
        "\n",
        "\r\n",
        "\u2028",
        ". ",
        ", ",
        "Deutsch",
        "English",
        "K8s",
        ".NET",
        "C#",
        " ",
        "-",
        "•",
        "services survive outages",
        "x" * 250,
    ]
)


@given(
    st.lists(_chunks | st.text(max_size=8), max_size=40).map("".join),
    st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from(["PostgreSQL", "Go", "Kubernetes", ".NET", "teamwork", "İx"]))
    ),
)
def test_every_span_is_a_slice_of_the_text(grounder: Grounder, text: str, cited: list[tuple[int, str]]):
    items = Items(
        skills=tuple(parse_skill(f"{number} {name}", "required") for number, name in cited),
        duties=tuple(parse_duty(f"{number} build_apis: {name}") for number, name in cited),
        languages=tuple(parse_language(f"{number} de must") for number, _ in cited),
    )
    for fact in grounder.ground(items, split_segments(text)):
        evidence = fact.value.evidence
        spans = [evidence] if evidence.status != "missing" else []
        spans += [fact.value.surface] if getattr(fact.value, "surface", None) else []
        for span in spans:
            assert text[span.start : span.end] == span.text
        if len(spans) == 2:
            assert evidence.start <= spans[1].start < spans[1].end <= evidence.end
        if evidence.status == "exact" and hasattr(fact.value, "surface"):
            assert fact.value.surface is not None
