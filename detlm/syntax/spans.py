"""What is put around parts of shapes: derive rules, constraints at their sites, scopes, context-free spans.

Each becomes ``Derive``, ``Bind``, ``Settle`` or ``Block``. What their conditions say is ``conditions.py``.
"""

from __future__ import annotations

from detlm.syntax import ast
from detlm.syntax.conditions import Conditions, joined
from detlm.syntax.context_free import Grammars
from detlm.syntax.definitions import Definitions, Instance, uses
from detlm.syntax.diagnostics import Span
from detlm.syntax.draft import Draft
from detlm.syntax.expressions import Shapes
from detlm.syntax.foreign import LeanCategories
from detlm.syntax.layout import RESERVED
from detlm.syntax.parts import Part, Place
from detlm.syntax.program import (
    Always,
    And,
    Bind,
    Block,
    Condition,
    Derive,
    Field,
    InGrammar,
    Lex,
    Not,
    Or,
    Settle,
    Shape,
    walk,
)
from detlm.syntax.regex import EMPTY
from detlm.syntax.scopes import Scopes
from detlm.syntax.shapes import choice
from detlm.syntax.terms import Speech

SITE = "next_token"  # what a condition calls the lexeme at its site


class SpanRules:
    """Makes the spans of a program; the one ``expressions.Spans``."""

    def __init__(self, draft: Draft, shapes: Shapes, grammars: Grammars, lean: LeanCategories) -> None:
        self._draft = draft
        self._report = draft.report
        self._shapes = shapes
        self._definitions: Definitions = shapes.definitions
        self._grammars = grammars
        self._lean = lean
        self._scopes = Scopes(draft, shapes.definitions)
        predicates: dict[str, ast.PredicateStatement] = {}
        for predicate in draft.all(ast.PredicateStatement):
            predicates.setdefault(predicate.name.text, predicate)
        self.conditions = Conditions(
            shapes, predicates, frozenset(self._scopes.table), grammars.of_category, draft.report
        )
        rules = [s for s in draft.statements if isinstance(s, ast.DeriveStatement | ast.ConstraintStatement)]
        self._numbers = {id(s): n for n, s in enumerate(rules)}
        self.next_rule = len(rules)
        self._derive: dict[str, list[ast.DeriveStatement]] = {}
        self._sites: dict[str, list[ast.ConstraintStatement]] = {}
        self._derived: dict[str, Shape] = {}
        self._open: list[str] = []
        self._around: dict[Instance, Shape] = {}
        self._refused: set[Span] = set()
        self._broken: set[str] = set()  # derived names with a mistaken rule
        for number, statement in enumerate(rules):
            draft.positions[f"derive {number}"] = draft.place(statement.span)
            if isinstance(statement, ast.DeriveStatement):
                self._declare(statement)
            else:
                self._site(statement)

    def _declare(self, statement: ast.DeriveStatement) -> None:
        name = statement.name
        if name.text in self._definitions.declared or name.text in RESERVED:
            first = self._definitions.declared.get(name.text)
            what = "a word of the language" if first is None else "the name of something else"
            if name.text in self._definitions:
                what = "a category"
            self._report.error(name.span, f"{name.text} is already {what}", "choose another name")
        source = statement.source
        definition = self._definitions.table.get(source.name)
        if definition is None:
            self._definitions.undefined(source.name, source.span)
            self._broken.add(name.text)
        else:
            kind = "shape" if isinstance(definition, ast.ShapeStatement) else "category"
            if kind != statement.kind:
                self._report.error(
                    source.span, f"{source.name} is a {kind}", f"write from {kind} {source.name}"
                )
            if not self._without_parameters(source):
                self._broken.add(name.text)
        self._derive.setdefault(name.text, []).append(statement)

    def _site(self, statement: ast.ConstraintStatement) -> None:
        site = statement.site
        if site.name not in self._definitions:
            hint = None
            if site.name in self._definitions.derived:
                hint = f"conditions on {site.name} stand in its derive rule, after `ensure`"
                self._report.error(
                    site.span, f"{site.name} is derived, and a site is a category or shape", hint
                )
            else:
                self._definitions.undefined(site.name, site.span)
            return
        if self._without_parameters(site):
            self._sites.setdefault(site.name, []).append(statement)

    def _without_parameters(self, use: ast.Use) -> bool:
        if not self._definitions.table[use.name].parameters:
            return True
        message = f"{use.name} has parameters"
        self._report.error(use.span, message, f"declare one without: category X := {use.name}(…)")
        return False

    # -- what shapes ask

    def derived(self, name: str) -> Shape:
        """What a derived name can be: its rules in order."""
        if name in self._derived:
            return self._derived[name]
        if name in self._broken:
            return Lex(EMPTY)
        if name in self._open:
            path = " → ".join([*self._open[self._open.index(name) :], name])
            message = f"{name} is derived from itself: {path}"
            self._report.error(self._derive[name][0].name.span, message, "name repetition with { … }")
            return Lex(EMPTY)
        self._open.append(name)
        shape = choice([self._rule(s) for s in self._derive[name]])
        self._open.pop()
        self._derived[name] = shape
        return shape

    def _rule(self, statement: ast.DeriveStatement) -> Shape:
        name, category = statement.name.text, statement.source.name
        body = self._shapes.shape(statement.source)
        if body == Lex(EMPTY) and self._report.diagnostics:
            return body  # a mistaken category has none of the parts that conditions name
        speech = Speech(name, {name: Place((), Part((body,)))}, category)
        given = self.conditions.resolve(statement.given, speech)
        ensure = self.conditions.resolve(statement.ensure, speech)
        source = self._draft.text(statement.span)
        return Derive(name, self._numbers[id(statement)], given, ensure, body, category, source)

    def around(self, instance: Instance, shape: Shape) -> Shape:
        """The shape of a use: its scopes, then the constraints at it."""
        if instance not in self._around:
            self._around[instance] = self._wrapped(instance, shape)
        return self._around[instance]

    def _wrapped(self, instance: Instance, shape: Shape) -> Shape:
        for scope in self._scopes.bodies.get(instance.name, ()):
            shape = Block(scope, shape)
        for scope in self._scopes.binders.get(instance.name, ()):
            shape = Settle(scope, shape)
        for constraint in self._sites.get(instance.name, ()):
            shape = self._constrained(constraint, shape)
        return shape

    def part(self, expression: ast.Expression, shape: Shape) -> Shape:
        """The shape of a part, bound where a scope says so."""
        for scope in self._scopes.bound.get(expression.span, ()):
            shape = Bind(scope, shape)
        return shape

    def swallowed(self, expression: ast.Expression, into: str) -> None:
        """Report uses that a constraint speaks of, as they are no spans inside of what they are in here."""
        if not self._sites:
            return
        for use in uses(expression):
            if use.name in self._sites and use.span not in self._refused:
                self._refused.add(use.span)
                title = self._sites[use.name][0].title.text
                message = f'the constraint "{title}" is at {use.name}, which is no span inside of {into}'
                hint = "declare what it is in as a shape, or use another category here"
                self._report.error(use.span, message, hint, see="constraints", of_all=True)
            if use.name in self._definitions and self._definitions.is_regular(use):
                self.swallowed(self._definitions.instance(use).body, into)

    def context_free(self, expression: ast.Expression, name: str) -> Shape:
        """The span of a context-free category: an envelope of its texts that the grammar must derive."""
        grammar = self._grammars.grammar(expression)
        self.swallowed(expression, f"the grammar of {name}")
        body = Lex(self._grammars.envelope(grammar), name)
        source = self._draft.text(expression.span)
        span = Derive(name, self.next_rule, Always(), InGrammar(name, grammar), body, name, source)
        self.number(span, expression)
        return span

    def foreign(self, expression: ast.LeanFile, name: str) -> Shape:
        """The span of a category of a Lean file: its envelope, labelled for the statement about the file."""
        label, envelope = self._lean.category(expression)
        source = self._draft.text(expression.span)
        body = Field(label, Lex(envelope, name))
        span = Derive(name, self.next_rule, Always(), Always(), body, name, source)
        self.number(span, expression)
        return span

    def number(self, shape: Shape, expression: ast.Expression) -> None:
        """Take note of spans in a shape that were numbered from ``next_rule`` on."""
        for part in walk(shape):
            if isinstance(part, Derive) and part.rule >= self.next_rule:
                self._draft.positions[f"derive {part.rule}"] = self._draft.place(expression.span)
        rules = [part.rule for part in walk(shape) if isinstance(part, Derive)]
        self.next_rule = max([self.next_rule - 1, *rules]) + 1

    # -- constraints

    def _constrained(self, statement: ast.ConstraintStatement, shape: Shape) -> Shape:
        site = statement.site.name
        scopes: dict[str, str] = {}
        found: list[Condition] = []
        speech = Speech(SITE, {SITE: Place((), Part((shape,)))}, site, scopes)
        for clause in statement.clauses:
            match clause:
                case ast.Alias(name, scope):
                    if scope.name not in self._scopes.table:
                        self._scopes.undefined(scope)
                    scopes[name.text] = scope.name
                case ast.Ensure(body):
                    found.append(self.conditions.resolve(body, speech))
                case ast.Decision():
                    found.append(self._decision(clause, speech))
        if not found:
            message = f'the constraint "{statement.title.text}" says nothing'
            self._report.error(statement.span, message, "write ensure …, or if … then admit else reject")
            return shape
        source = self._draft.text(statement.span)
        number = self._numbers[id(statement)]
        return Derive(site, number, Always(), joined(And, found), shape, site, source)

    def _decision(self, decision: ast.Decision, speech: Speech) -> Condition:
        """The first case whose condition holds decides."""
        result: Condition | None = Always() if decision.otherwise.admit else None
        for test, verdict in reversed(decision.cases):
            if verdict.admit:
                condition = self.conditions.condition(test, speech, positive=True)
                result = condition if result is None else Or(condition, result)
            else:
                condition = Not(self.conditions.condition(test, speech, positive=False))
                result = condition if isinstance(result, Always) else result and And(condition, result)
        if result is None:
            self._report.error(decision.span, "this rejects everything", "say what is admitted: then admit")
        return result or Always()

    # -- checks

    def check(self) -> None:
        """Look at derive rules, constraints and predicates that the output does not use, too."""
        for name in self._derive:
            self.derived(name)
        for statement in self._draft.all(ast.ConstraintStatement):
            if statement.site.name in self._sites:
                self.around(self._definitions.instance(statement.site), self._shapes.plain(statement.site))
        for predicate in self.conditions.predicates.values():
            self._check_predicate(predicate)

    def _check_predicate(self, predicate: ast.PredicateStatement) -> None:
        names: set[str] = set()
        used = named_heads(predicate.body)
        for parameter in predicate.parameters:
            name = parameter.name
            if name.text in names:
                self._report.error(name.span, f"{name.text} is already a parameter", "choose another name")
            elif name.text not in used:
                self._report.error(
                    name.span, f"the parameter {name.text} is never used", "use it, or leave it out"
                )
            names.add(name.text)
        types = [p.type for p in predicate.parameters]
        known = [t for t in types if t is not None and self._known_type(t)]
        if len(known) < len(types):
            return  # it is checked where it is used
        places: dict[str, Place | None] = {
            p.name.text: Place((), Part((self._shapes.plain(t),)))
            for p, t in zip(predicate.parameters, known, strict=True)
        }
        speech = Speech(predicate.parameters[0].name.text, places)
        if predicate.kind == "predicate":
            self.conditions.condition(predicate.body, speech, positive=True)
        else:
            self.conditions.number(predicate.body, speech)

    def _known_type(self, type_: ast.Use) -> bool:
        if type_.name not in self._definitions:
            self._definitions.undefined(type_.name, type_.span)
            return False
        return self._without_parameters(type_)


def named_heads(node: object) -> set[str]:
    """The first names of all paths in a formula."""
    if isinstance(node, ast.Named):
        return {node.name.split(".")[0]}
    parts = node.contents() if isinstance(node, ast.Node) else node
    if isinstance(parts, tuple):
        return set().union(*(named_heads(part) for part in parts)) if parts else set()
    return set()
