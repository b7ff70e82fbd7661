"""Conditions of ``given`` and ``ensure`` ─▶ ``Condition``: names resolved, ``supported`` kept positive.

Only the meaning of names and the place of ``supported``; whether a condition can hold is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, did_you_mean, shown
from detlm.syntax.expressions import Categories
from detlm.syntax.program import (
    Always,
    And,
    Condition,
    InCategory,
    Mentions,
    Not,
    Or,
    PromptMentions,
    Supported,
)
from detlm.syntax.texts import word_mistake


class Conditions:
    """Resolves the conditions of one derive rule."""

    def __init__(self, derive: ast.DeriveStatement, categories: Categories, report: Report) -> None:
        self._derive = derive
        self._categories = categories
        self._report = report

    def resolve(self, test: ast.Test | None) -> Condition:
        """The condition that a test says; no test: ``Always``."""
        return Always() if test is None else self._one(test, positive=True)

    def _one(self, test: ast.Test, *, positive: bool) -> Condition:
        match test:
            case ast.SupportedTest():
                return self._supported(test, positive)
            case ast.MentionsTest(name, word):
                self._word(word)
                if name is None:
                    return PromptMentions(word.text.encode())
                self._span_name(name)
                return Mentions(word.text.encode())
            case ast.InTest(name, category):
                self._span_name(name)
                return self._member(category)
            case ast.NotTest(body):
                return Not(self._one(body, positive=False))
            case ast.BothTests(parts):
                return _joined(And, [self._one(p, positive=positive) for p in parts])
            case ast.EitherTest(parts):
                return _joined(Or, [self._one(p, positive=positive) for p in parts])
            case ast.ImpliesTest(left, right):
                return Or(Not(self._one(left, positive=False)), self._one(right, positive=positive))

    def _supported(self, test: ast.SupportedTest, positive: bool) -> Condition:
        self._span_name(test.name)
        category = self._derive.category.text
        if not positive:
            message = "`supported` cannot stand below `not` or to the left of `->`"
            hint = "what does not follow has no proof; derive the other case from a category of its own"
            self._report.error(test.span, message, hint)
        elif category in self._categories and self._categories.is_regular(category):
            message = f"category {category} says no sentence of facts, so `supported` can never hold"
            self._report.error(test.span, message, "derive it from a category with `sentence of facts`")
        return Supported()

    def _span_name(self, name: ast.Word) -> None:
        if name.text != self._derive.name.text:
            message = f"{name.text} is not what this rule derives"
            self._report.error(name.span, message, f"write {self._derive.name.text}")

    def _word(self, word: ast.Word) -> None:
        if mistake := word_mistake(word.text):
            self._report.error(word.span, *mistake)

    def _member(self, category: ast.Word) -> Condition:
        name = category.text
        if name not in self._categories:
            self._categories.undefined(name, category.span)
        elif not self._categories.is_regular(name):
            message = f"category {name} is not regular, so `in` cannot test it"
            self._report.error(category.span, message, "test for a category without sentences of facts")
        else:
            return InCategory(name, self._categories.regex(name))
        return Always()


def _joined(join: Callable[[Condition, Condition], Condition], parts: list[Condition]) -> Condition:
    """The parts joined in pairs of pairs, so that no reader of a long condition recurses deep."""
    if len(parts) == 1:
        return parts[0]
    middle = (len(parts) + 1) // 2
    return join(_joined(join, parts[:middle]), _joined(join, parts[middle:]))


def mode_mistake(mode: str) -> tuple[str, str] | None:
    """Why ``mode`` is none (message and hint), or None when it is one."""
    modes = ("probing", "hybrid", "deterministic")
    if mode in modes:
        return None
    return f"there is no mode {shown(mode)}", did_you_mean(mode, modes) or f"modes: {', '.join(modes)}"
