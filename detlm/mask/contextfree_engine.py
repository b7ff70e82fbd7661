"""Rows of a context-free language: the tokens that can be completed at a point, exactly.

A point is a stack of parts still to come. A token lies within the part on top, or goes on past the end of it
into what lies below. So each part is run over the trie of tokens on its own, from the set of nodes where the
parts above ended; that is independent of the rest of the stack and kept. A row is the union of a few such
runs, since hardly any token reaches deep. Tokens that no automaton in the language can tell apart are run as one.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from detlm.errors import MaskError
from detlm.mask import bitset
from detlm.mask.arena import ATMOST, MACHINE, OR, STAR, THEN, as_int, as_ints
from detlm.mask.automaton import Dfa, ranges
from detlm.mask.bitset import Words
from detlm.mask.bytesets import partition
from detlm.mask.contextfree import ContextFree
from detlm.mask.distinct import distinct
from detlm.mask.rows import Rows
from detlm.mask.kinds import MachineKinds
from detlm.mask.trie import starts, trie_of_kinds
from detlm.mask.vocabulary import Vocabulary

Flags = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]

_FEW = 100  # places or nodes up to which plain loops are quicker than vector operations
_SPARSE = 1_000  # tokens up to which a row is put together one by one


class _Run(NamedTuple):
    """What a part does to a set of places: the nodes reached within it (None: none), and where it ends."""

    nodes: Words | None
    exits: int


class _Found:
    """The nodes of one row as they are found, and which terms have been run from which places."""

    def __init__(self, nodes: int) -> None:
        self.nodes = np.zeros(bitset.words_for(nodes), dtype=np.uint32)
        self.ends: dict[tuple[int, int, int], int] = {}

    def add(self, run: _Run) -> int:
        """Adds the nodes of a run; where it ends."""
        if run.nodes is not None:
            np.bitwise_or(self.nodes, run.nodes, out=self.nodes)
        return run.exits


class _Machine(NamedTuple):
    """An automaton over the trie's labels: its moves, also flat for plain loops, and where it accepts."""

    dfa: Dfa
    table: Longs
    moves: memoryview
    ends: bytes


