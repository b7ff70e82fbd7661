"""Conditions ─▶ ``Condition``: names resolved, types checked, ``supported`` kept positive.

Numbers and paths are ``terms.py``. Whether a condition can hold is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable

from detlm.syntax import ast
from detlm.syntax.definitions import FREE, TEXT
from detlm.syntax.diagnostics import did_you_mean, shown
from detlm.syntax.parts import Place
from detlm.syntax.program import (
    Always,
    And,
    Claim,
    Compare,
    Condition,
    Distinct,
    Every,
    InCategory,
    InGrammar,
    Mentions,
    Not,
    Or,
    PromptMentions,
    SameText,
    Supported,
    Visible,
    walk,
)
from detlm.syntax.regex import Regex
from detlm.syntax.size import long_literal
from detlm.syntax.terms import TESTS, Speech, Terms
from detlm.syntax.texts import word_mistake

_NO_ORDER = "only numbers have an order; a shape with parts y, m, d gives a date one: y * 10000 + m * 100 + d"

SIGNS = {"=": "=", "<": "<", "<=": "<=", ">": "<", ">=": "<="}


class Conditions(Terms):
    """Resolves the conditions of a program."""

    def resolve(self, formula: ast.Formula | None, speech: Speech) -> Condition:
        """The condition that a formula says; no formula: ``Always``."""
        return Always() if formula is None else self.condition(formula, speech, positive=True)

    def condition(self, formula: ast.Formula, speech: Speech, *, positive: bool) -> Condition:
        """The condition that a formula says; ``positive``: it stands below no ``not``."""
        match formula:
            case ast.NotTest(body):
                return Not(self.condition(body, speech, positive=False))
            case ast.BothTests(parts):
                return joined(And, [self.condition(p, speech, positive=positive) for p in parts])
            case ast.EitherTest(parts):
                return joined(Or, [self.condition(p, speech, positive=positive) for p in parts])
            case ast.ImpliesTest(left, right):
                first = Not(self.condition(left, speech, positive=False))
                return Or(first, self.condition(right, speech, positive=positive))
            case ast.Compared():
                return self._compared(formula, speech)
            case ast.Belongs():
                return self._belongs(formula, speech, positive)
            case ast.EveryTest(variable, over, body):
                place = self.many(over, speech)
                if place is None:
                    return Always()
                condition = self.condition(body, speech.inside(variable.text, place.part), positive=positive)
                return Every(place.path, condition) if place.path else condition
            case ast.Call():
                return self._called(formula, speech, positive)
            case ast.Named(name, span):
                # A predicate by its name alone is said of the span.
                if name in self.predicates:
                    argument = ast.Argument(ast.Named(speech.name, span), None, None, span)
                    return self._called(ast.Call(name, (argument,), span), speech, positive)
                if name in TESTS:
                    self.error(span, f"`{name}` does not say of what", f"write {TESTS[name]}")
                elif name.split(".")[0] in speech.places:
                    self.error(span, f"{name} is no condition", f"compare it: {name} = …")
                else:
                    self._unknown(name, span)
            case _:
                self.error(formula.span, "this is no condition", "compare it: = < <= > >= !=")
        return Always()

    # -- tests with brackets

    def _called(self, call: ast.Call, speech: Speech, positive: bool) -> Condition:
        match call.name:
            case "supported":
                return self._supported(call, speech, positive)
            case "mentions":
                return self._mentions(call, speech)
            case "distinct":
                place = self.one_many(call, speech)
                return Always() if place is None else Distinct(place.path)
        predicate = self.predicates.get(call.name)
        if predicate is None:
            self._unknown(call.name, call.span)
            return Always()
        if predicate.kind == "attribute":
            self.error(call.span, f"{call.name} is a number, no condition", f"compare it: {call.name}(…) = …")
            return Always()
        with self.applied(predicate, call, speech) as inner:
            return Always() if inner is None else self.condition(predicate.body, inner, positive=positive)

    def _unknown(self, name: str, span: tuple[int, int]) -> None:
        names = [*TESTS, *self.predicates]
        hint = did_you_mean(name, names) or f"declare it: predicate {name}(x) := …"
        self.error(span, f"there is no predicate {name}", hint, see="predicates")

    def _supported(self, call: ast.Call, speech: Speech, positive: bool) -> Condition:
        place = self.argument(call, 0, 1, speech)
        if place is None:
            return Always()
        if not positive:
            message = "`supported` cannot stand below `not` or to the left of `->`"
            hint = "what does not follow has no proof; derive the other case from a category of its own"
            self.error(call.span, message, hint)
        elif not place.is_span or speech.nested:
            message = "`supported` is said of what the rule derives"
            self.error(call.span, message, f"write supported({self.whole(speech)})")
        elif not any(isinstance(s, Claim) for shape in place.part.shapes for s in walk(shape)):
            message = f"{speech.category or 'this'} says no sentence of facts, so `supported` can never hold"
            if speech.category:
                message = f"category {message}"
            self.error(call.span, message, "derive it from a category with `sentence of facts`")
        return Supported()

    def _mentions(self, call: ast.Call, speech: Speech) -> Condition:
        word = call.arguments[1].body if len(call.arguments) == 2 else None
        if not isinstance(word, ast.Quoted):
            self.error(call.span, "`mentions` takes a name and a word", f"write {TESTS['mentions']}")
            return Always()
        if mistake := word_mistake(word.text):
            self.error(word.span, *mistake)
        spelled = word.text.encode()
        if call.arguments[0].body == ast.Named("prompt", call.arguments[0].body.span):
            return PromptMentions(spelled)
        place = self.argument(call, 0, 2, speech)
        return Always() if place is None else self._of(place, Mentions(spelled), call.span)

    def _of(self, place: Place, condition: Condition, span: tuple[int, int]) -> Condition:
        """A condition said of the one part at a place; false where it is missing."""
        if place.is_span:
            return condition
        if place.part.high > 1:
            self.several(place, span)
        if place.part.low == place.part.high == 1:
            return Every(place.path, condition)
        return Not(Every(place.path, Not(condition)))

    # -- `in`

    def _belongs(self, test: ast.Belongs, speech: Speech, positive: bool) -> Condition:
        place = self.place(test.left, speech)
        name = speech.scopes.get(test.place.name, test.place.name)
        if place is None:
            return Always()
        if name in self.scopes:
            if not place.is_span or speech.nested:
                message = "whether a scope shows a name is asked of the whole span"
                self.error(
                    test.span, message, f"write {self.whole(speech)} in {test.place.name}", see="scopes"
                )
            return Visible(name.encode())
        if test.place.name in speech.scopes:
            return Always()  # it stands for something that is no scope, which was reported
        if name not in self.definitions:
            known = [*self.definitions.table, *self.scopes, *speech.scopes]
            hint = did_you_mean(name, known) or f"declare it: category {name} := …"
            self.error(test.place.span, f"there is no category {name}", hint)
            return Always()
        if self.definitions.table[name].parameters:
            message = f"{name} has parameters, so `in` cannot test it"
            self.error(test.place.span, message, f"declare a category for it: category X := {name}(…)")
            return Always()
        nature = self.definitions.nature(test.place)
        if nature == FREE:
            return self._in_grammar(test, place, speech, positive)
        if not self.definitions.is_regular(test.place):
            message = f"category {name} is not regular, so `in` cannot test it"
            if nature not in (FREE, TEXT) and self.definitions.instance(test.place).is_shape:
                message = f"{name} is a shape, so `in` cannot test it"
            self.error(test.place.span, message, "test for a category without sentences of facts")
            return Always()
        regex = self.languages.category(self.definitions.instance(test.place))
        if nature == TEXT:
            regex = self._as_written(place, regex)
        return self._of(place, InCategory(name, regex), test.span)

    def _as_written(self, place: Place, regex: Regex) -> Regex:
        """A language as a part writes it: in quotes if it is a string of JSON."""
        return self.shapes.json.string(regex) if place.part.json else regex

    def _in_grammar(self, test: ast.Belongs, place: Place, speech: Speech, positive: bool) -> Condition:
        name = test.place.name
        if not positive or not place.is_span or speech.nested:
            message = f"{name} is context-free, so `in` asks it of the whole span, below no `not`"
            self.error(test.span, message, "derive the span from that category, or test a regular one")
            return Always()
        return InGrammar(name, self.grammar(test.place))

    # -- comparisons

    def _compared(self, test: ast.Compared, speech: Speech) -> Condition:
        relation = test.relation
        equal = relation in ("=", "!=")
        if isinstance(test.right, ast.Quoted) or isinstance(test.left, ast.Quoted):
            condition = self._literal(test, speech) if equal else None
        elif (pair := self._texts(test, speech)) is not None:
            left, right = pair
            if left.part.json != right.part.json:
                message = "one of these is a string of JSON and the other is not"
                self.error(test.span, message, "their texts differ by the quotes")
            for place in pair:
                if place.part.high > 1:
                    self.several(place, test.span)
            condition = SameText(left.path, right.path) if equal else None
        else:
            left_number, right_number = self.number(test.left, speech), self.number(test.right, speech)
            if left_number is None or right_number is None:
                return Always()
            if equal:
                condition = Compare("=", left_number, right_number)
            elif relation.startswith("<"):
                return Compare("<=" if "=" in relation else "<", left_number, right_number)
            else:
                return Compare("<=" if "=" in relation else "<", right_number, left_number)
        if condition is None:
            if not equal:
                message = f"texts are compared with = and !=, not with {relation}"
                self.error(test.span, message, _NO_ORDER)
            return Always()
        return Not(condition) if relation == "!=" else condition

    def _texts(self, test: ast.Compared, speech: Speech) -> tuple[Place, Place] | None:
        """The two parts that are compared as texts, if both sides are parts and not both are numbers."""
        if not (isinstance(test.left, ast.Named) and isinstance(test.right, ast.Named)):
            return None
        before = len(self.report.diagnostics)
        left, right = self.place(test.left, speech), self.place(test.right, speech)
        if left is None or right is None or len(self.report.diagnostics) > before:
            return None
        numbers = [self.parts.is_number(p.part) for p in (left, right)]
        return None if any(numbers) else (left, right)

    def _literal(self, test: ast.Compared, speech: Speech) -> Condition | None:
        text, other = (
            (test.right, test.left) if isinstance(test.right, ast.Quoted) else (test.left, test.right)
        )
        assert isinstance(text, ast.Quoted)
        place = self.place(other, speech)
        if place is None:
            return None
        if self.parts.is_number(place.part):
            message = f"a number cannot be the text {shown(text.text)}"
            self.error(text.span, message, "numbers are written without quotes")
        regex = self._as_written(place, long_literal(text.text.encode()))
        return self._of(place, InCategory(shown(text.text), regex), test.span)


def joined(join: Callable[[Condition, Condition], Condition], parts: list[Condition]) -> Condition:
    """The parts joined in pairs of pairs, so that no reader of a long condition recurses deep."""
    if len(parts) == 1:
        return parts[0]
    middle = (len(parts) + 1) // 2
    return join(joined(join, parts[:middle]), joined(join, parts[middle:]))
