"""A leftmost derivation of a text by a context-free grammar, as the flat list of numbers that Lean replays.

Earley's algorithm over bytes, for every grammar: ambiguous, left recursive, with rules that derive nothing or
themselves. Sets of bytes that can follow keep it linear on what one byte of look-ahead decides. Of several
derivations the first found is taken, so the same text always gets the same one. Nothing here is trusted:
``DetLM.replay`` checks the list.

Source: J. Earley, An efficient context-free parsing algorithm, CACM 13 (1970); nullable rules after J. Aycock
and R. Horspool, Practical Earley parsing, The Computer Journal 45 (2002).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detlm.errors import MaskError
from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_regex
from detlm.mask.bytesets import byte_set
from detlm.syntax.program import Grammar, Nonterminal
from detlm.syntax.regex import Regex

ITEM_LIMIT = 5_000_000
_END = 1 << 256  # "the text ends here", among the bytes that can follow

_NOTHING = -1  # a child that derives the empty text


class _Place(NamedTuple):
    """A dot in an alternative: what comes next, and the bytes that can come there."""

    rule: int
    alternative: int
    next_rule: int  # -1 if a terminal or nothing comes next
    next_terminal: int  # -1 likewise
    follow: int


class _Scanner:
    """A terminal: where its texts end."""

    def __init__(self, regex: Regex) -> None:
        dfa = dfa_of_regex(regex)
        self.empty = dfa.is_empty
        self.nullable = not dfa.is_empty and bool(dfa.accepting[0])
        self.first = 0 if dfa.is_empty else _first(dfa)
        self._classes = dfa.classes.tolist()
        self._table: list[list[int]] = dfa.table.tolist()
        self._accepting: list[bool] = dfa.accepting.tolist()

    def ends(self, text: bytes, begin: int) -> list[int]:
        """Where the texts that begin at ``begin`` end, the empty one left out."""
        out = []
        state, classes, table = 0, self._classes, self._table
        for at in range(begin, len(text)):
            state = table[state][classes[text[at]]]
            if state < 0:
                break
            if self._accepting[state]:
                out.append(at + 1)
        return out


def _first(dfa: Dfa) -> int:
    return byte_set(np.flatnonzero(dfa.table[0][dfa.classes] >= 0).tolist())


class Deriver:
    """Finds derivations of texts of one rule of a grammar."""

    def __init__(self, grammar: Grammar, start: int = 0) -> None:
        self._grammar = grammar
        self._start = start
        self._scanners: list[_Scanner] = []
        numbers: dict[Regex, int] = {}
        # The rows of each rule: rules as they are, terminals as -1, -2, …
        self._rows: list[list[list[int]]] = []
        for rule in grammar.rules:
            rows = []
            for alternative in rule.alternatives:
                row = []
                for symbol in alternative:
                    if isinstance(symbol, Nonterminal):
                        row.append(symbol.index)
                    else:
                        if symbol.regex not in numbers:
                            numbers[symbol.regex] = len(self._scanners)
                            self._scanners.append(_Scanner(symbol.regex))
                        row.append(-1 - numbers[symbol.regex])
                rows.append(row)
            self._rows.append(rows)
        self._empties = self._empty_derivations()
        self._firsts = self._first_bytes()
        self._places: list[_Place] = []
        self._initial: list[list[int]] = []
        self._place_rules(self._follow_bytes())

    # -- before any text -----------------------------------------------------------------------------

    def _empty_derivations(self) -> dict[int, list[int]]:
        """For each rule that derives the empty text, how; found by rounds, so that none contains itself."""
        found: dict[int, list[int]] = {}
        changed = True
        while changed:
            changed = False
            for rule, rows in enumerate(self._rows):
                for number, row in enumerate(rows):
                    if rule not in found and all(self._may_be_empty(s, found) for s in row):
                        below = [n for s in row for n in (found[s] if s >= 0 else [0])]
                        found[rule] = [number, *below]
                        changed = True
        return found

    def _may_be_empty(self, symbol: int, known: dict[int, list[int]]) -> bool:
        return symbol in known if symbol >= 0 else self._scanners[-1 - symbol].nullable

    def _first_bytes(self) -> list[int]:
        firsts = [0] * len(self._rows)
        changed = True
        while changed:
            changed = False
            for rule, rows in enumerate(self._rows):
                for row in rows:
                    grown = firsts[rule] | self._first_of(row, firsts)[0]
                    changed |= grown != firsts[rule]
                    firsts[rule] = grown
        return firsts

    def _first_of(self, row: list[int], firsts: list[int]) -> tuple[int, bool]:
        """The bytes that a row's texts can begin with, and whether it derives the empty text."""
        found = 0
        for symbol in row:
            found |= firsts[symbol] if symbol >= 0 else self._scanners[-1 - symbol].first
            if not self._may_be_empty(symbol, self._empties):
                return found, False
        return found, True

    def _follow_bytes(self) -> list[int]:
        follow = [0] * len(self._rows)
        follow[self._start] = _END
        changed = True
        while changed:
            changed = False
            for rule, rows in enumerate(self._rows):
                for row in rows:
                    after = follow[rule]
                    for symbol in reversed(row):
                        if symbol >= 0 and follow[symbol] | after != follow[symbol]:
                            follow[symbol] |= after
                            changed = True
                        first, empty = self._first_of([symbol], self._firsts)
                        after = first | (after if empty else 0)
        return follow

    def _place_rules(self, follow: list[int]) -> None:
        for rule, rows in enumerate(self._rows):
            starts = []
            for number, row in enumerate(rows):
                starts.append(len(self._places))
                for dot in range(len(row) + 1):
                    first, empty = self._first_of(row[dot:], self._firsts)
                    symbol = row[dot] if dot < len(row) else None
                    next_rule = symbol if symbol is not None and symbol >= 0 else -1
                    terminal = -1 - symbol if symbol is not None and symbol < 0 else -1
                    ahead = first | (follow[rule] if empty else 0)
                    self._places.append(_Place(rule, number, next_rule, terminal, ahead))
            self._initial.append(starts)

    # -- a text --------------------------------------------------------------------------------------

    def derivation(self, text: bytes) -> list[int] | None:
        """For each step of a leftmost derivation of ``text`` the alternative taken, or the length of a
        terminal's text; None if the grammar does not derive it."""
        chart = _Chart(self._places, self._initial, self._scanners, self._empties, text)
        root = chart.completed(self._start)
        return None if root is None else self._flat(chart, root)

    def _flat(self, chart: _Chart, root: int) -> list[int]:
        out: list[int] = []
        todo: list[tuple[int, int]] = [(1, root)]  # (kind, value): an item, a number, an empty rule
        while todo:
            kind, value = todo.pop()
            if kind == 0:
                out.append(value)
            elif kind == 2:
                out += self._empties[value]
            else:
                place = self._places[chart.places[value]]
                out.append(place.alternative)
                row = self._rows[place.rule][place.alternative]
                parts: list[tuple[int, int]] = []
                item = value
                for symbol in reversed(row):
                    child = chart.children[item]
                    if symbol < 0:
                        parts.append((0, child))
                    else:
                        parts.append((2, symbol) if child == _NOTHING else (1, child))
                    item = chart.before[item]
                todo += parts
        return out


