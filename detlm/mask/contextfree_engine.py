"""Rows of a context-free language: the tokens that can be completed at a point, exactly.

A point is a stack of parts still to come. A token lies within the part on top, or goes on past the end of it
into what lies below. So each part is run over the trie of tokens on its own, from the set of nodes where the
parts above ended; that is independent of the rest of the stack and kept. A row is the union of a few such
runs, since hardly any token reaches deep. Where there is no limit, tokens that no automaton in the language
can tell apart are one (``kinds.py``).
"""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
import numpy.typing as npt

from detlm.errors import MaskError
from detlm.mask import bitset
from detlm.mask.arena import ATMOST, MACHINE, OR, STAR, THEN, as_int, as_ints
from detlm.mask.automaton import ranges
from detlm.mask.bitset import Words
from detlm.mask.bytesets import partition
from detlm.mask.contextfree import ContextFree
from detlm.mask.kinds import MachineKinds
from detlm.mask.places import Places, Run
from detlm.mask.rows import Rows
from detlm.mask.trie import starts, trie_of_kinds
from detlm.mask.vocabulary import Vocabulary

Longs = npt.NDArray[np.int64]

_SPARSE = 1_000  # tokens up to which a row is put together one by one


class _Found:
    """The nodes of one row as they are found, as bits, and which terms have been run from which places."""

    def __init__(self) -> None:
        self.nodes = 0
        self.ends: dict[tuple[int, int, int], int] = {}

    def add(self, run: Run) -> int:
        """Adds the nodes of a run; where it ends."""
        self.nodes |= run.nodes
        return run.exits


