from __future__ import annotations

from importlib.metadata import requires, version

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

# Without both bounds an installer goes back to instructor 1.3 with openai 1.x, which are other libraries.
INTENDED = {"openai": ("3.3", "4"), "instructor": ("1.17", "2"), "pydantic": ("2.12", "3"), "aiohttp": ("3.12", "4")}


@pytest.mark.parametrize(("package", "bounds"), INTENDED.items(), ids=INTENDED)
def test_the_installed_version_is_the_intended_one(package, bounds):
    low, high = map(Version, bounds)
    assert low <= Version(version(package)) < high


@pytest.mark.parametrize(
    ("package", "older"), [("openai", "1.109.0"), ("instructor", "1.3.2")], ids=["openai", "instructor"]
)
def test_the_requirement_has_both_bounds(package, older):
    [requirement] = [
        parsed
        for parsed in map(Requirement, requires("jdextract") or ())
        if parsed.name == package and parsed.marker is None
    ]
    assert {specifier.operator for specifier in requirement.specifier} == {">=", "<"}
    assert not requirement.specifier.contains(older)
