"""A context-free language under a regular limit: which beginnings can be completed, decided exactly.

A point in a text is a term of ``grammar_terms.py``, which is a stack of what is still to come, and a state of
the automaton of the limits. Whether the two can end together is asked of the stack from the bottom up: for
each part, from which states of the automaton its texts lead into a wanted set of states. For rules that is a
matrix, found once as a least fixed point. Tokens are ``contextfree_engine.py``.

Source: Y. Bar-Hillel, M. Perles, E. Shamir, On formal properties of simple phrase structure grammars (1961);
the matrices are its triples.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detlm.errors import MaskError
from detlm.mask.automaton import DEAD, Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.grammar_terms import GrammarTerms
from detlm.mask.product import intersection
from detlm.mask.terms import _ATMOST, _OR, _STAR, _THEN, _int, _ints
from detlm.syntax.regex import ALL_BYTES, OneOf, Star

# States of the limits' automaton: matrices of rules have that many rows and columns.
LIMIT_STATES = 400
_REFERENCE = 10

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
        while (term, goal) not in self._before and self.terms.kind(term)[0] == _THEN:
            part, term = self.terms.head(term)
            spine.append(part)
        for part in (term, *reversed(spine)):
            known = self._before.get((part, goal))
            if known is None:
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
        """For each state of ``dfa`` and of the limit: whether the one can end while the other gets into one of
        the sets ``goal``; bool [dfa.size, limit.size, n]."""
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
        return known[1][state]

    def _into(self, term: int, goal: Wanted) -> Wanted:
        """``before`` for several sets at once, rows being states and columns sets."""
        terms = self.terms
        key = terms.kind(term)
        if term == terms.EMPTY:
            return goal
        if term == terms.NOTHING:
            return np.zeros_like(goal)
        if key[0] == _THEN:
            return self._into(_int(key[1]), self._into(_int(key[2]), goal))
        if key[0] == _OR:
            return np.logical_or.reduce([self._into(t, goal) for t in _ints(key[1])])
        if key[0] in (_STAR, _ATMOST):
            body, rounds = (_int(key[1]), -1) if key[0] == _STAR else (_int(key[2]), _int(key[1]))
            total = goal
            while rounds:
                grown = total | self._into(body, total)
                if (grown == total).all():
                    break
                total, rounds = grown, rounds - 1
            return total
        if key[0] == _REFERENCE:
            if _int(key[1]) not in self._rules:
                self._solve()
            return _times(self._rules[_int(key[1])], goal)
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
    return (left.astype(np.float32) @ right.astype(np.float32)) > 0


def lies_within(terms: GrammarTerms, term: int, dfa: Dfa) -> bool:
    """Whether every text of a context-free term is accepted by ``dfa``."""
    from detlm.mask.product import difference

    outside = difference(everything(), dfa)
    if outside.is_empty:
        return True
    local = terms.localised(term)
    return not Completion(terms, outside).viable(local, outside.start)


class ContextFree:
    """The texts of a term that keep to a regular limit. States are numbers; 0 is the start, -1 dead.

    Like an automaton's, every state can be completed. ``is_empty``: there is no text at all.
    """

    def __init__(self, terms: GrammarTerms, root: int, limit: Dfa | None = None) -> None:
        self.terms = terms
        self.root = terms.localised(root)
        self.completion = Completion(terms, everything() if limit is None else limit)
        self.places: list[tuple[int, int]] = []
        self._numbers: dict[tuple[int, int], int] = {}
        self._moves: dict[tuple[int, int], int] = {}
        self.start = self._number(self.root, self.completion.limit.start)

    @property
    def is_empty(self) -> bool:
        """Whether there is no text."""
        return self.start < 0

    def restricted(self, limit: Dfa) -> ContextFree:
        """The texts that keep to ``limit`` too."""
        return ContextFree(self.terms, self.root, intersection(self.completion.limit, limit))

    def _number(self, term: int, state: int) -> int:
        if not self.completion.viable(term, state):
            return DEAD
        place = (term, state)
        number = self._numbers.get(place)
        if number is None:
            number = self._numbers[place] = len(self.places)
            self.places.append(place)
        return number

    def step(self, state: int, byte: int) -> int:
        """The state after ``byte``, or -1."""
        if state < 0:
            return DEAD
        known = self._moves.get((state, byte))
        if known is None:
            term, limit = self.places[state]
            after = self.terms.step(term, byte)
            known = self._number(after, self.completion.limit.step(limit, byte))
            self._moves[state, byte] = known
        return known

    def run(self, state: int, text: bytes) -> int:
        """The state after ``text``, or -1."""
        for byte in text:
            if state < 0:
                return DEAD
            state = self.step(state, byte)
        return state

    def is_accepting(self, state: int) -> bool:
        """Whether the text may end in ``state``."""
        if state < 0:
            return False
        term, limit = self.places[state]
        return self.terms.nullable(term) and bool(self.completion.limit.accepting[limit])

    def accepts(self, text: bytes) -> bool:
        """Whether ``text`` is in the language."""
        return self.is_accepting(self.run(self.start, text))

    def next_bytes(self, state: int) -> list[int]:
        """The bytes that may come next, ascending."""
        if state < 0:
            return []
        members = 0
        for part, _ in self.terms.linear(self.places[state][0]):
            members |= part
        return [b for b in range(256) if members >> b & 1 and self.step(state, b) >= 0]

    def forced(self, state: int) -> bytes:
        """The longest text that must come next; it stops where the text may end."""
        out = bytearray()
        while state >= 0 and not self.is_accepting(state) and len(following := self.next_bytes(state)) == 1:
            out.append(following[0])
            state = self.step(state, following[0])
        return bytes(out)
