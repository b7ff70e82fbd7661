"""Definitions of a constraint file that its output does not need, however far the way there is.

A name counts as used wherever a statement in use says it, so what is only named like a definition hides that
this one is unused; nothing in use is ever called unused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detlm.syntax import ast

_DEFINITIONS = (ast.CategoryStatement, ast.ShapeStatement, ast.ScopeStatement, ast.PredicateStatement)
_NAMING = (ast.Use, ast.Apply, ast.Named, ast.Call)
_SAY_NOTHING = (ast.Literal, ast.RegexLiteral, ast.WordList, ast.Word, ast.Numeral, ast.Quoted)


def unused(statements: Sequence[ast.Statement]) -> tuple[str, ...]:
    """The definitions that nothing in use names, as "category X", in order; imported ones are left out."""
    left: dict[str, ast.Statement] = {s.name.text: s for s in statements if isinstance(s, _DEFINITIONS)}
    sites: dict[str, list[ast.Statement]] = {}
    todo: list[ast.Statement] = []
    for statement in statements:
        if isinstance(statement, ast.ConstraintStatement):
            sites.setdefault(statement.site.name, []).append(statement)
        elif isinstance(statement, ast.OutputStatement | ast.DeriveStatement):
            todo.append(statement)
    while todo:
        for said in _named(todo.pop()):
            for name in (said, said.partition(".")[0]):
                if name in left:
                    todo += [left.pop(name), *sites.get(name, ())]
    return tuple(f"{_kind(statement)} {name}" for name, statement in left.items() if "." not in name)


def _kind(statement: ast.Statement) -> str:
    match statement:
        case ast.CategoryStatement():
            return "category"
        case ast.ShapeStatement():
            return "shape"
        case ast.PredicateStatement():
            return statement.kind
        case _:
            return "scope"


def _named(statement: ast.Statement) -> Iterator[str]:
    """The names that a statement says, however deep."""
    todo: list[object] = [statement]
    while todo:
        node = todo.pop()
        if isinstance(node, tuple):
            todo += node
        elif isinstance(node, ast.Node) and type(node) not in _SAY_NOTHING:
            if isinstance(node, _NAMING):
                yield node.name
            todo += node.contents()
