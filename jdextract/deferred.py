"""`DeferredExtraction`: an extraction that stays JSON until something looks into it.

Out of ten thousand that are read back and written to a file again, none need become objects, and making them takes
longer than all else.
"""

from __future__ import annotations

from typing import Any, Self

from pydantic import ValidationError

from jdextract.errors import CacheError
from jdextract.models import Extraction


class DeferredExtraction(Extraction):
    """What `of` makes of JSON; it becomes a plain `Extraction` at the first use of anything that one has.

    Fields are not there until then, which brings Python to ``__getattr__``; pydantic goes by ``__dict__``, a property
    here; what asks for the class before either is overridden. Two threads may do all that at once.

    Raises:
        CacheError: at that first use, the JSON is no extraction.
    """

    @classmethod
    def of(cls, text: bytes) -> Self:
        """An extraction that ``text`` is the JSON of, as `Extraction.model_dump_json` wrote it, in UTF-8."""
        deferred = cls.__new__(cls)
        object.__setattr__(deferred, "__pydantic_private__", {"text": text})
        return deferred

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        return _plain(self).__dict__

    def __getattr__(self, name: str) -> Any:
        return getattr(_plain(self), name)

    def __eq__(self, other: object) -> bool:
        return _plain(self) == other

    def __hash__(self) -> int:
        return hash(_plain(self))

    def __repr__(self) -> str:
        return repr(_plain(self))

    def __copy__(self) -> Self:
        return _plain(self).__copy__()  # type: ignore[return-value] # it is what self is from now on

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return _plain(self).__deepcopy__(memo)  # type: ignore[return-value]

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _plain(self).__reduce_ex__(protocol)


def json_of(extraction: Extraction) -> bytes | None:
    """The JSON of an extraction that nothing has looked into; ``None`` for all others."""
    if type(extraction) is not DeferredExtraction:
        return None
    private: dict[str, bytes] | None = object.__getattribute__(extraction, "__pydantic_private__")
    return private["text"] if private else None


def _plain(deferred: DeferredExtraction) -> Extraction:
    """``deferred`` itself, turned into what its JSON says."""
    if (text := json_of(deferred)) is not None:
        try:
            full = Extraction.model_validate_json(text)
        except ValidationError as error:
            raise CacheError(
                f"an extraction kept beside the cache is damaged ({error}); delete the folder 'readings' in the cache's own"
            ) from error
        for name, value in full.__dict__.items():
            object.__setattr__(deferred, name, value)
        object.__setattr__(deferred, "__pydantic_fields_set__", full.__pydantic_fields_set__)
        object.__setattr__(deferred, "__pydantic_extra__", None)
        object.__setattr__(deferred, "__class__", Extraction)
        object.__setattr__(deferred, "__pydantic_private__", None)
    return deferred
