from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.errors import TaxonomyError
from jdextract.taxonomy import Taxonomy, loading, name_key
from jdextract.taxonomy.entries import Guard


@pytest.fixture
def small(tmp_path: Path) -> Taxonomy:
    file = tmp_path / "small.yaml"
    file.write_text(
        """
category: languages_frameworks
technology:
  Java: {}
  JavaScript: {aliases: [JS, ECMAScript]}
  Node.js: {aliases: [Node], implies: [JavaScript]}
  NestJS: {implies: [Node.js, TypeScript]}
  TypeScript: {aliases: [TS], implies: [JavaScript]}
  .NET: {aliases: [dotnet]}
  OAuth 2.0: {aliases: [OAuth], category: security}
concept:
  REST APIs: {aliases: [REST API, RESTful services], category: apis_architecture}
""",
        encoding="utf-8",
    )
    return Taxonomy.load(file, replace=True)


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        pytest.param("Java", "Java", id="the name"),
        pytest.param("js", "JavaScript", id="an alias in other case"),
        pytest.param("Node JS", "Node.js", id="a space for the dot"),
        pytest.param("NODEJS", "Node.js", id="nothing for the dot"),
        pytest.param("node-js", "Node.js", id="a hyphen for the dot"),
        pytest.param("  TypeScript ", "TypeScript", id="spaces around"),
        pytest.param("Java 17", "Java", id="a version"),
        pytest.param("Java 8+", "Java", id="a version and newer"),
        pytest.param("Java 11 or higher", "Java", id="a version or higher"),
        pytest.param("Java 11 oder höher", "Java", id="a version oder höher"),
        pytest.param("Node.js v20.x", "Node.js", id="a version with a v"),
        pytest.param("Java 21 LTS", "Java", id="a long-term version"),
        pytest.param("OAuth 2.0", "OAuth 2.0", id="a number that belongs to the name"),
        pytest.param("OAuth2", "OAuth 2.0", id="a version of an alias"),
        pytest.param("ECMAScript (ES6)", "JavaScript", id="an explanation in brackets"),
        pytest.param("RESTful service", "RESTful service", id="no singular is made up"),
        pytest.param("REST APIs", "REST APIs", id="a plural name"),
        pytest.param("Nodes", "Node.js", id="the plural of an alias"),
        pytest.param(".NET 8", ".NET", id="a name that begins with a dot"),
        pytest.param("Quarkus", "Quarkus", id="unknown names stay"),
        pytest.param(" Quarkus  ", "Quarkus", id="unknown names are stripped"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_canonical(small: Taxonomy, spelling: str, canonical: str) -> None:
    assert small.canonical(spelling) == canonical


def test_a_name_outranks_anothers_alias(tmp_path: Path) -> None:
    file = tmp_path / "skills.yaml"
    file.write_text("category: tools\ntechnology: {Linear: {aliases: [Tracker]}, Tracker: {}}", encoding="utf-8")
    assert Taxonomy.load(file, replace=True).canonical("tracker") == "Tracker"


def test_lookup_gives_the_entry_or_none(small: Taxonomy) -> None:
    entry = small.lookup("oauth")
    assert entry is not None
    assert (entry.name, entry.kind, entry.category) == ("OAuth 2.0", "technology", "security")
    assert small.lookup("Quarkus") is None


@pytest.mark.parametrize(
    ("given_names", "implied"),
    [
        pytest.param([], set(), id="nothing"),
        pytest.param(["Java"], set(), id="nothing implied"),
        pytest.param(["TypeScript"], {"JavaScript"}, id="one"),
        pytest.param(["NestJS"], {"Node.js", "TypeScript", "JavaScript"}, id="through others"),
        pytest.param(["NestJS", "JavaScript"], {"Node.js", "TypeScript"}, id="without what is given"),
        pytest.param(["Quarkus", "Node.js"], {"JavaScript"}, id="an unknown name implies nothing"),
    ],
)
def test_implied(small: Taxonomy, given_names: list[str], implied: set[str]) -> None:
    assert small.implied(given_names) == implied


def test_implied_ends_on_a_cycle(tmp_path: Path) -> None:
    file = tmp_path / "skills.yaml"
    file.write_text("category: tools\ntechnology: {Ping: {implies: [Pong]}, Pong: {implies: [Ping]}}", encoding="utf-8")
    assert Taxonomy.load(file, replace=True).implied(["Ping"]) == {"Pong"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Node.js", "node JS", id="dot and space"),
        pytest.param("CI/CD", "ci-cd", id="slash and hyphen"),
        pytest.param("S\N{SOFT HYPHEN}3", "S3", id="soft hyphen"),
        pytest.param("\uff26lask", "Flask", id="full-width letters"),
        pytest.param("Straße", "strasse", id="sharp s"),
    ],
)
def test_name_key_joins_spellings(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("C", "C#", id="C and C#"),
        pytest.param("C", "C++", id="C and C++"),
        pytest.param(".NET", "NET", id="the leading dot counts"),
    ],
)
def test_name_key_keeps_names_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text())
def test_name_key_ignores_outer_space_and_is_lower_case(name: str) -> None:
    key = name_key(name)
    assert key == name_key(f"  {name}\n")
    assert key == key.casefold() or not name.isascii()


