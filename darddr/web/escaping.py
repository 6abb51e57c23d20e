"""What templates print is escaped into plain text: Jinja's own wraps every value once more, though all are joined at once.

A page of 50 rows prints a thousand values, and wrapping them takes longer than escaping them. Whatever a template keeps (a macro's
answer, a block that is set) is marked as safe by Jinja as ever, because that happens where the pieces are joined.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator
from markupsafe import _escape_inner, escape  # type: ignore[attr-defined]


class Generator(CodeGenerator):
    """Compiles templates whose printed values go through `escaped`."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.escaped(")
            self.write(finalize.src or "")
        else:
            super()._output_child_pre(node, frame, finalize)


def install(env: Environment) -> None:
    """Have `env` compile its templates so. Before the first is compiled."""
    env.code_generator_class = Generator
    env.extend(escaped=escaped)


def escaped(value: object) -> str:
    """A value as HTML shows it, special characters escaped; markup as it stands."""
    if type(value) is str:  # the class it has, whatever class a proxy says it has
        escaped_text: str = _escape_inner(value)
        return escaped_text
    return escape(value)
