"""Expressions that are compiled late do what compiled ones do."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest

from jdextract.engines import lexicon
from jdextract.engines.lexicon import expressions
from jdextract.engines.lexicon.expressions import expression


@pytest.mark.parametrize("method", ["match", "fullmatch", "search", "findall", "split"])
def test_does_what_a_compiled_one_does(method: str) -> None:
    late, compiled = expression(r"a(b)?", re.IGNORECASE), re.compile(r"a(b)?", re.IGNORECASE)
    for _ in range(2):
        assert repr(getattr(late, method)("AB ab")) == repr(getattr(compiled, method)("AB ab"))


def test_is_compiled_when_first_asked() -> None:
    late = expression("(")
    with pytest.raises(re.error):
        late.match("")


def expressions_of_the_lexicon() -> list[re.Pattern[str]]:
    return [
        value
        for module in iter_modules(lexicon.__path__, f"{lexicon.__name__}.")
        if not module.name.endswith("build_hook")
        for value in vars(import_module(module.name)).values()
        if isinstance(value, expressions._Compiled)
    ]


def test_all_expressions_of_the_lexicon_compile() -> None:
    found = expressions_of_the_lexicon()
    assert len(found) > 50
    for value in found:
        value.match("")


# Where two parts of an expression can take the same letters in turn, these take it longer than anyone waits.
REPEATED = (
    "9",
    "a",
    "A",
    "ä",
    " ",
    "-",
    "/",
    ".",
    ",",
    "*",
    "9 ",
    "9, ",
    "9 + ",
    "a ",
    "a-",
    "a/",
    "a, ",
    "A, ",
    "a and ",
    "strong ",
)


@pytest.mark.parametrize("unit", REPEATED)
def test_no_expression_is_lost_in_repeated_letters(unit: str) -> None:
    text = unit * 40
    for value in expressions_of_the_lexicon():
        value.match(text)
        value.search(text + "!")
