"""Scopes: which part of which shape binds a name, and within what it can be seen."""

from __future__ import annotations

from detlm.syntax import ast
from detlm.syntax.definitions import Definitions
from detlm.syntax.diagnostics import Span, did_you_mean
from detlm.syntax.draft import Draft


class Scopes:
    """The scopes of a program.

    ``binders`` and ``bodies``: the scopes of a shape's name; ``bound``: those for which the part at a span is
    a name.
    """

    def __init__(self, draft: Draft, definitions: Definitions) -> None:
        self._report = draft.report
        self._definitions = definitions
        self.table: dict[str, ast.ScopeStatement] = {}
        self.binders: dict[str, list[bytes]] = {}
        self.bodies: dict[str, list[bytes]] = {}
        self.bound: dict[Span, list[bytes]] = {}
        for statement in draft.all(ast.ScopeStatement):
            if statement.name.text in definitions.declared:
                self.table.setdefault(statement.name.text, statement)
        for scope in self.table.values():
            self._resolve(scope, scope.name.text.encode())

    def undefined(self, use: ast.Use) -> None:
        """Report a name that is no scope."""
        hint = did_you_mean(use.name, self.table) or f"declare it: scope {use.name} := names bound by Binding"
        self._report.error(use.span, f"there is no scope {use.name}", hint, see="scopes")

    def _resolve(self, statement: ast.ScopeStatement, scope: bytes) -> None:
        for binder in statement.binders:
            shape, label = self._shape(binder)
            if shape is None:
                continue
            part = self._part(shape, label, binder)
            if part is not None:
                self.bound.setdefault(part.span, []).append(scope)
                self._once(self.binders.setdefault(shape.name.text, []), scope)
        if statement.within is not None:
            shape, label = self._shape(statement.within)
            if shape is not None and label is not None:
                message = f"{statement.within.name} is a part, and names are gone with a shape"
                self._report.error(statement.within.span, message, f"write within {shape.name.text}")
            elif shape is not None:
                self._once(self.bodies.setdefault(shape.name.text, []), scope)

    def _once(self, scopes: list[bytes], scope: bytes) -> None:
        if scope not in scopes:
            scopes.append(scope)

    def _shape(self, use: ast.Use) -> tuple[ast.ShapeStatement | None, str | None]:
        """The shape that a scope names, and the label after it."""
        name, label = use.name, None
        if name not in self._definitions and "." in name:
            name, _, label = name.rpartition(".")
        definition = self._definitions.table.get(name)
        if isinstance(definition, ast.ShapeStatement):
            return definition, label
        if definition is not None:
            message = f"{name} is a category, and names are bound by shapes"
            self._report.error(use.span, message, f"declare it as a shape: shape {name} := …", see="scopes")
        else:
            shapes = [n for n, d in self._definitions.table.items() if isinstance(d, ast.ShapeStatement)]
            hint = did_you_mean(name, shapes) or f"declare it: shape {name} := …"
            self._report.error(use.span, f"there is no shape {name}", hint, see="scopes")
        return None, None

    def _part(self, shape: ast.ShapeStatement, label: str | None, use: ast.Use) -> ast.Expression | None:
        """The part that is the name: the one with the label, or the only use of a category."""
        body = shape.body
        parts = body.parts if isinstance(body, ast.Sequence) else (body,)
        name = shape.name.text
        if label is not None:
            for part in parts:
                if isinstance(part, ast.Labelled) and part.label.text == label:
                    return part
            labels = [p.label.text for p in parts if isinstance(p, ast.Labelled)]
            hint = did_you_mean(label, labels) or f"name the part: shape {name} := … {label}: Name …"
            self._report.error(use.span, f"{name} has no part {label} directly in it", hint)
            return None
        table = self._definitions.table
        found = [
            part
            for part in parts
            if isinstance(part, ast.Use) and isinstance(table.get(part.name), ast.CategoryStatement)
        ]
        if len(found) == 1:
            return found[0]
        labels = [p.label.text for p in parts if isinstance(p, ast.Labelled)]
        if labels and not found:
            message = f"{name} labels its parts, so a scope says which one is the name"
            write = " or ".join(f"names bound by {name}.{label}" for label in labels)
            self._report.error(use.span, message, f"write {write}")
            return None
        count = "several categories" if found else "no category"
        message = f"{name} uses {count}, so it is not clear which part is the name"
        self._report.error(use.span, message, f"label the part: name: Name, and write bound by {name}.name")
        return None