@given(st.text(max_size=20))
def test_canonical_never_fails_and_is_stable(name: str) -> None:
    taxonomy = Taxonomy.default()
    canonical = taxonomy.canonical(name)
    assert taxonomy.canonical(canonical) == canonical


def test_default_is_loaded_once() -> None:
    assert Taxonomy.default() is Taxonomy.default()


def test_default_knows_every_name_it_ships() -> None:
    taxonomy = Taxonomy.default()
    assert len(taxonomy.skills) > 4_000
    for entry in taxonomy.skills.values():
        assert taxonomy.canonical(entry.name) == entry.name
        for alias in entry.aliases:
            assert taxonomy.canonical(alias) == entry.name


@pytest.mark.parametrize(
    ("spelling", "canonical", "category"),
    [
        ("k8s", "Kubernetes", "devops_cloud"),
        ("Amazon Web Services", "AWS", "devops_cloud"),
        ("Google Cloud Platform", "GCP", "devops_cloud"),
        ("EC2", "Amazon EC2", "devops_cloud"),
        ("CI-/CD-Pipelines", "CI/CD", "devops_cloud"),
        ("Lambda", "AWS Lambda", "advanced_infrastructure"),
        ("IaC", "infrastructure as code", "advanced_infrastructure"),
        ("Unit-Tests", "unit testing", "testing_practices"),
        ("agile Softwareentwicklung", "Agile", "testing_practices"),
        ("Code-Reviews", "code review", "testing_practices"),
        ("DSGVO", "GDPR", "security"),
        ("Azure AD", "Microsoft Entra", "security"),
        ("Versionsverwaltung", "version control", "tools"),
        ("Teamfähigkeit", "teamwork", "soft_skills"),
        ("Kommunikationsstärke", "communication", "soft_skills"),
        ("self-starter", "self-motivation", "soft_skills"),
        ("Zahlungsverkehr", "payments", "domains"),
        ("Führerschein Klasse B", "driving licence", "other"),
        ("Golang", "Go", "languages_frameworks"),
        ("Postgres", "PostgreSQL", "databases"),
    ],
)
def test_default_canonical_names(spelling: str, canonical: str, category: str) -> None:
    entry = Taxonomy.default().lookup(spelling)
    assert entry is not None
    assert (entry.name, entry.category) == (canonical, category)


@pytest.mark.parametrize(
    ("name", "implied"),
    [
        ("Amazon S3", {"AWS"}),
        ("Amazon EKS", {"AWS", "Kubernetes"}),
        ("GKE", {"GCP", "Kubernetes"}),
        ("Scrum", {"Agile"}),
        ("pytest", {"Python"}),
    ],
)
def test_default_implications(name: str, implied: set[str]) -> None:
    assert implied <= Taxonomy.default().implied([name])


