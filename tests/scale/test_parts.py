"""Results as Parquet parts, on a disk and on any other file system that fsspec knows."""

from __future__ import annotations

import uuid

import pytest

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'jdextract[ray]'")

from jdextract.errors import ConfigurationError, InputError  # noqa: E402 - after the check
from jdextract.extractions import read_extractions  # noqa: E402
from jdextract.models import Posting  # noqa: E402
from jdextract.scale import BatchExtractor  # noqa: E402
from jdextract.scale.parts import Part, Parts, run_identity  # noqa: E402
from jdextract.settings import Settings  # noqa: E402

POSTINGS = [Posting(id="a", text="You know Python."), Posting(id="b", text=""), Posting(id="c", text="You know Go.")]


@pytest.fixture(params=["disk", "memory"])
def folder(request, tmp_path):
    return str(tmp_path / "out") if request.param == "disk" else f"memory://{uuid.uuid4().hex}/out/"


@pytest.fixture
def results():
    with BatchExtractor(Settings()) as extractor:
        return extractor.read(POSTINGS)


@pytest.fixture
def parts(folder):
    parts = Parts(folder, "lexicon")
    parts.make_folders()
    return parts


def files(folder):
    system, root = fsspec.core.url_to_fs(folder)
    return sorted(path.rpartition("/")[2] for path in system.find(root))


def test_a_part_is_found_once_it_is_written(parts, results, folder):
    name = parts.name_of(POSTINGS)
    assert parts.find(name) is None
    written = parts.write(name, results)
    assert written == Part(name, "lexicon", postings=3, ok=2, cached=0, skipped=("b",), failed=())
    assert parts.find(name) == written
    assert Part.from_json(written.to_json()) == written
    parts.write(name, results)
    assert files(folder) == [f"{name}.parquet"] * 2


def test_facts_alone_are_no_part(parts, results):
    name = parts.name_of(POSTINGS)
    parts._put("facts", name, results.select(["posting_id"]))
    assert parts.find(name) is None


def test_a_part_with_failed_postings_is_done_again(parts, results):
    status = results.column("status").to_pylist()
    failing = results.set_column(2, "status", [["failed", *status[1:]]])
    written = parts.write("part-0", failing)
    assert [posting_id for posting_id, _ in written.failed] == ["a"]
    assert parts.find("part-0") is None


@pytest.mark.parametrize(
    "other",
    [
        POSTINGS[:2],
        POSTINGS[::-1],
        [POSTINGS[0].model_copy(update={"country": "DE"}), *POSTINGS[1:]],
        [Posting(id="a", text="You know Perl."), *POSTINGS[1:]],
    ],
    ids=["fewer", "order", "field", "text"],
)
def test_other_postings_are_another_part(tmp_path, other):
    parts = Parts(tmp_path)
    assert parts.name_of(other) != parts.name_of(POSTINGS)
    assert parts.name_of(list(POSTINGS)) == parts.name_of(POSTINGS)
    assert Parts(tmp_path, "another engine").name_of(POSTINGS) != parts.name_of(POSTINGS)


def test_what_decides_results_decides_the_identity(tmp_path):
    taxonomy = tmp_path / "more.yaml"
    taxonomy.write_text("category: tools\ntechnology:\n  Ledgerbird: {}\n", encoding="utf-8")

    def identity(**given):
        settings = Settings(model="openai/m", **given)
        return run_identity(settings, engine="openai/m", prompt="p.v1", keep_text=True)

    same = {identity(), identity(concurrency=3), identity(max_cost=2.0), identity(cache_dir=tmp_path)}
    assert len(same) == 1
    changed = {identity(reask=False), identity(taxonomy=(taxonomy,)), identity(base_url="http://localhost:1/v1")}
    taxonomy.write_text("category: tools\ntechnology:\n  Ledgerfish: {}\n", encoding="utf-8")
    changed.add(identity(taxonomy=(taxonomy,)))
    assert len(changed | same) == 5


def test_only_parts_of_its_own_making_are_removed(parts, results, folder):
    old, new = parts.name_of(POSTINGS[:1]), parts.name_of(POSTINGS)
    for name in (old, new):
        parts.write(name, results)
    system, root = fsspec.core.url_to_fs(folder)
    for name in ("notes.parquet", f"{new}.parquet.0123abcd.partial"):
        system.pipe_file(f"{root}/postings/{name}", b"")
    assert parts.remove_all_but([new]) == 1
    assert files(folder) == sorted([f"{new}.parquet"] * 2 + ["notes.parquet"])


def test_commands_read_a_folder_of_parts(tmp_path, results):
    parts = Parts(tmp_path)
    parts.make_folders()
    for name in ("part-1", "part-2"):
        parts.write(name, results)
    outcomes = list(read_extractions(tmp_path))
    assert [outcome.posting for outcome in outcomes] == POSTINGS * 2
    (tmp_path / "postings" / "part-1.parquet").write_bytes(b"cut")
    with pytest.raises(InputError, match="part-1"):
        list(read_extractions(tmp_path))
    with pytest.raises(InputError, match="neither"):
        list(read_extractions(tmp_path / "facts"))


def test_a_damaged_part_is_named(tmp_path):
    parts = Parts(tmp_path)
    parts.make_folders()
    (tmp_path / "postings" / "part-1.parquet").write_bytes(b"cut")
    with pytest.raises(InputError, match=r"part-1.*remove it"):
        parts.find("part-1")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="-o"):
        Parts(tmp_path / "file").make_folders()


def test_an_unknown_file_system_is_named():
    with pytest.raises(ConfigurationError, match="nowhere"):
        Parts("nowhere://bucket/out")
