"""Context-free languages as terms: references to rules beside the regular constructors of ``terms.py``.

A grammar is taken into the arena so that deriving by a byte always ends and never dies: alternatives that
derive no text are left out; each reference stands for the *non-empty* texts of its rule; left recursion is
solved, ``N: N a | b`` as ``b a*``. Then every term but ``NOTHING`` has a text, and what a term's derivatives
lead to is exactly what can be completed. Joining with automata is ``contextfree.py``.

Source: left recursion as left-linear equations, after S. Greibach, A new normal-form theorem for context-free
phrase structure grammars, JACM 12 (1965).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from detlm.errors import MaskError
from detlm.mask.arena import ATMOST, EMPTY, MACHINE, NOTHING, OPEN, OR, SET, STAR, THEN, Key, as_int, as_ints
from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_term
from detlm.mask.completion import lies_within
from detlm.mask.terms import Linear, Terms
from detlm.syntax.grammars import reached_from_each
from detlm.syntax.program import Grammar, Nonterminal, Terminal
from detlm.syntax.regex import Regex

_REFERENCE = OPEN + 1  # one constructor more than the arena has
_STEPS_KEPT = 1 << 18

_Part = tuple[bool, int]  # of a row: (whether it is a rule, its number or a term)
_Row = tuple[_Part, ...]
_Head = tuple[_Part, _Row]  # a row from its first symbol with a non-empty text on


class GrammarTerms(Terms):
    """An arena of terms, some of which refer to rules of grammars."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[int] = []
        self._grammars: dict[int, tuple[Grammar, list[int]]] = {}
        self._terminals: dict[Regex, int] = {}
        self._refers: dict[int, bool] = {}
        self._steps: dict[tuple[int, int], int] = {}

    # -- constructors -------------------------------------------------------------------------------

    def _reference(self, nullable: bool) -> int:
        """A new reference; its body is filled in later, and begins with another machine than itself."""
        self.bodies.append(self.NOTHING)
        return self._make((_REFERENCE, len(self.bodies) - 1), nullable)

    def then(self, first: int, second: int) -> int:
        """One after the other; a repetition followed by itself is itself, or ambiguity would pile up."""
        if second == self.NOTHING:
            return self.NOTHING
        spine = []
        while self._keys[first][0] == THEN:
            spine.append(as_int(self._keys[first][1]))
            first = as_int(self._keys[first][2])
        for part in (first, *reversed(spine)):
            repeated = self._keys[part][0] == STAR and part in (second, self.head(second)[0])
            second = second if repeated else super().then(part, second)
        return second

    def both(self, left: int, right: int) -> int:
        """In both; of the two at most one is context-free, and then the other must not narrow it."""
        if left != right and (self.is_context_free(left) or self.is_context_free(right)):
            return self._joined(left, right)
        return super().both(left, right)

    def _joined(self, left: int, right: int) -> int:
        if self.any_text in (left, right) or self.NOTHING in (left, right):
            return super().both(left, right)
        if self.is_context_free(left) and self.is_context_free(right):
            raise MaskError(
                "one text cannot be held to two context-free categories",
                hint="whether any text is in both cannot be told; make one of them regular",
            )
        free, regular = (left, right) if self.is_context_free(left) else (right, left)
        if lies_within(self, free, dfa_of_term(self, regular)):
            return free
        raise MaskError(
            "a condition cuts texts out of a context-free category",
            hint="write the condition into the grammar, or as a limit on the whole answer",
        )

    def without(self, left: int, right: int) -> int:
        """In ``left`` and not in ``right``, both regular."""
        trivial = self.NOTHING in (left, right) or right == self.any_text or left == right
        if not trivial and (self.is_context_free(left) or self.is_context_free(right)):
            raise MaskError(
                "a context-free category has no complement and cannot be cut down by `except` or `not`",
                hint="write the exception into the grammar",
            )
        return super().without(left, right)

    # -- grammars -----------------------------------------------------------------------------------

    def grammar(self, grammar: Grammar, start: int = 0) -> int:
        """The texts of rule ``start``; ``NOTHING`` if it derives none. A grammar is taken in once."""
        known = self._grammars.get(id(grammar))
        if known is None:
            known = self._grammars[id(grammar)] = (grammar, self._taken_in(grammar))
        return known[1][start]

    def _terminal(self, regex: Regex) -> int:
        known = self._terminals.get(regex)
        if known is None:
            known = self._terminals[regex] = self.as_machine(self.from_regex(regex))
        return known

    def as_machine(self, term: int) -> int:
        """A regular term as a state of its smallest automaton."""
        dfa = dfa_of_term(self, term)
        return self.machine(dfa, dfa.start)

    def _taken_in(self, grammar: Grammar) -> list[int]:
        """For each rule the term of its texts."""
        rules: list[list[_Row]] = []
        for rule in grammar.rules:
            rows = (tuple(map(self._part, row)) for row in rule.alternatives)
            rules.append([row for row in rows if (False, self.NOTHING) not in row])
        makes_text = _fixpoint(rules, lambda part: part[1] != self.NOTHING)
        rules = [[row for row in rows if all(not n or makes_text[v] for n, v in row)] for rows in rules]
        empty = _fixpoint(rules, lambda part: self.nullable(part[1]))
        heads = [
            list(dict.fromkeys(h for row in rows for h in self._beginnings(row, empty))) for rows in rules
        ]
        # A rule without heads derives the empty text alone, if any; a head may be such a rule.
        filled = _fixpoint([[(head,) for head, _ in row] for row in heads], lambda _: True)
        heads = [[(h, rest) for h, rest in row if not h[0] or filled[h[1]]] for row in heads]
        own = [self._reference(False) if full else self.NOTHING for full in filled]
        texts = [self.either([self.EMPTY, term]) if e else term for term, e in zip(own, empty, strict=True)]
        self._solve(heads, own, texts)
        return texts

    def _part(self, symbol: Terminal | Nonterminal) -> _Part:
        return (
            (True, symbol.index) if isinstance(symbol, Nonterminal) else (False, self._terminal(symbol.regex))
        )

    def _beginnings(self, row: _Row, empty: Sequence[bool]) -> Iterable[_Head]:
        """The ways in which a row's text can be non-empty: by the first symbol whose text is."""
        for place, (is_rule, value) in enumerate(row):
            nullable = empty[value] if is_rule else self.nullable(value)
            if not is_rule and nullable:
                filled = self.non_empty(value)
                if filled != self.NOTHING:
                    yield (False, filled), row[place + 1 :]
            else:
                yield (is_rule, value), row[place + 1 :]
            if not nullable:
                return

    def _solve(self, heads: list[list[_Head]], own: list[int], texts: list[int]) -> None:
        """Fill in the bodies: equations among rules that begin with each other are solved together."""
        reach = reached_from_each([{v for (is_rule, v), _ in row if is_rule} for row in heads])

        def tail(rest: _Row) -> int:
            return self._concatenated(texts[v] if is_rule else v for is_rule, v in rest)

        # What a rule begins with comes before it.
        for rule in sorted(range(len(heads)), key=lambda r: (len(reach[r]), r not in reach[r])):
            if own[rule] == self.NOTHING or self.bodies[self._index(own[rule])] != self.NOTHING:
                continue
            group = [r for r in sorted(reach[rule]) if rule in reach[r]] or [rule]
            bases: dict[int, int] = {}
            steps: dict[tuple[int, int], int] = {}
            for member in group:
                options = []
                for (is_rule, value), rest in heads[member]:
                    if is_rule and value in group:
                        known = steps.get((value, member), self.NOTHING)
                        steps[value, member] = self.either([known, tail(rest)])
                    else:
                        first = self.bodies[self._index(own[value])] if is_rule else value
                        options.append(self.then(first, tail(rest)))
                bases[member] = self.either(options)
            paths = self._paths(group, steps)
            for member in group:
                solved = [self.then(bases[m], paths[m, member]) for m in group if (m, member) in paths]
                self.bodies[self._index(own[member])] = self.either(solved)

    def _paths(self, group: list[int], steps: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
        """For each two rules what follows the one when it begins the other, through others or not."""
        if len(group) == 1:
            only = group[0]
            return {(only, only): self.star(steps.get((only, only), self.EMPTY))}
        # Steps that may add nothing are followed at once, so that no path begins with a path.
        idle = reached_from_each(
            [{group.index(b) for b in group if self.nullable(steps.get((a, b), 0))} for a in group]
        )
        near = {a: {a, *(group[i] for i in idle[group.index(a)])} for a in group}
        paths = {(a, b): self._reference(b in near[a]) for a in group for b in group}
        for (a, b), path in paths.items():
            options = [self.EMPTY] if b in near[a] else []
            for via in near[a]:
                for to in group:
                    step = self.non_empty(steps.get((via, to), self.NOTHING))
                    options.append(self.then(step, paths[to, b]))
            self.bodies[self._index(path)] = self.either(options)
        return paths

    def non_empty(self, term: int) -> int:
        """The texts of a term without the empty one."""
        if not self.nullable(term) or term == self.EMPTY:
            return self.NOTHING if term == self.EMPTY else term
        key = self._keys[term]
        if key[0] == THEN:
            first, rest = as_int(key[1]), as_int(key[2])
            return self.either([self.then(self.non_empty(first), rest), self.non_empty(rest)])
        if key[0] == OR:
            return self.either([self.non_empty(t) for t in as_ints(key[1])])
        if key[0] == STAR:
            return self.then(self.non_empty(as_int(key[1])), term)
        return self.as_machine(self.without(term, self.EMPTY))

    def _concatenated(self, parts: Iterable[int]) -> int:
        total = self.EMPTY
        for part in reversed(list(parts)):
            total = self.then(part, total)
        return total

    # -- taking terms apart --------------------------------------------------------------------------

    def _index(self, reference: int) -> int:
        return as_int(self._keys[reference][1])

    def kind(self, term: int) -> Key:
        """The constructor and its arguments."""
        return self._keys[term]

    def rule_of(self, term: int) -> int:
        """The number of the body that a term refers to, or -1 if it is no reference."""
        key = self._keys[term]
        return as_int(key[1]) if key[0] == _REFERENCE else -1

    def head(self, term: int) -> tuple[int, int]:
        """What a sequence begins with, and the rest."""
        key = self._keys[term]
        return (as_int(key[1]), as_int(key[2])) if key[0] == THEN else (term, self.EMPTY)

    def machine_of(self, term: int) -> tuple[Dfa, int]:
        """The automaton and the state of a term made by ``localised``."""
        key = self._keys[term]
        if key[0] != MACHINE:  # a state without moves has become "nothing" or "the empty text"
            raise MaskError("masks met an expression that is no automaton")
        machine = self._machines[as_int(key[1])]
        assert isinstance(machine, Dfa)
        return machine, as_int(key[2])

    def reached(self, root: int) -> list[int]:
        """A term made by ``localised``, its parts, the bodies of the rules that it refers to, each once."""
        found = {root: None}
        todo = [root]
        while todo:
            key = self._keys[todo.pop()]
            for part in (self.bodies[as_int(key[1])],) if key[0] == _REFERENCE else _parts(key):
                if part not in found:
                    found[part] = None
                    todo.append(part)
        return list(found)

    def machines_of(self, root: int) -> list[Dfa]:
        """The automata in a term and in the rules that it refers to, each once."""
        states = (self.machine_of(t) for t in self.reached(root) if self._keys[t][0] == MACHINE)
        return list({id(dfa): dfa for dfa, _ in states}.values())

    def followers(self, root: int) -> set[tuple[int, int]]:
        """Which states of automata (as terms) may come right after which, in a term and its rules."""
        terms = self.reached(root)
        firsts: dict[int, set[int]] = {t: {t} if self._keys[t][0] == MACHINE else set() for t in terms}
        lasts = {t: set(own) for t, own in firsts.items()}
        changed = True
        while changed:  # rules refer to each other
            changed = False
            for term in reversed(terms):
                key = self._keys[term]
                begins, ends = firsts[term], lasts[term]
                before = len(begins) + len(ends)
                if key[0] == THEN:
                    first, rest = as_int(key[1]), as_int(key[2])
                    begins |= firsts[first] | (firsts[rest] if self._nullable[first] else set())
                    ends |= lasts[rest] | (lasts[first] if self._nullable[rest] else set())
                else:
                    parts = (self.bodies[as_int(key[1])],) if key[0] == _REFERENCE else _parts(key)
                    begins.update(*(firsts[p] for p in parts))
                    ends.update(*(lasts[p] for p in parts))
                changed |= len(begins) + len(ends) > before
        found: set[tuple[int, int]] = set()
        for term in terms:
            key = self._keys[term]
            if key[0] == THEN:
                found.update(product(lasts[as_int(key[1])], firsts[as_int(key[2])]))
            elif key[0] in (STAR, ATMOST):
                found.update(product(lasts[_parts(key)[0]], firsts[_parts(key)[0]]))
        return found

    def is_context_free(self, term: int) -> bool:
        """Whether a reference occurs in a term."""
        todo = [term]
        while todo:
            here = todo[-1]
            parts = _parts(self._keys[here])
            missing = [p for p in parts if p not in self._refers]
            if missing and here not in self._refers:
                todo += missing
                continue
            todo.pop()
            self._refers[here] = self._keys[here][0] == _REFERENCE or any(self._refers[p] for p in parts)
        return self._refers[term]

    def localised(self, term: int) -> int:
        """The same language with every largest regular part as a state of its smallest automaton."""
        if not self.is_context_free(term):
            return self.as_machine(term)
        key = self._keys[term]
        if key[0] == OR:
            free = [t for t in as_ints(key[1]) if self.is_context_free(t)]
            regular = self.either(t for t in as_ints(key[1]) if not self.is_context_free(t))
            return self.either([self.as_machine(regular), *map(self.localised, free)])
        if key[0] == STAR:
            return self.star(self.localised(as_int(key[1])))
        if key[0] == ATMOST:
            return self.at_most(as_int(key[1]), self.localised(as_int(key[2])))
        if key[0] != THEN:
            return term
        total, regular = self.EMPTY, self.EMPTY
        parts: list[int] = []
        while term != self.EMPTY:
            part, term = self.head(term)
            parts.append(part)
        for part in reversed(parts):
            if self.is_context_free(part):
                total = self.then(self.localised(part), self.then(self.as_machine(regular), total))
                regular = self.EMPTY
            else:
                regular = self.then(part, regular)
        return self.then(self.as_machine(regular), total)

    # -- meaning -------------------------------------------------------------------------------------

    def _derive(self, key: Key) -> Linear:
        return self.linear(self.bodies[as_int(key[1])]) if key[0] == _REFERENCE else super()._derive(key)

    def step(self, term: int, byte: int) -> int:
        """What may follow after ``byte``; looks at the top of a stack only, and at shared parts once."""
        key = self._keys[term]
        if key[0] not in (THEN, OR):
            return super().step(term, byte)
        known = self._steps.get((term, byte))
        if known is not None:
            return known
        if key[0] == OR:
            after = self.either([self.step(t, byte) for t in as_ints(key[1])])
        else:
            first, rest = as_int(key[1]), as_int(key[2])
            after = self.then(self.step(first, byte), rest)
            if self._nullable[first]:
                after = self.either([after, self.step(rest, byte)])
        if len(self._steps) >= _STEPS_KEPT:
            self._steps.clear()
        self._steps[term, byte] = after
        return after


def _parts(key: Key) -> tuple[int, ...]:
    """The terms that a term is made of."""
    if key[0] == OR:
        return as_ints(key[1])
    if key[0] == STAR:
        return (as_int(key[1]),)
    if key[0] == ATMOST:
        return (as_int(key[2]),)
    return (
        () if key[0] in (NOTHING, EMPTY, SET, MACHINE, OPEN, _REFERENCE) else (as_int(key[1]), as_int(key[2]))
    )


def _fixpoint(rules: Sequence[Sequence[_Row]], terminal: object) -> list[bool]:
    """Which rules have a row all of whose terminals pass the test and whose rules pass too."""
    assert callable(terminal)
    good = [False] * len(rules)
    changed = True
    while changed:
        changed = False
        for rule, rows in enumerate(rules):
            if not good[rule] and any(all(good[p[1]] if p[0] else terminal(p) for p in row) for row in rows):
                good[rule] = changed = True
    return good
