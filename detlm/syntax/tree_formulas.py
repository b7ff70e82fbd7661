"""lark's trees ─▶ conditions and numbers (``ast_formulas.py``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from detlm.syntax import ast
from detlm.syntax.tree_leaves import Leaves, is_token, tokens

if TYPE_CHECKING:
    from lark import Token, Tree

    from detlm.syntax.tree_leaves import Branch

_ASCII = {"≤": "<=", "≥": ">=", "≠": "!=", "×": "*"}


class FormulaTrees(Leaves):
    """Builds formulas."""

    def formula(self, branch: Branch) -> ast.Formula:
        """The formula of a tree."""
        tree = cast("Tree[Token]", branch)
        span = self.span(tree)
        children = tree.children
        match str(tree.data):
            case "named":
                return ast.Named(str(children[0]), span)
            case "numeral":
                return ast.Numeral(str(children[0]), span)
            case "quoted":
                return ast.Quoted(self.word(children[0]).text, span)
            case "function":
                name = "sum" if children[0] == "Σ" else str(children[0])
                return ast.Call(name, tuple(self._argument(c) for c in children[1:]), span)
            case "negative":
                return ast.Negative(self.formula(children[1]), span)
            case "addition" | "product":
                operators = tuple(_ascii(t) for t in tokens(tree, "PLUS", "MINUS", "STAR"))
                return ast.Arithmetic(self._formulas(tree), operators, span)
            case "compared":
                left, relation, right = children
                return ast.Compared(_ascii(relation), self.formula(left), self.formula(right), span)
            case "belongs":
                return ast.Belongs(self.formula(children[0]), self.use(children[2]), span)
            case "every":
                variable, over = self.word(children[1]), self._path(children[3])
                return ast.EveryTest(variable, over, self.formula(children[4]), span)
            case "negated":
                return ast.NotTest(self.formula(children[1]), span)
            case "grouped":
                return self.formula(children[0])
            case "condition":
                return ast.ImpliesTest(self.formula(children[0]), self.formula(children[2]), span)
            case "disjunction":
                return ast.EitherTest(self._formulas(tree), span)
            case "conjunction":
                return ast.BothTests(self._formulas(tree), span)
            case data:
                raise AssertionError(f"a tree of the grammar has no builder: {data}")

    def _formulas(self, tree: Tree[Token]) -> tuple[ast.Formula, ...]:
        return tuple(self.formula(c) for c in tree.children if not is_token(c))

    def _argument(self, branch: Branch) -> ast.Argument:
        tree = cast("Tree[Token]", branch)
        body, *rest = tree.children
        if not rest:
            return ast.Argument(self.formula(body), None, None, self.span(tree))
        return ast.Argument(self.formula(body), self.word(rest[1]), self._path(rest[3]), self.span(tree))

    def _path(self, branch: Branch) -> ast.Named:
        return ast.Named(str(branch), self.span(branch))


def _ascii(branch: Branch) -> str:
    return _ASCII.get(str(branch), str(branch))
