"""What may follow, without the options that hold nothing of their own.

Of ``(a{1,3}b?){0,9}`` there are as many options as ways to read a text, and most are the same repetitions
with fewer turns left. Lean sees of two expressions that one holds the texts of the other
(``Regex.isWithin`` in ``lean/DetLM/Spec/Inclusion.lean``), so a state may stand for the shorter one. Nothing
here is trusted.
"""

from __future__ import annotations

from detlm.kernel.automata import Expression, Expressions

#: Counts from here on are open: Lean's ``Regex.openCount``.
OPEN = 1 << 32
_SEQ, _EITHER, _BOTH, _WITHOUT = 3, 4, 7, 8


class Inclusion:
    """Which expressions hold the texts of which, and derivatives that make use of it."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions, self._nodes = expressions, expressions.nodes
        self._within: dict[tuple[Expression, Expression], bool] = {}
        self._pruned: dict[Expression, Expression] = {}

    def follow(self, byte: int, expression: Expression) -> Expression:
        """What may follow after a byte."""
        following = self._expressions.follow(byte, expression)
        known = self._pruned.get(following)
        if known is None:
            known = self._prune(following)
            if not (self.is_within(following, known) and self.is_within(known, following)):
                known = following  # Lean would not see that they are alike
            self._pruned[following] = known
        return known

    def is_within(self, one: Expression, other: Expression) -> bool:
        """``Regex.isWithin``: whether it is seen that every text of the one is one of the other."""
        if one == other:
            return True
        known = self._within.get((one, other))
        if known is None:
            known = self._within[one, other] = self._is_within(one, other)
        return known

    def _is_within(self, one: Expression, other: Expression) -> bool:
        while one != other:  # sequences may be long, so not by recursion
            kind, _, first, second = self._nodes[one]
            there, _, left, right = self._nodes[other]
            if kind == _EITHER:
                return all(self.is_within(option, other) for option in self._options(one))
            if there == _EITHER:
                return any(self.is_within(one, option) for option in self._options(other))
            if there != _SEQ:
                return kind == there and self._is_part_within(one, other)
            skipped = self._expressions.nullable(left)
            if kind == _SEQ and self.is_within(first, left):
                if not skipped:
                    one, other = second, right
                    continue
                if self.is_within(second, right):
                    return True
            if not skipped:
                return False
            other = right
        return True

    def _is_part_within(self, one: Expression, other: Expression) -> bool:
        kind, number, first, second = self._nodes[one]
        _, count, left, right = self._nodes[other]
        match kind:
            case 6:
                return first == left and number <= count and (number >= OPEN) == (count >= OPEN)
            case 7:
                return self.is_within(first, left) and self.is_within(second, right)
            case 8:
                return self.is_within(first, left) and self.is_within(right, second)
        return False

    def _options(self, expression: Expression) -> list[Expression]:
        """A list of options may be long, so not by recursion."""
        options = []
        while self._nodes[expression][0] == _EITHER:
            _, _, option, expression = self._nodes[expression]
            options.append(option)
        return [*options, expression]

    def _prune(self, expression: Expression) -> Expression:
        """Without the options that others hold."""
        kind, _, first, second = self._nodes[expression]
        if kind == _SEQ:
            return self._expressions.make(kind, 0, self._prune(first), second)
        if kind in (_BOTH, _WITHOUT):
            return self._expressions.make(kind, 0, self._prune(first), self._prune(second))
        if kind != _EITHER:
            return expression
        kept: list[Expression] = []
        for option in map(self._prune, reversed(self._options(expression))):
            if not any(self.is_within(option, other) for other in kept):
                kept = [other for other in kept if not self.is_within(other, option)]
                kept.append(option)
        made = kept[0]
        for option in kept[1:]:
            made = self._expressions.make(_EITHER, 0, option, made)
        return made
