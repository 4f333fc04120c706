"""Regular expressions that are compiled when they are first asked for something.

Compiling all of them takes longer than reading a dozen postings, no posting asks for all, and start-up counts.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


class _Compiled:
    """Has a compiled expression's methods for attributes."""


class _Deferred(_Compiled):
    """Stands for an expression until it is first asked for something."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._pattern, self._flags)
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        # Without this method an attribute takes half the time.
        self.__class__ = _Compiled  # type: ignore[assignment] # it has all that is left
        return getattr(compiled, name)


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile(pattern, flags)``, later; a wrong pattern is told only then."""
    return cast("re.Pattern[str]", _Deferred(pattern, flags))
