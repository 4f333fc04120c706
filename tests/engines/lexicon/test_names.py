"""The names of a taxonomy: compiled and built ones are the same, and edited rules or entries win."""

from __future__ import annotations

import json

import pytest

from jdextract.engines.lexicon import names
from jdextract.taxonomy import Taxonomy, loading


def _content(table: names.NameTable) -> list[object]:
    return [table.names, table.short, table.barring, [table.patterns(number) for number in range(len(table.names))]]


@pytest.fixture
def compiled(tmp_path, monkeypatch):
    for module in (loading, names):
        monkeypatch.setattr(module, "COMPILED", tmp_path / f"{module.__name__}.json")
        module.COMPILED.write_text(module.compile_shipped(), encoding="utf-8")


@pytest.mark.usefixtures("compiled")
def test_compiled_names_are_those_built(monkeypatch: pytest.MonkeyPatch) -> None:
    taxonomy = Taxonomy.load()
    built = names.build_table(taxonomy)
    monkeypatch.setattr(names, "build_table", lambda _: pytest.fail("the compiled file was not used"))
    assert _content(names.name_table(taxonomy)) == _content(built)


@pytest.mark.usefixtures("compiled")
def test_names_of_another_taxonomy_are_built(small: Taxonomy) -> None:
    assert _content(names.name_table(small)) == _content(names.build_table(small))


@pytest.mark.usefixtures("compiled")
def test_edited_rules_win_over_compiled_names(tmp_path, monkeypatch: pytest.MonkeyPatch, small: Taxonomy) -> None:
    edited = tmp_path / "folding.py"
    edited.write_text("# other rules", encoding="utf-8")
    monkeypatch.setattr(names.folding, "__file__", str(edited))
    monkeypatch.setattr(
        names, "build_table", lambda _: names.NameTable(small, ["built"], 1, [0], (), practice_words="")
    )
    assert names.name_table(Taxonomy.load()).names == ["built"]
    assert json.loads(names.COMPILED.read_text(encoding="utf-8"))["names"] != "built"


@pytest.mark.parametrize(
    ("name", "entry"), [("go", None), ("golang", "Go"), ("js", "JavaScript"), ("scalable", "scalability"), ("x", None)]
)
def test_named_without_a_doubt(small: Taxonomy, name: str, entry: str | None) -> None:
    found = names.build_table(small).named(name)
    assert (found and found.name) == entry


def test_practice_words_are_of_practices_and_traits_alone(small: Taxonomy) -> None:
    words = names.build_table(small).practice_words
    assert "scalability" in words
    assert "golang" not in words
