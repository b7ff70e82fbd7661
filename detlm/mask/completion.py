"""Which terms of a context-free language can be completed under a regular limit, decided exactly.

Whether a stack of parts still to come and a state of the limits' automaton can end together is asked from
the bottom up: for each part, from which states of the automaton its texts lead into a wanted set of states.
For rules that is a matrix, found once as a least fixed point. Points in texts are ``contextfree.py``.

Source: Y. Bar-Hillel, M. Perles, E. Shamir, On formal properties of simple phrase structure grammars (1961);
the matrices are its triples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detlm.errors import MaskError
from detlm.mask.arena import ATMOST, OR, STAR, THEN, as_int, as_ints
from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.product import difference
from detlm.syntax.regex import ALL_BYTES, OneOf, Star

if TYPE_CHECKING:
    from detlm.mask.grammar_terms import GrammarTerms

# States of the limits' automaton: matrices of rules have that many rows and columns.
LIMIT_STATES = 400

Wanted = npt.NDArray[np.bool_]  # [states, n]: n sets of states of the limits' automaton


def everything() -> Dfa:
    """The automaton of all texts: no limit."""
    return dfa_of_regex(Star(OneOf(ALL_BYTES)))


class Completion:
    """From which states of ``limit`` a term can be completed.

    ``limit`` is trimmed, and need not be complete: a missing move leads nowhere.
    """

    def __init__(self, terms: GrammarTerms, limit: Dfa) -> None:
        if limit.size > LIMIT_STATES:
            raise MaskError(
                f"the limits on the answer need {limit.size:,} states beside a context-free category, "
                f"at most {LIMIT_STATES} are possible",
                hint="use fewer `forbid` and `require`, or a smaller number of words",
            )
        self.terms = terms
        self.limit = limit
        self.free = limit.size == 1 and bool((limit.table >= 0).all()) and bool(limit.accepting[0])
        self.sets: list[npt.NDArray[np.bool_]] = []
        self._set_ids: dict[bytes, int] = {}
        self._before: dict[tuple[int, int], int] = {}
        self._machines: dict[int, tuple[Dfa, npt.NDArray[np.bool_]]] = {}
        self._rules: dict[int, npt.NDArray[np.bool_]] = {}
        self.accepting = self._set(limit.accepting) if limit.size else -1

    def _set(self, members: npt.NDArray[np.bool_]) -> int:
        key = members.tobytes()
        number = self._set_ids.get(key)
        if number is None:
            number = self._set_ids[key] = len(self.sets)
            self.sets.append(members)
        return number

    def before(self, term: int, goal: int) -> int:
        """The set of states from which some text of ``term`` leads into the set ``goal``, by number."""
        if self.free:
            return goal if term != self.terms.NOTHING else self._set(np.zeros(1, np.bool_))
        spine = []
        while (term, goal) not in self._before and self.terms.kind(term)[0] == THEN:
            part, term = self.terms.head(term)
            spine.append(part)
        for part in (term, *reversed(spine)):
            known = self._before.get((part, goal))
            if known is None:
                key = self.terms.kind(part)
                if key[0] == OR:  # may hold stacks that share parts: each is asked once
                    reached = np.zeros(self.limit.size, dtype=np.bool_)
                    for option in as_ints(key[1]):
                        reached |= self.sets[self.before(option, goal)]
                else:
                    reached = self._into(part, self.sets[goal][:, None])[:, 0]
                known = self._before[part, goal] = self._set(np.ascontiguousarray(reached))
            goal = known
        return goal

    def viable(self, term: int, state: int) -> bool:
        """Whether some text of ``term`` leads from ``state`` to acceptance."""
        if term == self.terms.NOTHING or state < 0:
            return False
        return self.free or bool(self.sets[self.before(term, self.accepting)][state])

    def machine(self, dfa: Dfa, goal: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """For each state of ``dfa`` and of the limit: whether the one can end while the other gets into one
        of the sets ``goal``; bool [dfa.size, limit.size, n]."""
        ways = self._pairs(dfa)
        good = np.zeros((dfa.size, self.limit.size + 1, goal.shape[1]), dtype=np.bool_)
        good[dfa.accepting, :-1] = goal
        # One row more for "dead", which is never good: index -1 reads it.
        while True:
            grown = good.copy()
            for source, target, moved in ways:
                grown[source, :-1] |= good[target][moved]
            if (grown == good).all():
                return good[:, :-1]
            good = grown

    def _pairs(self, dfa: Dfa) -> list[tuple[int, int, npt.NDArray[np.int32]]]:
        """The moves of ``dfa``, each with where the limit's states go on the same byte."""
        ways: dict[tuple[int, int, int], npt.NDArray[np.int32]] = {}
        pairs = sorted({(int(a), int(b)) for a, b in zip(dfa.classes, self.limit.classes, strict=True)})
        for column, other in pairs:
            for source in np.flatnonzero(dfa.table[:, column] >= 0).tolist():
                ways[source, int(dfa.table[source, column]), other] = self.limit.table[:, other]
        return [(source, target, moved) for (source, target, _), moved in ways.items()]

    def _relation(self, term: int) -> npt.NDArray[np.bool_]:
        """The matrix of a machine term: from which state to which."""
        dfa, state = self.terms.machine_of(term)
        known = self._machines.get(id(dfa))
        if known is None:
            known = (dfa, self.machine(dfa, np.eye(self.limit.size, dtype=np.bool_)))
            self._machines[id(dfa)] = known
        relation: npt.NDArray[np.bool_] = known[1][state]
        return relation

    def _into(self, term: int, goal: Wanted) -> Wanted:
        """``before`` for several sets at once, rows being states and columns sets."""
        terms = self.terms
        key = terms.kind(term)
        if term == terms.EMPTY:
            return goal
        if term == terms.NOTHING:
            return goal & False
        if key[0] == THEN:
            return self._into(as_int(key[1]), self._into(as_int(key[2]), goal))
        if key[0] == OR:
            joined: Wanted = np.zeros_like(goal)
            for option in as_ints(key[1]):
                joined = joined | self._into(option, goal)
            return joined
        if key[0] in (STAR, ATMOST):
            body, rounds = (as_int(key[1]), -1) if key[0] == STAR else (as_int(key[2]), as_int(key[1]))
            total = goal
            while rounds:
                grown = total | self._into(body, total)
                if (grown == total).all():
                    break
                total, rounds = grown, rounds - 1
            return total
        if (rule := terms.rule_of(term)) >= 0:
            if rule not in self._rules:
                self._solve()
            return _times(self._rules[rule], goal)
        return _times(self._relation(term), goal)

    def _solve(self) -> None:
        """The matrices of all rules: the least that agree with the bodies."""
        size = self.limit.size
        fresh = [r for r in range(len(self.terms.bodies)) if r not in self._rules]
        for rule in fresh:
            self._rules[rule] = np.zeros((size, size), dtype=np.bool_)
        identity = np.eye(size, dtype=np.bool_)
        changed = True
        while changed:
            changed = False
            for rule in fresh:
                grown = self._into(self.terms.bodies[rule], identity)
                if (grown != self._rules[rule]).any():
                    self._rules[rule] = grown
                    changed = True


def _times(left: npt.NDArray[np.bool_], right: Wanted) -> Wanted:
    product: npt.NDArray[np.float32] = left.astype(np.float32) @ right.astype(np.float32)
    return np.greater(product, 0)


def lies_within(terms: GrammarTerms, term: int, dfa: Dfa) -> bool:
    """Whether every text of a context-free term is accepted by ``dfa``."""
    outside = difference(everything(), dfa)
    if outside.is_empty:
        return True
    local = terms.localised(term)
    return not Completion(terms, outside).viable(local, outside.start)