def test_load_extends_and_replaces_entries(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        """
groups: {House tools: what we build ourselves}
technology:
  Kubernetes: {category: tools, aliases: [Kubi]}
  Gantry: {category: tools, groups: [House tools]}
""",
        encoding="utf-8",
    )
    shipped, own = Taxonomy.default(), Taxonomy.load(file)
    assert len(own.skills) == len(shipped.skills) + 1
    assert own.skills["Kubernetes"].category == "tools"
    assert own.canonical("Kubi") == "Kubernetes"
    assert own.groups["House tools"] == "what we build ourselves"
    assert own.fingerprint != shipped.fingerprint
    assert "Gantry" not in shipped.skills


def test_a_later_file_wins(tmp_path: Path) -> None:
    for name, category in (("a.yaml", "tools"), ("b.yaml", "other")):
        (tmp_path / name).write_text(f"category: {category}\ntechnology: {{Gantry: {{}}}}", encoding="utf-8")
    taxonomy = Taxonomy.load(tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert taxonomy.skills["Gantry"].category == "other"


def test_replace_keeps_the_closed_lists(small: Taxonomy) -> None:
    shipped = Taxonomy.default()
    assert list(small.skills)[:2] == ["Java", "JavaScript"]
    assert len(small.skills) == 8
    assert small.activities == shipped.activities
    assert small.themes == shipped.themes
    assert small.categories == shipped.categories
    assert small.groups == shipped.groups


def test_a_users_file_may_have_the_name_of_a_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("groups.yaml").write_text("category: tools\ntechnology: {Gantry: {}}", encoding="utf-8")
    assert "Gantry" in Taxonomy.load("groups.yaml").skills


def test_the_fingerprint_follows_the_content(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("category: tools\ntechnology: {Gantry: {}}", encoding="utf-8")
    first = Taxonomy.load(file).fingerprint
    assert Taxonomy.load(file).fingerprint == first
    file.write_text("category: tools\ntechnology: {Gantry: {aliases: [Kran]}}", encoding="utf-8")
    assert Taxonomy.load(file).fingerprint != first


def test_optional_endings_are_spelled_out(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("category: tools\ntechnology: {Gantry: {aliases: [Gantry-Cluster(n)]}}", encoding="utf-8")
    assert Taxonomy.load(file).skills["Gantry"].aliases == ("Gantry-Cluster", "Gantry-Clustern")


@pytest.mark.parametrize(
    ("kind", "forms"),
    [
        pytest.param("technology", ("rush",), id="a technology as it is written"),
        pytest.param("concept", ("rush", "Rush"), id="a concept begins sentences too"),
        pytest.param("soft", ("rush", "Rush"), id="a soft skill begins sentences too"),
    ],
)
def test_guard_forms(tmp_path: Path, kind: str, forms: tuple[str, ...]) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        f"category: tools\n{kind}: {{rush: {{guard: {{level: context, never: [rush hour], near: [pace]}}}}}}",
        encoding="utf-8",
    )
    guard = Taxonomy.load(file).skills["rush"].guard
    assert guard == Guard("context", forms, never=("rush hour",), near=("pace",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("[Gantry]", "expected a mapping, found list", id="a list"),
        pytest.param("", "expected a mapping, found NoneType", id="an empty file"),
        pytest.param("technology: {Gantry", "not valid YAML", id="broken YAML"),
        pytest.param("tool: {Gantry: {}}", "unknown section 'tool'", id="an unknown section"),
        pytest.param("technology: [Gantry]", "section 'technology': expected a mapping", id="a list of names"),
        pytest.param("technology: {Gantry: {}}", "skill 'Gantry': category None", id="no category"),
        pytest.param("category: cranes\ntechnology: {Gantry: {}}", "category 'cranes'", id="an unknown category"),
        pytest.param(
            "category: tools\ntechnology: {Gantry: {alias: [Kran]}}", "skill 'Gantry': expected", id="an unknown field"
        ),
        pytest.param("category: tools\ntechnology: {Gantry: Kran}", "skill 'Gantry': expected", id="no mapping"),
        pytest.param(
            "category: tools\ntechnology: {Gantry: {aliases: Kran}}", "aliases is a list, found 'Kran'", id="one alias"
        ),
        pytest.param(
            "category: tools\ntechnology: {Gantry: {aliases: [on]}}", "found True; put quotes", id="a YAML boolean"
        ),
        pytest.param("category: tools\ntechnology: {yes: {}}", "found True; put quotes", id="a boolean for a name"),
        pytest.param(
            "category: tools\ntechnology: {Gantry: {guard: {level: never}}}",
            "skill 'Gantry': a guard is a mapping",
            id="an unknown guard level",
        ),
        pytest.param(
            "category: tools\ntechnology: {Gantry: {guard: {level: case, form: [Gantry]}}}",
            "skill 'Gantry': a guard is a mapping",
            id="an unknown guard field",
        ),
        pytest.param(
            "category: tools\ntechnology:\n  Gantry: {}\n  Gantry: {aliases: [Kran]}",
            "line 4: 'Gantry' stands there twice",
            id="a name twice",
        ),
    ],
)
def test_errors_name_the_file_and_the_place(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TaxonomyError) as caught:
        Taxonomy.load(file)
    assert said in str(caught.value)
    assert repr(str(file)) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match=r"cannot read taxonomy file '.*none\.yaml'"):
        Taxonomy.load(tmp_path / "none.yaml")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes(b"\xff\xfe\x00\xd8 technology")
    with pytest.raises(TaxonomyError, match="not valid YAML"):
        Taxonomy.load(file)


def test_two_shipped_files_may_not_hold_one_skill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "skills").mkdir()
    for name in loading._STRUCTURE:
        (tmp_path / name).write_bytes((loading.DATA / name).read_bytes())
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / "skills" / name).write_text("category: tools\ntechnology: {Gantry: {}}", encoding="utf-8")
    monkeypatch.setattr(loading, "DATA", tmp_path)
    monkeypatch.setattr(loading, "COMPILED", tmp_path / "compiled.json")
    with pytest.raises(TaxonomyError, match=r"'skills/two\.yaml': 'Gantry' stands in another shipped file"):
        Taxonomy.load()