class ContextFreeEngine(Rows):
    """Masks of one context-free language over one vocabulary. Not safe to share between threads."""

    def __init__(self, vocabulary: Vocabulary, language: ContextFree, *, cache_bytes: int = 64 << 20) -> None:
        if language.is_empty:
            raise MaskError("the language has no text, so there is nothing to mask")
        super().__init__(vocabulary, language.start, cache_bytes)
        self.language = language
        self._terms = language.terms
        self._completion = language.completion
        self._eos = np.array(vocabulary.eos_ids, dtype=np.int64)
        self._places = self._folded()
        trie = self._places.trie
        self._token_node = trie.token_node
        self._token_first = starts(trie.token_node, trie.nodes + 1, 0)
        self._token_ids = np.argsort(trie.token_node, kind="stable")
        self._runs: OrderedDict[tuple[int, int, int], Run] = OrderedDict()
        self._alike: dict[tuple[int, bool], int] = {}  # nodes and whether it may end ─▶ the first such state

    def _folded(self) -> Places:
        """The places of a trie over classes of bytes that nothing in the language tells apart."""
        terms, root, limit = self._terms, self.language.root, self._completion.limit
        machines = terms.machines_of(root)
        sets = [*limit.class_members, *(members for dfa in machines for members in dfa.class_members)]
        alphabet = 0
        for dfa in machines:
            alphabet |= dfa.alphabet
        self.vocabulary.require(alphabet)
        classes, width = partition(sorted(set(sets)))
        representative = np.zeros(width, dtype=np.int64)
        representative[classes] = np.arange(256)
        if self._completion.free:
            pairs = ((terms.machine_of(a)[0], terms.machine_of(b)) for a, b in terms.followers(root))
            kinds = MachineKinds(self.vocabulary.endings, classes, representative, machines, pairs)
            trie = trie_of_kinds(self.vocabulary.tokens, kinds.of_token, classes)
        else:
            trie = self.vocabulary.trie.folded(classes)
        return Places(trie, representative, self._completion)

    # -- rows ----------------------------------------------------------------------------------------

    def _made(self, state: int) -> Words:
        if state < 0:
            return np.zeros(bitset.words_for(self.size), dtype=np.uint32)
        found = _Found()
        term, limit = self.language.places[state]
        try:
            self._follow(self._places.numbered((limit,)), term, self._completion.accepting, found)  # node 0
        except RecursionError:
            raise MaskError("a grammar is nested too deeply to be masked") from None
        ending = self.language.is_accepting(state)
        first = self._alike.setdefault((found.nodes, ending), state)
        if first != state:
            return self.row(first)
        row = self._tokens(found.nodes)
        if ending:
            bitset.add(row, self._eos)
        return row

    def _tokens(self, reached: int) -> Words:
        """The row of the tokens that end at the nodes reached."""
        flags = self._places.flags(reached)
        nodes = np.flatnonzero(flags)
        begin, end = self._token_first[nodes], self._token_first[nodes + 1]
        if int((end - begin).sum()) > _SPARSE:
            return bitset.pack(flags.take(self._token_node))
        row = np.zeros(bitset.words_for(self.size), dtype=np.uint32)
        bitset.add(row, self._token_ids[ranges(begin, end)])
        return row

    def _follow(self, places: int, term: int, goal: int, found: _Found) -> int:
        """Run ``term`` from ``places``, adding its nodes to ``found``; where it ends with ``goal`` ahead."""
        terms, nowhere = self._terms, self._places.nowhere
        whole = (places, term, goal)
        if (known := found.ends.get(whole)) is not None:
            return known
        while places != nowhere and terms.kind(term)[0] == THEN:
            part, term = terms.head(term)
            places = found.add(self._part(places, part, self._completion.before(term, goal)))
        if places != nowhere and terms.kind(term)[0] == OR:
            # Often holds stacks: kept with the parts, it would be kept for nothing.
            ends = [self._follow(places, t, goal, found) for t in as_ints(terms.kind(term)[1])]
            places = self._places.union(ends)
        elif places != nowhere:
            places = found.add(self._part(places, term, goal))
        found.ends[whole] = places
        return places

    # -- parts ---------------------------------------------------------------------------------------

    def _part(self, places: int, term: int, goal: int) -> Run:
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

    def _computed(self, places: int, term: int, goal: int) -> Run:
        terms = self._terms
        if places == self._places.nowhere or term == terms.NOTHING:
            return Run(0, self._places.nowhere)
        key = terms.kind(term)
        if key[0] == MACHINE:
            return self._places.run(places, *terms.machine_of(term), goal)
        found = _Found()
        if term == terms.EMPTY:
            exits = self._places.within(places, goal)
        elif (rule := terms.rule_of(term)) >= 0:
            exits = self._follow(places, terms.bodies[rule], goal, found)
        elif key[0] in (STAR, ATMOST):
            exits = self._repeated(places, term, goal, found)
        else:
            exits = self._follow(places, term, goal, found)
        return Run(found.nodes, exits)

    def _repeated(self, places: int, term: int, goal: int, found: _Found) -> int:
        key = self._terms.kind(term)
        body, rounds = (as_int(key[1]), -1) if key[0] == STAR else (as_int(key[2]), as_int(key[1]))
        ends = [self._places.within(places, goal)]
        seen = places
        while rounds and places != self._places.nowhere:
            rounds -= 1
            rest = term if rounds < 0 else self._terms.at_most(rounds, body)
            places = self._follow(places, body, self._completion.before(rest, goal), found)
            ends.append(self._places.within(places, goal))
            grown = self._places.union([seen, places])
            if grown == seen:  # the body may be empty, and then it leads nowhere new
                break
            seen = grown
        return self._places.union(ends)

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

    def distance(self, state: int) -> int | None:
        """The length in bytes of ``ending(state)``; None if no ending is known."""
        return self.language.distance(state)

    def ending(self, state: int) -> bytes | None:
        """A shortest text behind which the text may end; None if none is known."""
        return self.language.ending(state)

    def may_go_on(self, state: int) -> bool:
        """Whether any text may follow in ``state``."""
        return bool(self.language.next_bytes(state))
