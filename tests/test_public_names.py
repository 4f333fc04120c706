from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import jdextract

CONTRACT = [
    "Breakdown",
    "Evidence",
    "Extraction",
    "JdextractError",
    "LanguageRequirement",
    "Outcome",
    "Posting",
    "Responsibility",
    "Settings",
    "Skill",
    "Taxonomy",
    "analyze",
    "break_down",
    "errors",
    "evaluate",
    "events",
    "extract",
    "extract_async",
    "read_postings",
    "stream",
    "stream_async",
]


CLIENT = Path(__file__).parent / "support" / "client.py"


def test_the_public_names_are_the_contract_and_exist():
    assert sorted(jdextract.__all__) == CONTRACT
    assert set(CONTRACT) <= set(dir(jdextract))
    for name in CONTRACT:
        assert getattr(jdextract, name) is not None


def test_the_front_door_stays_small():
    for name in ("__init__.py", "__init__.pyi"):
        path = Path(jdextract.__file__).with_name(name)
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 40


@pytest.mark.parametrize("heavy", ["openai", "instructor", "duckdb", "pyarrow", "selectolax", "pydantic", "yaml"])
def test_importing_the_package_loads_nothing_heavy(heavy):
    code = f"import sys, jdextract; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_program_of_a_user_runs():
    assert subprocess.run([sys.executable, str(CLIENT)], check=False).returncode == 0


def test_types_are_seen_from_outside(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            "--cache-dir",
            str(tmp_path / "cache"),
            str(CLIENT),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout
