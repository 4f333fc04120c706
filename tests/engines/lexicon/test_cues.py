"""Cues of the taxonomy: words that prove a skill in a text without being its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.engines.lexicon.folding import fold
from jdextract.engines.lexicon.matcher import Matcher
from jdextract.models import Posting
from jdextract.taxonomy import Taxonomy


@pytest.fixture(scope="module")
def taxonomy(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    path = Path(tmp_path_factory.mktemp("cues")) / "skills.yaml"
    path.write_text(
        "concept:\n"
        "  pairing:\n"
        "    core: true\n"
        "    category: testing_practices\n"
        "    aliases: [pair work]\n"
        "    cues: [two at one desk, PW]\n"
        "    guard: {level: case, forms: [PW]}\n",
        encoding="utf-8",
    )
    return Taxonomy.load(path, replace=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("we sit two at one desk", [("two at one desk", True)], id="cue"),
        pytest.param("we do pair work", [("pair work", False)], id="name"),
        pytest.param("PW daily", [("PW", True)], id="guarded cue in its case"),
        pytest.param("pw daily", [], id="guarded cue in another case"),
    ],
)
def test_matches(taxonomy: Taxonomy, text: str, found: list[tuple[str, bool]]) -> None:
    matches = Matcher(taxonomy).find(fold(text))
    assert [(text[match.low : match.high], match.cue) for match in matches] == found


def test_a_text_is_searched_for_cues_and_a_name_is_not_looked_up_by_them(taxonomy: Taxonomy) -> None:
    text = "Requirements:\n- experience with two at one desk"
    [skill] = LexiconEngine(taxonomy).read(Posting(id="1", text=text)).skills
    assert skill.surface is not None
    assert (skill.name, skill.surface.text, skill.evidence.status) == ("pairing", "two at one desk", "exact")
    assert taxonomy.lookup("pair work") is taxonomy.skills["pairing"]
    assert taxonomy.lookup("two at one desk") is None


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> LexiconEngine:
    path = Path(tmp_path_factory.mktemp("core")) / "skills.yaml"
    path.write_text(
        "category: domains\n"
        "concept:\n"
        "  tide modelling: {aliases: [modelling of tides, sea level work]}\n"
        "  wave modelling: {core: true, aliases: [modelling of waves, swell work]}\n",
        encoding="utf-8",
    )
    return LexiconEngine(Taxonomy.load(path, replace=True))


@pytest.mark.parametrize(
    ("heading", "line", "found"),
    [
        pytest.param("Requirements", "Experience with tide modelling", {"tide modelling"}, id="rare, demanded by name"),
        pytest.param("Requirements", "Modelling of tides", {"tide modelling"}, id="rare, demanded by its words"),
        pytest.param("Requirements", "Experience with sea level work", set(), id="rare, demanded in other words"),
        pytest.param("Responsibilities", "Improve our tide modelling", set(), id="rare, in a duty"),
        pytest.param("Nice to have", "Tide modelling", {"tide modelling"}, id="rare, wished for by name"),
        pytest.param("Requirements", "Experience with swell work", {"wave modelling"}, id="core, in other words"),
        pytest.param("Responsibilities", "Improve our wave modelling", {"wave modelling"}, id="core, in a duty"),
    ],
)
def test_what_few_postings_ask_for_is_demanded_by_its_name(
    engine: LexiconEngine, heading: str, line: str, found: set[str]
) -> None:
    text = f"{heading}:\n- {line}\n- work with people"
    assert {skill.name for skill in engine.read(Posting(id="1", text=text)).skills} == found