class _Chart:
    """All items of one text. ``before`` and ``children`` say how each was made first, out of older ones."""

    def __init__(
        self,
        places: list[_Place],
        initial: list[list[int]],
        scanners: list[_Scanner],
        empties: dict[int, list[int]],
        text: bytes,
    ) -> None:
        self.places: list[int] = []
        self.before: list[int] = []
        self.children: list[int] = []
        self._origins: list[int] = []
        self._table = places
        self._initial = initial
        self._scanners = scanners
        self._empties = empties
        self._text = text
        self._sets: list[dict[tuple[int, int], int]] = [{} for _ in range(len(text) + 1)]
        self._agenda: list[list[int]] = [[] for _ in range(len(text) + 1)]
        self._waiting: list[dict[int, list[int]]] = [{} for _ in range(len(text) + 1)]

    def completed(self, start: int) -> int | None:
        """The item that derives the whole text from ``start``."""
        self._predict(0, start)
        for at in range(len(self._text) + 1):
            self._ends: dict[int, list[int]] = {}
            for item in self._agenda[at]:  # grows while we go
                self._process(at, item)
            if at:
                self._agenda[at - 1] = []
        for (place, origin), item in self._sets[-1].items():
            here = self._table[place]
            if here.rule == start and origin == 0 and here.next_rule < 0 and here.next_terminal < 0:
                return item
        return None

    def _add(self, at: int, place: int, origin: int, before: int, child: int) -> None:
        follow = self._table[place].follow
        ahead = self._text[at] if at < len(self._text) else 256
        if not follow >> ahead & 1 or (place, origin) in self._sets[at]:
            return
        if len(self.places) >= ITEM_LIMIT:
            raise MaskError(
                f"finding a derivation takes more than {ITEM_LIMIT:,} steps",
                hint="make the grammar less ambiguous, or the category's texts shorter",
            )
        self._sets[at][place, origin] = len(self.places)
        self._agenda[at].append(len(self.places))
        self.places.append(place)
        self._origins.append(origin)
        self.before.append(before)
        self.children.append(child)

    def _predict(self, at: int, rule: int) -> None:
        for place in self._initial[rule]:
            self._add(at, place, at, -1, _NOTHING)

    def _process(self, at: int, item: int) -> None:
        place, origin = self.places[item], self._origins[item]
        here = self._table[place]
        if here.next_rule >= 0:
            waiting = self._waiting[at]
            first = here.next_rule not in waiting
            waiting.setdefault(here.next_rule, []).append(item)
            if first:
                self._predict(at, here.next_rule)
            if here.next_rule in self._empties:
                self._add(at, place + 1, origin, item, _NOTHING)
        elif here.next_terminal >= 0:
            scanner = self._scanners[here.next_terminal]
            if scanner.nullable:
                self._add(at, place + 1, origin, item, 0)
            if here.next_terminal not in self._ends:
                self._ends[here.next_terminal] = scanner.ends(self._text, at)
            for end in self._ends[here.next_terminal]:
                self._add(end, place + 1, origin, item, end - at)
        elif origin < at:  # a rule that derived the empty text was gone past when it was met
            for waiter in self._waiting[origin].get(here.rule, ()):
                self._add(at, self.places[waiter] + 1, self._origins[waiter], waiter, item)
