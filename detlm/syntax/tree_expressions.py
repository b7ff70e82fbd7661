"""lark's trees ─▶ expressions (``ast_expressions.py``): texts, JSON, grammars."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from detlm.syntax import ast
from detlm.syntax.diagnostics import Span
from detlm.syntax.tree_leaves import Leaves, is_token, named, tokens

if TYPE_CHECKING:
    from lark import Token, Tree

    from detlm.syntax.tree_leaves import Branch


class ExpressionTrees(Leaves):
    """Builds expressions."""

    def expression(self, branch: Branch) -> ast.Expression:
        """The expression of a tree."""
        tree = cast("Tree[Token]", branch)
        span = self.span(tree)
        children = tree.children
        match str(tree.data):
            case "name":
                return ast.Use(str(children[0]), span)
            case "call":
                return ast.Apply(str(children[0]), self._parts(tree), span)
            case "text":
                return ast.Literal(self.word(children[0]).text, span)
            case "pattern_literal":
                return ast.RegexLiteral(str(children[0])[1:-1], span)
            case "word_list":
                return ast.WordList(tuple(self.word(t) for t in children[1:]), span)
            case "word_file":
                return ast.WordFile(self.word(children[2]), span)
            case "integer" | "decimal" | "date" as kind:
                return self._range(kind, tree)
            case "group":
                return self.expression(children[0])
            case "claims":
                return ast.Claims(self.word(children[-1]) if len(children) > 3 else None, span)
            case "any_number":
                high = self.count(children[-1]).value if len(children) > 1 else None
                return ast.Repeated(0, high, self.expression(children[0]), span)
            case "optional":
                return ast.Repeated(0, 1, self.expression(children[0]), span)
            case "repeated":
                low, high = self.count(children[1]).value, self.count(children[3]).value
                return ast.Repeated(low, high, self.expression(children[4]), span)
            case "labelled":
                return ast.Labelled(self._label(children[0]), self.expression(children[1]), span)
            case "alternative" | "one_value" | "rows":
                return ast.Alternative(self._parts(tree), span)
            case "intersection":
                return ast.Intersection(self._parts(tree), span)
            case "difference":
                first, *removed = self._parts(tree)
                return ast.Difference(first, tuple(removed), span)
            case "sequence" | "row":
                return ast.Sequence(self._parts(tree), span)
            case data:
                return self._document(data, tree, span)

    def _document(self, data: str, tree: Tree[Token], span: Span) -> ast.Expression:
        """JSON and grammars."""
        children = tree.children
        match data:
            case "json":
                return ast.Json(self.expression(children[2]), span)
            case "json_file":
                return ast.JsonFile(self.word(children[3]), span)
            case "object":
                return ast.JsonObject(tuple(self._member(m) for m in named(tree, "member")), span)
            case "array":
                counts = [self.count(t) for t in tokens(tree, "NUMBER")]
                low, high = (counts[0], counts[-1]) if counts else (None, None)
                return ast.JsonArray(self.expression(children[0]), low, high, span)
            case "constant":
                return ast.JsonConstant(str(children[0]), span)
            case "grammar":
                productions = tuple(
                    ast.Production(self._label(p.children[0]), self.expression(p.children[1]), self.span(p))
                    for p in named(tree, "production")
                )
                return ast.GrammarBlock(productions, span)
            case "grammar_file":
                start = self.word(children[-1]) if len(children) > 3 else None
                return ast.GrammarFile(self.word(children[2]), start, span)
            case "lean_file":
                envelopes = [ast.RegexLiteral(str(t)[1:-1], self.span(t)) for t in tokens(tree, "REGEX")]
                name, path = self.word(children[1]), self.word(children[3])
                return ast.LeanFile(name, path, envelopes[0] if envelopes else None, span)
            case _:
                raise AssertionError(f"a tree of the grammar has no builder: {data}")

    def _parts(self, tree: Tree[Token]) -> tuple[ast.Expression, ...]:
        return tuple(self.expression(c) for c in tree.children if not is_token(c))

    def _range(self, kind: str, tree: Tree[Token]) -> ast.Expression:
        places = self.count(tree.children[1]).value if kind == "decimal" else 0
        low, high = tokens(tree, "SIGNED", "DAY")
        return ast.Range(kind, places, self.word(low), self.word(high), self.span(tree))

    def _label(self, branch: Branch) -> ast.Word:
        label = self.word(branch)
        if label.quoted:
            message = "a label is a name without quotes"
            self.report.error(label.span, message, "letters, digits and _; only JSON keys can be quoted")
        return label

    def _member(self, tree: Tree[Token]) -> ast.JsonMember:
        value = self.expression(next(c for c in tree.children if not is_token(c)))
        return ast.JsonMember(
            self.word(tree.children[0]), bool(tokens(tree, "MAYBE")), value, self.span(tree)
        )
