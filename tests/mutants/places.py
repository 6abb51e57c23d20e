"""Places in a syntax tree where a guard stands: how to take it out, and how to note that a test came by."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SEEN, TRUE, OPEN = "_mutants_seen", "_mutants_true", "_mutants_open"


@dataclass(frozen=True)
class Place:
    """One guard in a tree. `remove` leaves it standing where nobody comes by; `watch` makes it report its name whenever it is asked."""

    kind: str
    where: str
    text: str
    line: int
    remove: Callable[[], None]
    watch: Callable[[str], None]


def named(function: str, *arguments: ast.expr) -> ast.Call:
    """A call of a function by its name."""
    return ast.Call(ast.Name(function, ast.Load()), list(arguments), [])


def true() -> ast.expr:
    """SQL that is always true."""
    return named(TRUE)


def expression(
    kind: str, where: str, owner: ast.AST, field: str, new: ast.expr, index: int | None = None, text: str = ""
) -> Place:
    """A guard that is an expression: the value of `owner.field`, or its index-th where that is a list."""
    value = getattr(owner, field)
    old = value if index is None else value[index]

    def put(node: ast.expr) -> None:
        if index is None:
            setattr(owner, field, node)
        else:
            getattr(owner, field)[index] = node

    def watch(name: str) -> None:
        put(ast.BoolOp(ast.Or(), [named(SEEN, ast.Constant(name)), old]))

    def remove() -> None:
        put(ast.IfExp(ast.Constant(True), new, old))

    return Place(kind, where, text or ast.unparse(old), old.lineno, remove, watch)


def statement(kind: str, where: str, body: list[ast.stmt], index: int) -> Place:
    """A guard that is a statement of its own."""
    old = body[index]

    def watch(name: str) -> None:
        noted = ast.Expr(named(SEEN, ast.Constant(name)))
        body[index] = ast.If(ast.Constant(True), [noted, old], [])

    def remove() -> None:
        body[index] = ast.If(ast.Constant(False), [old], [])

    return Place(kind, where, ast.unparse(old), old.lineno, remove, watch)


def walk(tree: ast.AST, where: str) -> Iterator[tuple[ast.AST, str]]:
    """Every node with the dotted name of the function it stands in."""
    for child in ast.iter_child_nodes(tree):
        is_scope = isinstance(child, ast.FunctionDef | ast.ClassDef)
        inside = f"{where}.{child.name}" if is_scope else where
        yield child, inside
        yield from walk(child, inside)


def last_name(node: ast.AST) -> str:
    """`require` of `policies.require(...)` or `require(...)`; nothing for what is no call of a name."""
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
