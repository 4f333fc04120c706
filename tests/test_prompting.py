from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from jdextract.engines.llm.grounding import Grounder
from jdextract.engines.llm.wire import parse_answer
from jdextract.errors import ConfigurationError
from jdextract.models import Activity, Category
from jdextract.prompting import Prompt, list_prompts, load_prompt
from jdextract.segments import split_segments
from jdextract.taxonomy import Taxonomy

FINGERPRINTS = {
    "classify_skills.v1": "8fd6ecd2d2d69155f71019be8b2105f3577317664a0dede7bd516c4c6f03d249",
    "extract_posting.v1": "2566a1b7da1cafebafa59505d6d39955ce149c5905ab148a4a2570315b20cfdf",
    "extract_posting.v2": "30f41f08afda8b27c336f9a048a11cc7a90a4fa9a94ee7d389e305706486addd",
}
"""SHA-256 of every prompt file. Once released, a line never changes: a better prompt is a new version."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for version in (1, 2, 10):
        (tmp_path / f"greet.v{version}.md").write_text(f"Rules {version}\n<!-- user -->\nHello {{{{who}}}}\n")
    (tmp_path / "notes.md").write_text("no prompt")
    (tmp_path / "greet.v0.md").write_text("no version")
    return tmp_path


def test_prompts_do_not_change_unnoticed():
    assert {prompt.id: prompt.fingerprint for prompt in list_prompts()} == FINGERPRINTS


def test_extraction_prompt_holds_the_closed_lists():
    prompt = load_prompt("extract_posting")
    lines = prompt.system.splitlines()
    assert [a for a in get_args(Activity) if not any(line.startswith(f"{a}: ") for line in lines)] == []
    assert [c for c in get_args(Category) if c not in prompt.system] == []
    assert prompt.description


@pytest.mark.parametrize(("lead", "kind"), [("- Concepts in", "concept"), ("- Soft skills by", "soft")])
def test_extraction_prompt_names_skills_that_the_taxonomy_tells_apart(lead: str, kind: str):
    [line] = [line for line in load_prompt("extract_posting").system.splitlines() if line.startswith(lead)]
    names = line.partition("one fits: ")[2].partition(". ")[0].split(", ")
    entries = {name: Taxonomy.default().lookup(name) for name in names}  # a canonical name may change, a prompt not
    assert {name: entry and entry.kind for name, entry in entries.items()} == dict.fromkeys(names, kind)
    assert len({entry.name for entry in entries.values() if entry}) == len(names)


def test_extraction_prompt_is_long_enough_for_providers_prompt_caches():
    assert len(load_prompt("extract_posting").system.split()) >= 1_024  # a word is at least one token


def test_extraction_prompt_practises_what_it_says():
    """The answers of its examples parse, and ground in the examples' postings."""
    examples = load_prompt("extract_posting").system.partition("# Examples")[2].split("<posting>")[1:]
    assert len(examples) == 2
    for example in examples:
        shown, _, answer = example.partition("</posting>")
        lines = dict(re.findall(r"^(\d+): (.*)$", shown, re.MULTILINE))
        items = parse_answer(answer)
        facts = Grounder(Taxonomy.default()).ground(items, split_segments("\n".join(lines.values())))
        assert items.invalid == ()
        assert [(fact.raw, fact.problem) for fact in facts if fact.problem] == []


def test_extraction_prompt_ends_with_the_posting():
    prompt = load_prompt("extract_posting.v1")
    assert prompt.render(posting="<posting>\n1: x\n</posting>").endswith("1: x\n</posting>")
    assert "{{" not in prompt.system


@pytest.mark.parametrize(
    ("name", "expected"),
    [pytest.param("greet", "greet.v10", id="newest by number"), pytest.param("greet.v2", "greet.v2", id="exact")],
)
def test_load(home: Path, name: str, expected: str):
    assert load_prompt(name, home).id == expected


def test_listed_in_order_of_version(home: Path):
    assert [prompt.id for prompt in list_prompts(home)] == ["greet.v1", "greet.v2", "greet.v10"]


def test_unknown_prompt_lists_those_there_are(home: Path):
    with pytest.raises(ConfigurationError, match=r"no prompt 'greet.v3'; there are greet.v1, greet.v2, greet.v10"):
        load_prompt("greet.v3", home)


def test_missing_directory(tmp_path: Path):
    with pytest.raises(ConfigurationError, match=r"cannot read prompts in .*nowhere"):
        list_prompts(tmp_path / "nowhere")


def test_front_matter_is_no_part_of_the_system_message(tmp_path: Path):
    (tmp_path / "a.v1.md").write_text("---\ndescription: says a: b\n---\nBe brief.\n\n<!-- user -->\n{{text}}\n")
    prompt = load_prompt("a", tmp_path)
    assert (prompt.system, prompt.user, prompt.description) == ("Be brief.", "{{text}}", "says a: b")


def test_values_are_not_filled_in_again():
    prompt = Prompt("a", 1, "", "{{one}} {{two}}", "")
    assert prompt.render(one="{{two}}", two="x\\1") == "{{two}} x\\1"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({}, id="too few"),
        pytest.param({"one": "", "two": ""}, id="too many"),
        pytest.param({"on": ""}, id="wrong"),
    ],
)
def test_places_and_values_must_match(values: dict[str, str]):
    with pytest.raises(ConfigurationError, match=r"prompt 'a.v1' has the places one"):
        Prompt("a", 1, "", "{{one}}", "").render(**values)


@pytest.mark.parametrize("text", ["no user part", "a\n<!-- user -->\nb\n<!-- user -->\nc"], ids=["none", "two"])
def test_one_user_part(tmp_path: Path, text: str):
    (tmp_path / "a.v1.md").write_text(text)
    with pytest.raises(ConfigurationError, match=r"'a.v1' needs exactly one line '<!-- user -->'"):
        load_prompt("a", tmp_path)


def test_line_ends_of_a_checkout_change_nothing(tmp_path: Path):
    for folder, end in (("unix", b"\n"), ("dos", b"\r\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.v1.md").write_bytes(b"---\nk: v\n---\nx\n<!-- user -->\n{{t}}\n".replace(b"\n", end))
    assert load_prompt("a", tmp_path / "unix") == load_prompt("a", tmp_path / "dos")