def test_the_compiled_taxonomy_is_the_same_and_yields_to_edited_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "skills").mkdir()
    for name in loading._STRUCTURE:
        (tmp_path / name).write_bytes((loading.DATA / name).read_bytes())
    skills = tmp_path / "skills" / "own.yaml"
    skills.write_text("category: tools\ntechnology: {Gantry: {}}", encoding="utf-8")
    monkeypatch.setattr(loading, "DATA", tmp_path)
    monkeypatch.setattr(loading, "COMPILED", tmp_path / "compiled.json")
    from_yaml = Taxonomy.load()
    compiled = loading.compile_shipped()
    assert json.loads(compiled)["digest"] == from_yaml.fingerprint
    loading.COMPILED.write_text(compiled, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(loading, "compile_shipped", lambda: pytest.fail("the compiled file was not used"))
        from_json = Taxonomy.load()
    assert (from_json.skills, from_json.fingerprint) == (from_yaml.skills, from_yaml.fingerprint)
    skills.write_text("category: tools\ntechnology: {Crane: {}}", encoding="utf-8")
    assert set(Taxonomy.load().skills) == {"Crane"}


@pytest.mark.parametrize(
    ("cue", "skill"),
    [
        pytest.param("bug triage", "debugging", id="a part of the work"),
        pytest.param("fast-paced environment", "adaptability", id="a trait's surroundings"),
        pytest.param("Chaos Monkey", "chaos engineering", id="a tool of the practice"),
        pytest.param("message processing", "message queues", id="what it is for"),
        pytest.param("QLoRA", "fine-tuning", id="a technique"),
    ],
)
def test_a_cue_is_no_name(cue: str, skill: str) -> None:
    taxonomy = Taxonomy.default()
    assert cue in taxonomy.skills[skill].cues
    assert taxonomy.canonical(cue) == cue


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        pytest.param("public speaking", "public speaking", id="a trait beside presentation skills"),
        pytest.param("startup mindset", "startup mindset", id="a trait beside adaptability"),
        pytest.param("background job processing", "background jobs", id="work beside message queues"),
        pytest.param("function calling", "tool calling", id="an ability beside AI agents"),
        pytest.param("AI inference", "model inference", id="a step beside model deployment"),
    ],
)
def test_a_skill_in_its_own_right(name: str, canonical: str) -> None:
    assert Taxonomy.default().canonical(name) == canonical
