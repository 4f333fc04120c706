"""What is released: version and changelog agree, and wheel and source distribution hold all that runs need."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import jdextract

ROOT = Path(__file__).parents[1]
NEEDED = [
    "cli/app.py",
    "engines/lexicon/data/language_names.json",
    "postings/data/cities.tsv",
    "prompts/extract_posting.v1.md",
    "py.typed",
    "reports/assets/report.html.j2",
    "reports/assets/vendor/plot.umd.min.js",
    "engines/lexicon/data/compiled.json",
    "taxonomy/data/compiled.json",
    "taxonomy/data/skills/databases.yaml",
    "__init__.pyi",
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A wheel and a source distribution, built with what is installed."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel], [sdist] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


@pytest.mark.parametrize("name", NEEDED)
def test_the_wheel_holds_it(built, name):
    with zipfile.ZipFile(built[0]) as wheel:
        assert wheel.getinfo(f"jdextract/{name}").file_size > 0 or name == "py.typed"


def test_the_wheel_holds_the_package_and_its_licence_alone(built):
    with zipfile.ZipFile(built[0]) as wheel:
        names = wheel.namelist()
        metadata = Parser().parsestr(wheel.read(next(name for name in names if name.endswith("METADATA"))).decode())
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"jdextract", f"jdextract-{jdextract.__version__}.dist-info"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.endswith((".pyc", ".partial"))]
    assert (metadata["Version"], metadata["Requires-Python"]) == (jdextract.__version__, ">=3.11")


def test_the_source_distribution_holds_what_tests_and_readme_need(built):
    with tarfile.open(built[1]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    needed = {"README.md", "CHANGELOG.md", "LICENSE", "Makefile", "prompts/extract_posting.v1.md", "evals/backend.yaml"}
    assert needed <= names
    assert {"tests/conftest.py", "evals/readme/figures.py"} <= names


def test_the_changelog_has_a_place_for_what_comes_and_a_date_for_what_came():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    [first, *released] = re.findall(r"^## (.*)$", changelog, re.MULTILINE)
    assert first == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", heading) for heading in released)
