"""Every place of the library that makes one of its errors, with the message as the source has it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jdextract import errors

PACKAGE = Path(errors.__file__).parent
NAMES = frozenset(
    name for name, found in vars(errors).items() if isinstance(found, type) and issubclass(found, errors.JdextractError)
)


@dataclass(frozen=True, order=True)
class Site:
    """A message; ``{…}`` stands for what is known only at run time."""

    module: str
    error: str
    message: str


def find_sites() -> frozenset[Site]:
    """All sites; a message that is handed on from elsewhere is no site of its own."""
    return frozenset(site for path in sorted(PACKAGE.rglob("*.py")) for site in _of_module(path))


def _of_module(path: Path) -> Iterator[Site]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = path.relative_to(PACKAGE).as_posix()
    defined = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    functions = {node.name: node for node in defined}
    for function in [*defined, tree]:
        for call in _own_calls(function):
            for error, argument in _messages(call):
                for message in _texts(argument, function, functions):
                    yield Site(module, error, message)


def _own_calls(function: ast.AST) -> Iterator[ast.Call]:
    """Calls in a function or a module, those of functions inside it left out."""
    todo = list(ast.iter_child_nodes(function))
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            todo += ast.iter_child_nodes(node)


def _messages(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """``SomeError(message)``, and ``Verdict(…, SomeError, message)``."""
    if (name := _name(call.func)) in NAMES and call.args:
        yield name, call.args[0]
    for argument, following in zip(call.args, call.args[1:], strict=False):
        if (name := _name(argument)) in NAMES:
            yield name, following


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _texts(node: ast.expr, function: ast.AST, functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef]) -> set[str]:  # noqa: PLR0911 - one a form
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr(values=values):
            return {"".join(_piece(value) for value in values)}
        case ast.BinOp(left=left, right=right):
            ends = _texts(right, function, functions) or {"{…}"}
            return {start + end for start in _texts(left, function, functions) for end in ends}
        case ast.IfExp(body=body, orelse=other):
            return _texts(body, function, functions) | _texts(other, function, functions)
        case ast.Name(id=name):
            given = [
                found.value
                for found in ast.walk(function)
                if isinstance(found, ast.Assign) and any(_name(target) == name for target in found.targets)
            ]
            return {text for value in given for text in _texts(value, function, functions)}
        case ast.Call(func=func) if (called := functions.get(_name(func))) is not None:
            given = [found.value for found in ast.walk(called) if isinstance(found, ast.Return) and found.value]
            return {text for value in given for text in _texts(value, called, functions)}
    return set()


def _piece(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value)
    assert isinstance(value, ast.FormattedValue)
    return "{" + ast.unparse(value.value) + ("!r" if value.conversion == ord("r") else "") + "}"
