"""What counts as a guard in source text, kind by kind, and in which modules each kind is looked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.mutants.places import Place, expression, last_name, statement, true, walk

ASKING = re.compile(r"_?(require|refuse|check)(_\w+)?|end_sessions|waivable|CSRFProtect")
LISTS = re.compile(r"(readable|led|followed)_\w+|_not_excluded|_not_ended")
DATABASE_GUARDS = ("policies.actor", "policies.visible", "services.accounts", "services.drafts", "services.memberships")
ANSWERING = ("policies.rules", "services.drafts", "web")
NOT_HERE = ("web.access", "policies.rules")
"""Where `allows` is the policy itself: the first holds doors, the second rules."""
OPERANDS = ("workflow.conditions", "workflow.engine", "web.session", "web.auth", "web.loaders")


def find(module: str, tree: ast.Module) -> Iterator[Place]:
    """Every guard of a module, outermost first. `module` is its name below darddr, such as `web.access`."""
    if not module.startswith(("services", "policies", "workflow", "web", "app", "cli")):
        return
    for node, where in walk(tree, module):
        if isinstance(node, ast.If):
            yield from _refusals(module, where, node)
        if isinstance(node, ast.For) and isinstance(node.body[-1], ast.Raise):
            yield expression("refusal", where, node, "iter", ast.Tuple([], ast.Load()))
        yield from _statements(where, node)
        yield from _lists(where, node)
        if module in DATABASE_GUARDS and isinstance(node, ast.Call):
            yield from _clauses(where, node)
        if module in OPERANDS and isinstance(node, ast.BoolOp) and _is_innermost_and(node):
            for index in range(len(node.values)):
                yield expression("operand", where, node, "values", ast.Constant(True), index)
    if module == "app":
        yield from _settings(tree)


def _is_innermost_and(node: ast.BoolOp) -> bool:
    """Of one `and` around another only the inner one lets somebody through where it is true too soon."""
    nested = [each for value in node.values for each in ast.walk(value) if isinstance(each, ast.BoolOp)]
    return isinstance(node.op, ast.And) and not any(isinstance(each.op, ast.And) for each in nested)


def _refusals(module: str, where: str, node: ast.If) -> Iterator[Place]:
    """`if …: raise`; in policies and in the web layer also what answers something else instead."""
    if not _refuses(module, node.body[-1]):
        return
    if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.Or):
        for index in range(len(node.test.values)):
            yield expression("refusal", where, node.test, "values", ast.Constant(False), index)
    else:
        yield expression("refusal", where, node, "test", ast.Constant(False))


def _refuses(module: str, last: ast.stmt) -> bool:
    if isinstance(last, ast.Raise) or (isinstance(last, ast.Expr) and last_name(last.value) == "abort"):
        return True
    if not isinstance(last, ast.Return) or not module.startswith(ANSWERING):
        return False
    says_no = last.value is None or (isinstance(last.value, ast.Constant) and last.value.value in (None, False))
    return says_no or (module == "web.access" and last_name(last.value or last) != "view")


def _statements(where: str, node: ast.AST) -> Iterator[Place]:
    body = getattr(node, "body", None)
    for index, child in enumerate(body if isinstance(body, list) else []):
        if not isinstance(child, ast.Expr) or not isinstance(child.value, ast.Call):
            continue
        asked = ast.unparse(child.value.func)
        if ASKING.fullmatch(last_name(child.value)) or asked in ("access.install", "headers.install"):
            yield statement("require", where, body, index)


def _lists(where: str, node: ast.AST) -> Iterator[Place]:
    """Lists cut down to what somebody may see, and questions of policy inside a service or a page."""
    for field, value in ast.iter_fields(node):
        for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            name = last_name(child) if isinstance(child, ast.Call) else ""
            if LISTS.fullmatch(name):
                yield expression("list", where, node, field, true(), index)
            elif name in ("allows", "may") and not where.startswith(NOT_HERE):
                kind = "offer" if name == "may" else "permission"
                yield expression(kind, where, node, field, ast.Constant(True), index)


def _clauses(where: str, node: ast.Call) -> Iterator[Place]:
    """Each condition of a query, and each arm of a choice between conditions, made true."""
    if last_name(node) not in ("where", "and_", "or_"):
        return
    for index, argument in enumerate(node.args):
        if not LISTS.fullmatch(last_name(argument)) and last_name(argument) not in ("and_", "or_"):
            if isinstance(argument, ast.Starred):
                if isinstance(argument.value, ast.GeneratorExp):
                    yield expression("clause", where, argument.value, "elt", true())
            else:
                yield expression("clause", where, node, "args", true(), index)


def _settings(tree: ast.Module) -> Iterator[Place]:
    """Each setting of the web application that says more than nothing, forgotten."""
    for node, where in walk(tree, "app"):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "app.config.update":
            for each in node.keywords:
                if not (isinstance(each.value, ast.Constant) and each.value.value is None):
                    yield expression("setting", where, each, "value", ast.Constant(None), text=str(each.arg))
