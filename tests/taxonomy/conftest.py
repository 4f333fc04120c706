from __future__ import annotations

from collections.abc import Iterator

import pytest

from jdextract.taxonomy import loading


@pytest.fixture(autouse=True, scope="package")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Loads from the compiled taxonomy, as an installed package does: parsing the YAML each time takes a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "COMPILED", tmp_path_factory.mktemp("taxonomy") / "compiled.json")
        loading.COMPILED.write_text(loading.compile_shipped(), encoding="utf-8")
        yield
