"""The fewest tokens from a state of an automaton to its end, found backwards, one token at a time.

Which states a token leads into a set from is asked for kinds of tokens (``kinds.py``). Made where a budget of
tokens is smaller than the number of bytes still to come, and only as far as that budget goes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detlm.mask.automaton import Dfa
from detlm.mask.kinds import EMPTY, NOWHERE, Endings

Flags = npt.NDArray[np.bool_]

_WORK = 1 << 26  # states looked up until it is given up: large automata have many sets to tell apart


class FewestTokens:
    """For the states of an automaton the fewest tokens of a text that ends there in acceptance."""

    def __init__(self, endings: Endings, dfa: Dfa) -> None:
        self._endings = endings
        self._dfa = dfa
        self._fewest = np.where(dfa.accepting, 0, -1)
        self._found = 0  # numbers of tokens up to this are all there
        self._work = _WORK
        # One state more for "dead"; it leads to itself.
        self._targets = np.full((dfa.table.shape[1], dfa.size + 1), dfa.size, dtype=np.int64)
        self._targets[:, :-1] = np.where(dfa.table < 0, dfa.size, dfa.table).T

    def within(self, tokens: int) -> Flags:
        """The states from which some text of at most so many tokens ends, bool [states].

        Some are missing where finding them would take too long.
        """
        while self._found < tokens and self._work > 0:
            sets, kinds = self._leading_into(self._fewest >= 0)
            before = np.logical_or.reduce([sets[kind] for kind in np.unique(kinds).tolist()])[:-1]
            fresh = before & (self._fewest < 0)
            if not fresh.any():
                self._found = tokens
                break
            self._found += 1
            self._fewest[fresh] = self._found
        return (self._fewest >= 0) & (self._fewest <= tokens)

    def leading(self, state: int, tokens: int) -> list[int]:
        """The ids of the tokens from where some text of at most so many tokens ends, behind ``state``."""
        sets, kinds = self._leading_into(self.within(tokens))
        good = np.array([members[state] for members in sets])
        return np.flatnonzero(good[kinds]).tolist()

    def _leading_into(self, goal: Flags) -> tuple[list[Flags], npt.NDArray[np.int64]]:
        """Sets of states, and for each token which of them it leads into ``goal`` from, int64 [size]."""
        nowhere = np.zeros(self._dfa.size + 1, dtype=np.bool_)
        sets = [nowhere, np.append(goal, False)]
        numbers = {members.tobytes(): number for number, members in enumerate(sets)}

        def before(kind: int, column: int) -> int:
            self._work -= self._dfa.size
            if self._work < 0:
                return NOWHERE
            members = sets[kind].take(self._targets[column])
            number = numbers.setdefault(members.tobytes(), len(sets))
            if number == len(sets):
                sets.append(members)
            return number

        assert (NOWHERE, EMPTY) == (0, 1)
        return sets, self._endings.kinds(self._dfa.classes, len(self._targets), before)
