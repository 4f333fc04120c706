"""Compiles the taxonomy's YAML to JSON when the wheel is built: reading JSON starts ten times faster."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Hatchling calls `initialize` before it collects the wheel's files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Write the compiled entries, and the names as texts are searched for them, and add both to the wheel."""
        sys.path.insert(0, self.root)
        try:
            # Importable only from the source tree.
            from jdextract.engines.lexicon import names  # noqa: PLC0415
            from jdextract.taxonomy import loading  # noqa: PLC0415
        finally:
            sys.path.remove(self.root)
        for module in (loading, names):
            module.COMPILED.write_text(module.compile_shipped(), encoding="utf-8")
            build_data["artifacts"].append(str(module.COMPILED.relative_to(Path(self.root))))
