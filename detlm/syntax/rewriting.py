"""Changes inside statements: one node replaced by another, everything around it kept.

For imports (names get the name of their import in front) and parameters (a name becomes its argument).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from detlm.syntax import ast


def rewrite(node: Any, change: Callable[[Any], Any]) -> Any:
    """The node with ``change`` made to every node in it, outermost first; None goes on inside."""
    changed = change(node)
    if changed is not None:
        return changed
    if isinstance(node, ast.Node):
        return type(node)(*(rewrite(part, change) for part in node.contents()))
    return tuple(rewrite(part, change) for part in node) if isinstance(node, tuple) else node


def substitute(body: ast.Expression, arguments: Mapping[str, ast.Expression]) -> ast.Expression:
    """The expression with arguments in the place of parameters."""

    def change(node: Any) -> Any:
        return arguments.get(node.name) if isinstance(node, ast.Use) else None

    return cast("ast.Expression", rewrite(body, change)) if arguments else body


def qualified(statement: ast.Statement, prefix: str, declared: frozenset[str]) -> ast.Statement:
    """The statement of an imported file, its declared names and those it uses written ``prefix.name``."""
    own = {p.name.text for p in getattr(statement, "parameters", ())}

    def longer(name: str) -> str:
        # A name can lead on to a part of what it names: Binding.name.
        known = name in declared or any(name.startswith(f"{d}.") for d in declared)
        return f"{prefix}.{name}" if known and name not in own else name

    def change(node: Any) -> Any:
        match node:
            case ast.Use(name, span):
                return ast.Use(longer(name), span)
            case ast.Named(name, span):
                return ast.Named(longer(name), span)
            case ast.Apply(name, arguments, span):
                return ast.Apply(longer(name), rewrite(arguments, change), span)
            case ast.Call(name, arguments, span):
                return ast.Call(longer(name), rewrite(arguments, change), span)
            case ast.GrammarBlock(productions):
                own.update(p.name.text for p in productions)
        return None

    statement = cast("ast.Statement", rewrite(statement, change))
    name = getattr(statement, "name", None)
    if isinstance(name, ast.Word) and name.text in declared:
        return statement.having(name=name.having(text=f"{prefix}.{name.text}"))
    return statement