class ContextFreeEngine(Rows):
    """Masks of one context-free language over one vocabulary.

    A place is a node of the trie with a state of the limits' automaton. Not safe to share between threads.
    """

    def __init__(self, vocabulary: Vocabulary, language: ContextFree, *, cache_bytes: int = 64 << 20) -> None:
        if language.is_empty:
            raise MaskError("the language has no text, so there is nothing to mask")
        super().__init__(vocabulary, language.start, cache_bytes)
        self.language = language
        self._terms = language.terms
        self._completion = language.completion
        self._limit = language.completion.limit
        self._fold()
        self._eos = np.array(vocabulary.eos_ids, dtype=np.int64)
        self._runs: OrderedDict[tuple[int, int, int], _Run] = OrderedDict()
        self._sets: list[Longs] = []
        self._set_ids: dict[bytes, int] = {}
        self._machines: dict[int, _Machine] = {}
        self._good: dict[tuple[int, int], Flags] = {}
        self._alike: dict[bytes, int] = {}  # for each set of nodes and ends the first state met that has it
        self._nowhere = self._set(np.zeros(0, np.int64))

    def _fold(self) -> None:
        """The trie over classes of bytes that nothing in the language tells apart; where there is no limit, of one
        token of each kind."""
        machines = self._terms.machines_of(self.language.root)
        sets = [*self._limit.class_members, *(members for dfa in machines for members in dfa.class_members)]
        alphabet = 0
        for dfa in machines:
            alphabet |= dfa.alphabet
        self.vocabulary.require(alphabet)
        classes, width = partition(sorted(set(sets)))
        self._width = width
        self._bytes = np.zeros(width, dtype=np.int64)
        self._bytes[classes] = np.arange(256)
        if self._completion.free:
            machine_of = self._terms.machine_of
            pairs = ((machine_of(a)[0], machine_of(b)) for a, b in self._terms.followers(self.language.root))
            kinds = MachineKinds(self.vocabulary.endings, classes, self._bytes, machines, pairs)
            self._trie = trie_of_kinds(self.vocabulary.tokens, kinds.of_token, classes)
        else:
            self._trie = self.vocabulary.trie.folded(classes)
        trie = self._trie
        self._first = starts(trie.parent[1:], trie.nodes, 1)
        self._inner = self._first[1:] > self._first[:-1]
        self._token_first = starts(trie.token_node, trie.nodes + 1, 0)
        self._token_ids = np.argsort(trie.token_node, kind="stable")
        self._limit_table = self._limit.table[:, self._limit.classes[self._bytes]].astype(np.int64)
        # For plain loops.
        self._children, self._labels = self._first.data, trie.label.tobytes()
        self._limit_moves = np.ascontiguousarray(self._limit_table).reshape(-1).data

    # -- rows ----------------------------------------------------------------------------------------

    def _made(self, state: int) -> Words:
        if state < 0:
            return np.zeros(bitset.words_for(self.size), dtype=np.uint32)
        found = _Found(self._trie.nodes + 1)
        term, limit = self.language.places[state]
        places = self._set(np.array([limit], dtype=np.int64))  # node 0
        try:
            self._follow(places, term, self._completion.accepting, found)
        except RecursionError:
            raise MaskError("a grammar is nested too deeply to be masked") from None
        ending = self.language.is_accepting(state)
        first = self._alike.setdefault(found.nodes.tobytes() + bytes([ending]), state)
        if first != state:
            return self.row(first)
        row = self._tokens(found.nodes)
        if ending:
            bitset.add(row, self._eos)
        return row

    def _tokens(self, reached: Words) -> Words:
        """The row of the tokens that end at the nodes reached."""
        flags = bitset.unpack(reached, self._trie.nodes + 1)
        nodes = np.flatnonzero(flags)
        begin, end = self._token_first[nodes], self._token_first[nodes + 1]
        if int((end - begin).sum()) > _SPARSE:
            return bitset.pack(flags.take(self._trie.token_node))
        row = np.zeros(bitset.words_for(self.size), dtype=np.uint32)
        bitset.add(row, self._token_ids[ranges(begin, end)])
        return row

    def _follow(self, places: int, term: int, goal: int, found: _Found) -> int:
        """Run ``term`` from ``places``, adding its tokens to ``found``; where it ends with ``goal`` ahead."""
        terms = self._terms
        whole = (places, term, goal)
        if (known := found.ends.get(whole)) is not None:
            return known
        while places != self._nowhere and terms.kind(term)[0] == THEN:
            part, term = terms.head(term)
            places = found.add(self._part(places, part, self._completion.before(term, goal)))
        if places != self._nowhere and terms.kind(term)[0] == OR:
            # Often holds stacks: kept with the parts, it would be kept for nothing.
            ends = [self._follow(places, t, goal, found) for t in as_ints(terms.kind(term)[1])]
            places = self._union(ends)
        elif places != self._nowhere:
            places = found.add(self._part(places, term, goal))
        found.ends[whole] = places
        return places

    # -- parts ---------------------------------------------------------------------------------------

    def _part(self, places: int, term: int, goal: int) -> _Run:
        """The run of a part of a stack."""
        key = (places, term, goal)
        run = self._runs.get(key)
        if run is None:
            run = self._runs[key] = self._computed(places, term, goal)
            if len(self._runs) > 8 * self._rows_kept:
                self._runs.popitem(last=False)
        else:
            self._runs.move_to_end(key)
        return run

    def _computed(self, places: int, term: int, goal: int) -> _Run:
        terms = self._terms
        if places == self._nowhere or term == terms.NOTHING:
            return _Run(None, self._nowhere)
        key = terms.kind(term)
        if key[0] == MACHINE:
            return self._machine(places, term, goal)
        found = _Found(self._trie.nodes + 1)
        if term == terms.EMPTY:
            exits = self._within(places, goal)
        elif (rule := terms.rule_of(term)) >= 0:
            exits = self._follow(places, terms.bodies[rule], goal, found)
        elif key[0] in (STAR, ATMOST):
            exits = self._repeated(places, term, goal, found)
        else:
            exits = self._follow(places, term, goal, found)
        return _Run(found.nodes if found.nodes.any() else None, exits)

    def _repeated(self, places: int, term: int, goal: int, found: _Found) -> int:
        key = self._terms.kind(term)
        body, rounds = (as_int(key[1]), -1) if key[0] == STAR else (as_int(key[2]), as_int(key[1]))
        ends = [self._within(places, goal)]
        seen = places
        while rounds and places != self._nowhere:
            rounds -= 1
            rest = term if rounds < 0 else self._terms.at_most(rounds, body)
            places = self._follow(places, body, self._completion.before(rest, goal), found)
            ends.append(self._within(places, goal))
            grown = self._union([seen, places])
            if grown == seen:  # the body may be empty, and then it leads nowhere new
                break
            seen = grown
        return self._union(ends)

    def _machine(self, places: int, term: int, goal: int) -> _Run:
        """An automaton from the places, with the limit beside it."""
        dfa, state = self._terms.machine_of(term)
        machine, good = self._machine_at(dfa), self._ends(dfa, goal)
        wanted = self._completion.sets[goal] if goal >= 0 else np.ones(1, np.bool_)
        codes = self._sets[places]
        exits = [codes[wanted[codes % self._limit.size]]] if dfa.accepting[state] else []
        width = self._limit.size
        here = codes // width, codes % width, np.full(len(codes), state, dtype=np.int64)
        reached, left = self._swept(*here, machine, good, wanted)
        exits.append(left)
        nodes = None
        if len(reached):
            nodes = np.zeros(bitset.words_for(self._trie.nodes + 1), dtype=np.uint32)
            bitset.add(nodes, reached)
        return _Run(nodes, self._set(distinct(np.concatenate(exits))))

    def _swept(
        self, nodes: Longs, limits: Longs, states: Longs, machine: _Machine, good: Flags, wanted: Flags
    ) -> tuple[Longs, Longs]:
        """The nodes reached and the places of the ends, level by level, one by one where they are few."""
        width, ends = self._limit.size, machine.dfa.accepting
        alive: list[Longs] = []
        exits: list[Longs] = []
        while len(nodes) > _FEW:
            begin, end = self._first[nodes], self._first[nodes + 1]
            counts = end - begin
            below = ranges(begin, end)
            label = self._trie.label[below]
            states = machine.table[np.repeat(states, counts), label]
            limits = self._limit_table[np.repeat(limits, counts), label]
            live = good[states, limits]  # dead is -1 and reads the last row or column, which is false
            nodes, states, limits = below[live], states[live], limits[live]
            alive.append(nodes)
            inner = self._inner[nodes]
            nodes, states, limits = nodes[inner], states[inner], limits[inner]
            leaves = ends[states] & wanted[limits]
            exits.append(nodes[leaves] * width + limits[leaves])
        places = list(zip(nodes.tolist(), limits.tolist(), states.tolist(), strict=True))
        more = self._looped(places, machine, good, wanted)
        alive.append(np.array(more[0], dtype=np.int64))
        exits.append(np.array(more[1], dtype=np.int64))
        return np.concatenate(alive), np.concatenate(exits)

    def _looped(
        self, places: list[tuple[int, int, int]], machine: _Machine, good: Flags, wanted: Flags
    ) -> tuple[list[int], list[int]]:
        """The same node by node."""
        size, width, children, labels = self._limit.size, self._width, self._children, self._labels
        moves, ends, limit_moves = machine.moves, machine.ends, self._limit_moves
        fine, row, final = good.reshape(-1).data, size + 1, wanted.data
        reached: list[int] = []
        exits: list[int] = []
        for node, limit, here in places:  # grows while we go
            for child in range(children[node], children[node + 1]):
                label = labels[child]
                target = moves[here * width + label]
                if target < 0:
                    continue
                after = limit_moves[limit * width + label]
                if after < 0 or not fine[target * row + after]:
                    continue
                reached.append(child)
                if children[child] < children[child + 1]:
                    if ends[target] and final[after]:
                        exits.append(child * size + after)
                    places.append((child, after, target))
        return reached, exits

    def _machine_at(self, dfa: Dfa) -> _Machine:
        known = self._machines.get(id(dfa))
        if known is None:
            table = np.ascontiguousarray(dfa.table[:, dfa.classes[self._bytes]]).astype(np.int64)
            known = _Machine(dfa, table, table.reshape(-1).data, dfa.accepting.tobytes())
            self._machines[id(dfa)] = known
        return known

    def _ends(self, dfa: Dfa, goal: int) -> Flags:
        """Pairs of states from which ``dfa`` ends with the limit in ``goal``; a false row and column more."""
        known = self._good.get((id(dfa), goal))
        if known is None:
            known = np.zeros((dfa.size + 1, self._limit.size + 1), dtype=np.bool_)
            if self._completion.free:
                known[:-1, :-1] = True
            else:
                known[:-1, :-1] = self._completion.machine(dfa, self._completion.sets[goal][:, None])[:, :, 0]
            self._good[id(dfa), goal] = known
        return known

    # -- sets of places --------------------------------------------------------------------------------

    def _set(self, codes: Longs) -> int:
        key = codes.tobytes()
        number = self._set_ids.get(key)
        if number is None:
            number = self._set_ids[key] = len(self._sets)
            self._sets.append(codes)
        return number

    def _within(self, places: int, goal: int) -> int:
        """The places whose limit is in ``goal``."""
        if self._completion.free or places == self._nowhere:
            return places
        codes = self._sets[places]
        return self._set(codes[self._completion.sets[goal][codes % self._limit.size]])

    def _union(self, sets: list[int]) -> int:
        several = sorted(set(sets) - {self._nowhere})
        if len(several) < 2:
            return several[0] if several else self._nowhere
        return self._set(distinct(np.concatenate([self._sets[s] for s in several])))

    # -- moves ---------------------------------------------------------------------------------------

    def advance_bytes(self, state: int, data: bytes) -> int:
        """The state after ``data``, or -1."""
        return self.language.run(state, data)

    def is_accepting(self, state: int) -> bool:
        """Whether the text may end in ``state``."""
        return self.language.is_accepting(state)

    def forced(self, state: int) -> bytes:
        """The longest text that must come next; it stops where the text may end."""
        return self.language.forced(state)

    def may_go_on(self, state: int) -> bool:
        """Whether any text may follow in ``state``."""
        return bool(self.language.next_bytes(state))
