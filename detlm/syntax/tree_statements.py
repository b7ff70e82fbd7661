"""lark's tree of one statement ─▶ a statement (``ast_statements.py``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from detlm.syntax import ast
from detlm.syntax.tree_expressions import ExpressionTrees
from detlm.syntax.tree_formulas import FormulaTrees
from detlm.syntax.tree_leaves import is_token, named, tokens

if TYPE_CHECKING:
    from lark import Token, Tree

    from detlm.syntax.tree_leaves import Branch


class StatementTrees(ExpressionTrees, FormulaTrees):
    """Builds statements."""

    def statement(self, tree: Tree[Token]) -> ast.Statement:
        """The statement of a tree."""
        name = str(tree.data).rstrip("_")
        build = cast("Callable[[Tree[Token]], ast.Statement]", getattr(self, f"_{name}"))
        return build(tree)

    # -- the program and its settings

    def _program(self, tree: Tree[Token]) -> ast.Statement:
        return ast.ProgramStatement(self.word(tree.children[1]), self.span(tree))

    def _import(self, tree: Tree[Token]) -> ast.Statement:
        names = tokens(tree, "NAME")
        alias = self.word(names[0]) if names else None
        return ast.ImportStatement(self.word(tree.children[1]), alias, self.span(tree))

    def _model(self, tree: Tree[Token]) -> ast.Statement:
        span = self.span(tree)
        lines = self.count(tree.children[5]) if len(tree.children) > 3 else ast.Count(1, span)
        return ast.ModelStatement(lines, span)

    def _mode(self, tree: Tree[Token]) -> ast.Statement:
        return ast.ModeStatement(self.word(tree.children[1]), self.span(tree))

    def _segments(self, tree: Tree[Token]) -> ast.Statement:
        return ast.SegmentsStatement(tuple(map(self.word, tree.children[1:])), self.span(tree))

    def _attend(self, tree: Tree[Token]) -> ast.Statement:
        read = [
            (self.word(c), False)
            if is_token(c)
            else (self.word(cast("Tree[Token]", c).children[1]), True)
            for c in tree.children[3:]
        ]  # fmt: skip
        return ast.AttendStatement(self.word(tree.children[1]), tuple(read), self.span(tree))

    # -- knowledge

    def _fact(self, tree: Tree[Token]) -> ast.Statement:
        return ast.FactStatement(self._triple(tree, tree.children[1:]), self.span(tree))

    def _facts(self, tree: Tree[Token]) -> ast.Statement:
        return ast.FactsStatement(self.word(tree.children[2]), self.span(tree))

    def _rule(self, tree: Tree[Token]) -> ast.Statement:
        *body, head = [self._triple(t, t.children) for t in named(tree, "pattern")]
        return ast.RuleStatement(tuple(body), head, self.span(tree))

    def _triple(self, tree: Tree[Token], children: list[Branch]) -> ast.TripleNode:
        subject, relation, object_ = (self.word(c) for c in children)
        return ast.TripleNode(subject, relation, object_, self.span(tree))

    def _sentence(self, tree: Tree[Token]) -> ast.Statement:
        parts: list[ast.Word | ast.SlotNode] = []
        for child in tree.children[3:]:
            token = cast("Token", child)
            if token.type == "STRING":
                parts.append(self.word(token))
            else:
                parts.append(ast.SlotNode(token.type.lower(), self.span(token)))
        return ast.SentenceStatement(self.word(tree.children[1]), tuple(parts), self.span(tree))

    # -- definitions

    def _category(self, tree: Tree[Token]) -> ast.Statement:
        make = ast.CategoryStatement if tree.data == "category" else ast.ShapeStatement
        name, body = self.word(tree.children[1]), self.expression(tree.children[-1])
        return make(name, self._parameters(tree), body, self.span(tree))

    _shape = _category

    def _parameters(self, tree: Tree[Token]) -> tuple[ast.Parameter, ...]:
        return tuple(
            ast.Parameter(self.word(p.children[0]), self.use(p.children[1]) if len(p.children) > 1 else None)
            for brackets in named(tree, "parameters")
            for p in named(brackets, "parameter")
        )

    def _output(self, tree: Tree[Token]) -> ast.Statement:
        return ast.OutputStatement(self.expression(tree.children[2]), self.span(tree))

    def _scope(self, tree: Tree[Token]) -> ast.Statement:
        used = [self.use(t) for t in tokens(tree, "REF")]
        within = used.pop() if tokens(tree, "WITHIN") else None
        return ast.ScopeStatement(self.word(tree.children[1]), tuple(used), within, self.span(tree))

    def _predicate(self, tree: Tree[Token]) -> ast.Statement:
        name, parameters = self.word(tree.children[1]), self._parameters(tree)
        if tokens(tree, "CALLER"):
            values = tuple(self.word(t) for t in tokens(tree, "NAME")[1:])
            segment = parameters[0].name
            if len(parameters) > 1 or parameters[0].type is not None:
                message = "an attribute from the caller speaks of one segment"
                hint = "attribute owner(question) from caller: alice | bob"
                self.report.error(segment.span, message, hint, see="attention")
            return ast.CallerStatement(name, segment, values, self.span(tree))
        body = self.formula(tree.children[-1])
        return ast.PredicateStatement(str(tree.data), name, parameters, body, self.span(tree))

    _attribute = _predicate

    # -- rules

    def _derive(self, tree: Tree[Token]) -> ast.Statement:
        tests: dict[str, ast.Formula] = {}
        for part in (cast("Tree[Token]", c) for c in tree.children if not is_token(c)):
            tests[str(part.data)] = self.formula(part.children[-1])
        name = self.word(tokens(tree, "NAME")[0])
        kind, source = str(tokens(tree, "CATEGORY", "SHAPE")[0]), self.use(tokens(tree, "REF")[0])
        return ast.DeriveStatement(
            name, kind, source, tests.get("given"), tests.get("ensure"), self.span(tree)
        )

    def _constraint(self, tree: Tree[Token]) -> ast.Statement:
        title, site = self.word(tree.children[1]), self.use(tree.children[3])
        clauses = [self._clause(cast("Tree[Token]", c)) for c in tree.children[4:]]
        return ast.ConstraintStatement(title, site, tuple(clauses), self.span(tree))

    def _clause(self, tree: Tree[Token]) -> ast.Clause:
        span = self.span(tree)
        match str(tree.data):
            case "alias":
                return ast.Alias(self.word(tree.children[1]), self.use(tree.children[3]), span)
            case "ensure":
                return ast.Ensure(self.formula(tree.children[-1]), span)
            case _:
                verdicts = [self._verdict(v) for v in named(tree, "verdict")]
                tests = [
                    self.formula(c)
                    for c in tree.children
                    if not is_token(c) and cast("Tree[Token]", c).data != "verdict"
                ]
                return ast.Decision(tuple(zip(tests, verdicts[:-1], strict=True)), verdicts[-1], span)

    def _verdict(self, tree: Tree[Token]) -> ast.Verdict:
        proofs = tokens(tree, "STRING")
        proof = self.word(proofs[0]) if proofs else None
        return ast.Verdict(bool(tokens(tree, "ADMIT")), proof, self.span(tree))

    # -- limits

    def _forbid(self, tree: Tree[Token]) -> ast.Statement:
        kind, span = str(tree.data), self.span(tree)
        for pair in named(tree, "ordered"):
            first, second = (self.word(t) for t in tokens(pair, "STRING"))
            return ast.WordsStatement(kind, "word", (first, second), False, True, span)
        regexes = tokens(tree, "REGEX")
        form = "regex" if regexes else "exactly" if tokens(tree, "EXACTLY") else "word"
        form = "stem" if tokens(tree, "STEM") else form
        words = [ast.Word(str(t)[1:-1], self.span(t)) for t in regexes]
        words += [self.word(t) for t in tokens(tree, "STRING")]
        return ast.WordsStatement(kind, form, tuple(words), bool(tokens(tree, "ONE")), False, span)

    _require = _forbid

    def _bound(self, tree: Tree[Token]) -> ast.Statement:
        bound = str(tokens(tree, "MOST", "LEAST", "EXACTLY")[0])
        count = self.count(tokens(tree, "NUMBER")[0])
        units, texts = tokens(tree, "UNIT"), tokens(tree, "STRING")
        unit = str(units[0]).rstrip("s") + "s" if units else "times"
        word = self.word(texts[0]) if texts else None
        return ast.BoundStatement(bound, count, unit, word, self.span(tree))

    def _after(self, tree: Tree[Token]) -> ast.Statement:
        return ast.AfterStatement(self.word(tree.children[1]), self.span(tree))

    def _say(self, tree: Tree[Token]) -> ast.Statement:
        return ast.SayStatement(self.word(tree.children[1]), self.span(tree))
